import type { Model } from "../model/model.ts";
import { customerLists } from "../model/model-queries.ts";
import type { Instant } from "../model/time.ts";
import type { Cell, Named, Revision, RevisionAnswer, RevisionQuestion, StepAnswer } from "./revision.ts";

/** How a customer is identified: by an id of one scope, or not at all for a global flag. */
export type Context = RevisionQuestion["context"];

/** A decision on either side. */
export type Which = Named;

/** One side in one environment at one instant. */
export interface Query {
  /** Undefined if the side does not have the environment. */
  readonly model: Model | undefined;
  readonly at: Instant;
  /** The same side at another instant. */
  on(at: Instant): Query;
  explain(which: Which, context: Context, told?: Pick<RevisionQuestion, "created" | "hashes">): RevisionAnswer;
  /** All later instants at which the answer of any of some decisions may change; found once for the same list. */
  turns(asked: readonly Which[], context: Context): readonly Instant[];
  /**
   * What entries, groups and conditions of one scope say for each decision, regardless of everything else.
   */
  steps(asked: readonly Which[], scope: string, context: Context): readonly StepAnswer[];
  /** What lists and patterns say of a customer that may have a part in the decisions, as a text to compare. */
  marks(asked: readonly Which[], context: Context): string;
  groups(set: string, context: Context, told?: Pick<RevisionQuestion, "hashes">): readonly string[];
  /** The first instant after another at which the groups of a set may change. */
  nextMove(set: string, context: Context, after: Instant): Instant;
}

/** The query of a side in the environment of one of its models, for callers who tell what the cell says. */
export function queryOf(revision: Revision, model: Model | undefined, at: Instant, cell?: Cell): Query {
  const environment = model?.environment ?? "";
  const known = new Map<Instant, Query>();
  return {
    model,
    at,
    on: (other) => {
      const query = known.get(other) ?? queryOf(revision, model, other, cell);
      known.set(other, query);
      return query;
    },
    explain: ({ kind, name }, context, told) =>
      revision.explain(kind, name, { environment, at, context, cell, ...told }),
    turns: (asked, context) => revision.turns(asked, { environment, at, context }),
    steps: (asked, scope, context) => revision.steps(asked, scope, { environment, at, context, cell }),
    marks: (asked, context) => revision.marks(asked, { environment, at, context }),
    groups: (set, context, told) => revision.groups(set, { environment, at, context, cell, ...told }),
    nextMove: (set, context, after) => revision.nextChange("groups", set, { environment, at: after, context }),
  };
}

/** Two queries, before and after: both sides at one instant, or one side at two. */
export interface Comparison {
  readonly before: Query;
  readonly after: Query;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  /** An id that nothing mentions, even with any text before it. */
  readonly unmentionedId: string;
  /** What the caller passes; undefined if nothing depends on it. */
  readonly cell: Cell | undefined;
}

/** One side compared with itself, just before an instant and from then on. */
export function passing({ unmentionedId, environment, cell }: Comparison, side: Query, at: Instant): Comparison {
  return { before: side.on(at - 1), after: side.on(at), environment, unmentionedId, cell };
}

/** A character that neither normalization nor letter case changes, and that no id or pattern of the models has. */
export function findUnmentionedId(models: readonly (Model | undefined)[]): string {
  for (let code = 0x4e00; ; code++) {
    const character = String.fromCharCode(code);
    if (!models.some((model) => model !== undefined && mentions(model, character))) return character;
  }
}

function mentions(model: Model, character: string): boolean {
  for (const { entries } of customerLists(model)) if (entries.ids.some((id) => id.includes(character))) return true;
  for (const { groups } of model.sets.values())
    for (const { patterns } of groups.values())
      if (patterns.some(({ prefix }) => prefix.includes(character))) return true;
  return (
    model.children.some(({ id, parent }) => id.includes(character) || parent.includes(character)) ||
    model.aliases.some(({ id, was }) => id.includes(character) || was.includes(character))
  );
}
