import { addTo } from "../model/group-by.ts";
import type { Dimension } from "../model/space/atoms.ts";
import { mergeBoxes, type Where, whereOf } from "../model/space/box.ts";
import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Found } from "./cells.ts";
import type { DecisionEffect, GroupEffect } from "./effect.ts";

/** Who changes in one way, in some part of the space. */
interface Line {
  readonly scope?: string | null;
  readonly ids?: readonly string[];
  readonly patterns?: readonly string[];
  readonly unlisted: boolean | number;
  readonly where: Where | undefined;
}

/** Those of a line who change in the same boxes. */
interface Part {
  readonly boxes: readonly number[];
  readonly ids: string[];
  readonly patterns: string[];
  unlisted: boolean | number;
}

/**
 * The lines of all boxes; customers with the same change in several boxes are reported once, for all of them. Lines
 * with the same key have the same change.
 */
function mergeRegions<Own extends Line>(
  dimensions: readonly Dimension[],
  found: readonly Found<readonly Own[]>[],
  keyOf: (line: Own) => string,
): readonly Own[] {
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.result;
  const drafts = new Map<string, Draft<Own>>();
  for (const [number, { result }] of found.entries())
    for (const line of result) {
      const key = keyOf(line);
      const draft = drafts.get(key) ?? { line, ids: new Map(), patterns: new Map(), shares: new Map() };
      drafts.set(key, draft);
      for (const id of line.ids ?? []) addTo(draft.ids, id, number);
      for (const pattern of line.patterns ?? []) addTo(draft.patterns, pattern, number);
      if (line.unlisted !== false) addTo(draft.shares, line.unlisted, number);
    }
  const scopes = [...new Set([...drafts.values()].map(({ line }) => line.scope))];
  return [...drafts]
    .sort(([one, { line: a }], [other, { line: b }]) =>
      a.scope === b.scope ? compareText(one, other) : scopes.indexOf(a.scope) - scopes.indexOf(b.scope),
    )
    .flatMap(([, draft]) => partsOf(draft).flatMap((part) => linesOf(dimensions, found, draft.line, part)));
}

/** By customer, pattern and share, the numbers of the boxes in which they change this way. */
interface Draft<Own> {
  readonly line: Own;
  readonly ids: Map<string, number[]>;
  readonly patterns: Map<string, number[]>;
  readonly shares: Map<true | number, number[]>;
}

function partsOf<Own>({ ids, patterns, shares }: Draft<Own>): readonly Part[] {
  const parts = new Map<string, Part>();
  const partOf = (boxes: readonly number[], share: boolean | number = false): Part => {
    // Equal shares of everyone else in the same boxes are the same share.
    const key = boxes.join();
    const part = parts.get(key) ?? { boxes, ids: [], patterns: [], unlisted: share };
    parts.set(key, part);
    return part;
  };
  for (const [share, boxes] of shares) partOf(boxes).unlisted = share;
  for (const [id, boxes] of ids) partOf(boxes).ids.push(id);
  for (const [pattern, boxes] of patterns) partOf(boxes).patterns.push(pattern);
  return [...parts.values()].sort((one, other) => (one.boxes[0] ?? 0) - (other.boxes[0] ?? 0));
}

function linesOf<Own extends Line>(
  dimensions: readonly Dimension[],
  found: readonly Found<unknown>[],
  line: Own,
  { boxes, ids, patterns, unlisted }: Part,
): readonly Own[] {
  const all = mergeBoxes(
    dimensions,
    boxes.map((number) => found[number]?.box ?? new Map()),
  );
  const own = line.ids === undefined ? {} : { ids: ids.sort(compareText), patterns: patterns.sort(compareText) };
  return all.map((box) => ({ ...line, ...own, unlisted, where: whereOf(dimensions, box) }));
}

/** What was found about one decision in all boxes of a space; undefined if nothing. */
export function mergeDecisions(
  dimensions: readonly Dimension[],
  found: readonly Found<DecisionEffect | undefined>[],
): DecisionEffect | undefined {
  const some = found.find(({ result }) => result !== undefined)?.result;
  if (some === undefined || found.length === 1) return some;
  const { kind, name, environment } = some;
  const transitions = found.map(({ box, result }) => ({ box, result: result?.transitions ?? [] }));
  const newcomers = found.map(({ box, result }) => ({ box, result: result?.newcomers ?? [] }));
  const together = found.map(({ box, result }) => ({ box, result: result?.together ?? [] }));
  return {
    kind,
    name,
    environment,
    transitions: mergeRegions(dimensions, transitions, ({ from, to, values, why, group, scope }) =>
      JSON.stringify([from, to, values, why, group, scope]),
    ),
    newcomers: mergeRegions(dimensions, newcomers, ({ scope, since, until, from, to, values }) =>
      JSON.stringify([since, until, from, to, values, scope]),
    ),
    together: mergeRegions(dimensions, together, ({ from, to, values, parties }) =>
      JSON.stringify([from, to, values, parties]),
    ),
  };
}

/** What was found about one group set in all boxes of a space; undefined if nothing. */
export function mergeGroups(
  dimensions: readonly Dimension[],
  found: readonly Found<GroupEffect | undefined>[],
): GroupEffect | undefined {
  const some = found.find(({ result }) => result !== undefined)?.result;
  if (some === undefined || found.length === 1) return some;
  const moves = found.map(({ box, result }) => ({ box, result: result?.moves ?? [] }));
  return { ...some, moves: mergeRegions(dimensions, moves, ({ from, to }) => JSON.stringify([from, to])) };
}

/** What was found at several instants in all boxes of a space. */
export function* mergeInTime<Effect>(
  found: readonly Found<Iterable<readonly [Instant, Effect]>>[],
  merge: (found: readonly Found<Effect | undefined>[]) => Effect | undefined,
): Generator<readonly [Instant, Effect]> {
  const all = found.map(({ box, result }) => ({ box, at: new Map(result) }));
  const instants = new Set(all.flatMap(({ at }) => [...at.keys()]));
  for (const instant of instants) {
    const merged = merge(all.map(({ box, at }) => ({ box, result: at.get(instant) })));
    if (merged !== undefined) yield [instant, merged];
  }
}
