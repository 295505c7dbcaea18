import { firstHash, hashOf } from "../../runtime/tables/bucket.ts";
import type { Condition, Test } from "../condition.ts";
import type { Entries } from "../entries.ts";
import { windowsById } from "../membership.ts";
import type { Attribute, Group, GroupSet, GroupShare, Model } from "../model.ts";
import { findTested } from "../model-queries.ts";
import type { Instant, Window } from "../time.ts";
import { readTests, type ToldKey } from "./keys.ts";
import { isOneList, testedOf } from "./tested.ts";

/** Who asks, when, and what is passed: keys by the names of attributes and told sets. */
export interface Situation {
  readonly at: Instant;
  readonly ids: ReadonlyMap<string, string>;
  readonly told: ReadonlyMap<string, ToldKey>;
}

/** Whether a condition holds, its window aside. */
export function meets(model: Model, { tests }: Pick<Condition, "tests">, situation: Situation): boolean {
  return [...tests].every(([name, alternatives]) => {
    const found = findTested(model, name);
    return found !== undefined && testsOf(found, alternatives)(keyIn(model, name, situation));
  });
}

const read = new WeakMap<readonly Test[], ReturnType<typeof readTests>>();

/** The tests of one condition, read once for all who are asked. */
function testsOf(found: Attribute | GroupSet, alternatives: readonly Test[]): ReturnType<typeof readTests> {
  const holds = read.get(alternatives) ?? readTests(testedOf(found), alternatives);
  read.set(alternatives, holds);
  return holds;
}

/** The told value under a name; for a set that lists its members, the customer's groups. */
function keyIn(model: Model, name: string, situation: Situation): ToldKey {
  const set = model.sets.get(name);
  if (set === undefined || set.told) return situation.told.get(name);
  const names = groupsIn(model, set, situation).map((group) => group.name);
  if (isOneList(set)) return names.length > 0;
  if (names.length === 0 && !isAnybody(set, situation)) return undefined;
  // Who is in no group is known to be in none, as the module has it.
  return set.exclusive ? (names[0] ?? "") : names;
}

function isAnybody({ scope }: GroupSet, { ids }: Situation): boolean {
  return scope === undefined || ids.has(scope);
}

/** A customer's groups: by list, else by pattern or condition, else by share, else the default. */
function groupsIn(model: Model, set: GroupSet, situation: Situation): readonly Group[] {
  const groups = [...set.groups.values()];
  const ways: readonly ((group: Group) => boolean)[] = [
    ({ members }) => isListed(members, set.scope, situation),
    (group) => isMatched(set, group, situation) || isMet(model, group, situation),
    (group) => isShared(model, set, group, situation),
  ];
  if (!set.exclusive) {
    const found = groups.filter((group) => ways.some((isIn) => isIn(group)));
    if (found.length > 0) return found;
  }
  for (const isIn of ways) {
    const found = groups.find(isIn);
    if (found !== undefined) return [found];
  }
  const standard = isAnybody(set, situation) ? set.groups.get(set.default ?? "") : undefined;
  return standard === undefined ? [] : [standard];
}

/** Whether entries of a scope have the customer then. */
export function isListed(entries: Entries, scope: string | undefined, { ids, at }: Situation): boolean {
  const id = scope === undefined ? undefined : ids.get(scope);
  return id !== undefined && (windowsById(entries).get(id) ?? []).some((window) => isIn(window, at));
}

function isMatched({ scope = "" }: GroupSet, { patterns }: Group, { ids, at }: Situation): boolean {
  const id = ids.get(scope);
  return id !== undefined && patterns.some((pattern) => id.startsWith(pattern.prefix) && isIn(pattern, at));
}

function isMet(model: Model, { conditions }: Group, situation: Situation): boolean {
  return conditions.some((condition) => isIn(condition, situation.at) && meets(model, condition, situation));
}

function isShared(model: Model, { scope = "" }: GroupSet, { shares }: Group, situation: Situation): boolean {
  const id = situation.ids.get(scope);
  if (id === undefined) return false;
  return shares.some(
    (share) => isInBuckets(share, id) && (share.condition === undefined || meets(model, share.condition, situation)),
  );
}

/** Whether the hash of a customer's id lies in the buckets of a share. */
export function isInBuckets({ salt, start, end }: Pick<GroupShare, "salt" | "start" | "end">, id: string): boolean {
  const hash = hashOf(salt, id);
  return hash >= firstHash(start) && hash < firstHash(end);
}

function isIn({ from, until }: Window, at: Instant): boolean {
  return from <= at && at < until;
}
