import { blockAt, withBlock } from "./hash.ts";

/**
 * The prefixes of ids as a packed tree: a node for each unit, and at each node the state of the ids that continue from
 * there.
 */
export interface Prefixes {
  /** The unit that leads to each node; siblings are adjacent, ascending. Node 0 is the root. */
  readonly units: Uint16Array;
  /** Where each node's children begin; one more than there are nodes. */
  readonly children: Int32Array;
  /** The state of the longest prefix on the way to each node, 0 if there is none. */
  readonly states: Int32Array;
  /** How many blocks every prefix has at least; for longer ones, only these count. */
  readonly depth: number;
  /**
   * Bits for the hashes of the first `depth` blocks of the prefixes: an id without its bit has none of the prefixes.
   */
  readonly filter: Int32Array;
}

/** Enough to distinguish similar ids from patterns with the same beginning. */
const deepest = 4;

/** The tree of distinct prefixes in the order of their code units, and the state of each. */
export function packPrefixes(prefixes: readonly string[], states: readonly number[]): Prefixes {
  const units = [0];
  const children: number[] = [];
  const nodeStates = [0];
  const nodes = [{ first: 0, end: prefixes.length, depth: 0 }];
  for (const [node, { first, end, depth }] of nodes.entries()) {
    const endsHere = first < end && (prefixes[first] as string).length === depth;
    if (endsHere) nodeStates[node] = states[first] as number;
    children.push(nodes.length);
    for (let at = endsHere ? first + 1 : first; at < end; ) {
      const unit = (prefixes[at] as string).charCodeAt(depth);
      let next = at + 1;
      while (next < end && (prefixes[next] as string).charCodeAt(depth) === unit) next++;
      units.push(unit);
      nodeStates.push(nodeStates[node] as number);
      nodes.push({ first: at, end: next, depth: depth + 1 });
      at = next;
    }
  }
  children.push(nodes.length);
  const depth = Math.min(deepest, ...prefixes.map((prefix) => prefix.length >> 2));
  const filter = new Int32Array(2 ** Math.ceil(Math.log2(prefixes.length + 1)));
  for (const prefix of prefixes) {
    let hash = 0;
    for (let block = 0; block < depth; block++) hash = withBlock(hash, blockAt(prefix, 4 * block));
    (filter[wordOf(hash, filter)] as number) |= 1 << hash;
  }
  return {
    units: Uint16Array.from(units),
    children: Int32Array.from(children),
    states: Int32Array.from(nodeStates),
    depth,
    filter,
  };
}

/** Whether an id may have any prefix, by the blocks of the id: `false` is certain. */
export function mayBegin({ depth, filter }: Prefixes, blocks: Int32Array, length: number): boolean {
  if (length >> 2 < depth) return false;
  let hash = 0;
  for (let block = 0; block < depth; block++) hash = withBlock(hash, blocks[block] as number);
  return ((filter[wordOf(hash, filter)] as number) & (1 << hash)) !== 0;
}

/** The same by the text of an id, whatever its units are. */
export function mayBeginText({ depth, filter }: Prefixes, id: string): boolean {
  if (id.length >> 2 < depth) return false;
  let hash = 0;
  for (let block = 0; block < depth; block++) hash = withBlock(hash, blockAt(id, 4 * block));
  return ((filter[wordOf(hash, filter)] as number) & (1 << hash)) !== 0;
}

/** The low bits of a hash select the bit, others the word. */
function wordOf(hash: number, filter: Int32Array): number {
  return (hash >>> 8) & (filter.length - 1);
}

/** The state of the longest prefix of a normalized id, or 0. */
export function findPrefix(
  { units, children, states }: Pick<Prefixes, "units" | "children" | "states">,
  id: string,
): number {
  let node = 0;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    const end = children[node + 1] as number;
    let low = children[node] as number;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((units[middle] as number) < unit) low = middle + 1;
      else high = middle;
    }
    if (low === end || units[low] !== unit) break;
    node = low;
  }
  return states[node] as number;
}
