import type { Tree } from "../../scripts/model/tree.ts";
import type { Bundle, BundleFlag, BundleRollout, BundleWhereOnly } from "../../scripts/runtime/shapes/bundle.ts";
import { sharesOf } from "./reference/groups.ts";
import { elsewhere, type Question } from "./reference/question.ts";
import { isAmong, shareOf } from "./reference/rollout.ts";
import { flagAnswer, holds } from "./reference.ts";

type Data = Readonly<Record<string, unknown>>;

/** The documents of a tree of JSON files, each once per environment. */
export function documentsOf(tree: Tree): readonly Data[] {
  return tree.files.flatMap(({ text }) => {
    const data = JSON.parse(text) as Data & { readonly environments?: Readonly<Record<string, Data>> };
    return [data, ...Object.values(data.environments ?? {}).map((own) => ({ ...data, ...own }))];
  });
}

/** A construct of the language, and whether a document has it. */
type Construct = readonly [name: string, isIn: (document: Data, all: readonly Data[]) => boolean];

/** The constructs of random trees; one that few trees have is hardly tested. */
export const constructs: readonly Construct[] = [
  ["variants without values", ({ variants }) => Array.isArray(variants)],
  ["one variant", ({ variants }) => isMapping(variants) && Object.keys(variants).length === 1],
  ...["number", "string", "boolean", "array", "object", "null"].map(
    (type): Construct => [
      `value: ${type}`,
      ({ variants }) => isMapping(variants) && Object.values(variants).some((value) => typeOf(value) === type),
    ],
  ),
  ["schema", ({ schema }) => schema !== undefined],
  ...["percent", "weights", "ratio", "among", "salt"].map(
    (key): Construct => [`rollout: ${key}`, (document) => partsOf(document).some((part) => key in part)],
  ),
  ["rollout: empty salt", (document) => partsOf(document).some(({ salt }) => salt === "")],
  [
    "rollout: among several",
    (document) => partsOf(document).some(({ among }) => Array.isArray(among) && among.length > 1),
  ],
  ["rollout: two parts", (document) => partsOf(document).length > 1],
  [
    "rollout: for the rest",
    (document) => partsOf(document).length > 1 && partsOf(document).at(-1)?.among === undefined,
  ],
  ["rollout: by one of two scopes", ({ scope, rollout }) => rollout !== undefined && listed(scope).length > 1],
  ["member: percent", (document) => membersOf(document).some((member) => "percent" in member)],
  ["member: percent with salt", (document) => membersOf(document).some((member) => "salt" in member)],
  ["requires: switch", ({ requires }) => listed(requires).some((item) => typeof item === "string")],
  ["requires: variant", (document) => variantsRequired(document).some((required) => typeof required === "string")],
  [
    "requires: several variants",
    (document) => variantsRequired(document).some((required) => listed(required).length > 1),
  ],
  ["requires: two flags", ({ requires }) => listed(requires).length > 1],
  ["requires: a global flag", (document, all) => required(document, all).some(({ scope }) => scope === undefined)],
  ["requires: by a global flag", (document, all) => document.scope === undefined && required(document, all).length > 0],
  ["requires: on by default", (document) => document.requires !== undefined && document.default === true],
  ["requires: with variants", (document) => document.requires !== undefined && document.variants !== undefined],
  ["requires: unmet", ({ unmet }) => unmet !== undefined],
  ["requires: paused", ({ requires, paused }) => requires !== undefined && paused !== undefined],
];

/** The outcomes for a question, by construct: true or false for everything that may be either. */
export function* outcomesOf(bundle: Bundle, question: Question): Generator<readonly [construct: string, way: boolean]> {
  for (const [name, flag] of Object.entries(bundle.flags)) {
    const { requires = [], rollout, unmet, paused } = elsewhere(flag, question);
    yield* valueOutcomes(flag, flagAnswer(bundle, name, question).value);
    for (const part of [rollout ?? []].flat()) yield* shareOutcomes(bundle, part, question);
    const met = requires.map((item) => [item, holds(bundle, item, question)] as const);
    for (const [item, way] of met) {
      yield [`requires: ${formOf(item)}`, way];
      if (isCondition(item)) continue;
      const required = typeof item === "string" ? item : item.flag;
      if (bundle.flags[required]?.scopes.length === 0) yield ["requires: a global flag", way];
      if (flag.scopes.length === 0) yield ["requires: by a global flag", way];
    }
    if (met.length === 0) continue;
    const isMet = met.every(([, way]) => way);
    if (flag.default === true) yield ["requires: on by default", isMet];
    if (unmet !== undefined) yield ["requires: unmet", isMet];
    if (paused) yield ["requires: paused", isMet];
    if (flag.variants !== undefined) yield ["requires: with variants", isMet];
  }
  for (const set of Object.values(bundle.groups)) {
    const shares = elsewhere(set, question).shares ?? [];
    const shared = sharesOf(bundle, set, question);
    for (const { group } of shares)
      yield [`member: percent, ${set.exclusive ? "exclusive" : "or several"}`, shared.includes(group)];
  }
}

function* valueOutcomes(
  { variants = [], values = [] }: BundleFlag,
  answer: unknown,
): Generator<readonly [string, boolean]> {
  if (variants.length < 2) return;
  for (const [index, value] of values.entries()) yield [`value: ${typeOf(value)}`, answer === variants[index]];
}

function* shareOutcomes(
  bundle: Bundle,
  part: BundleRollout,
  question: Question,
): Generator<readonly [string, boolean]> {
  const { among, shares, total, salt } = part;
  const answer = shareOf(bundle, part, question);
  for (const { value, share } of shares) {
    const isGiven = answer === value;
    if (share === 0) continue;
    yield [`rollout: ${total !== undefined ? "ratio" : value === true ? "percent" : "weights"}`, isGiven];
    if (salt === "") yield ["rollout: empty salt", isGiven];
  }
  if (among !== undefined) yield ["rollout: among", among.some((item) => isAmong(bundle, item, question))];
}

function isCondition(item: NonNullable<BundleFlag["requires"]>[number]): item is BundleWhereOnly {
  return typeof item === "object" && "where" in item;
}

function formOf(item: NonNullable<BundleFlag["requires"]>[number]): string {
  if (typeof item === "string") return "switch";
  if (isCondition(item)) return "condition";
  return item.values.length > 1 ? "several variants" : "variant";
}

function partsOf({ rollout }: Data): readonly Data[] {
  return listed(rollout).filter(isMapping);
}

function membersOf({ members }: Data): readonly Data[] {
  return (Array.isArray(members) ? members : isMapping(members) ? Object.values(members).flat() : []).filter(isMapping);
}

function required({ requires }: Data, all: readonly Data[]): readonly Data[] {
  const names = listed(requires).flatMap((item) => (isMapping(item) ? Object.keys(item) : [item]));
  return all.filter(({ flag }) => names.includes(flag));
}

function variantsRequired({ requires }: Data): readonly unknown[] {
  return listed(requires)
    .filter(isMapping)
    .flatMap((item) => Object.values(item));
}

function listed(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

function isMapping(value: unknown): value is Data {
  return typeOf(value) === "object";
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
