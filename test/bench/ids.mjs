const prime = 2_654_435_761;

/** The n-th id, such as `acct-1x4k9zq`; below 2³², no two are the same. */
export function idOf(n) {
  return `acct-${(Math.imul(n, prime) >>> 0).toString(36)}`;
}

/** The first `customers` ids: those that are listed. */
export function idsOf(customers) {
  return Array.from({ length: customers }, (_, n) => idOf(n));
}

/**
 * Returns a function that makes ids as requests would bring them: every other one is listed, in random order. Each is a new
 * string cut from a buffer, so no table has seen it and its hash is not cached.
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

/** Random numbers from 0 to below 1, the same in every run. */
function xorshift(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
