import type { Decision, Flag, Group, Model, Release, Value } from "../model/model.ts";
import { isSameValue } from "../model/value.ts";
import type { DecisionEffect, GroupEffect } from "./effect.ts";
import { type AnsweringRecord, keyOf, namesOf, recordsOf, type Thing } from "./names.ts";
import { openRevision } from "./open-revision.ts";
import type { Revision } from "./revision.ts";

/**
 * The head of a change as code that was built earlier sees it: what the change retires is still there, and gives
 * everyone the answer of its record.
 */
export function withRetiredAnswers(base: Revision, head: Revision): Revision {
  const [first, ...others] = head.models;
  if (first === undefined || retiredNow(base, first).length === 0) return head;
  const within = (model: Model): Model => {
    const before = base.models.find(({ environment }) => environment === model.environment) ?? base.models[0];
    const things = namesOf(before);
    return retiredNow(base, model).reduce((made, record) => {
      const thing = things.get(keyOf(record));
      return thing === undefined ? made : withAnswer(made, thing, record);
    }, model);
  };
  return openRevision([within(first), ...others.map(within)]);
}

/**
 * The effect of records that give another answer than the base: all code that was built earlier and still asks gets it.
 */
export function compareRecords(
  base: Revision,
  head: Revision,
): { readonly decisions: readonly DecisionEffect[]; readonly groups: readonly GroupEffect[] } {
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const own = new Map(recordsOf(head.models[0]).map((record) => [keyOf(record), record]));
  const known = namesOf(head.models[0]);
  for (const old of new Map(recordsOf(base.models[0]).map((record) => [keyOf(record), record])).values()) {
    const record = own.get(keyOf(old));
    if (record === undefined || known.has(keyOf(old))) continue;
    const isSame = isSameValue(record.value, old.value);
    if (record.answer === old.answer && isSame) continue;
    const { kind, name } = record;
    const way = { from: old.answer ?? null, to: record.answer ?? null, ids: [], patterns: [], where: undefined };
    if (kind === "groups") {
      const move = { ...way, from: textOf(way.from), to: textOf(way.to), unlisted: true };
      groups.push({ name, environment: undefined, scope: "", moves: [move] });
    } else {
      const values = isSame ? {} : { values: { from: old.value, to: record.value } };
      const transition = { ...way, ...values, scope: null, unlisted: true, why: "default" as const, group: undefined };
      decisions.push({ kind, name, environment: undefined, transitions: [transition], newcomers: [], together: [] });
    }
  }
  return { decisions, groups };
}

function textOf(value: Value | null): string | null {
  return value === null ? null : `${value}`;
}

/**
 * The records of what the base has and the head no longer has. Customers who keep a flag through its frozen list are
 * reported there.
 */
function retiredNow(base: Revision, head: Model): readonly AnsweringRecord[] {
  const [things, own] = [namesOf(base.models[0]), namesOf(head)];
  return recordsOf(head).filter((record) => {
    const thing = things.get(keyOf(record));
    if (thing === undefined || own.has(keyOf(record))) return false;
    return !(record.outcome === "frozen" && thing.kind === "flag" && thing.default === record.answer);
  });
}

/** A model in which a thing still exists and gives everyone one answer. */
function withAnswer(model: Model, thing: Thing, { answer, value: content }: AnsweringRecord): Model {
  switch (thing.kind) {
    case "flag": {
      const value = answer ?? thing.default;
      // An answer of another type than code asks for is a finding, not something to compare.
      if (typeof value !== typeof thing.default) return model;
      const flag: Flag = {
        ...decided(thing, value),
        values: [...new Set([...thing.values, value])],
        variants: thing.variants && [...new Set([...thing.variants, `${value}`])],
        grouped: [],
        conditional: [],
        rollout: [],
        created: undefined,
        requires: [],
        requiredConditions: [],
        unmet: value,
        variantValues:
          content === undefined
            ? thing.variantValues
            : new Map([...(thing.variantValues ?? []), [`${value}`, content]]),
        paused: undefined,
      };
      return { ...model, flags: added(model.flags, flag) };
    }
    case "release": {
      const version = `${answer ?? thing.default}`;
      const stages = thing.stages.map((stage) => ({ ...stage, version }));
      const grouped = thing.grouped.map((grouping) => ({ ...grouping, value: version }));
      const release: Release = { ...decided(thing, version), stages, grouped };
      return { ...model, releases: added(model.releases, release) };
    }
    case "privilege":
      // Only plans give it to everyone, so no model has such a privilege.
      if (answer === true) return model;
      return { ...model, privileges: added(model.privileges, { ...decided(thing, false), frozen: undefined }) };
    case "groups": {
      const groups = new Map([...thing.groups].map(([name, group]) => [name, emptied(group)]));
      const standard = answer === undefined ? undefined : `${answer}`;
      return { ...model, sets: added(model.sets, { ...thing, groups, told: false, default: standard }) };
    }
  }
}

function decided<Kind extends Decision>(decision: Kind, value: Value): Kind {
  return { ...decision, default: value, listed: [], expires: undefined };
}

function emptied(group: Group): Group {
  const members = { ...group.members, ids: [], starts: [], ends: [], from: undefined, until: undefined };
  return { ...group, members, patterns: [], conditions: [], shares: [] };
}

function added<Named extends { readonly name: string }>(
  things: ReadonlyMap<string, Named>,
  thing: Named,
): ReadonlyMap<string, Named> {
  return new Map([...things, [thing.name, thing] as const].sort(([a], [b]) => (a < b ? -1 : 1)));
}
