import type { Decision, Flag, Model, Value } from "../model.ts";

/** What a share of everyone who is not mentioned gets on the two sides; the percents add up to 100. */
export interface Share {
  readonly from: Value | null;
  readonly to: Value | null;
  readonly percent: number;
}

/** One side of it: one value for all, or a rollout that shares them out. */
export interface UnlistedSide {
  readonly decision: Decision | undefined;
  /** The answer for someone whom nothing mentions, and what decides it. */
  readonly value: Value | null;
  readonly rule: string;
}

interface Part {
  readonly value: Value | null;
  /** In percent, half-open. */
  readonly start: number;
  readonly end: number;
}

/** How everyone who is not mentioned goes from one side's values to the other's. */
export function shareOut(base: UnlistedSide, head: UnlistedSide): readonly Share[] {
  const [before, after] = [partsOf(base), partsOf(head)];
  const isAligned = before.length === 1 || after.length === 1 || saltOf(base) === saltOf(head);
  const joint = isAligned ? intersections(before, after) : products(before, after);
  const shares = new Map<string, Share>();
  for (const share of joint) {
    const key = JSON.stringify([share.from, share.to]);
    const known = shares.get(key);
    shares.set(key, known === undefined ? share : { ...known, percent: known.percent + share.percent });
  }
  return [...shares.values()].map((share) => ({ ...share, percent: Math.round(share.percent * 1e4) / 1e4 }));
}

function rolloutOf({ decision, rule }: UnlistedSide) {
  return rule === "rollout" && decision?.kind === "flag" ? (decision as Flag).rollout : undefined;
}

/** Two rollouts put a customer into the same bucket only where salt and scope are the same. */
function saltOf(side: UnlistedSide): string {
  const rollout = rolloutOf(side);
  return JSON.stringify([rollout?.by, rollout?.salt]);
}

function partsOf(side: UnlistedSide): readonly Part[] {
  const rollout = rolloutOf(side);
  if (rollout === undefined) return [{ value: side.value, start: 0, end: 100 }];
  let start = 0;
  return rollout.shares.flatMap(({ value, percent }) => {
    const part = { value, start, end: start + percent };
    start = part.end;
    return percent === 0 ? [] : [part];
  });
}

function intersections(before: readonly Part[], after: readonly Part[]): readonly Share[] {
  return before.flatMap((one) =>
    after.flatMap((other) => {
      const percent = Math.min(one.end, other.end) - Math.max(one.start, other.start);
      return percent > 1e-9 ? [{ from: one.value, to: other.value, percent }] : [];
    }),
  );
}

/** Buckets of different salts have nothing to do with each other. */
function products(before: readonly Part[], after: readonly Part[]): readonly Share[] {
  return before.flatMap((one) =>
    after.map((other) => ({
      from: one.value,
      to: other.value,
      percent: ((one.end - one.start) * (other.end - other.start)) / 100,
    })),
  );
}

/** An id that no list, pattern or identity of the models mentions. */
export function strangerTo(models: readonly (Model | undefined)[], ids: ReadonlySet<string>): string {
  const prefixes = models.flatMap((model) =>
    [...(model?.sets.values() ?? [])].flatMap((set) =>
      [...set.groups.values()].flatMap((group) => group.patterns.map(({ prefix }) => prefix)),
    ),
  );
  for (let number = 0; ; number++) {
    const id = `~${number}~`;
    if (!ids.has(id) && !prefixes.some((prefix) => id.startsWith(prefix))) return id;
  }
}
