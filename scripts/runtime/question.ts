import { type Context, readId } from "./context.ts";
import type { Data } from "./data.ts";
import type { Group, GroupSet } from "./declarations.ts";
import type { Identities } from "./identities.ts";
import { follow, nextTurn } from "./links.ts";
import type { Settings } from "./overrides.ts";
import { findState, nextMoment, rowAt, type Table } from "./tables.ts";

/** What a caller tells beside the context. */
export interface Told {
  readonly overrides: Settings | undefined;
  readonly groups: ReadonlyMap<GroupSet, Group> | undefined;
  /** When the customers were created, by the number of the scope. */
  readonly created: ReadonlyMap<number, number> | undefined;
}

/** Who is asked about, when, and from which data; with what was found on the way. */
export interface Question {
  readonly data: Data;
  readonly context: Context;
  readonly at: number;
  readonly told: Told;
  /** The scope that was asked for first, or -1; and the customer's row in it. Most questions need no other. */
  firstScope: number;
  firstRow: number;
  /** The rows in other scopes, by scope. */
  otherRows: number[] | undefined;
  /** The ids in scopes where the context does not say all, by scope. */
  ids: (string | undefined)[] | undefined;
  /** The values of flags that others require, by key. */
  required: number[] | undefined;
}

/** In place of a row, where nobody of the scope is known. */
export const absent = -1;

/** A question of which nothing has been found yet. */
export function ask(data: Data, context: Context, at: number, told: Told): Question {
  return {
    data,
    context,
    at,
    told,
    firstScope: -1,
    firstRow: absent,
    otherRows: undefined,
    ids: undefined,
    required: undefined,
  };
}

/** The customer's row in a scope, or `absent`; found once. */
export function rowIn(question: Question, scope: number): number {
  if (question.firstScope === scope) return question.firstRow;
  const known = question.otherRows?.[scope];
  if (known !== undefined) return known;
  const state = stateIn(question, scope);
  const row = state === undefined ? absent : rowAt(question.data.tables[scope] as Table, state, question.at);
  if (question.firstScope < 0) {
    question.firstScope = scope;
    question.firstRow = row;
  } else {
    question.otherRows ??= [];
    question.otherRows[scope] = row;
  }
  return row;
}

function stateIn(question: Question, scope: number): number | undefined {
  const id = idIn(question, scope);
  return id === undefined ? undefined : findState(question.data.tables[scope] as Table, id);
}

/** The id that counts in a scope: that of the context as it is today, or that of who the customers of other scopes belong to. */
export function idIn(question: Question, scope: number): string | undefined {
  const { data, context } = question;
  const identities = data.identities[scope];
  if (identities === undefined) return readId(context, data.scopeNames[scope] as string);
  question.ids ??= [];
  if (!(scope in question.ids)) question.ids[scope] = identify(question, scope, identities);
  return question.ids[scope];
}

function identify(question: Question, scope: number, { formers, children }: Identities): string | undefined {
  const { data, context, at } = question;
  let id = readId(context, data.scopeNames[scope] as string);
  for (let kin = 0; id === undefined && kin < children.length; kin++) {
    const { scope: narrow, links } = children[kin] as Identities["children"][number];
    const child = idIn(question, narrow);
    if (child !== undefined) id = follow(links, child, at);
  }
  return id === undefined || formers === undefined ? id : (follow(formers, id, at) ?? id);
}

/** The first instant after the question's at which the customer's row in a scope may be another one. */
export function nextChangeIn(question: Question, scope: number): number {
  const state = stateIn(question, scope);
  const turn = nextTurnIn(question, scope, new Set());
  return state === undefined
    ? turn
    : Math.min(turn, nextMoment(question.data.tables[scope] as Table, state, question.at));
}

/** The first instant at which another id may count in a scope. */
function nextTurnIn(question: Question, scope: number, seen: Set<number>): number {
  const { data, context, at } = question;
  const identities = data.identities[scope];
  if (identities === undefined || seen.has(scope)) return Infinity;
  seen.add(scope);
  const { formers, children } = identities;
  const given = readId(context, data.scopeNames[scope] as string);
  if (given !== undefined) return formers === undefined ? Infinity : nextTurn(formers, given, at);
  const turns = children.map((child) => nextTurnIn(question, child.scope, seen));
  const parents =
    formers === undefined
      ? []
      : children.flatMap(({ scope: narrow, links }) => {
          const child = idIn(question, narrow);
          const parent = child === undefined ? undefined : follow(links, child, at);
          return parent === undefined ? [] : [nextTurn(formers, parent, at)];
        });
  return Math.min(Infinity, ...turns, ...parents);
}
