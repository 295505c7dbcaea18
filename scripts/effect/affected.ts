import type { Decision, Flag, GroupSet, Model } from "../model/model.ts";
import { groupsNamedBy, ignoresCaseIn, reachOf, setOf } from "../model/model-queries.ts";
import type { Dimension } from "../model/space/atoms.ts";
import { dimensionFinder } from "../model/space/told-dimensions.ts";
import { findLinkedTo, type IdentityLinks } from "./identity-links.ts";
import { combine, entriesOf, inOrder, type Members, type Mentioning, noEntries, union } from "./mention-classes.ts";
import { type Mentioned, type Representatives, representativesOf } from "./representatives.ts";
import type { Which } from "./revision-query.ts";

/** A decision of either side, and who may get another answer. */
export interface Affected {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** What callers supply that its answers may depend on. */
  readonly dimensions: readonly Dimension[];
  /** The scopes of the decision on either side, in its order; none for a global flag. */
  readonly scopes: readonly string[];
  /** The scopes in which also those may whom nothing mentions; null for a global flag. */
  readonly others: readonly (string | null)[];
  /** By scope; next to the decision's own also scopes whose customers belong to others than before. */
  readonly representatives: ReadonlyMap<string, Representatives>;
  /** Whether what decides for everyone is not the same on both sides. */
  readonly isOther: boolean;
  /** The decision and what it requires. */
  readonly asked: readonly Which[];
  /** Of what it is asked about several ids at once: of each scope who may be said something else of, and everyone. */
  readonly parties: readonly {
    readonly scope: string;
    readonly changed: Representatives;
    readonly all: () => Representatives;
  }[];
}

/** What decides about a decision, with the flags that it requires. */
interface Facts {
  readonly scopes: readonly string[];
  /** Whether what decides for everyone is not the same on both sides. */
  readonly others: boolean;
  /** Its own group sets, and those also of what it requires. */
  readonly sets: readonly string[];
  readonly allSets: readonly string[];
  /** Its own entries, and also those of what it requires. */
  readonly lists: (scope: string) => Mentioning;
  readonly allLists: (scope: string) => Mentioning;
  /** Whether someone whom it does not mention may get more than the default. */
  readonly isOpen: boolean;
}

const noFacts: Facts = {
  scopes: [],
  others: false,
  sets: [],
  allSets: [],
  lists: () => noEntries,
  allLists: () => noEntries,
  isOpen: false,
};

/**
 * Finds for decisions of two models who may get another answer, without asking anyone. What group sets, identities and
 * required flags say is found once, regardless of the number of decisions that refer to them.
 */
export function affectedFinder(
  before: Model | undefined,
  after: Model | undefined,
  members: Members,
  links: IdentityLinks,
): (one: Decision | undefined, other: Decision | undefined) => Affected {
  const known = new Map<string, Facts>();
  const dimensionsOf = dimensionFinder(before, after);

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
    const sets = inOrder(
      [one, other].flatMap((each) => (each === undefined ? [] : groupsNamedBy(each))).map(({ group }) => setOf(group)),
    );
    const lists = memoize((scope) => entriesOf(one, other, scope));
    return {
      scopes: inOrder([...scopesOf(one, other), ...required.flatMap(({ scopes }) => scopes)]),
      others: decisionSettings(one, before) !== decisionSettings(other, after) || required.some(({ others }) => others),
      sets,
      allSets: inOrder([...sets, ...required.flatMap(({ allSets }) => allSets)]),
      lists,
      allLists: memoize((scope) => combine([lists(scope), ...required.map(({ allLists }) => allLists(scope))])),
      isOpen: isOpenToOthers(one, before) || isOpenToOthers(other, after),
    };
  }

  /** Who is mentioned in a scope: all, or those of whom something else is said than before. */
  function mentionedIn(scope: string, facts: Facts): Mentioned {
    const sets = members(scope, facts.allSets);
    const lists = facts.allLists(scope);
    if (!facts.others) {
      const listed = union([lists.changed, ...sets.changed.prefixes.map((prefix) => lists.matching(prefix))]);
      return { members: sets.changed, listed, sets, lists };
    }
    if (facts.isOpen) return { members: sets.all, listed: lists.all, sets, lists };
    // Whom only a required flag mentions gets the default, unless a pattern gives more.
    const own = members(scope, facts.sets).all;
    const behind = own.prefixes.flatMap((prefix) => [lists.matching(prefix), sets.matching(prefix)]);
    return { members: own, listed: union([facts.lists(scope).all, ...behind]), sets, lists };
  }

  /** A link of identities counts where it leads to a customer whom the decision may know. */
  function reaches(scope: string, scopes: readonly string[]): boolean {
    return [before, after].some(
      (model) => model !== undefined && reachOf(model, scope).some((each) => scopes.includes(each)),
    );
  }

  /** Those of each scope, where contexts of several ids count. */
  function partiesOf(
    facts: Facts,
    mentioned: ReadonlyMap<string, Mentioned>,
    linkedTo: ReadonlyMap<string, Iterable<string>>,
  ): Affected["parties"] {
    if (facts.scopes.length < 2) return [];
    return facts.scopes.map((scope) => {
      const found = mentioned.get(scope) ?? mentionedIn(scope, facts);
      const linked = links.linked.get(scope) ?? new Set<string>();
      const { sets, lists } = found;
      const all = (): Representatives =>
        representativesOf({ members: sets.all, listed: lists.all, sets, lists }, linked, linked);
      return { scope, changed: representativesOf(found, linkedTo.get(scope) ?? [], linked), all };
    });
  }

  function withRequired(one: Decision | undefined, other: Decision | undefined): readonly Which[] {
    const found = new Map<string, readonly [Decision | undefined, Decision | undefined]>([["", [one, other]]]);
    for (const pair of found.values())
      for (const name of pair.flatMap(requiredBy))
        if (!found.has(name)) found.set(name, [before?.flags.get(name), after?.flags.get(name)]);
    return [...found.values()].flatMap(([own, theirs]) => theirs ?? own ?? []);
  }

  return (one, other) => {
    const facts = factsOf(one, other);
    const own = scopesOf(one, other);
    const mentioned = new Map(facts.scopes.map((scope) => [scope, mentionedIn(scope, facts)]));
    const moved = links.changed.filter(({ scope }) => reaches(scope, facts.scopes));
    const linkedTo = facts.others ? links.linked : findLinkedTo(links, mentioned, moved);
    const representatives = new Map<string, Representatives>();
    for (const scope of own) {
      const found = mentioned.get(scope);
      if (found === undefined) continue;
      const knownIds = links.linked.get(scope) ?? new Set();
      const each = representativesOf(found, linkedTo.get(scope) ?? [], knownIds);
      if (!isEmpty(each)) representatives.set(scope, each);
    }
    for (const { scope } of moved)
      if (!own.includes(scope) && !representatives.has(scope)) {
        const linked = inOrder(moved.flatMap((each) => (each.scope === scope ? [each.id] : [])));
        representatives.set(scope, { classes: [], prefixes: [], linked });
      }
    const others = !facts.others ? [] : own.length === 0 ? [null] : own;
    const parties = partiesOf(facts, mentioned, linkedTo);
    const isTogether = facts.others || parties.some(({ changed }) => !isEmpty(changed));
    const isAsked = others.length + representatives.size > 0 || isTogether;
    return {
      before: one,
      after: other,
      dimensions: isAsked ? dimensionsOf(one, other) : [],
      scopes: own,
      others,
      representatives,
      isOther: facts.others,
      asked: isTogether && parties.length > 0 ? withRequired(one, other) : [],
      parties: isTogether ? parties : [],
    };
  };
}

function isEmpty({ classes, prefixes, linked }: Representatives): boolean {
  return classes.length + prefixes.length + linked.length === 0;
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
  const flag = flagOf(decision);
  // Without what is required, whoever else would get the default gets another answer.
  if (flag !== undefined && flag.requires.length > 0 && flag.unmet !== flag.default) return true;
  return (
    decision !== undefined &&
    ((flag?.rollout.length ?? 0) > 0 ||
      decision.grouped.some(({ group }) => {
        const set = model?.sets.get(setOf(group));
        return holdsOthers(model, group) || set?.told || sharesOf(set).length > 0;
      }))
  );
}

/** Whether a group is the default of its set. */
function holdsOthers(model: Model | undefined, group: string): boolean {
  const set = model?.sets.get(setOf(group));
  return set?.default !== undefined && set.groups.get(set.default)?.reference === group;
}

/** Who is in the groups of a set by a hash, as far as that decides. */
export function sharesOf(set: GroupSet | undefined): readonly (readonly [string, string, number, number])[] {
  return [...(set?.groups.values() ?? [])].flatMap(({ name, shares }) =>
    shares.map(({ salt, start, end }) => [name, salt, start, end] as const),
  );
}

/** All that decides for everyone, as a text to compare: what is not in a list of customers. */
export function decisionSettings(decision: Decision | undefined, model: Model | undefined): string {
  if (decision === undefined) return "";
  const flag = flagOf(decision);
  const { rollout = [], created, variantValues } = flag ?? {};
  return JSON.stringify([
    decision.scopes.map((scope) => [scope, model !== undefined && ignoresCaseIn(model, scope)]),
    decision.default,
    decision.expires?.at,
    groupsNamedBy(decision)
      .map((named) => {
        const { group } = named;
        const value = "value" in named ? named.value : undefined;
        const set = model?.sets.get(setOf(group));
        const { scope, exclusive, told, groups, default: standard } = set ?? {};
        // Whoever tells a group that is not there is in the default's.
        const known = told && standard !== undefined ? inOrder(groups?.keys() ?? []) : undefined;
        return JSON.stringify([group, value, holdsOthers(model, group), scope, exclusive, told, known, sharesOf(set)]);
      })
      .sort(),
    flag && [
      flag.keep,
      flag.paused !== undefined,
      flag.requires.map(({ name, values }) => `${name} ${values}`).sort(),
      flag.unmet,
    ],
    rollout.map(({ among, by, salt, total, shares }) => [among?.map(({ group }) => group), by, salt, total, shares]),
    variantValues && [...variantValues],
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
