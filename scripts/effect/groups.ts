import type { GroupSet } from "../model/model.ts";
import { compareText } from "../model/text/words.ts";
import type { GroupEffect, Move } from "./effect.ts";
import { followersOf, type Kinship } from "./identity-links.ts";
import { inOrder, type Members, noEntries, nothing } from "./mentioned.ts";
import type { Comparison } from "./query.ts";
import { joined, tell, type Voices, voicesOf } from "./representatives.ts";

/** Which group sets have customers who are in another group than before. */
export function compareGroups(comparison: Comparison, members: Members, kinship: Kinship): readonly GroupEffect[] {
  const [before, after] = [comparison.before.model?.sets, comparison.after.model?.sets];
  return inOrder([...(before?.keys() ?? []), ...(after?.keys() ?? [])]).flatMap((name) => {
    const [one, other] = [before?.get(name), after?.get(name)];
    const isOther = setSettings(one) !== setSettings(other);
    return inOrder([one, other].flatMap((set) => set?.scope ?? [])).flatMap((scope): GroupEffect[] => {
      const sets = members(scope, [name]);
      const mentioned = { members: isOther ? sets.all : sets.changed, listed: nothing, sets, lists: noEntries };
      const moved = kinship.changed.filter((each) => each.scope === scope);
      const followers = isOther ? kinship.linked : followersOf(kinship, new Map([[scope, mentioned]]), moved);
      const known = kinship.linked.get(scope) ?? new Set();
      const voices = voicesOf(mentioned, followers.get(scope) ?? [], known);
      const moves = movesIn(comparison, name, scope, isOther, voices);
      return moves.length === 0 ? [] : [{ name, environment: comparison.environment, scope, moves }];
    });
  });
}

/** What decides about the groups of everyone, as a text to compare. */
export function setSettings(set: GroupSet | undefined): string {
  return set === undefined ? "" : JSON.stringify([set.scope, set.default, set.exclusive, set.told]);
}

/** From one group to another, or out of some and into others; who is in the same as before stays in each. */
type Ways = readonly Pick<Move, "from" | "to">[];

function movesIn(
  { before, after, nobody }: Comparison,
  set: string,
  scope: string,
  concernsOthers: boolean,
  voices: Voices,
): readonly Move[] {
  const drafts = new Map<
    string,
    Pick<Move, "from" | "to"> & { readonly ids: (readonly string[])[]; unlisted: boolean }
  >();
  const draftOf = (way: Ways[number]) => {
    const key = JSON.stringify([way.from, way.to]);
    const draft = drafts.get(key) ?? { ...way, ids: [], unlisted: false };
    drafts.set(key, draft);
    return draft;
  };
  const ask = (id: string): Ways =>
    waysBetween(before.groups(set, { [scope]: id }), after.groups(set, { [scope]: id }));
  const askAlike = (id: string): readonly Ways[] => [ask(id)];

  const everyone = concernsOthers ? askAlike(nobody) : [];
  for (const way of everyone.flat()) if (way.from !== way.to) draftOf(way).unlisted = true;
  const askClass = (ids: readonly string[]) => [{ way: ask(ids[0] ?? ""), ids }];
  const asking = { nobody, everyone, ask, askAlike, askClass, isMove, keyOf: (ways: Ways) => JSON.stringify(ways) };
  for (const { texts, ways } of tell(voices, asking)) for (const way of ways.flat()) draftOf(way).ids.push(texts);
  return [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { from, to, ids, unlisted }]) => ({ from, to, ids: joined(ids), unlisted }));
}

export function waysBetween(before: readonly string[], after: readonly string[]): Ways {
  const left = before.filter((group) => !after.includes(group));
  const joins = after.filter((group) => !before.includes(group));
  if (left.length === 1 && joins.length === 1) return [{ from: left[0] ?? null, to: joins[0] ?? null }];
  if (left.length + joins.length > 0)
    return [...left.map((from) => ({ from, to: null })), ...joins.map((to) => ({ from: null, to }))];
  return after.length === 0 ? [{ from: null, to: null }] : after.map((group) => ({ from: group, to: group }));
}

function isMove(ways: Ways): boolean {
  return ways.some(({ from, to }) => from !== to);
}
