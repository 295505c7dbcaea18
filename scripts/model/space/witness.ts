import type { Condition, Test } from "../condition.ts";
import type { Attribute, GroupSet, GroupShare, Model } from "../model.ts";
import { conditionsIn, findTested } from "../model-queries.ts";
import type { Instant } from "../time.ts";
import { readTests, type ToldKey } from "./keys.ts";
import { type Point, pointsOf } from "./points.ts";
import { isInBuckets, meets, type Situation } from "./situation.ts";
import { isNeverUntold, testedOf } from "./tested.ts";

/** A situation in which something holds, with values as callers pass them; ids that no file has begin with `any-`. */
export interface Witness extends Situation {
  readonly values: ReadonlyMap<string, Point["value"]>;
}

/** What to look for: conditions that all hold, and what else must be true of the customer. */
interface Wanted {
  readonly conditions: readonly Pick<Condition, "tests">[];
  readonly at: Instant;
  /** The scopes of the asking customer. */
  readonly scopes: readonly string[];
  /** Candidates by scope, instead of all customers who can be distinguished. */
  readonly people?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Shares that `isSo` looks at. */
  readonly shares?: readonly GroupShare[];
  /** What must be true of the customer. */
  readonly isSo?: (situation: Situation) => boolean;
}

/** So many situations are looked at before a search is given up. */
const mostTried = 1_000_000;

/** A customer for whom the conditions hold at once; undefined if there is none. */
export function findWitness(model: Model, wanted: Wanted): Witness | undefined {
  const { conditions, at, isSo = () => true } = wanted;
  const names = reachedNames(model, wanted);
  const sets = names.flatMap((name) => model.sets.get(name) ?? []);
  const free = names.flatMap((name) => {
    const found = findTested(model, name);
    return found === undefined || (found.kind === "groups" && !found.told) ? [] : [found];
  });
  const choices = free.map((found) => pointsFor(wanted, found, sets));
  const scopes = [...new Set([...wanted.scopes, ...sets.flatMap(({ scope }) => scope ?? [])])];
  let tried = 0;
  for (const ids of people(scopes, sets, wanted)) {
    for (const picked of product(choices)) {
      if (tried++ > mostTried) return undefined;
      const told = new Map<string, ToldKey>(free.map(({ name }, index) => [name, picked[index]?.key]));
      const situation: Situation = { at, ids, told };
      if (!conditions.every((condition) => meets(model, condition, situation)) || !isSo(situation)) continue;
      return { ...situation, values: new Map(free.map(({ name }, index) => [name, picked[index]?.value])) };
    }
  }
  return undefined;
}

/** What the answer hangs on: the names that are tested, also those that the sets among them test. */
function reachedNames(model: Model, { conditions }: Wanted): readonly string[] {
  const names = new Set(conditions.flatMap(({ tests }) => [...tests.keys()]));
  for (const name of names) {
    const set = model.sets.get(name);
    if (set === undefined) continue;
    for (const { tests } of conditionsIn(set)) for (const each of tests.keys()) names.add(each);
  }
  return [...names];
}

/** The values of a name that can matter: those for which its own tests hold, distinguished as the sets do. */
function pointsFor({ conditions }: Wanted, found: Attribute | GroupSet, sets: readonly GroupSet[]): readonly Point[] {
  const tested = testedOf(found);
  const own = conditions.flatMap(({ tests }) =>
    tests.has(found.name) ? [tests.get(found.name) as readonly Test[]] : [],
  );
  const others = sets.flatMap((set) => conditionsIn(set).flatMap(({ tests }) => tests.get(found.name) ?? []));
  const points = pointsOf(tested, [...own.flat(), ...others]).slice(isNeverUntold(found) ? 1 : 0);
  // A told value is easier to understand than none.
  const inOrder = [...points.slice(1), ...points.slice(0, 1)];
  const holds = own.map((tests) => readTests(tested, tests));
  const fitting = inOrder.filter(({ key }) => holds.every((each) => each(key)));
  return others.length === 0 ? fitting.slice(0, 1) : fitting;
}

function* product(choices: readonly (readonly Point[])[]): Generator<readonly Point[]> {
  const [first, ...others] = choices;
  if (first === undefined) yield [];
  else for (const rest of product(others)) for (const point of first) yield [point, ...rest];
}

/** Customers of some scopes who may differ: whom no file lists, in each share, of each pattern, and each who is listed. */
function* people(
  scopes: readonly string[],
  sets: readonly GroupSet[],
  wanted: Wanted,
): Generator<ReadonlyMap<string, string>> {
  const [scope, ...others] = scopes;
  if (scope === undefined) yield new Map();
  else
    for (const id of wanted.people?.get(scope) ?? peopleOf(scope, sets, wanted))
      for (const rest of people(others, sets, wanted)) yield new Map([[scope, id], ...rest]);
}

function* peopleOf(scope: string, sets: readonly GroupSet[], { shares = [] }: Wanted): Generator<string> {
  const groups = sets.filter((set) => set.scope === scope).flatMap((set) => [...set.groups.values()]);
  yield `any-${scope}`;
  yield* sharers(scope, [...shares, ...groups.flatMap((group) => group.shares)]);
  for (const { patterns } of groups) for (const { prefix } of patterns) yield `${prefix}any`;
  const listed = new Set<string>();
  for (const { members } of groups)
    for (const id of members.ids)
      if (!listed.has(id)) {
        listed.add(id);
        yield id;
      }
}

/** Customers whom no file lists, one for each combination of shares, as far as one is found soon. */
function* sharers(scope: string, shares: readonly GroupShare[]): Generator<string> {
  const salts = [...new Set(shares.map(({ salt }) => salt))];
  const seen = new Set<string>();
  // Enough to find one in ten thousand.
  for (let number = 0; salts.length > 0 && number < 40_000; number++) {
    const id = `any-${scope}-${number}`;
    const sign = shares.flatMap((share, index) => (isInBuckets(share, id) ? index : [])).join();
    if (seen.has(sign)) continue;
    seen.add(sign);
    yield id;
    if (salts.length === 1 && seen.size > shares.length) return;
  }
}
