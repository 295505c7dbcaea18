/** The hash of a normalized id, over its UTF-16 units: the one that `findState` computes on its way. */
export function hashId(id: string): number {
  let hash = id.length;
  const whole = id.length & ~3;
  for (let at = 0; at < whole; at += 4) hash = withBlock(hash, blockAt(id, at));
  return finish(withBlock(hash, lastBlock(id, whole)));
}

/** Four units of a text; distinct for ASCII texts. */
export function blockAt(id: string, at: number): number {
  return (
    id.charCodeAt(at) | (id.charCodeAt(at + 1) << 8) | (id.charCodeAt(at + 2) << 16) | (id.charCodeAt(at + 3) << 24)
  );
}

/** The units after the last whole block. */
function lastBlock(id: string, whole: number): number {
  let block = 0;
  for (let at = whole; at < id.length; at++) block |= id.charCodeAt(at) << ((at & 3) << 3);
  return block;
}

/** MurmurHash3's mixing: every unit of an id affects every bit. */
export function withBlock(hash: number, block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((product << 15) | (product >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads what the blocks left in the high bits. */
export function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
