import { untold } from "../declare/conditions.ts";
import type { Attribute, Condition, Group, GroupSet, GroupShare } from "../declare/declarations.ts";
import { noScope } from "../declare/declare-set.ts";
import { positionAmong } from "../tables/cuts.ts";
import { type Table, valueIn } from "../tables/tables.ts";
import { meets, type Position, textPosition, toldPosition } from "./conditions.ts";
import { checkScopes } from "./context.ts";
import { absent, hashIn, type Question, rowIn } from "./question.ts";
import { hear, notedPosition, notePosition, notesPositions } from "./survey.ts";

/** The group of a set that the customer is in; of several, the first. */
export function groupIn(question: Question, set: GroupSet): Group | undefined {
  if (set.retired) return set.default;
  if (set.told) return toldIn(question, set);
  const row = rowOf(question, set);
  const index = row === absent ? -1 : valueIn(question.data.tables[set.scope] as Table, row, set.key);
  if (index >= 0) return set.groups[index];
  const met = set.conditions.find(({ condition }) => holds(question, condition));
  if (met !== undefined) return met.group;
  return isKnown(question, set, row) ? (sharedIn(question, set) ?? set.default) : undefined;
}

/** The customer's row in the scope of a set, if it has one. */
function rowOf(question: Question, { scope }: GroupSet): number {
  return scope === noScope ? absent : rowIn(question, scope);
}

/** Whether the default of a set may apply to someone; in a set without a scope, to every caller. */
function isKnown(question: Question, { scope }: GroupSet, row: number): boolean {
  if (row !== absent || scope === noScope) return true;
  checkScopes(question.data, question.context);
  return false;
}

/** The group of an exclusive set that the customer is in by its share; in other sets, the first. */
function sharedIn(question: Question, set: GroupSet): Group | undefined {
  return set.shares.find((share) => isShared(question, set, share))?.group;
}

function isShared(question: Question, { scope }: GroupSet, { condition, salt, start, end }: GroupShare): boolean {
  if (condition !== undefined && !holds(question, condition)) return false;
  const hash = hashIn(question, scope, salt, [start, end]);
  return hash !== undefined && start <= hash && hash < end;
}

/** Whether the customer is in a group. */
export function isMember(question: Question, group: Group): boolean {
  const { set, key, index } = group;
  if (set.retired) return set.default?.index === index;
  if (set.told) return toldIn(question, set)?.index === index;
  const row = rowOf(question, set);
  if (row !== absent) {
    const table = question.data.tables[set.scope] as Table;
    const first = valueIn(table, row, set.key);
    if (first === index || (first >= 0 && !set.exclusive && valueIn(table, row, key) >= 0)) return true;
    if (first >= 0 && set.exclusive) return false;
    if (set.conditions.length + set.shares.length === 0) return first < 0 && set.default?.index === index;
  }
  if (set.exclusive) return groupIn(question, set)?.index === index;
  // If a customer may be in several groups, each condition and each share counts separately.
  if (set.conditions.some((each) => each.group === group && holds(question, each.condition))) return true;
  if (!isKnown(question, set, row)) return false;
  if (set.shares.some((share) => share.group === group && isShared(question, set, share))) return true;
  return set.default === group && groupIn(question, set) === group;
}

/** A told group counts whatever ids are known; if untold, a customer of the set's scope is in its default. */
function toldIn(question: Question, set: GroupSet): Group | undefined {
  const told = question.told.groups?.get(set);
  const isDefault = told === undefined && set.default !== undefined && isKnown(question, set, rowOf(question, set));
  const group = isDefault ? set.default : told;
  noteAsked(question, set.name, group !== undefined);
  return group;
}

/** Tells who wants to know that an answer asks for what callers tell under a name. */
function noteAsked(question: Question, name: string, isTold: boolean): void {
  hear(question, name, isTold);
  if (!isTold && question.missed !== undefined) question.missed.push(name);
}

/** Whether a condition holds. */
export function holds(question: Question, condition: Condition): boolean {
  return meets(question, condition, positionIn);
}

/**
 * The position of what a condition tests among its cuts. The attribute keeps it, since a question that kept some would
 * need a place for each; so of questions that are asked in turn each finds it again.
 */
function positionIn(question: Question, attribute: Attribute): Position {
  if (question.stamp === 0) question.stamp = ++lastStamp;
  else if (attribute.askedBy === question.stamp) return attribute.found;
  const { set } = attribute;
  const position = set === undefined ? readPosition(question, attribute) : groupPosition(question, attribute, set);
  attribute.askedBy = question.stamp;
  attribute.found = position;
  return position;
}

let lastStamp = 0;

/** The position of a told value; notes what was asked for, if requested. */
function readPosition(question: Question, attribute: Attribute): Position {
  const { attributes, standing } = question.told;
  const value = attributes?.[attribute.name];
  // What nearly every service passes: a text, for this lookup alone.
  const isText = typeof value === "string" && attribute.type !== "list" && !notesPositions(question);
  const position = isText
    ? textPosition(attribute, value)
    : attributes === undefined && standing === undefined
      ? untold
      : (notedPosition(question, attribute) ?? toldPosition(question, attribute));
  notePosition(question, attribute, position);
  noteAsked(question, attribute.name, position !== untold);
  return position;
}

/** A set is told if a customer of its scope is known, or if a condition or the caller gives a group. */
function groupPosition(question: Question, { type, cuts }: Attribute, set: GroupSet): Position {
  const names = set.groups.filter((group) => isMember(question, group)).map(({ name }) => name);
  if (names.length === 0 && (set.told || !isKnown(question, set, rowOf(question, set)))) return untold;
  if (type === "list") return names.map((name) => positionAmong(cuts, name));
  const [name = ""] = names;
  return positionAmong(cuts, type === "boolean" ? Number(names.length > 0) : name);
}
