const prime = 2_654_435_761;

/** The n-th id of the benchmark, as `acct-1x4k9zq`; no two are the same below 2³². */
export function idOf(n) {
  return `acct-${(Math.imul(n, prime) >>> 0).toString(36)}`;
}

/** The first ids, which are listed. */
export function idsOf(customers) {
  return Array.from({ length: customers }, (_, n) => idOf(n));
}

/**
 * A source of ids as in requests: every other one is listed, in random order. Each is cut from a
 * buffer anew, so no table has seen the string, and its hash is not known.
 */
export function freshIds(customers) {
  const random = xorshift(customers);
  const texts = Array.from({ length: 2 * customers }, (_, n) => idOf(n));
  const bytes = Buffer.from(texts.join(""), "latin1");
  const starts = new Int32Array(texts.length + 1);
  for (const [n, text] of texts.entries()) starts[n + 1] = starts[n] + text.length;
  const fresh = (isListed) => {
    const n = Math.floor(random() * customers) + (isListed ? 0 : customers);
    return bytes.latin1Slice(starts[n], starts[n + 1]);
  };
  return (count) => Array.from({ length: count }, (_, at) => fresh(at % 2 === 0));
}

/** Numbers from 0 to less than 1 that are the same in every run. */
function xorshift(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
