import { compareText } from "../diagnostic.ts";
import type { GroupEffect, Move } from "../effect.ts";
import type { GroupSet } from "../model.ts";
import { followersOf, type Kinship } from "./kinship.ts";
import { inOrder, type Members, touched } from "./mentions.ts";
import type { Comparison } from "./view.ts";
import { tell, type Voices, voicesOf } from "./voices.ts";

/** Which group sets have customers who are in another group than before. */
export function compareGroups(comparison: Comparison, members: Members, kinship: Kinship): readonly GroupEffect[] {
  const [before, after] = [comparison.before.model?.sets, comparison.after.model?.sets];
  return inOrder([...(before?.keys() ?? []), ...(after?.keys() ?? [])]).flatMap((name) => {
    const [one, other] = [before?.get(name), after?.get(name)];
    const isOther = settingsOf(one) !== settingsOf(other);
    return inOrder([one, other].flatMap((set) => set?.scope ?? [])).flatMap((scope): GroupEffect[] => {
      const { all, changed, matching } = members(name, scope);
      const mentioned = isOther ? all : touched(changed, matching);
      const moved = kinship.changed.filter((each) => each.scope === scope);
      const linked = isOther ? kinship.linked : followersOf(kinship, new Map([[scope, mentioned]]), moved);
      const moves = movesIn(comparison, name, scope, isOther, voicesOf(mentioned, linked.get(scope) ?? []));
      return moves.length === 0 ? [] : [{ name, environment: comparison.environment, scope, moves }];
    });
  });
}

/** What decides about the groups of everyone, as a text to compare. */
function settingsOf(set: GroupSet | undefined): string {
  return set === undefined ? "" : JSON.stringify([set.scope, set.default, set.exclusive, set.told]);
}

type Way = Pick<Move, "from" | "to">;

function movesIn(
  { before, after, nobody }: Comparison,
  set: string,
  scope: string,
  concernsOthers: boolean,
  voices: Voices,
): readonly Move[] {
  const drafts = new Map<string, Way & { readonly ids: string[]; unlisted: boolean }>();
  const draftOf = (way: Way) => {
    const draft = drafts.get(keyOf(way)) ?? { ...way, ids: [], unlisted: false };
    drafts.set(keyOf(way), draft);
    return draft;
  };
  const ask = (id: string): readonly Way[] =>
    waysBetween(before.groups(set, { [scope]: id }), after.groups(set, { [scope]: id }));

  const everyone = concernsOthers ? ask(nobody) : [];
  for (const way of everyone) if (isMove(way)) draftOf(way).unlisted = true;
  for (const { text, ways } of tell(voices, { nobody, everyone, ask, askAlike: ask, isMove, keyOf }))
    for (const way of ways) draftOf(way).ids.push(text);
  return [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, draft]) => ({ ...draft, ids: draft.ids.sort(compareText) }));
}

/** From one group to another, or out of some and into others; who is in the same as before stays in each. */
function waysBetween(before: readonly string[], after: readonly string[]): readonly Way[] {
  const left = before.filter((group) => !after.includes(group));
  const joined = after.filter((group) => !before.includes(group));
  if (left.length === 1 && joined.length === 1) return [{ from: left[0] ?? null, to: joined[0] ?? null }];
  if (left.length + joined.length > 0)
    return [...left.map((from) => ({ from, to: null })), ...joined.map((to) => ({ from: null, to }))];
  return after.length === 0 ? [{ from: null, to: null }] : after.map((group) => ({ from: group, to: group }));
}

function isMove({ from, to }: Way): boolean {
  return from !== to;
}

function keyOf({ from, to }: Way): string {
  return JSON.stringify([from, to]);
}
