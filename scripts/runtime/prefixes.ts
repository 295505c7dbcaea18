/** The beginnings of ids as a packed tree: a node for each unit, and at each node the state of the ids that go on from there. */
export interface Prefixes {
  /** The unit that leads to each node; siblings stand together, ascending. Node 0 is the root. */
  readonly units: Uint16Array;
  /** Where each node's children begin; one more than there are nodes. */
  readonly children: Int32Array;
  /** The state of the longest prefix on the way to each node, 0 where there is none. */
  readonly states: Int32Array;
}

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
  return { units: Uint16Array.from(units), children: Int32Array.from(children), states: Int32Array.from(nodeStates) };
}

/** The state of the longest prefix that a normalized id begins with, or 0. */
export function findPrefix({ units, children, states }: Prefixes, id: string): number {
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
