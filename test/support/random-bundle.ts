import fc from "fast-check";
import type {
  Bundle,
  BundleEntry,
  BundleFlag,
  BundleGroupSet,
  BundleGroupShare,
  BundleIdentities,
  BundleMember,
  BundleMembers,
  BundleRollout,
  BundleValue,
} from "../../scripts/runtime/shapes/bundle.ts";
import { normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import { referencesOf } from "./reference/groups.ts";
import type { Question } from "./reference/question.ts";
import { instantsOf } from "./reference.ts";
import { flag, groupSet, privilege, release, sealed } from "./sample-bundle.ts";

type Random = fc.GeneratorValue;

const names = ["alpha", "constructor", "__proto__", "12", "toString"];
const ids = [
  "acme",
  "ACME",
  "Acme",
  "acme-eu",
  "",
  "__proto__",
  "constructor",
  "é",
  "e\u0301",
  "É",
  "İ",
  "\u212a",
  "k",
  "ß",
  "日本",
];
const prefixes = ["", "a", "ac", "acme", "acme-", "A", "ACM", "c", "e", "é", "日", "__pro"];
const dates = ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"].map((day) => `${day}T00:00:00Z`);
const kinds: BundleValue[][] = [
  [false, true],
  [true, false],
  ["x", "y", "z"],
  ["10", "off", "__proto__"],
];

const values: unknown[] = [
  0,
  0.5,
  "",
  "text",
  true,
  null,
  [1, [2]],
  { a: { b: [] }, __proto: 1 },
  { "10": 1, "2": null },
];

/** The things that flags of a bundle can refer to. */
interface Surroundings {
  readonly groups: Bundle["groups"];
  readonly references: readonly string[];
  /** The earlier flags, with their values. */
  readonly others: ReadonlyMap<string, readonly BundleValue[]>;
}

/** Any valid bundle, with names and ids that are hard to get right. */
export function randomBundle(random: Random): Bundle {
  const environments = ["production", ...some(random, ["staging", "constructor"])];
  const names_ = some(random, ["account", "brand", "__proto__", "constructor"], 1);
  const scopes = record(names_, (name) => {
    const within = names_.slice(0, names_.indexOf(name)).at(-1);
    const known = { ignoreCase: random(fc.boolean) };
    return within === undefined || random(fc.nat, 3) === 0 ? known : { ...known, within };
  });
  const groups = record(some(random, ["ring", "beta", "plan", "constructor"]), (name) =>
    varied(random, environments, randomSet(random, scopes, name), (set) =>
      set.told
        ? {}
        : {
            members: membersOf(random, set.scope ?? "", scopes, Object.keys(set.members)),
            ...maybe(random, { shares: groupShares(random, set) }),
          },
    ),
  );
  const surroundings = {
    groups,
    references: referencesOf({ groups } as Bundle),
    others: new Map<string, readonly BundleValue[]>(),
  };
  const flags = record(some(random, names), (name) => {
    const made = randomFlag(random, scopes, environments, surroundings);
    surroundings.others.set(name, made.variants ?? [false, true]);
    return made;
  });
  const sets = Object.keys(groups).filter((name) => groups[name]?.exclusive && groups[name].default !== undefined);
  const releases = record(sets.length === 0 ? [] : some(random, ["widget", "__proto__2"]), () => {
    const by = pick(random, sets);
    const set = groups[by] as BundleGroupSet;
    const settings = () => ({ stages: randomStages(random, set), pinned: randomPins(random, set.scope ?? "") });
    return varied(random, environments, release({ by, properties: { base: "x", size: 1 }, ...settings() }), () =>
      someKeys(random, settings()),
    );
  });
  const privileges = record(some(random, ["export", "valueOf"]), () =>
    privilege({
      scope: pick(random, Object.keys(scopes)),
      frozen: randomEntries(random),
      ...maybe(random, { sunset: pick(random, dates) }),
    }),
  );
  const identities = randomIdentities(random, scopes);
  return sealed({ environments, scopes, groups, flags, releases, privileges, identities });
}

/** A question about any customer, near an instant that matters, with anything that a caller may pass. */
export function randomQuestion(random: Random, bundle: Bundle): Question {
  const instants = instantsOf(bundle).flatMap((instant) => [instant - 1, instant, instant + 1]);
  const flags = Object.keys(bundle.flags).filter((name) => typeof bundle.flags[name]?.default === "boolean");
  const told = Object.keys(bundle.groups).filter((name) => bundle.groups[name]?.told);
  return {
    context: record(some(random, Object.keys(bundle.scopes)), () => randomId(random)),
    at: pick(random, [0, ...instants]),
    overrides: record(random(fc.boolean) ? some(random, flags) : [], () => random(fc.boolean)),
    groups: record(some(random, told), (name) => pick(random, Object.keys(bundle.groups[name]?.members ?? {}))),
    created: record(some(random, Object.keys(bundle.scopes)), () => pick(random, [0, ...instants])),
    ...maybe(random, { environment: pick(random, bundle.environments) }),
  };
}

/** The thing, with other values for some of its keys in other environments. */
function varied<Thing extends object>(
  random: Random,
  environments: readonly string[],
  thing: Thing,
  make: (thing: Thing) => object,
): Thing {
  const others = some(random, environments.slice(1));
  return others.length === 0 ? thing : { ...thing, environments: record(others, () => make(thing)) };
}

function randomFlag(
  random: Random,
  scopes: Bundle["scopes"],
  environments: readonly string[],
  surroundings: Surroundings,
): BundleFlag {
  const own = some(random, Object.keys(scopes));
  const values = pick(random, kinds);
  const made = flag({
    scopes: own,
    ...(typeof values[0] === "string" ? { variants: values as string[], ...maybe(random, randomValues(random)) } : {}),
    ...maybe(random, { expires: pick(random, dates) }),
    ...maybe(random, { keep: random(fc.boolean) }),
    ...maybe(random, { client: random(fc.boolean) }),
    ...randomSettings(random, own, values, surroundings),
  });
  return varied(random, environments, made, () => ({
    ...someKeys(random, randomSettings(random, own, values, surroundings)),
    ...maybe(random, someKeys(random, { rollout: null, created: null, unmet: null })),
  }));
}

/** The settings of a flag that may differ by environment. */
function randomSettings(
  random: Random,
  own: readonly string[],
  values: readonly BundleValue[],
  { groups, references, others }: Surroundings,
): Pick<BundleFlag, "default" | "listed" | "grouped"> & Partial<BundleFlag> {
  const near = references.filter((group) => own.includes(groups[group.split("/")[0] as string]?.scope as string));
  const one = (): BundleValue => pick(random, values);
  return {
    default: one(),
    listed: several(random, random(fc.boolean) ? own : [], () => ({
      value: one(),
      scope: pick(random, own),
      entries: randomEntries(random),
    })),
    grouped: several(random, near, () => ({ value: one(), group: pick(random, near) })),
    ...maybe(random, maybe(random, { paused: random(fc.boolean) })),
    ...maybe(random, { requires: some(random, [...others]).map((other) => requirement(random, other)) }),
    ...maybe(random, { unmet: one() }),
    ...(own.length > 0 ? maybe(random, { rollout: randomRollout(random, own, values, near) }) : {}),
    ...(own.length > 0
      ? maybe(random, { created: { by: pick(random, own), from: pick(random, dates), value: one() } })
      : {}),
  };
}

/** Values of any type, since the module does not look at them. */
function randomValues(random: Random): Pick<BundleFlag, "values" | "shape"> {
  return { values: [pick(random, values), pick(random, values), pick(random, values)], shape: {} };
}

function requirement(random: Random, [flag, answers]: readonly [string, readonly BundleValue[]]) {
  return answers.length === 2 ? flag : { flag, values: some(random, answers as string[], 1) };
}

function randomRollout(
  random: Random,
  own: readonly string[],
  values: readonly BundleValue[],
  groups: readonly string[],
): NonNullable<BundleFlag["rollout"]> {
  const part = () => randomPart(random, own, values);
  if (groups.length === 0 || random(fc.boolean)) return part();
  const parts = several(random, groups, () => ({ among: some(random, groups, 1), ...part() }));
  return random(fc.boolean) ? [...parts, part()] : parts;
}

/** Shares of a set; adjacent ones with one salt if the set is exclusive. */
function groupShares(random: Random, { exclusive, members }: BundleGroupSet): BundleGroupShare[] {
  let start = 0;
  const shares = several(random, Object.keys(members), () => {
    const from = exclusive ? start : 0;
    start = from + random(fc.nat, 10_000 - from);
    return {
      group: pick(random, Object.keys(members)),
      salt: exclusive ? "日" : pick(random, ["", "alpha"]),
      start: from,
      end: start,
    };
  });
  return random(fc.boolean) ? shares : shares.toReversed();
}

function randomPart(random: Random, own: readonly string[], values: readonly BundleValue[]): BundleRollout {
  const total = pick(random, [10_000, 3, 7]);
  let left = total;
  const shares = values.map((value, index) => {
    const share = index === values.length - 1 ? left : random(fc.nat, left);
    left -= share;
    return { value, share };
  });
  return {
    by: pick(random, own),
    salt: pick(random, ["alpha", "日", ""]),
    ...(total === 10_000 ? {} : { total }),
    // with a percentage the other values have no share
    shares: random(fc.boolean) ? shares : shares.slice(0, 1),
  };
}

function randomSet(random: Random, scopes: Bundle["scopes"], name: string): BundleGroupSet {
  const scope = pick(random, Object.keys(scopes));
  const groups = some(random, [name, "one", "two", "__proto__"]);
  const told = groups.length > 0 && random(fc.nat, 3) === 0;
  const set = groupSet({
    scope,
    exclusive: random(fc.boolean),
    members: told ? record(groups, () => []) : membersOf(random, scope, scopes, groups),
    ...maybe(random, { default: pick(random, ["one", "three", name]) }),
    ...(told ? { told } : {}),
  });
  return told || random(fc.boolean) ? set : { ...set, shares: groupShares(random, set) };
}

function membersOf(random: Random, scope: string, scopes: Bundle["scopes"], groups: readonly string[]): BundleMembers {
  const { ignoreCase = false } = scopes[scope] ?? {};
  return record(groups, () => [
    ...randomEntries(random),
    ...several(random, random(fc.boolean) ? ids : [], (): BundleMember => {
      const prefix = normalizeId(pick(random, prefixes), ignoreCase);
      return { prefix, ...randomWindow(random) };
    }),
  ]);
}

function randomStages(random: Random, set: BundleGroupSet): { group: string; version: string }[] {
  const others = some(random, Object.keys(set.members)).filter((group) => group !== set.default);
  return [...others, set.default as string].map((group, at) => ({ group, version: `v${at}` }));
}

function randomPins(random: Random, scope: string): BundleFlag["listed"] {
  return several(random, random(fc.boolean) ? ids : [], () => ({
    value: pick(random, ["v0", "v1", "old"]),
    scope,
    entries: randomEntries(random),
  }));
}

/** Children along the scopes, and former ids that are not in use. */
function randomIdentities(random: Random, scopes: Bundle["scopes"]): BundleIdentities {
  const pairs = Object.keys(scopes).flatMap((scope) => broaderThan(scopes, scope).map((within) => ({ scope, within })));
  const children = some(random, pairs).map((pair) => ({
    ...pair,
    of: record(some(random, ids), () => several(random, ids, () => randomId(random))),
  }));
  const aliases = some(random, Object.keys(scopes)).flatMap((scope) => {
    const { ignoreCase = false } = scopes[scope] ?? {};
    const normalized = [...new Set(ids.map((id) => normalizeId(id, ignoreCase)))];
    const former = some(random, normalized);
    const others = normalized.filter((id) => !former.includes(id));
    if (others.length === 0) return [];
    return former.map((was) => ({
      scope,
      id: pick(random, others),
      was,
      ...maybe(random, { until: pick(random, dates) }),
    }));
  });
  return { children, aliases };
}

function broaderThan(scopes: Bundle["scopes"], scope: string): string[] {
  const { within } = scopes[scope] ?? {};
  return within === undefined ? [] : [within, ...broaderThan(scopes, within)];
}

function randomEntries(random: Random): BundleEntry[] {
  return several(random, ids, () => {
    const id = randomId(random);
    return random(fc.boolean) ? id : { id, ...randomWindow(random) };
  });
}

function randomWindow(random: Random): { from?: string; until?: string } {
  return { ...maybe(random, { from: pick(random, dates) }), ...maybe(random, { until: pick(random, dates) }) };
}

function randomId(random: Random): string {
  return random(fc.nat, 4) > 0 ? pick(random, ids) : random(shortText);
}

const shortText = (): fc.Arbitrary<string> => fc.string({ unit: "grapheme", maxLength: 3 });

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random(fc.nat, values.length - 1)] as Value;
}

function some<Value>(random: Random, values: readonly Value[], minLength = 0): Value[] {
  return random(fc.subarray<Value>, [...values], { minLength });
}

function several<Value>(random: Random, needed: readonly unknown[], make: () => Value): Value[] {
  return needed.length === 0 ? [] : Array.from({ length: random(fc.nat, 5) }, make);
}

function maybe<Part extends object>(random: Random, part: Part): Part | Record<string, never> {
  return random(fc.boolean) ? part : {};
}

function someKeys<Whole extends object>(random: Random, whole: Whole): Partial<Whole> {
  return Object.fromEntries(some(random, Object.entries(whole))) as Partial<Whole>;
}

/** A record whose keys may be `__proto__`. */
function record<Value>(keys: readonly string[], make: (key: string) => Value): Record<string, Value> {
  return Object.fromEntries(keys.map((key) => [key, make(key)]));
}
