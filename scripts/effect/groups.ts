import type { GroupSet, Model } from "../model/model.ts";
import { conditionsIn, setsTestedBy } from "../model/model-queries.ts";
import type { Dimension } from "../model/space/atoms.ts";
import { dimensionsOfSet } from "../model/space/dimensions.ts";
import { compareText } from "../model/text/words.ts";
import { setSettings, sharesOf } from "./decision-facts.ts";
import type { GroupEffect, Move } from "./effect.ts";
import { findLinkedTo, type IdentityLinks } from "./identity-links.ts";
import { inOrder, type Members, noEntries, nothing } from "./mention-classes.ts";
import { isEmpty, joined, type Representatives, reportMoves, representativesOf } from "./representatives.ts";
import type { Comparison, Context } from "./revision-query.ts";
import { percentageOf, splitByHash } from "./split-by-bucket.ts";

/** A group set of either side, and who may be in another group of it. */
export interface SetCandidate {
  readonly name: string;
  /** The scope of the ids, null if it is of the request; a set that changes its scope is compared in both. */
  readonly scope: string | null;
  /** Whether unmentioned customers may be affected too. */
  readonly others: boolean;
  readonly representatives: Representatives;
  readonly dimensions: readonly Dimension[];
}

/** The group sets of two models, each with who may be in another group than before. */
export function setCandidates(
  before: Model | undefined,
  after: Model | undefined,
  members: Members,
  links: IdentityLinks,
): readonly SetCandidate[] {
  return inOrder([...(before?.sets.keys() ?? []), ...(after?.sets.keys() ?? [])]).flatMap((name) => {
    const [one, other] = [before?.sets.get(name), after?.sets.get(name)];
    const others = setSettings(one, before) !== setSettings(other, after);
    // A group that only one side has concerns how services ask.
    const isTold = one?.told || other?.told;
    const told = isTold ? [...(other?.groups.keys() ?? [])].filter((group) => one?.groups.has(group)) : [];
    const reached = [...testedFrom(before, one), ...testedFrom(after, other)];
    const isOfRequest = [one, other].some((set) => set !== undefined && set.scope === undefined);
    const ofRequest = (): SetCandidate => ({
      name,
      scope: null,
      others,
      representatives: { classes: [], prefixes: [], linked: [] },
      dimensions: others ? dimensionsOfSet(before, after, name, told) : [],
    });
    const ofScopes = inOrder([one, other].flatMap((set) => set?.scope ?? [])).map((scope): SetCandidate => {
      const sets = members(scope, inOrder([name, ...reached]));
      const mentioned = { members: others ? sets.all : sets.changed, listed: nothing, sets, lists: noEntries };
      const moved = links.changed.filter((each) => each.scope === scope);
      const linkedTo = others ? links.linked : findLinkedTo(links, new Map([[scope, mentioned]]), moved);
      const known = links.linked.get(scope) ?? new Set();
      const representatives = representativesOf(mentioned, linkedTo.get(scope) ?? [], known);
      // Hashes distinguish members who are otherwise the same in the files.
      const isShared = [one, other].some((set) => sharesOf(set).length > 0);
      const classes = isShared
        ? representatives.classes.flatMap((ids) => ids.map((id) => [id]))
        : representatives.classes;
      const isAsked = others || !isEmpty(representatives);
      const dimensions = isAsked ? dimensionsOfSet(before, after, name, told) : [];
      return { name, scope, others, representatives: { ...representatives, classes }, dimensions };
    });
    return isOfRequest ? [ofRequest(), ...ofScopes] : ofScopes;
  });
}

/** Who asks: a customer of a scope, or nobody in particular. */
export function contextOf(scope: string | null, id: string): Context {
  return scope === null ? {} : { [scope]: id };
}

/** The sets that conditions of a set test. */
function testedFrom(model: Model | undefined, set: GroupSet | undefined): readonly string[] {
  return model === undefined || set === undefined ? [] : setsTestedBy(model, conditionsIn(set)).map(({ name }) => name);
}

/** What a change does to the groups of a set; undefined if nothing. */
export function compareSet(comparison: Comparison, affected: SetCandidate): GroupEffect | undefined {
  const { name, scope } = affected;
  const moves = movesIn(comparison, affected);
  return moves.length === 0 ? undefined : { name, environment: comparison.environment, scope, moves };
}

/** From one group to another, or out of some and into others; groups that stay the same are not among them. */
export type Ways = readonly Pick<Move, "from" | "to">[];

/** The moves of a customer in a set. */
export function waysOf({ before, after }: Comparison, { name, scope }: SetCandidate, id: string): Ways {
  const context = contextOf(scope, id);
  return waysBetween(before.groups(name, context), after.groups(name, context));
}

/** The moves of all who differ from a customer only in their hashes, each once, with the part of them who move so. */
export function waysAlike(
  { before, after }: Comparison,
  { name, scope }: SetCandidate,
  id: string,
): readonly { readonly ways: Ways; readonly part: number }[] {
  const context = contextOf(scope, id);
  const parts = splitByHash(context, (hashes) =>
    waysBetween(before.groups(name, context, { hashes }), after.groups(name, context, { hashes })),
  );
  const known = new Map<string, { readonly ways: Ways; readonly part: number }>();
  for (const { answer: ways, part } of parts) {
    const key = JSON.stringify(ways);
    known.set(key, { ways, part: part + (known.get(key)?.part ?? 0) });
  }
  return [...known.values()];
}

function movesIn(comparison: Comparison, affected: SetCandidate): readonly Move[] {
  const { unmentionedId } = comparison;
  const drafts = new Map<
    string,
    Ways[number] & { readonly ids: (readonly string[])[]; readonly patterns: string[]; part: number }
  >();
  const draftOf = (way: Ways[number]) => {
    const key = JSON.stringify([way.from, way.to]);
    const draft = drafts.get(key) ?? { ...way, ids: [], patterns: [], part: 0 };
    drafts.set(key, draft);
    return draft;
  };
  const ask = (id: string): Ways => waysOf(comparison, affected, id);
  const askAlike = (id: string): readonly Ways[] => waysAlike(comparison, affected, id).map(({ ways }) => ways);

  const all = affected.others ? waysAlike(comparison, affected, unmentionedId) : [];
  const everyone = all.map(({ ways }) => ways);
  for (const { ways, part } of all) for (const way of ways) if (way.from !== way.to) draftOf(way).part += part;
  const askAll = (ids: readonly string[]) => [{ way: ask(ids[0] ?? ""), ids }];
  const asking = {
    unmentionedId,
    everyone,
    ask,
    askAlike,
    askAll,
    kin: affected.representatives.classes.map((ids) => [ids]),
    isMove,
    keyOf: (ways: Ways) => JSON.stringify(ways),
  };
  for (const { ids, pattern, ways } of reportMoves(affected.representatives, asking))
    for (const draft of ways.flat().map(draftOf)) {
      draft.ids.push(ids);
      if (pattern !== undefined) draft.patterns.push(pattern);
    }
  return [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { from, to, ids, patterns, part }]) => ({
      from,
      to,
      ids: joined(ids),
      patterns,
      unlisted: part > 0 && percentageOf(part, part > 0.999_999_999 ? 1 : all.length),
      where: undefined,
    }));
}

/** The moves from some groups to others. */
export function waysBetween(before: readonly string[], after: readonly string[]): Ways {
  const left = before.filter((group) => !after.includes(group));
  const joins = after.filter((group) => !before.includes(group));
  if (left.length === 1 && joins.length === 1) return [{ from: left[0] ?? null, to: joins[0] ?? null }];
  if (left.length + joins.length > 0)
    return [...left.map((from) => ({ from, to: null })), ...joins.map((to) => ({ from: null, to }))];
  return after.length === 0 ? [{ from: null, to: null }] : after.map((group) => ({ from: group, to: group }));
}

/** Whether there is a move to another group. */
export function isMove(ways: Ways): boolean {
  return ways.some(({ from, to }) => from !== to);
}
