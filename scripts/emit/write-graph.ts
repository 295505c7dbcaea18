import { type Graph, infinities, type Node, tags } from "../runtime/bin/read-graph.ts";
import { shapes } from "../runtime/bin/shapes.ts";
import { LazyRequirement } from "../runtime/declare/declare-flags.ts";
import { LazyMap } from "../runtime/declare/lazy-map.ts";
import { Payloads } from "../runtime/declare/payloads.ts";

/** Finds the place of an object's shape. */
type FindShape = (object: object) => number;

/**
 * What some objects have in common, and then the graph of each, which begins with the whole of it. They have all that
 * they refer to, except by some keys. Throws for a kind of object that no reader makes.
 */
export function writeGraphs(wholes: readonly object[], without: ReadonlySet<string>): readonly Graph[] {
  const shapeOf = shapeFinder(without);
  const reached = wholes.map((whole) => reachedFrom(whole, shapeOf));
  const all = new Set(reached.flatMap((objects) => [...objects]));
  const times = new Map<object, number>(wholes.map((whole) => [whole, 2]));
  for (const object of all)
    for (const part of partsOf(object, shapeOf)) if (isObject(part)) times.set(part, (times.get(part) ?? 0) + 1);
  const nodes = [...all].filter((object) => (times.get(object) ?? 0) > 1);
  const isShared = (object: object): boolean => reached.filter((objects) => objects.has(object)).length > 1;
  const shared = nodes.filter(isShared);
  const common = [...infinities, ...shared];
  return [
    nodesOf(shared, common, shapeOf),
    ...reached.map((objects) => {
      const own = nodes.filter((object) => objects.has(object) && !isShared(object));
      return nodesOf(own, [...common, ...own], shapeOf);
    }),
  ];
}

/** An object and all that it refers to, in the order in which it is met. */
function reachedFrom(whole: object, shapeOf: FindShape): ReadonlySet<object> {
  const met = new Set([whole]);
  // Not by calls within calls, since what refers to each other may be a long chain.
  for (const object of met) for (const part of partsOf(object, shapeOf)) if (isObject(part)) met.add(part);
  return met;
}

/** The nodes of some objects, which refer to others by their places. */
function nodesOf(objects: readonly object[], places: readonly unknown[], shapeOf: FindShape): Graph {
  const references = new Map(places.map((object, place) => [object, ~place]));

  function partOf(value: unknown): unknown {
    const reference = references.get(value);
    if (reference !== undefined) return [reference];
    return isObject(value) ? nodeOf(value) : value;
  }

  function nodeOf(value: object): Node {
    if (value instanceof Payloads) return [tags.payloads, value.values, ...value.numbers];
    if (value instanceof Set) return [tags.set, [...value]];
    if (isMap(value) && !isNamed(value)) return [tags.map, [...value.keys()], [...value.values()]];
    if (isPlain(value) && Object.isFrozen(value)) return [tags.json, value];
    if (Array.isArray(value) && value.length > 0 && value.every(isSingle)) return [tags.values, value];
    const tag = isMap(value) ? tags.named : Array.isArray(value) ? tags.list : tags.object + shapeOf(value);
    return [tag, ...partsOf(value, shapeOf).map(partOf)];
  }

  return objects.map(nodeOf);
}

/** The parts of a node that may be nodes, in order. */
function partsOf(value: object, shapeOf: FindShape): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isMap(value)) return isNamed(value) ? [...value.values()] : [];
  if (value instanceof Set || value instanceof Payloads || (isPlain(value) && Object.isFrozen(value))) return [];
  return (shapes[shapeOf(value)] ?? []).map((key) => value[key as keyof typeof value]);
}

/** Finds the shape that has all keys of an object but those that are left out. */
function shapeFinder(without: ReadonlySet<string>): FindShape {
  const known = new Map<string, number>();
  const find = (keys: readonly string[]): number =>
    shapes.findIndex(
      (shape) =>
        shape.every((key) => keys.includes(key)) && keys.every((key) => shape.includes(key) || without.has(key)),
    );
  return (object) => {
    const keys = object instanceof LazyRequirement ? ["flag", "values"] : Object.keys(object);
    const place = known.get(`${keys}`) ?? find(keys);
    if (place < 0) throw new Error(`no shape has the keys ${keys}`);
    known.set(`${keys}`, place);
    return place;
  };
}

/** Whether each of its values has its key as a reference, or as a name. */
function isNamed(map: ReadonlyMap<unknown, unknown>): boolean {
  return [...map].every(([key, value]) => {
    if (!isObject(value)) return false;
    const { name, reference = name } = value as { readonly name?: string; readonly reference?: string };
    return reference === key;
  });
}

function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map || value instanceof LazyMap;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether JSON has it, and a list needs no node for it. */
function isSingle(value: unknown): boolean {
  return typeof value === "number" ? Number.isFinite(value) : typeof value === "string" || typeof value === "boolean";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
