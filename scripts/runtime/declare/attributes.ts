import type { BundleAttribute, BundleFlag, BundleGroupSet, BundleTest, BundleWhere } from "../shapes/bundle.ts";
import { ascending, type Cut } from "../tables/cuts.ts";
import { normalizeId } from "../tables/normalize.ts";
import { versionKey } from "../tables/version.ts";
import type { Attribute, GroupSet } from "./declarations.ts";
import { parseInstant } from "./instant.ts";
import type { Source } from "./source.ts";

/** What conditions may test, by name. Texts that are tested by their end are a separate attribute, read backwards. */
export interface Attributes {
  readonly byName: ReadonlyMap<string, Attribute>;
  readonly backwards: ReadonlyMap<string, Attribute>;
}

/**
 * The attributes and group sets of a bundle, with cuts where its conditions compare them; each set is added when it is
 * declared.
 */
export function declareAttributes(source: Source): Attributes {
  const cuts = new Map<string, Cut[]>();
  const backwardCuts = new Map<string, Cut[]>();
  const kinds = attributesOf(source);
  for (const { where } of conditionsIn(source))
    for (const [name, tests] of Object.entries(where)) {
      const kind = kinds.get(name) as TestedKind;
      for (const test of tests) collect(kind, test, listAt(cuts, name), listAt(backwardCuts, name));
    }
  let count = 0;
  const make = (name: string, found: ReadonlyMap<string, readonly Cut[]>, isBackwards: boolean): Attribute => {
    const own = found.get(name);
    const about = { ...(kinds.get(name) as TestedKind), name, isBackwards, set: undefined };
    const remembered = { known: new Map(), lastText: undefined, lastPosition: -1, askedBy: 0, found: -1 };
    return { ...about, ...remembered, number: own === undefined ? -1 : count++, cuts: ascending(own ?? []) };
  };
  const names = [...kinds.keys()].sort();
  const byName = new Map(names.map((name) => [name, make(name, cuts, false)]));
  const ends = names.filter((name) => (backwardCuts.get(name) ?? []).length > 0);
  const backwards = new Map(ends.map((name) => [name, make(name, backwardCuts, true)]));
  return { byName, backwards };
}

/** What conditions need to know about what they test. */
export type TestedKind = Pick<Attribute, "type" | "scope" | "ignoreCase" | "values" | "isTold">;

/** What conditions of a bundle may test, by name. */
export function attributesOf({
  groups,
  attributes = {},
}: Pick<Source, "groups" | "attributes">): ReadonlyMap<string, TestedKind> {
  return new Map([
    ...Object.entries(groups).map(([name, set]) => [name, kindOfSet(name, set)] as const),
    ...Object.entries(attributes).map(([name, attribute]) => [name, kindOf(attribute)] as const),
  ]);
}

function kindOf({ type, scope, ignoreCase = false, values }: BundleAttribute): TestedKind {
  return { type, scope, ignoreCase, values: values && new Set(values), isTold: true };
}

/** A set with a single group is true or false; an exclusive set has at most one group. */
function kindOfSet(
  name: string,
  { scope, members, default: standard, exclusive, told = false }: BundleGroupSet,
): TestedKind {
  const isList = Object.hasOwn(members, name) || standard === name;
  const type = isList ? "boolean" : exclusive ? "text" : "list";
  return { type, scope, ignoreCase: false, values: undefined, isTold: told };
}

/** All conditions of a bundle in its first environment, and where they are. */
export function* conditionsIn({
  groups,
  flags,
}: Source): Generator<{ readonly path: string; readonly where: BundleWhere }> {
  for (const [name, { conditions = [], shares = [] }] of Object.entries(groups))
    for (const { where } of [...conditions, ...shares])
      if (where !== undefined) yield { path: `groups.${name}`, where };
  for (const index of flags.conditional) {
    const { conditional = [], rollout, requires = [] }: BundleFlag = flags.at(index);
    const path = `flags.${flags.names[index]}`;
    for (const { where } of conditional) yield { path, where };
    const among = [rollout ?? []].flat().flatMap((part) => part.among ?? []);
    for (const item of [...among, ...requires])
      if (typeof item === "object" && "where" in item) yield { path, where: item.where };
  }
}

function listAt(lists: Map<string, Cut[]>, name: string): Cut[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** The cuts of a test: the values at which its result may change. */
function collect(kind: TestedKind, test: BundleTest, cuts: Cut[], backwards: Cut[]): void {
  if (typeof test !== "object") cuts.push(cutOf(kind, test));
  else if ("not" in test) for (const each of test.not) collect(kind, each, cuts, backwards);
  else if ("has" in test) cuts.push(cutOf(kind, test.has));
  else if ("match" in test) {
    const { text, isEnd } = partOf(test.match);
    (isEnd ? backwards : cuts).push(text, ...(successorOf(text) ?? []));
  } else if (!("untold" in test)) for (const bound of Object.values(test)) cuts.push(cutOf(kind, bound));
}

/** What a constant of an attribute, or a told value, is compared by; NaN or undefined if it does not have the type. */
export function cutOf(
  { type, ignoreCase }: Pick<TestedKind, "type" | "ignoreCase">,
  value: string | number | boolean,
): Cut {
  switch (type) {
    case "number":
      return value as number;
    case "boolean":
      return value === true ? 1 : 0;
    case "version":
      return versionKey(value as string) ?? "";
    case "date":
      return parseInstant(value as string);
    case "text":
    case "list":
      return normalizeId(value as string, ignoreCase);
  }
}

/** What comes before or after the `*` of a pattern; an end is read backwards. */
export function partOf(match: string): { readonly text: string; readonly isEnd: boolean } {
  return match.startsWith("*")
    ? { text: reversed(match.slice(1)), isEnd: true }
    : { text: match.slice(0, -1), isEnd: false };
}

/** A text from its last code unit to its first. */
export function reversed(text: string): string {
  return text.split("").reverse().join("");
}

/** The first text, in code units, without this prefix; empty if every greater text has it. */
export function successorOf(text: string): readonly [string] | undefined {
  for (let at = text.length - 1; at >= 0; at--) {
    const unit = text.charCodeAt(at);
    if (unit < 0xffff) return [text.slice(0, at) + String.fromCharCode(unit + 1)];
  }
  return undefined;
}

/** Tells the attribute with a set's name which set it is. */
export function setAttribute({ byName }: Attributes, set: GroupSet): void {
  const attribute = byName.get(set.name) as { set: GroupSet | undefined } | undefined;
  if (attribute !== undefined) attribute.set = set;
}
