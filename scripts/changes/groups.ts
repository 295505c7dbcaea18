import { compareText } from "../diagnostic.ts";
import type { GroupEffect, Move } from "../effect.ts";
import { modelIn } from "../side.ts";
import type { Comparison } from "./decisions.ts";
import { changedMembers, mentionedMembers } from "./lists.ts";
import { strangerTo } from "./unlisted.ts";

/** Which group sets of one environment have customers who are in another group than before. */
export function compareGroups(comparison: Comparison): readonly GroupEffect[] {
  const [before, after] = [comparison.base, comparison.head].map((side) => modelIn(side, comparison.environment));
  const names = [...new Set([...(before?.sets.keys() ?? []), ...(after?.sets.keys() ?? [])])].sort(compareText);
  return names.flatMap((name): GroupEffect[] => {
    const [base, head] = [before?.sets.get(name), after?.sets.get(name)];
    const scope = (head ?? base)?.scope ?? "";
    const isOther =
      base?.default !== head?.default || base === undefined || head === undefined || base.scope !== head.scope;
    const ids = new Set(isOther ? [...mentionedMembers(base), ...mentionedMembers(head)] : changedMembers(base, head));
    const aliases = [before, after].flatMap((model) => model?.aliases ?? []).filter((alias) => alias.scope === scope);
    for (const { was } of aliases) ids.add(was);
    if (ids.size === 0 && !isOther) return [];

    const moves = new Map<string, { from: string | null; to: string | null; ids: string[]; unlisted: boolean }>();
    const ask = (id: string): { from: string | null; to: string | null }[] => {
      const question = { ...comparison, context: { [scope]: id } };
      const from = base === undefined ? [] : comparison.base.groups(name, question);
      const to = head === undefined ? [] : comparison.head.groups(name, question);
      const left = from.filter((group) => !to.includes(group));
      const joined = to.filter((group) => !from.includes(group));
      return Array.from({ length: Math.max(left.length, joined.length) }, (_, index) => ({
        from: left[index] ?? null,
        to: joined[index] ?? null,
      }));
    };
    const move = (from: string | null, to: string | null) => {
      const key = JSON.stringify([from, to]);
      const known = moves.get(key) ?? { from, to, ids: [], unlisted: false };
      moves.set(key, known);
      return known;
    };
    if (isOther) for (const { from, to } of ask(strangerTo([before, after], ids))) move(from, to).unlisted = true;
    for (const id of [...ids].sort(compareText))
      for (const { from, to } of ask(sampleOf(id, base, head))) move(from, to).ids.push(id);
    const sorted: Move[] = [...moves.values()].sort((a, b) => compareText(`${a.from} ${a.to}`, `${b.from} ${b.to}`));
    return sorted.length === 0
      ? []
      : [{ name, environment: comparison.isFirst ? undefined : comparison.environment, moves: sorted }];
  });
}

type Patterned =
  | { readonly groups: ReadonlyMap<string, { readonly patterns: readonly { readonly prefix: string }[] }> }
  | undefined;

function sampleOf(id: string, ...sets: readonly Patterned[]): string {
  const prefix = id.slice(0, -1);
  const isPattern =
    id.endsWith("*") &&
    sets.some((set) =>
      [...(set?.groups.values() ?? [])].some((group) => group.patterns.some((each) => each.prefix === prefix)),
    );
  return isPattern ? `${prefix}~any~` : id;
}
