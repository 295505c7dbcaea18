import type { Decision, Flag, Model } from "../model/model.ts";
import {
  conditionsIn,
  conditionsOf,
  findGroup,
  groupsNamedBy,
  reachOf,
  setOf,
  setsOf,
  setsTestedBy,
} from "../model/model-queries.ts";
import type { Instant } from "../model/time.ts";
import { firstHash, hashOf } from "../runtime/tables/bucket.ts";
import { todayOf } from "./cause.ts";
import { linkedIn } from "./identity-links.ts";
import type { Query, Which } from "./revision-query.ts";

/** What one side says about the customers of one scope, each asked about alone, from an instant on. */
export interface Profiles {
  /** How often something has changed for a customer by an instant; between two changes, all settings are the same. */
  turned(id: string, at: Instant): number;
  /** Whether nothing but steps and shares decides for a customer: no identity, condition, or group of a rollout. */
  isPlain(id: string): boolean;
  /** Whether one of the decisions ends at an instant, for everyone. */
  isEnding(at: Instant): boolean;
  /**
   * What each step of some decisions says about a customer at an instant, to one part of the space, and the customer's
   * groups that conditions and rollouts ask about together with other scopes, as a text.
   */
  stepsIn(query: Query, id: string, at: Instant): string;
  /** Whether hashes divide the customers. */
  readonly isDivided: boolean;
  /** The shares of rollouts and groups that a customer is in at an instant, as a text to compare. */
  sharesOf(id: string, at: Instant): string;
}

/** The profiles of the customers of a scope. What has not changed since it was last asked is not asked again. */
export function profilesOf(query: Query, asked: readonly Which[], scope: string): Profiles {
  const turns = new Map<string, readonly Instant[]>();
  const divisions = asked.flatMap((which) => divisionsOf(query, which, scope));

  function turned(id: string, at: Instant): number {
    // Nobody need be asked before the first change.
    if (at === query.at) return 0;
    const own = turns.get(id) ?? query.turns(asked, { [scope]: id });
    turns.set(id, own);
    let count = 0;
    for (const turn of own) if (turn <= at) count++;
    return count;
  }

  const { model } = query;
  const linked = new Set(linkedIn(model, scope));
  const hasMore = asked.some((which) => isConditional(model, decisionIn(model, which)));
  const inScope = (each: string) => ({
    scope: each,
    sets: [...new Set(asked.flatMap((which) => setsAskedBy(model, decisionIn(model, which), each)))],
  });
  const alone = [inScope(scope)];
  // A child has what its parents have, in contexts that do not name them.
  const withParents = model === undefined ? alone : reachOf(model, scope).map(inScope);
  const ends = new Set(asked.map((which) => decisionIn(model, which)?.expires?.at));

  return {
    turned,
    isPlain: (id) => !hasMore && !linked.has(id),
    isEnding: (at) => ends.has(at),
    stepsIn: (side, id, at) => {
      const context = { [scope]: id };
      const query = side.on(at);
      const said = (linked.has(id) ? withParents : alone).map((each) => [
        // A condition that depends on another scope may decide otherwise for all but those with an entry of their own.
        query.steps(asked, each.scope, context).map(({ value, isListed }) => (hasMore ? [value, isListed] : value)),
        each.sets.map((set) => query.groups(set, context)),
      ]);
      return JSON.stringify(said);
    },
    isDivided: divisions.length > 0,
    sharesOf: (id, at) => sharesOf(divisions, todayOf({ model: query.model, at }, scope, id)),
  };
}

/** Where the hashes of ids part customers. */
interface Division {
  readonly salt: string;
  readonly cuts: readonly number[];
}

function decisionIn(model: Model | undefined, { kind, name }: Which): Decision | undefined {
  return model?.[kind === "flag" ? "flags" : kind === "release" ? "releases" : "privileges"].get(name);
}

/** Whether conditions have a part in a decision, or groups in its rollout. */
function isConditional(model: Model | undefined, decision: Decision | undefined): boolean {
  if (decision === undefined) return false;
  const sets = groupsNamedBy(decision).flatMap(({ group }) => model?.sets.get(setOf(group)) ?? []);
  const isShared = decision.kind === "flag" && (decision as Flag).rollout.some(({ among }) => among !== undefined);
  return isShared || conditionsOf(decision).length > 0 || sets.some((set) => conditionsIn(set).length > 0);
}

/** The names of the sets of a scope about which conditions and rollouts of a decision ask. */
function setsAskedBy(model: Model | undefined, decision: Decision | undefined, scope: string): readonly string[] {
  if (model === undefined || decision === undefined) return [];
  const named = groupsNamedBy(decision).flatMap(({ group }) => findGroup(model, group)?.set ?? []);
  const shared = decision.kind === "flag" ? (decision as Flag).rollout.flatMap(({ among = [] }) => among) : [];
  const sets = [
    ...shared.flatMap(({ group }) => findGroup(model, group)?.set ?? []),
    ...setsTestedBy(model, [...conditionsOf(decision), ...named.flatMap(conditionsIn)]),
  ];
  return sets.flatMap((set) => (set.scope === scope ? [set.name] : []));
}

function divisionsOf({ model }: Query, which: Which, scope: string): readonly Division[] {
  const decision = decisionIn(model, which);
  if (model === undefined || decision === undefined) return [];
  const parts = decision.kind === "flag" ? (decision as Flag).rollout.filter(({ by }) => by === scope) : [];
  const sets = setsOf(model, decision).filter((set) => set.scope === scope);
  const groups = sets.flatMap((set) => [...set.groups.values()]);
  return [
    ...parts.map(({ salt, total, shares }) => {
      const ends = shares.map((_, index) => shares.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0));
      return { salt, cuts: ends.map((end) => firstHash(end, total)) };
    }),
    ...groups.flatMap(({ shares }) =>
      shares.map(({ salt, start, end }) => ({ salt, cuts: [firstHash(start), firstHash(end)] })),
    ),
  ];
}

function sharesOf(divisions: readonly Division[], id: string): string {
  const shares = divisions.map(({ salt, cuts }) => {
    const hash = hashOf(salt, id);
    return cuts.findIndex((cut) => hash < cut);
  });
  return shares.join();
}
