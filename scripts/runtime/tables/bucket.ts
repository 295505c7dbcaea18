/** The number of buckets by default: a share of 100 % has all of them. */
export const buckets = 10_000;

/** The number of hashes. */
export const hashes = 2 ** 32;

/** The first hash that leads to a bucket of `total`, or to a later one. */
export function firstHash(bucket: number, total = buckets): number {
  return Math.ceil((bucket * hashes) / total);
}

/**
 * The hash by which flagd's `fractional` divides customers: MurmurHash3 x86 32-bit with seed 0, over the UTF-8 of `salt
 * + id`.
 */
export function hashOf(salt: string, id: string): number {
  const length = salt.length + id.length;
  let hash = 0;
  let block = 0;
  for (let at = 0; at < length; at++) {
    const unit = at < salt.length ? salt.charCodeAt(at) : id.charCodeAt(at - salt.length);
    // ASCII is its own UTF-8, so no bytes have to be made.
    if (unit >= 0x80) return hashBytes(new TextEncoder().encode(salt + id));
    block |= unit << ((at & 3) << 3);
    if ((at & 3) === 3) {
      hash = withBlock(hash, block);
      block = 0;
    }
  }
  return finish(hash, block, length);
}

function hashBytes(bytes: Uint8Array): number {
  let hash = 0;
  let block = 0;
  for (let at = 0; at < bytes.length; at++) {
    block |= (bytes[at] as number) << ((at & 3) << 3);
    if ((at & 3) === 3) {
      hash = withBlock(hash, block);
      block = 0;
    }
  }
  return finish(hash, block, bytes.length);
}

function withBlock(hash: number, block: number): number {
  const mixed = hash ^ scramble(block);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

/** A last block of no bytes is 0, and changes nothing. */
function finish(hash: number, block: number, length: number): number {
  let last = hash ^ scramble(block) ^ length;
  last = Math.imul(last ^ (last >>> 16), 0x85ebca6b);
  last = Math.imul(last ^ (last >>> 13), 0xc2b2ae35);
  return (last ^ (last >>> 16)) >>> 0;
}
