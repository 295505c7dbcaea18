import { Payloads } from "../declare/payloads.ts";
import { shapes } from "./shapes.ts";

/** Objects as JSON, with circles, and with nothing twice that is there once: those that are referred to more than once. */
export type Graph = readonly Node[];

/** Begins with what it is. A part is a single value, null for undefined, or a node. */
export type Node = readonly [tag: number, ...parts: unknown[]];

/** What a node is: from `object` on an object of a shape, below 0 a reference. */
export const tags = {
  list: 0,
  /** A map of what has names, or references. */
  named: 1,
  /** From here on, all parts are single values: those of a list, the keys and the values of a map, those of a set. */
  values: 2,
  map: 3,
  set: 4,
  json: 5,
  payloads: 6,
  object: 7,
} as const;

/** What a graph may refer to that JSON does not have. */
export const infinities = [Infinity, -Infinity] as const;

/** The objects to which a graph may refer, and then its own. What is there as JSON is frozen, since callers get it. */
export function readGraph(graph: Graph, others: readonly unknown[]): readonly unknown[] {
  // Create all nodes first, then fill them: a node may refer to a later one.
  const made = [...others, ...graph.map(begin)];
  const read = (part: unknown): unknown => {
    if (typeof part !== "object") return part;
    if (part === null) return undefined;
    const node = part as Node;
    const tag = node[0];
    if (tag < 0) return made[~tag];
    const whole = begin(node);
    // `fill` would check it too, but a shorter function would be optimized while the module is imported, which takes longer.
    return tag > tags.named && tag < tags.object ? whole : fill(whole, node);
  };
  const fill = (whole: unknown, node: Node): unknown => {
    const tag = node[0];
    const keys = shapes[tag - tags.object];
    // What has only single values is there already.
    if (keys === undefined && tag > tags.named) return whole;
    for (let at = 1; at < node.length; at++) {
      const part = read(node[at]);
      if (keys !== undefined) (whole as Record<string, unknown>)[keys[at - 1] as string] = part;
      else if (tag === tags.list) (whole as unknown[]).push(part);
      else (whole as Map<string, unknown>).set((part as Named).reference ?? (part as Named).name, part);
    }
    return whole;
  };
  // A map needs the names of its parts, which come later.
  for (let at = graph.length; at-- > 0; ) fill(made[others.length + at], graph[at] as Node);
  return made;
}

/** What is in a map by its reference, or by its name if it has none. */
interface Named {
  readonly name: string;
  readonly reference?: string;
}

/** What a node is; empty if its parts may be nodes. */
function begin(node: Node): unknown {
  const first = node[1];
  switch (node[0]) {
    case tags.list:
      return [];
    case tags.named:
      return new Map();
    case tags.values:
      return first;
    case tags.map:
      return new Map((first as string[]).map((key, at) => [key, (node[2] as unknown[])[at]]));
    case tags.set:
      return new Set(first as unknown[]);
    case tags.json:
      return Object.freeze(first);
    case tags.payloads:
      return new Payloads(node.slice(2) as number[], first as unknown[]);
    default:
      return {};
  }
}
