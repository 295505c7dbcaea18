/** The hex SHA-256 of bytes (FIPS 180-4), for platforms that have none that answers at once. */
export function hashBytes(bytes: Uint8Array): string {
  const primes: number[] = [];
  for (let number = 2; primes.length < 64; number++)
    if (primes.every((prime) => number % prime > 0)) primes.push(number);
  // The first 32 bits of the fractions of roots; what is above is cut off.
  const constants = Int32Array.from(primes, (prime) => Math.cbrt(prime) * 2 ** 32);
  const hash = Int32Array.from(primes.slice(0, 8), (prime) => Math.sqrt(prime) * 2 ** 32);

  // A bit after the content, and the number of its bits at the end of the last block.
  const padded = new DataView(new ArrayBuffer((bytes.length + 72) & ~63));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, bytes.length / 2 ** 29);
  padded.setUint32(padded.byteLength - 4, bytes.length << 3);

  const words = new Int32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
    for (let at = 0; at < 64; at++) {
      words[at] = at < 16 ? padded.getInt32(block + 4 * at) : nextWord(words, at);
      const word = (constants[at] as number) + (words[at] as number);
      const mixed = (h + word + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g))) | 0;
      [h, g, f, e, d, c, b] = [g, f, e, (d + mixed) | 0, c, b, a];
      a = (mixed + (turn(b, 2) ^ turn(b, 13) ^ turn(b, 22)) + ((b & c) ^ (b & d) ^ (c & d))) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      (hash[at] as number) += word;
    });
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function nextWord(words: Int32Array, at: number): number {
  const [early, late] = [words[at - 15] as number, words[at - 2] as number];
  const added = (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
  return (words[at - 16] as number) + (words[at - 7] as number) + added;
}

/** A word whose bits are turned to the right. */
function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
