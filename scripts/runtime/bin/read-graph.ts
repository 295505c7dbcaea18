import { Payloads } from "../declare/payloads.ts";

/** Objects as JSON, with circles, and with nothing twice that is there once. */
export interface Graph {
  /** The keys of objects; objects with the same keys share them. */
  readonly shapes: readonly (readonly string[])[];
  /** What is referred to more than once; the first is the whole. */
  readonly nodes: readonly Node[];
}

/** Begins with what it is. */
export type Node = readonly [tag: number, ...parts: Part[]];

/** A single value, what it is of, or `[]` for undefined and `{}` for Infinity. */
export type Part = string | number | boolean | null | Node | readonly [] | Readonly<Record<string, never>>;

/** What a node is; from `shape` on, an object with the keys of a shape. */
export const tags = {
  list: 0,
  map: 1,
  set: 2,
  json: 3,
  payloads: 4,
  numbers: 5,
  reference: 8,
  shape: 9,
} as const;

/** The arrays of numbers, from the tag `numbers` on. */
export const kindsOfNumbers = [Int32Array, Uint16Array, Float64Array] as const;

/** The objects of a graph. What is there as JSON is frozen: callers get it. */
export function readGraph({ shapes, nodes }: Graph): unknown {
  // Create all nodes first, then fill them: a node may refer to a later one.
  const made = nodes.map(begin);
  const read = (part: Part | undefined): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (!Array.isArray(part)) return Infinity;
    if (part.length === 0) return undefined;
    const node = part as unknown as Node;
    return node[0] === tags.reference ? made[node[1] as number] : fill(begin(node), node);
  };
  const fill = (whole: unknown, node: Node): unknown => {
    const tag = node[0];
    const keys = shapes[tag - tags.shape];
    if (tag > tags.set && keys === undefined) return whole;
    for (let at = 1; at < node.length; at++) {
      const part = read(node[at]);
      if (keys !== undefined) (whole as Record<string, unknown>)[keys[at - 1] as string] = part;
      else if (tag === tags.list) (whole as unknown[]).push(part);
      else if (tag === tags.set) (whole as Set<unknown>).add(part);
      else (whole as Map<unknown, unknown>).set(part, read(node[++at]));
    }
    return whole;
  };
  nodes.forEach((node, index) => {
    fill(made[index], node);
  });
  return made[0];
}

/** What a node is, empty unless it has only single values. */
function begin(node: Node): unknown {
  const tag = node[0];
  if (tag === tags.list) return [];
  if (tag === tags.map) return new Map();
  if (tag === tags.set) return new Set();
  if (tag >= tags.shape) return {};
  const [first, ...others] = node.slice(1);
  if (tag === tags.json) return Object.freeze(JSON.parse(first as string));
  if (tag === tags.payloads) return new Payloads(others as number[], JSON.parse(first as string));
  // JSON has no -Infinity, with which timelines begin.
  const numbers = node.slice(1).map((part) => part ?? -Infinity) as number[];
  return kindsOfNumbers[tag - tags.numbers]?.from(numbers);
}
