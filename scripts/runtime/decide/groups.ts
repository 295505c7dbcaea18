import type { Group, GroupSet, GroupShare } from "../declare/declarations.ts";
import { type Table, valueIn } from "../tables/tables.ts";
import { checkScopes } from "./context.ts";
import { absent, hashIn, type Question, rowIn } from "./question.ts";

/** The group of a set that the customer is in; of several, the first. */
export function groupIn(question: Question, set: GroupSet): Group | undefined {
  if (set.retired) return set.default;
  if (set.told) return toldIn(question, set);
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return undefined;
  }
  const index = valueIn(question.data.tables[set.scope] as Table, row, set.key);
  return index < 0 ? (sharedIn(question, set) ?? set.default) : set.groups[index];
}

/** The group of an exclusive set that the customer is in by its share; in other sets, the first. */
function sharedIn(question: Question, set: GroupSet): Group | undefined {
  return set.shares.find((share) => isShared(question, set, share))?.group;
}

function isShared(question: Question, { scope }: GroupSet, { salt, start, end }: GroupShare): boolean {
  const hash = hashIn(question, scope, salt, [start, end]);
  return hash !== undefined && start <= hash && hash < end;
}

/** Whether the customer is in a group. */
export function isMember(question: Question, { set, key, index }: Group): boolean {
  if (set.retired) return set.default?.index === index;
  if (set.told) return toldIn(question, set)?.index === index;
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return false;
  }
  const table = question.data.tables[set.scope] as Table;
  const first = valueIn(table, row, set.key);
  if (first === index || (first >= 0 && !set.exclusive && valueIn(table, row, key) >= 0)) return true;
  if (first >= 0 && set.exclusive) return false;
  if (set.shares.length === 0) return first < 0 && set.default?.index === index;
  if (set.exclusive) return (sharedIn(question, set) ?? set.default)?.index === index;
  // If a customer may be in several groups, each share counts separately.
  if (set.shares.some((share) => share.group.index === index && isShared(question, set, share))) return true;
  return first < 0 && set.default?.index === index && sharedIn(question, set) === undefined;
}

/** A told group counts whatever ids are known; if untold, a customer of the set's scope is in its default. */
function toldIn(question: Question, set: GroupSet): Group | undefined {
  const told = question.told.groups?.get(set);
  if (told !== undefined || set.default === undefined) return told;
  if (rowIn(question, set.scope) !== absent) return set.default;
  checkScopes(question.data, question.context);
  return undefined;
}
