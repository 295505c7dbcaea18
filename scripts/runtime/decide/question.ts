import type { Group, GroupSet } from "../declare/declarations.ts";
import type { Identities } from "../declare/identities.ts";
import { formerKey } from "../declare/lists.ts";
import type { Data } from "../declare/live-data.ts";
import { hashOf } from "../tables/bucket.ts";
import { normalizeId } from "../tables/normalize.ts";
import { parentOf } from "../tables/parent-index.ts";
import { nextMoment, rowAt, type Table, valueIn } from "../tables/tables.ts";
import { textAt } from "../tables/text-at.ts";
import { type Context, readId } from "./context.ts";
import { assumedHash, type Survey } from "./survey.ts";

/** Settings of flags by name, which a request overrides. */
export type Settings = Readonly<Record<string, boolean | undefined>>;

/** What a caller tells besides the ids. */
export interface Told extends Survey {
  readonly overrides: Settings | undefined;
  readonly groups: ReadonlyMap<GroupSet, Group> | undefined;
  /** When the customers were created, by the number of the scope. */
  readonly created: ReadonlyMap<number, number> | undefined;
  /** Values of attributes by name, as given. */
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  /** The same for many lookups; a value among `attributes` goes before it. */
  readonly standing?: Readonly<Record<string, unknown>> | undefined;
}

/** Who is asked about, when, and from which data; with what has been found so far. */
export interface Question {
  readonly data: Data;
  readonly context: Context;
  readonly at: number;
  readonly told: Told;
  /** The first scope that was needed, or -1; and the customer's row in it. Most questions need no other. */
  firstScope: number;
  firstRow: number;
  /** What was asked for but untold; undefined if this is not recorded. */
  missed: string[] | undefined;
  /** Identifies the question to attributes, which remember the last one; 0 until one is asked. */
  stamp: number;
  /** What else was found; undefined until there is something, since most questions need nothing else. */
  more: Found | undefined;
}

/** What only some questions find. */
interface Found {
  /** The rows in other scopes, by scope. */
  readonly rows: number[];
  /** The ids of the parents in scopes of which the context has only a child, by scope. */
  readonly parents: (string | undefined)[];
  /** The values of flags that others require, by key; undefined until one is asked. */
  required: Map<number, number> | undefined;
}

/** In place of a row, if no customer of the scope is known. */
export const absent = -1;

/** A question without any results yet. */
export function ask(data: Data, context: Context, at: number, told: Told): Question {
  return {
    data,
    context,
    at,
    told,
    firstScope: -1,
    firstRow: absent,
    stamp: 0,
    missed: undefined,
    more: undefined,
  };
}

/** Where to note what only some questions find. */
function moreOf(question: Question): Found {
  question.more ??= { rows: [], parents: [], required: undefined };
  return question.more;
}

/** Where to note the values of flags that others require: in a list with gaps, high keys would take long to find. */
export function requiredOf(question: Question): Map<number, number> {
  const more = moreOf(question);
  more.required ??= new Map();
  return more.required;
}

/** The customer's row in a scope, or `absent`; found once. */
export function rowIn(question: Question, scope: number): number {
  if (question.firstScope === scope) return question.firstRow;
  const known = question.more?.rows[scope];
  if (known !== undefined) return known;
  const state = stateIn(question, scope);
  const row = state === undefined ? absent : rowAt(question.data.tables[scope] as Table, state, question.at);
  if (question.firstScope < 0) {
    question.firstScope = scope;
    question.firstRow = row;
  } else moreOf(question).rows[scope] = row;
  return row;
}

/** The state of the id that counts in a scope; undefined if there is none. */
function stateIn(question: Question, scope: number): number | undefined {
  const id = givenIn(question, scope);
  if (id === undefined) return undefined;
  const state = question.data.findState(question.data.tables[scope] as Table, id);
  if (question.data.identities[scope] === undefined) return state;
  const today = todayOf(question, scope, state);
  return today === undefined ? state : question.data.findState(question.data.tables[scope] as Table, today);
}

/** The id that counts in a scope: a former one is replaced by the current one. */
function idIn(question: Question, scope: number): string | undefined {
  const id = givenIn(question, scope);
  if (id === undefined || question.data.identities[scope]?.today === undefined) return id;
  return todayOf(question, scope, question.data.findState(question.data.tables[scope] as Table, id)) ?? id;
}

/**
 * The hash of the customer's id in a scope with a salt; undefined if no customer is known. `cuts` are the hashes at
 * which the answer changes.
 */
export function hashIn(question: Question, scope: number, salt: string, cuts: readonly number[]): number | undefined {
  const id = idIn(question, scope);
  if (id === undefined) return undefined;
  const assumed = assumedHash(question, scope, salt, cuts);
  return assumed ?? hashOf(salt, normalizeId(id, question.data.ignoreCase[scope] === true));
}

/** The current id that a former one stands for, by its state. */
function todayOf({ data, at }: Question, scope: number, state: number): string | undefined {
  const today = data.identities[scope]?.today;
  if (today === undefined) return undefined;
  const table = data.tables[scope] as Table;
  const index = valueIn(table, rowAt(table, state, at), formerKey);
  return index < 0 ? undefined : textAt(today, index);
}

/** The id that the context has for a scope, or that of the parent of a customer of another scope. */
function givenIn(question: Question, scope: number): string | undefined {
  const { data, context } = question;
  const given = readId(context, data.scopeNames[scope] as string);
  const identities = data.identities[scope];
  if (given !== undefined || identities === undefined) return given;
  const { parents } = moreOf(question);
  if (!(scope in parents)) parents[scope] = findParent(question, identities);
  return parents[scope];
}

function findParent(question: Question, { children }: Identities): string | undefined {
  for (const { scope, links } of children) {
    const child = idIn(question, scope);
    const parent = child === undefined ? undefined : parentOf(links, child, question.data.findState);
    if (parent !== undefined) return parent;
  }
  return undefined;
}

/** The first instant after the question's at which the customer's row in a scope may change. */
export function nextChangeIn(question: Question, scope: number, seen = new Set<number>()): number {
  if (seen.has(scope)) return Infinity;
  seen.add(scope);
  const { data, at } = question;
  const ids = new Set([givenIn(question, scope), idIn(question, scope)]);
  const moments = [...ids].map((id) => {
    const table = data.tables[scope] as Table;
    return id === undefined ? Infinity : nextMoment(table, data.findState(table, id), at);
  });
  const kin = data.identities[scope]?.children ?? [];
  return Math.min(...moments, ...kin.map((child) => nextChangeIn(question, child.scope, seen)));
}
