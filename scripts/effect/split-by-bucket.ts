import type { Decision } from "../model/model.ts";
import { compareText } from "../model/text/words.ts";
import type { Json } from "../runtime/load/value-shape.ts";
import { hashes, hashOf } from "../runtime/tables/bucket.ts";
import type { Change } from "./effect.ts";
import type { Hashes, RevisionAnswer, RevisionQuestion } from "./revision.ts";
import type { Comparison, Context, Query } from "./revision-query.ts";

/**
 * The answer of customers who differ only in their hashes, and how large a part of them gets it; the parts add up to 1.
 */
interface Part<Answer> {
  readonly answer: Answer;
  readonly part: number;
  /** Which of the given ids are in it. */
  readonly ids: readonly string[];
}

/**
 * Asks for all customers who differ from one only in their hashes: once for each part of the hashes in which nothing
 * changes, as the module itself reports while it answers. Each scope and salt has its own hashes, so the parts of
 * several are multiplied. If `ids` are all of them, only their hashes are looked at; in scopes that are `named`, only
 * the customer's own hash.
 */
export function splitByHash<Answer>(
  context: Context,
  ask: (hashes: Hashes) => Answer,
  ids?: readonly string[],
  named?: ReadonlySet<string>,
): readonly Part<Answer>[] {
  const parts: Part<Answer>[] = [];

  function look(ranges: Ranges, part: number, own: readonly string[]): void {
    if (ids !== undefined && own.length === 0) return;
    let split: Split | undefined;
    const answer = ask({
      of: (scope, salt, cuts) => {
        // A customer who belongs to another one has that one's hash.
        if (!Object.hasOwn(context, scope) || named?.has(scope)) return undefined;
        const key = JSON.stringify([scope, salt]);
        const [first, end] = ranges.get(key) ?? [0, hashes];
        const inside = cuts.filter((cut) => first < cut && cut < end);
        if (inside.length > 0) split ??= { key, salt, first, end, cuts: [...new Set(inside)].sort((a, b) => a - b) };
        return first;
      },
      key: () => JSON.stringify([[...(named ?? [])], [...ranges]]),
    });
    if (split === undefined) parts.push({ answer, part, ids: own });
    else {
      const { key, salt, first, end, cuts } = split;
      const bounds = [first, ...cuts, end];
      for (const [index, start] of bounds.slice(0, -1).entries()) {
        const stop = bounds[index + 1] as number;
        const isIn = (hash: number): boolean => start <= hash && hash < stop;
        const inside = own.filter((id) => isIn(hashOf(salt, id)));
        look(new Map(ranges).set(key, [start, stop]), (part * (stop - start)) / (end - first), inside);
      }
    }
  }

  look(new Map(), 1, ids ?? []);
  return parts;
}

/** The hashes that are looked at, by scope and salt, half-open; all of them if there is no entry. */
type Ranges = ReadonlyMap<string, readonly [first: number, end: number]>;

/** Hashes at which an answer changes. */
interface Split {
  readonly key: string;
  readonly salt: string;
  readonly first: number;
  readonly end: number;
  readonly cuts: readonly number[];
}

/** The part of some customers who have one answer before and one after; all parts add up to 1. */
export interface Share {
  readonly before: RevisionAnswer;
  readonly after: RevisionAnswer;
  readonly part: number;
  /** Which of the given ids are in it. */
  readonly ids: readonly string[];
}

/** A decision of either side. */
interface Pair {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
}

/** Customers who differ only in their hashes. */
export interface Cohort {
  /** Any one of them. */
  readonly context: Context;
  readonly created?: RevisionQuestion["created"];
  /** The scopes in which only the given ids are meant, with their own buckets. */
  readonly named?: ReadonlySet<string>;
  /** If these are all of them, only their hashes are looked at. */
  readonly ids?: readonly string[];
}

/** The answers of a cohort, each pair of them once. */
export function splitByBucket({ before, after }: Comparison, pair: Pair, cohort: Cohort): readonly Share[] {
  const { context, created, ids, named } = cohort;
  const ask = (query: Query, decision: Decision | undefined, hashes: Hashes): RevisionAnswer =>
    decision === undefined
      ? { value: null, rule: "absent", group: undefined }
      : query.explain(decision, context, created === undefined ? { hashes } : { hashes, created });
  const parts = splitByHash(
    context,
    (hashes) => ({ before: ask(before, pair.before, hashes), after: ask(after, pair.after, hashes) }),
    ids,
    named,
  );
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return [{ ...only.answer, part: only.part, ids: only.ids }];
  const shares = new Map<string, Share>();
  for (const { answer, part, ids } of parts) {
    const key = JSON.stringify([answer.before, answer.after]);
    const known = shares.get(key);
    const all = known === undefined ? ids : [...known.ids, ...ids].sort(compareText);
    shares.set(key, { ...answer, part: part + (known?.part ?? 0), ids: all });
  }
  return [...shares.values()];
}

/** Whether the answers of a share differ, or what they stand for. */
export function isMoving({ before, after }: Share): boolean {
  return before.value !== after.value || before.content !== after.content;
}

/** A change of some customers, and whether all of them have it or what percentage. */
export interface Way extends Change {
  readonly unlisted: true | number;
}

/** What the answers of a share stand for, if they or that differ. */
export function valuesOf({ before, after }: Pick<Share, "before" | "after">): Change["values"] {
  if (before.content === after.content && (before.value === after.value || after.content === undefined))
    return undefined;
  const read = ({ content }: RevisionAnswer): Json | undefined =>
    content === undefined ? undefined : JSON.parse(content);
  return { from: read(before), to: read(after) };
}

/** The changes of shares, whatever decided them, in order. */
export function waysOf(shares: readonly Share[]): readonly Way[] {
  const [only] = shares;
  if (only !== undefined && shares.length === 1) return [wayOf(only, true)];
  const parts = new Map<string, Share>();
  for (const share of shares) {
    const key = JSON.stringify([share.before.value, share.after.value]);
    parts.set(key, { ...share, part: share.part + (parts.get(key)?.part ?? 0) });
  }
  return [...parts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, share]) => wayOf(share, percentageOf(share.part, parts.size)));
}

function wayOf({ before, after }: Share, unlisted: Way["unlisted"]): Way {
  return { from: before.value, to: after.value, values: valuesOf({ before, after }), unlisted };
}

/** A part as it is reported: true for all, or a percentage that is neither 0 nor 100. */
export function percentageOf(part: number, shares: number): true | number {
  return shares === 1 ? true : Math.min(99.9999, Math.max(0.0001, Math.round(part * 1e6) / 1e4));
}
