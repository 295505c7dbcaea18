/** The bucket in which flagd's `fractional` puts `salt + id`: MurmurHash3 of the UTF-8, scaled to the buckets. */
export function bucketOf(salt: string, id: string, total = 10_000): number {
  return Number((BigInt(murmurHash3(new TextEncoder().encode(salt + id))) * BigInt(total)) >> 32n);
}

/** MurmurHash3 for x86, 32 bits, seed 0. */
function murmurHash3(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0;
  for (let at = 0; at < whole; at += 4) {
    hash = rotated(hash ^ mixed(view.getUint32(at, true)), 13);
    hash = (Math.imul(hash, 5) + 0xe6546b64) >>> 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | (bytes[at] ?? 0);
  if (whole < bytes.length) hash ^= mixed(rest);
  hash ^= bytes.length;
  for (const [shift, factor] of [
    [16, 0x85ebca6b],
    [13, 0xc2b2ae35],
  ] as const)
    hash = Math.imul(hash ^ (hash >>> shift), factor);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}
