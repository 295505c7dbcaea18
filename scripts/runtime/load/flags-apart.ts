import { serialize } from "../bin/serialize.ts";
import { each } from "../bin/without-customers.ts";
import { once } from "../declare/once.ts";
import { type FlagNames, type FlagSource, type Source, sourceOf } from "../declare/source.ts";
import type { Bundle, BundleFlag } from "../shapes/bundle.ts";
import { shapeOf } from "./common-shape.ts";
import type { Json } from "./value-shape.ts";

/** A bundle, or what has one in it. */
type Content = Bundle | { readonly bundle: Bundle };

/** What is read of it: a bundle whose flags are read when they are asked for. */
type Read = Source | { readonly bundle: Source };

/** What comes before the flags: their names. */
type Rest = Omit<Bundle, "flags" | "closures"> & { readonly flags: FlagNames };

/** Begins each part after the rest: no JSON text has one in a string, and the literal of a module keeps it. */
const mark = "\t";

/**
 * The text of a bundle for a module that reads each flag when it is first asked for: the rest, with the flags' names; the
 * closures; and a flag after the other. The shape of values that tell it themselves is left out.
 */
export function writeFlagsApart(content: Content): string {
  const { flags, closures = null, ...others } = bundleIn(content);
  const names = Object.keys(flags).sort();
  const texts = names.map((name) => textOf(withoutShape(flags[name] as BundleFlag)));
  const having = (part: RegExp): readonly number[] =>
    [...names.keys()].filter((index) => part.test(texts[index] as string));
  // A text has its quotes escaped, so what is found is a key.
  const index: FlagNames = { names, listing: having(/"entries":\[[^\]]/), conditional: having(/"where":/) };
  const rest: Rest = { ...others, flags: index };
  return (
    serialize("bundle" in content ? { ...content, bundle: rest } : rest) +
    [textOf(closures), ...texts].map((text) => `${mark}${text}\n`).join("")
  );
}

function withoutShape({ shape, ...flag }: BundleFlag): BundleFlag {
  return shape === undefined || isTold(flag, shape) ? flag : { ...flag, shape };
}

function isTold({ values = [] }: BundleFlag, shape: object): boolean {
  return serialize(commonShape(values)) === serialize(shape);
}

function textOf(part: object | null): string {
  return print(JSON.parse(serialize([part]))[0]);
}

/** JSON without white space, except that each entry is on its own line. */
function print(value: unknown, isList = false): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => print(item));
    return isList && items.length > 1 ? `[${items.join(",\n")}]` : `[${items}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${print(member, key === "entries")}`,
  );
  return `{${members}}`;
}

/** Reads such a text, or that of a bundle as it is. */
export function readFlagsApart<Result extends Read>(text: string): Result {
  const content = JSON.parse(restOf(text));
  const make = (bundle: Bundle | Rest): Source =>
    isWhole(bundle) ? sourceOf(bundle) : { ...bundle, flags: flagsIn(text, bundle.flags) };
  return ("bundle" in content ? { ...content, bundle: make(content.bundle) } : make(content)) as Result;
}

/** A flag called `names` is no list. */
function isWhole(bundle: Bundle | Rest): bundle is Bundle {
  return !Array.isArray(bundle.flags.names);
}

function restOf(text: string): string {
  const end = text.indexOf(mark);
  return end < 0 ? text : text.slice(0, end);
}

/** The parts after the rest. */
function partsOf(text: string): readonly string[] {
  return text.slice(text.indexOf(mark) + 1).split(mark);
}

function flagsIn(text: string, names: FlagNames): FlagSource {
  const parts = once(() => partsOf(text));
  return { ...names, at: (index) => JSON.parse(parts()[index + 1] as string) };
}

/** The bundle of such a text as it is in flags.json, except for customers that the text does not have. */
export function readWhole(text: string): Bundle {
  const content = JSON.parse(restOf(text));
  const bundle: Bundle | Rest = "bundle" in content ? content.bundle : content;
  if (isWhole(bundle)) return bundle;
  const [closures = null, ...flags] = partsOf(text).map((part) => JSON.parse(part));
  const named: Record<string, BundleFlag> = Object.create(null);
  for (const [index, name] of bundle.flags.names.entries()) named[name] = flags[index];
  return { ...bundle, ...(closures === null ? {} : { closures }), flags: each(named, withShape) };
}

function withShape(flag: BundleFlag): BundleFlag {
  return flag.values === undefined || flag.shape !== undefined ? flag : { ...flag, shape: commonShape(flag.values) };
}

function commonShape(values: readonly unknown[]): object {
  return shapeOf(new Map(values.map((value, index) => [`${index}`, value as Json])));
}

function bundleIn(content: Content): Bundle {
  return "bundle" in content ? content.bundle : content;
}
