import { type Decision, type Flag, type Model, reachOf, setOf } from "../model.ts";
import { followersOf, type Kinship } from "./kinship.ts";
import {
  entriesOf,
  inOrder,
  type Members,
  type Mentioning,
  type Mentions,
  nothing,
  setsOf,
  touched,
  union,
} from "./mentions.ts";
import { type Voices, voicesOf } from "./voices.ts";

/** A decision of either side, and who may get another answer. */
export interface Candidate {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** The scopes of the decision on either side, in its order; none for a global flag. */
  readonly scopes: readonly string[];
  /** The scopes in which also those may whom nothing mentions; null for a global flag. */
  readonly others: readonly (string | null)[];
  /** By scope; beside the decision's own also scopes whose customers belong to others than before. */
  readonly voices: ReadonlyMap<string, Voices>;
}

/** What decides about a decision, with the flags that it requires. */
interface Facts {
  readonly scopes: readonly string[];
  /** Whether what decides for everyone is not the same on both sides. */
  readonly others: boolean;
  readonly changed: (scope: string) => Mentions;
  readonly all: (scope: string) => Mentions;
  readonly matching: (scope: string, prefix: string) => Mentions;
}

const noFacts: Facts = {
  scopes: [],
  others: false,
  changed: () => nothing,
  all: () => nothing,
  matching: () => nothing,
};

/**
 * Finds for decisions of two models who may get another answer, without asking anyone. What group sets, identities and
 * required flags say is found once, whatever the number of decisions that refer to them.
 */
export function candidateFinder(
  before: Model | undefined,
  after: Model | undefined,
  members: Members,
  kinship: Kinship,
): (one: Decision | undefined, other: Decision | undefined) => Candidate {
  const known = new Map<string, Facts>();

  function factsOf(one: Decision | undefined, other: Decision | undefined): Facts {
    const key = `${(other ?? one)?.kind} ${(other ?? one)?.name}`;
    const facts = known.get(key);
    if (facts !== undefined) return facts;
    known.set(key, noFacts);
    const found = gather(one, other);
    known.set(key, found);
    return found;
  }

  function gather(one: Decision | undefined, other: Decision | undefined): Facts {
    const names = inOrder([...requiredBy(one), ...requiredBy(other)]);
    const required = names.map((name) => factsOf(before?.flags.get(name), after?.flags.get(name)));
    const sets = setsOf(one, other);
    const parts = memoize((scope): readonly Mentioning[] => [
      entriesOf(one, other, scope),
      ...sets.map((set) => members(set, scope)),
    ]);
    // Whom only a required flag mentions gets the default, unless there is more to get without being mentioned.
    const isOpen = isOpenToOthers(one, before) || isOpenToOthers(other, after);
    return {
      scopes: inOrder([...scopesOf(one, other), ...required.flatMap(({ scopes }) => scopes)]),
      others: settingsOf(one, before) !== settingsOf(other, after) || required.some(({ others }) => others),
      changed: memoize((scope) =>
        union([...parts(scope).map(({ changed }) => changed), ...required.map(({ changed }) => changed(scope))]),
      ),
      all: memoize((scope) =>
        union([...parts(scope).map(({ all }) => all), ...(isOpen ? required.map(({ all }) => all(scope)) : [])]),
      ),
      matching: (scope, prefix) =>
        union([
          ...parts(scope).map(({ matching }) => matching(prefix)),
          ...required.map(({ matching }) => matching(scope, prefix)),
        ]),
    };
  }

  /** A link of identities counts where it leads to a customer whom the decision may know. */
  function reaches(scope: string, scopes: readonly string[]): boolean {
    return [before, after].some(
      (model) => model !== undefined && reachOf(model, scope).some((each) => scopes.includes(each)),
    );
  }

  return (one: Decision | undefined, other: Decision | undefined): Candidate => {
    const { others, ...facts } = factsOf(one, other);
    const own = scopesOf(one, other);
    const mentioned = new Map(
      facts.scopes.map((scope) => [
        scope,
        others ? facts.all(scope) : touched(facts.changed(scope), (prefix) => facts.matching(scope, prefix)),
      ]),
    );
    const moved = kinship.changed.filter(({ scope }) => reaches(scope, facts.scopes));
    const linked = followersOf(kinship, mentioned, moved);
    const voices = [...new Set([...own, ...moved.map(({ scope }) => scope)])].map((scope) => {
      if (!own.includes(scope))
        return [
          scope,
          voicesOf(
            nothing,
            moved.flatMap((each) => (each.scope === scope ? [each.id] : [])),
          ),
        ] as const;
      const all = others ? kinship.linked.get(scope) : linked.get(scope);
      return [scope, voicesOf(mentioned.get(scope) ?? nothing, all ?? [])] as const;
    });
    return {
      before: one,
      after: other,
      scopes: own,
      others: !others ? [] : own.length === 0 ? [null] : own,
      voices: new Map(voices.filter(([, each]) => isAnyone(each))),
    };
  };
}

function isAnyone({ ids, prefixes }: Voices): boolean {
  return ids.length + prefixes.length > 0;
}

function scopesOf(one: Decision | undefined, other: Decision | undefined): readonly string[] {
  return [...new Set([...(other?.scopes ?? []), ...(one?.scopes ?? [])])];
}

function requiredBy(decision: Decision | undefined): readonly string[] {
  return flagOf(decision)?.requires.map(({ name }) => name) ?? [];
}

function flagOf(decision: Decision | undefined): Flag | undefined {
  return decision?.kind === "flag" ? (decision as Flag) : undefined;
}

/** Whether someone whom nothing mentions may get more than the default of a flag. */
function isOpenToOthers(decision: Decision | undefined, model: Model | undefined): boolean {
  return (
    decision !== undefined &&
    (flagOf(decision)?.rollout !== undefined || decision.grouped.some(({ group }) => holdsOthers(model, group)))
  );
}

/** Whether a group is the default of its set. */
function holdsOthers(model: Model | undefined, group: string): boolean {
  const set = model?.sets.get(setOf(group));
  return set?.default !== undefined && set.groups.get(set.default)?.reference === group;
}

/** All that decides for everyone, as a text to compare: what is not in a list of customers. */
function settingsOf(decision: Decision | undefined, model: Model | undefined): string {
  if (decision === undefined) return "";
  const flag = flagOf(decision);
  const { rollout, created } = flag ?? {};
  return JSON.stringify([
    decision.scopes,
    decision.default,
    decision.expires?.at,
    decision.grouped
      .map(({ group, value }) => {
        const { scope, exclusive, told } = model?.sets.get(setOf(group)) ?? {};
        return JSON.stringify([group, value, holdsOthers(model, group), scope, exclusive, told]);
      })
      .sort(),
    flag && [flag.keep, flag.paused !== undefined, inOrder(requiredBy(flag))],
    rollout && [rollout.by, rollout.salt, rollout.shares],
    created && [created.by, created.from, created.value],
  ]);
}

function memoize<Result extends object>(find: (scope: string) => Result): (scope: string) => Result {
  const known = new Map<string, Result>();
  return (scope) => {
    const result = known.get(scope) ?? find(scope);
    known.set(scope, result);
    return result;
  };
}
