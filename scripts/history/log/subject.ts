import type { DecisionEffect, Effect, GroupEffect, NameEffect, ScheduledEffect } from "../../effect/effect.ts";
import type { Customer } from "../../effect/for-customer.ts";
import { setOf } from "../../model/model-queries.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** What a log is about: a name, a group of a set, or one customer. */
export type Subject =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "group"; readonly name: string; readonly set: string; readonly group: string }
  | { readonly kind: "customer"; readonly customer: Customer };

/** The subject that a word refers to: `scope=id`, `set/group`, or any name. */
export function subjectOf(word: string, ignoresCase: (scope: string) => boolean): Subject {
  const equals = word.indexOf("=");
  if (equals > 0) {
    const scope = word.slice(0, equals);
    return { kind: "customer", customer: { scope, id: normalizeId(word.slice(equals + 1), ignoresCase(scope)) } };
  }
  const set = setOf(word);
  return set === word
    ? { kind: "name", name: word }
    : { kind: "group", name: word, set, group: word.slice(set.length + 1) };
}

/** The parts of an effect that are about a name, or a group; its impact is still that of the whole. */
export function effectOn(effect: Effect, subject: Exclude<Subject, { kind: "customer" }>): Effect {
  const name = subject.kind === "group" ? subject.set : subject.name;
  const isOwn = (each: { readonly name: string }): boolean => each.name === name;
  const laterOn = (
    list: readonly ScheduledEffect[],
    decisionsIn: (list: readonly DecisionEffect[]) => readonly DecisionEffect[],
    groupsIn: (list: readonly GroupEffect[]) => readonly GroupEffect[],
  ): readonly ScheduledEffect[] =>
    list
      .map(({ on, decisions, groups }) => ({ on, decisions: decisionsIn(decisions), groups: groupsIn(groups) }))
      .filter((each) => each.decisions.length + each.groups.length > 0);
  if (subject.kind === "group") {
    const { group } = subject;
    const groups = (list: readonly GroupEffect[]): readonly GroupEffect[] =>
      list
        .filter(isOwn)
        .map((each) => ({ ...each, moves: each.moves.filter(({ from, to }) => from === group || to === group) }))
        .filter(({ moves }) => moves.length > 0);
    const types = effect.types.filter((each) => isOwn(each) && each.message.includes(`\`${group}\``));
    const later = (list: readonly ScheduledEffect[]): readonly ScheduledEffect[] => laterOn(list, () => [], groups);
    return {
      ...effect,
      groups: groups(effect.groups),
      types,
      decisions: [],
      properties: [],
      later: later(effect.later),
      undone: later(effect.undone),
      names: noNames,
      unsaid: effect.unsaid.filter(isOwn),
    };
  }
  const own = (list: readonly NameEffect[]): readonly NameEffect[] => list.filter(isOwn);
  const decisions = (list: readonly DecisionEffect[]): readonly DecisionEffect[] => list.filter(isOwn);
  const groups = (list: readonly GroupEffect[]): readonly GroupEffect[] => list.filter(isOwn);
  const later = (list: readonly ScheduledEffect[]): readonly ScheduledEffect[] => laterOn(list, decisions, groups);
  const { names } = effect;
  return {
    ...effect,
    decisions: decisions(effect.decisions),
    groups: groups(effect.groups),
    names: { added: own(names.added), removed: own(names.removed), retired: own(names.retired) },
    types: effect.types.filter(isOwn),
    properties: effect.properties.filter(({ release }) => release === name),
    later: later(effect.later),
    undone: later(effect.undone),
    unsaid: effect.unsaid.filter(isOwn),
  };
}

const noNames: Effect["names"] = { added: [], removed: [], retired: [] };
