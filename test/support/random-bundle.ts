import fc from "fast-check";
import type { Bundle, BundleEntry, BundleGroupSet, BundleValue } from "../../scripts/shapes/bundle.ts";
import { instantsOf, type Question, referencesOf } from "./reference.ts";
import { flag, groupSet, privilege, release, sealed } from "./sample-bundle.ts";

type Random = fc.GeneratorValue;

const names = ["alpha", "constructor", "__proto__", "12", "toString"];
const ids = [
  "acme",
  "ACME",
  "Acme",
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
const dates = ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"].map((day) => `${day}T00:00:00Z`);

/** Any sound bundle, with names and ids that are hard to get right. */
export function randomBundle(random: Random): Bundle {
  const scopes = record(some(random, ["account", "brand", "__proto__", "constructor"], 1), () => ({
    ignoreCase: random(fc.boolean),
  }));
  const groups = record(some(random, ["ring", "beta", "constructor"]), (name) => randomSet(random, scopes, name));
  const references = referencesOf({ groups } as Bundle);
  const flags = record(some(random, names), () => {
    const own = some(random, Object.keys(scopes));
    const values = random(fc.constantFrom<BundleValue[][]>, [false, true], [true, false], ["x", "y", "z"]);
    const near = references.filter((group) => own.includes(groups[group.split("/")[0] as string]?.scope as string));
    return flag({
      scopes: own,
      default: values[0] as BundleValue,
      ...maybe(random, { expires: pick(random, dates) }),
      ...maybe(random, { keep: random(fc.boolean) }),
      ...maybe(random, { paused: random(fc.boolean) }),
      listed: several(random, own, () => ({
        value: pick(random, values),
        scope: pick(random, own),
        entries: randomEntries(random),
      })),
      grouped: several(random, near, () => ({ value: pick(random, values), group: pick(random, near) })),
    });
  });
  const sets = Object.keys(groups).filter((name) => groups[name]?.exclusive && groups[name].default !== undefined);
  const releases = record(sets.length === 0 ? [] : some(random, ["widget", "__proto__2"]), () => {
    const by = pick(random, sets);
    const set = groups[by] as BundleGroupSet;
    const others = some(random, Object.keys(set.members)).filter((group) => group !== set.default);
    const stages = [...others, set.default as string].map((group, at) => ({ group, version: `v${at}` }));
    return release({ by, stages, properties: { base: "x", size: 1 } });
  });
  const privileges = record(some(random, ["export", "valueOf"]), () =>
    privilege({
      scope: pick(random, Object.keys(scopes)),
      frozen: randomEntries(random),
      ...maybe(random, { sunset: pick(random, dates) }),
    }),
  );
  return sealed({ scopes, groups, flags, releases, privileges });
}

/** Anybody, near an instant that matters, with overrides for some flags. */
export function randomQuestion(random: Random, bundle: Bundle): Question {
  const instants = instantsOf(bundle).flatMap((instant) => [instant - 1, instant, instant + 1]);
  const flags = Object.keys(bundle.flags).filter((name) => typeof bundle.flags[name]?.default === "boolean");
  return {
    context: record(some(random, Object.keys(bundle.scopes)), () => randomId(random)),
    at: pick(random, [0, ...instants]),
    overrides: record(random(fc.boolean) ? some(random, flags) : [], () => random(fc.boolean)),
  };
}

function randomSet(random: Random, scopes: Bundle["scopes"], name: string): BundleGroupSet {
  return groupSet({
    scope: pick(random, Object.keys(scopes)),
    exclusive: random(fc.boolean),
    members: record(some(random, [name, "one", "two", "__proto__"]), () => randomEntries(random)),
    ...maybe(random, { default: pick(random, ["one", "three", name]) }),
  });
}

function randomEntries(random: Random): BundleEntry[] {
  return several(random, ids, () => {
    const id = randomId(random);
    if (random(fc.boolean)) return id;
    return { id, ...maybe(random, { from: pick(random, dates) }), ...maybe(random, { until: pick(random, dates) }) };
  });
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

/** A record whose keys may be `__proto__`. */
function record<Value>(keys: readonly string[], make: (key: string) => Value): Record<string, Value> {
  return Object.fromEntries(keys.map((key) => [key, make(key)]));
}
