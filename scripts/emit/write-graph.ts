import { type Graph, kindsOfNumbers, type Node, type Part, tags } from "../runtime/bin/read-graph.ts";
import { LazyRequirement } from "../runtime/declare/declare-flags.ts";
import { LazyMap } from "../runtime/declare/lazy-map.ts";
import { Payloads } from "../runtime/declare/payloads.ts";

/**
 * The graph of an object and of all that it refers to, except by some keys; throws for a kind of object that no reader
 * makes.
 */
export function writeGraph(whole: object, without: ReadonlySet<string>): Graph {
  const shared = sharedBy(whole, without);
  const shapes = new Map<string, number>();
  const references = new Map([...shared].map((object, index) => [object, index]));

  function partOf(value: unknown): Part {
    if (value === undefined) return [];
    if (value === Infinity) return {};
    if (value === -Infinity) return null;
    if (typeof value !== "object" || value === null) return value as Part;
    const reference = references.get(value);
    return reference === undefined ? nodeOf(value) : [tags.reference, reference];
  }

  function nodeOf(value: object): Node {
    const leaf = leafOf(value);
    if (leaf !== undefined) return leaf;
    const parts = Object.values(partsOf(value, without)).map(partOf);
    if (Array.isArray(value)) return [tags.list, ...parts];
    if (isMap(value)) return [tags.map, ...parts];
    if (value instanceof Set) return [tags.set, ...parts];
    const keys = JSON.stringify(Object.keys(partsOf(value, without)));
    const shape = shapes.get(keys) ?? shapes.size;
    shapes.set(keys, shape);
    return [tags.shape + shape, ...parts];
  }

  const nodes = [...shared].map(nodeOf);
  return { shapes: [...shapes.keys()].map((keys) => JSON.parse(keys)), nodes };
}

/** The whole, and what is referred to more than once, in the order in which it is met. */
function sharedBy(whole: object, without: ReadonlySet<string>): ReadonlySet<object> {
  const met = new Map<object, number>([[whole, 2]]);
  // Not by calls within calls, since what refers to each other may be a long chain.
  for (const [object] of met)
    if (leafOf(object) === undefined)
      for (const part of Object.values(partsOf(object, without)))
        if (typeof part === "object" && part !== null) met.set(part, (met.get(part) ?? 0) + 1);
  return new Set([...met].filter(([, times]) => times > 1).map(([object]) => object));
}

/** A node of single values only. */
function leafOf(value: object): Node | undefined {
  if (value instanceof Payloads) return [tags.payloads, JSON.stringify(value.all()), ...value.numbers];
  const kind = kindsOfNumbers.findIndex((each) => value instanceof each);
  // JSON writes null for -Infinity.
  if (kind >= 0) return [tags.numbers + kind, ...Array.from(value as Iterable<number>)];
  return isPlain(value) && Object.isFrozen(value) ? [tags.json, JSON.stringify(value)] : undefined;
}

/** What an object has: by key, or in order. */
function partsOf(value: object, without: ReadonlySet<string>): Readonly<Record<string, unknown>> | readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isMap(value)) return [...value].flat(1);
  if (value instanceof Set) return [...value];
  if (value instanceof LazyRequirement) return { flag: value.flag, values: value.values };
  if (!isPlain(value)) throw new Error("no graph has such an object");
  return Object.fromEntries(Object.entries(value).filter(([key]) => !without.has(key)));
}

function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map || value instanceof LazyMap;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
