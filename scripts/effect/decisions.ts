import { compareText } from "../model/text/words.ts";
import type { Affected } from "./affected.ts";
import { alikeIn } from "./alike.ts";
import type { Kin } from "./ask-kin.ts";
import { causeOf } from "./cause.ts";
import type { DecisionEffect, Transition } from "./effect.ts";
import { compareNewcomers } from "./newcomers.ts";
import { joined, type Representatives, reportMoves } from "./representatives.ts";
import type { Comparison, Context, Which } from "./revision-query.ts";
import { isMoving, percentageOf, type Share, splitByBucket, valuesOf } from "./split-by-bucket.ts";
import { contextsNow, type OnTooMany } from "./together.ts";

/** Finds what a change does to the customers of one decision in each part of its space; undefined if nothing. */
export function decisionComparer(
  whole: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
): (comparison: Comparison) => DecisionEffect | undefined {
  const alike = alikeIn(whole, affected);
  const views = [
    ["before", whole.before.at],
    ["after", whole.after.at],
  ] as const;
  const together = contextsNow(whole, affected, onTooMany);
  return (comparison) =>
    effectOf(comparison, affected, {
      transitions: transitionsOf(comparison, affected, (scope, { classes }) => alike.kinOf(scope, views, classes)),
      newcomers: compareNewcomers(comparison, affected),
      together: together(comparison),
    });
}

/** The effect on a decision; undefined if there is none. */
export function effectOf(
  { environment }: Comparison,
  { before, after }: Affected,
  found: Pick<DecisionEffect, "transitions" | "newcomers" | "together">,
): DecisionEffect | undefined {
  const decision = after ?? before;
  if (decision === undefined || Object.values(found).every(({ length }) => length === 0)) return undefined;
  return { kind: decision.kind, name: decision.name, environment, ...found };
}

/** The changed answers of customers, scope by scope. */
export function transitionsOf(
  comparison: Comparison,
  affected: Affected,
  kinIn: (scope: string, representatives: Representatives) => readonly Kin[],
): readonly Transition[] {
  const { after, before, scopes, representatives, others } = affected;
  const decision = after ?? before;
  if (decision === undefined) return [];
  const more = [...representatives.keys()].filter((scope) => !scopes.includes(scope)).sort(compareText);
  return [...new Set([...others, ...scopes, ...more])].flatMap((scope) =>
    transitionsIn(comparison, affected, decision, scope, kinIn),
  );
}

/** A transition to which customers are still added. */
interface Draft extends Pick<Transition, "from" | "to" | "values" | "why" | "group"> {
  readonly ids: (readonly string[])[];
  readonly patterns: string[];
  part: number;
}

function transitionsIn(
  comparison: Comparison,
  affected: Affected,
  which: Which,
  scope: string | null,
  kinIn: (scope: string, representatives: Representatives) => readonly Kin[],
): readonly Transition[] {
  const { before, after, unmentionedId } = comparison;
  const contextOf = (id: string): Context => (scope === null ? {} : { [scope]: id });
  const askAlike = (id: string): readonly Share[] => splitByBucket(comparison, affected, { context: contextOf(id) });
  const askAll = (ids: readonly string[]) => {
    const [first = ""] = ids;
    if (ids.length === 1) return [{ way: ask(first), ids }];
    return splitByBucket(comparison, affected, { context: contextOf(first), ids }).map((way) => ({
      way,
      ids: way.ids,
    }));
  };
  const ask = (id: string): Share => {
    const context = contextOf(id);
    return { before: before.explain(which, context), after: after.explain(which, context), part: 1, ids: [] };
  };
  const drafts = new Map<string, Draft>();
  const draftOf = (share: Share, id: string): Draft => {
    const [from, to] = [share.before.value, share.after.value];
    const { why, group } = causeOf(
      { ...before, decision: affected.before, answer: share.before },
      { ...after, decision: affected.after, answer: share.after },
      scope,
      id,
    );
    const values = valuesOf(share);
    const key = JSON.stringify([from, to, why, group]);
    const draft = drafts.get(key) ?? { from, to, values, why, group, ids: [], patterns: [], part: 0 };
    drafts.set(key, draft);
    return draft;
  };

  const everyone = affected.others.includes(scope) ? askAlike(unmentionedId) : [];
  for (const share of everyone) if (isMoving(share)) draftOf(share, unmentionedId).part += share.part;
  const representatives = scope === null ? undefined : affected.representatives.get(scope);
  if (scope !== null && representatives !== undefined) {
    const kin = kinIn(scope, representatives);
    const asking = { unmentionedId, everyone, kin, ask, askAlike, askAll, isMove: isMoving, keyOf: wayOf };
    for (const { ids, pattern, id, ways } of reportMoves(representatives, asking))
      for (const draft of new Set(ways.map((share) => draftOf(share, id)))) {
        draft.ids.push(ids);
        if (pattern !== undefined) draft.patterns.push(pattern);
      }
  }
  return [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { from, to, values, ids, patterns, part, why, group }]) => ({
      scope,
      from,
      to,
      values,
      ids: joined(ids),
      patterns,
      where: undefined,
      unlisted: part > 0 && percentageOf(part, everyone.length),
      why,
      group,
    }));
}

function wayOf({ before, after }: Share): string {
  return JSON.stringify([before.value, after.value]);
}
