import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { passes, toldOf } from "./reference/conditions.ts";
import type { Question } from "./reference/question.ts";

type Data = Readonly<Record<string, unknown>>;
type Construct = readonly [name: string, isIn: (document: Data, all: readonly Data[]) => boolean];

/** The outcome of a test: whether it holds, or that its subject is untold. */
export type Outcome = "true" | "false" | "untold";

/** A condition of a document, its place, and the item that holds it with its share or window. */
interface Placed {
  readonly place: "settings" | "member" | "among" | "requires";
  readonly tests: Data;
  readonly holder: Data;
}

/** The tests of the language, by type. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  text: ["is", "match: beginning", "match: end", "not", "untold"],
  "closed list": ["is", "not", "untold"],
  number: ["is", "from", "above", "below", "up_to", "not", "untold"],
  version: ["is", "from", "above", "below", "up_to", "not", "untold"],
  date: ["is", "from", "until", "not", "untold"],
  boolean: ["is", "not", "untold"],
  list: ["has", "not", "untold"],
  "told set": ["is", "not", "untold"],
  "exclusive set": ["is", "not", "untold"],
  "set of several": ["has", "not", "untold"],
  "set of one": ["is", "not", "untold"],
};

/** The outcomes that each test of each type must have: for an untold subject, `untold` holds and no other test does. */
export const wantedOutcomes: readonly string[] = Object.entries(fitting).flatMap(([type, kinds]) =>
  kinds.flatMap((kind) =>
    (kind === "untold" ? ["true", "false"] : ["true", "false", "untold"]).map(
      (outcome) => `${type}: ${kind}: ${outcome}`,
    ),
  ),
);

const standsIn =
  (isSo: (placed: Placed) => boolean) =>
  (document: Data): boolean =>
    conditionsOf(document).some(isSo);

/** The constructs of conditions, and the places where they may be. */
export const conditionConstructs: readonly Construct[] = [
  ...Object.entries(fitting).flatMap(([type, kinds]) =>
    kinds.map(
      (kind): Construct => [
        `test: ${type}: ${kind}`,
        (document, all) => testsOf(document, all).some((test) => test.type === type && test.kind === kind),
      ],
    ),
  ),
  ...(["settings", "member", "among", "requires"] as const).map(
    (place): Construct => [`condition: ${place}`, standsIn((each) => each.place === place)],
  ),
  ["condition: beside a share", standsIn(({ holder }) => "percent" in holder)],
  ["condition: from", standsIn(({ place, holder }) => place === "settings" && "from" in holder)],
  ["condition: until", standsIn(({ place, holder }) => place === "settings" && "until" in holder)],
  ["condition: a window in a group", standsIn(({ place, holder }) => place === "member" && "until" in holder)],
  ["condition: several tests", standsIn(({ tests }) => Object.keys(tests).length > 1)],
  ["condition: a list of tests", standsIn(({ tests }) => Object.values(tests).some(Array.isArray))],
  ["condition: of a variant", (document) => isMapping(document.assign) && conditionsOf(document).length > 0],
  [
    "condition: several among",
    ({ rollout }) => listed(rollout).some((part) => isMapping(part) && listed(part.among).filter(isMapping).length > 1),
  ],
  [
    "condition: of a global flag",
    (document) => "flag" in document && document.scope === undefined && conditionsOf(document).length > 0,
  ],
  [
    "condition: of a flag with two scopes",
    (document) => "flag" in document && listed(document.scope).length > 1 && conditionsOf(document).length > 0,
  ],
  ["set: without a scope", (document) => "groups" in document && document.scope === undefined],
  ["attribute: of a scope", (document) => "attribute" in document && document.scope !== undefined],
  ["attribute: of the request", (document) => "attribute" in document && document.scope === undefined],
  ["attribute: without letter case", ({ ignoreCase }) => ignoreCase === true],
];

/** The outcome of each test in the files of a tree, for one question. */
export function* testOutcomes(
  documents: readonly Data[],
  bundle: Bundle,
  question: Question,
): Generator<readonly [test: string, outcome: Outcome]> {
  for (const document of documents)
    for (const { name, type, kind, test } of testsOf(document, documents)) {
      const told = toldOf(bundle, name, question);
      const isUntold = told.value === undefined && kind !== "untold";
      yield [`${type}: ${kind}`, isUntold ? "untold" : passes(test, told) ? "true" : "false"];
    }
}

/** How many conditions in a flag's file hold, by the value that they give. */
export function heldOf(document: Data, bundle: Bundle, question: Question): Readonly<Record<string, number>> {
  const isHeld = ({ holder, tests }: Placed): boolean =>
    passes({ from: holder.from, until: holder.until }, { type: "date", value: question.at, ignoreCase: false }) &&
    Object.entries(tests).every(([name, test]) => passes(test, toldOf(bundle, name, question)));
  return Object.fromEntries(
    settingsOf(document).map(([value, settings]) => [
      value,
      listed(settings.where)
        .map((item) => placed("settings", item as Data))
        .filter(isHeld).length,
    ]),
  );
}

function settingsOf({ enabled, disabled, assign }: Data): readonly (readonly [value: string, settings: Data])[] {
  return Object.entries({ true: enabled, false: disabled, ...(isMapping(assign) ? assign : {}) }).flatMap(
    ([value, settings]) => (isMapping(settings) ? [[value, settings] as const] : []),
  );
}

function conditionsOf(document: Data): readonly Placed[] {
  const { members, rollout, requires } = document;
  const ofSettings = settingsOf(document).flatMap(([, { where }]) => listed(where).map((item) => ["settings", item]));
  const lists = Array.isArray(members) ? members : isMapping(members) ? Object.values(members).flat() : [];
  const ofMembers = lists.filter((item) => isMapping(item) && "where" in item).map((item) => ["member", item]);
  const ofParts = listed(rollout).flatMap((part) =>
    isMapping(part) ? listed(part.among).map((item) => ["among", item]) : [],
  );
  const required = listed(requires).filter((item) => isMapping(item) && "where" in item);
  return [...ofSettings, ...ofMembers, ...ofParts, ...required.map((item) => ["requires", item])].flatMap(
    ([place, item]) => (isMapping(item) ? [placed(place as Placed["place"], item)] : []),
  );
}

/** A condition that is the item itself, or is under `where`. */
function placed(place: Placed["place"], item: Data): Placed {
  return isMapping(item.where) ? { place, tests: item.where, holder: item } : { place, tests: item, holder: {} };
}

interface Tested {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly test: unknown;
}

const seen = new WeakMap<Data, readonly Tested[]>();

/** Each single test of a document, including those under `not`. */
function testsOf(document: Data, all: readonly Data[]): readonly Tested[] {
  const tests = seen.get(document) ?? findTests(document, all);
  seen.set(document, tests);
  return tests;
}

function findTests(document: Data, all: readonly Data[]): readonly Tested[] {
  return conditionsOf(document).flatMap(({ tests }) =>
    Object.entries(tests).flatMap(([name, test]) => {
      const type = typeOf(name, all);
      return [test].flat().flatMap((each) => kindsOf(each).map(([kind, own]) => ({ name, type, kind, test: own })));
    }),
  );
}

function kindsOf(test: unknown): readonly (readonly [kind: string, test: unknown])[] {
  if (!isMapping(test)) return [["is", test]];
  if (typeof test.match === "string") return [[`match: ${test.match.startsWith("*") ? "end" : "beginning"}`, test]];
  if ("not" in test) return [["not", test], ...[test.not].flat().flatMap(kindsOf)];
  return Object.keys(test).map((key) => [key, test] as const);
}

function typeOf(name: string, all: readonly Data[]): string {
  const { type, told, members, exclusive } = all.find((each) => each.attribute === name || each.groups === name) ?? {};
  if (type !== undefined) return typeof type === "string" ? type : "closed list";
  if (told !== undefined) return "told set";
  if (Array.isArray(members)) return "set of one";
  return exclusive === false ? "set of several" : "exclusive set";
}

function listed(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

function isMapping(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
