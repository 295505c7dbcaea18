import type { Decision, Flag, Value } from "../model/model.ts";
import { compareText } from "../model/text/words.ts";
import { bucketOf, buckets } from "../runtime/decide/bucket.ts";
import type { RevisionAnswer, RevisionQuestion } from "./revision.ts";
import type { Comparison, Context, Query } from "./revision-query.ts";

/** The part of some customers who have one answer before and one after; the parts of all add up to 1. */
export interface Share {
  readonly before: RevisionAnswer;
  readonly after: RevisionAnswer;
  readonly part: number;
  /** Which of the ids that were asked for it is. */
  readonly ids: readonly string[];
}

/** A decision of either side. */
interface Pair {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
}

/** The buckets that are looked at, by scope and salt, half-open; all of them where these are not there. */
type Ranges = ReadonlyMap<string, readonly [first: number, end: number]>;

/** A rollout that has several answers for the buckets that are looked at. */
interface Split {
  readonly key: string;
  readonly salt: string;
  /** The first bucket of each answer after the first. */
  readonly bounds: readonly number[];
}

/** What is asked of customers who differ in nothing but their buckets. */
export interface Cohort {
  /** One of them, whoever it is. */
  readonly context: Context;
  readonly created?: RevisionQuestion["created"];
  /** The scopes whose ids are meant themselves, with their own buckets. */
  readonly named?: ReadonlySet<string>;
  /** If these are all of them, only their buckets are looked at. */
  readonly ids?: readonly string[];
}

/** The answers of a crowd. Every scope and salt has its own buckets, so the parts of several are multiplied. */
export function splitByBucket({ before, after }: Comparison, pair: Pair, cohort: Cohort): readonly Share[] {
  const revisions = [answerer(before, pair.before, cohort), answerer(after, pair.after, cohort)] as const;
  const shares = new Map<string, Share>();

  function look(ranges: Ranges, part: number, ids: readonly string[]): void {
    if (cohort.ids !== undefined && ids.length === 0) return;
    const [one, other] = [revisions[0](ranges), revisions[1](ranges)];
    const split = isSplit(one) ? one : isSplit(other) ? other : undefined;
    if (split === undefined) {
      add(one as RevisionAnswer, other as RevisionAnswer, part, ids);
      return;
    }
    const { key, salt, bounds } = split;
    const [first, end] = rangeOf(ranges, key);
    const cuts = [first, ...bounds, end];
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      const stop = cuts[index + 1] as number;
      const isIn = (bucket: number): boolean => start <= bucket && bucket < stop;
      const own = ids.filter((id) => isIn(bucketOf(salt, id)));
      look(new Map(ranges).set(key, [start, stop]), (part * (stop - start)) / (end - first), own);
    }
  }

  function add(before: RevisionAnswer, after: RevisionAnswer, part: number, ids: readonly string[]): void {
    const key = JSON.stringify([before, after]);
    const known = shares.get(key);
    const all = known === undefined ? ids : [...known.ids, ...ids].sort(compareText);
    shares.set(key, { before, after, part: part + (known?.part ?? 0), ids: all });
  }

  look(new Map(), 1, cohort.ids ?? []);
  return [...shares.values()];
}

/** Whether the answers of a share differ. */
export function isMoving({ before, after }: Share): boolean {
  return before.value !== after.value;
}

/** Whether a way leads to another answer. */
export function isMove({ from, to }: Way): boolean {
  return from !== to;
}

/** A way that some customers go, and whether all of them do or what percentage. */
export interface Way {
  readonly from: Value | null;
  readonly to: Value | null;
  readonly unlisted: true | number;
}

/** The ways of shares, whatever decides them, in order. */
export function waysOf(shares: readonly Share[]): readonly Way[] {
  const parts = new Map<string, Share>();
  for (const share of shares) {
    const key = JSON.stringify([share.before.value, share.after.value]);
    parts.set(key, { ...share, part: share.part + (parts.get(key)?.part ?? 0) });
  }
  return [...parts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { before, after, part }]) => ({
      from: before.value,
      to: after.value,
      unlisted: percentageOf(part, parts.size),
    }));
}

/** A part as it is told: true for all, or a percentage that is neither 0 nor 100. */
export function percentageOf(part: number, shares: number): true | number {
  return shares === 1 ? true : Math.min(99.9999, Math.max(0.0001, Math.round(part * 1e6) / 1e4));
}

/** Answers of a view for all customers of some buckets, or says by what they still differ. */
function answerer(
  query: Query,
  decision: Decision | undefined,
  { context, created, named }: Cohort,
): (ranges: Ranges) => RevisionAnswer | Split {
  const known = new Map<string, RevisionAnswer>();

  /** As the module answers if what the flag requires is on. */
  function own(decision: Decision): RevisionAnswer {
    const assumed = decision.kind === "flag" ? (decision as Flag).requires.map(({ name }) => name) : [];
    const answer =
      known.get(decision.name) ??
      query.explain(decision, context, {
        ...(assumed.length === 0 ? {} : { assumed }),
        ...(created === undefined ? {} : { created }),
      });
    known.set(decision.name, answer);
    return answer;
  }

  function answer(decision: Decision, ranges: Ranges): RevisionAnswer | Split {
    const found = own(decision);
    const flag = decision.kind === "flag" ? (decision as Flag) : undefined;
    if (flag === undefined || found.rule === "paused") return found;
    for (const { name } of flag.requires) {
      const required = query.model?.flags.get(name);
      if (required === undefined) continue;
      const met = answer(required, ranges);
      if (isSplit(met)) return met;
      if (met.value !== true) return { value: flag.default, rule: "requires", group: undefined };
    }
    const { rollout } = flag;
    if (rollout === undefined || !reaches(rollout, found) || isNamed(rollout)) return found;
    return pick(rollout, rest(flag), ranges);
  }

  /** Whether the module itself has looked at the right bucket. */
  function isNamed({ by }: NonNullable<Flag["rollout"]>): boolean {
    return by !== undefined && named !== undefined && (named.has(by) || !Object.hasOwn(context, by));
  }

  /** Whether the answer is the rollout's, or that of who is outside its shares. */
  function reaches({ by }: NonNullable<Flag["rollout"]>, { rule }: RevisionAnswer): boolean {
    if (rule === "rollout") return true;
    return (rule === "default" || rule === "created") && by !== undefined && Object.hasOwn(context, by);
  }

  /** The answer outside all shares. */
  function rest(flag: Flag): RevisionAnswer {
    const since = flag.created?.by === undefined ? undefined : created?.[flag.created.by];
    return flag.created !== undefined && since !== undefined && since >= flag.created.from
      ? { value: flag.created.value, rule: "created", group: undefined }
      : { value: flag.default, rule: "default", group: undefined };
  }

  return (ranges) =>
    decision === undefined ? { value: null, rule: "absent", group: undefined } : answer(decision, ranges);
}

/** The answer for the buckets that are looked at, or where they have several: the shares have theirs, the others the rest. */
function pick(
  { by, salt, shares }: NonNullable<Flag["rollout"]>,
  rest: RevisionAnswer,
  ranges: Ranges,
): RevisionAnswer | Split {
  const key = JSON.stringify([by, salt]);
  const [first, end] = rangeOf(ranges, key);
  const bounds: number[] = [];
  let answer = rest;
  let start = 0;
  for (const share of shares) {
    const stop = start + Math.round(share.percent * 100);
    if (start <= first && first < stop) answer = { value: share.value, rule: "rollout", group: undefined };
    if (first < stop && stop < end && start < stop) bounds.push(stop);
    start = stop;
  }
  return bounds.length === 0 ? answer : { key, salt, bounds };
}

function rangeOf(ranges: Ranges, key: string): readonly [number, number] {
  return ranges.get(key) ?? [0, buckets];
}

function isSplit(found: RevisionAnswer | Split): found is Split {
  return "salt" in found;
}
