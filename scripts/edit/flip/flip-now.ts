import type { Effect } from "../../effect/effect.ts";
import type { Document } from "../../model/document.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { count, someInWords } from "../../model/text/words.ts";
import { type EditPlan, keysFor } from "../context.ts";
import { lastingRevision } from "../customers/timeline.ts";
import { removeAt } from "../text/remove-key.ts";
import { setAt } from "../text/set-key.ts";
import { valueAt } from "../text/value-at.ts";
import { aloneIn, endNotes, type FlipContext, judge, keepApart } from "./flip-context.ts";
import { whatOverrides, whoIsMissed, whyNotFlipped } from "./flip-obstacles.ts";
import { keptCustomers } from "./kept-customers.ts";
import { separate, settingOf, writeKept } from "./write-kept.ts";

/** Changes the default. */
export function flipNow(flip: FlipContext): EditPlan | string {
  const { context, flag, document, value, scopes } = flip;
  const { draft, model, models, asOf } = context;
  if (value === flag.default) return {};
  const others = model === models[0] ? models.slice(1) : [];
  const following = others.filter((other) => follows(document, other));
  for (const each of [model, ...following]) {
    const own = each.flags.get(flag.name);
    const fault = own === undefined ? undefined : whyNotFlipped(each, own, value, asOf);
    if (fault !== undefined) return each === model ? fault : `${fault} (in ${each.environment})`;
  }
  draft.edit(setAt(document, [...keysFor(context), "default"], value));
  const gone = (["rollout", "created"] as const).filter((key) =>
    key === "rollout" ? flag.rollout.length > 0 : flag.created !== undefined,
  );
  for (const key of gone) {
    const fault = dropKey(flip, key, others, following);
    if (fault !== undefined) return fault;
  }
  const missed = whoIsMissed(context, flag, value);
  if (missed !== undefined) return missed;
  let kept = 0;
  for (const each of [model, ...following])
    for (const scope of scopes) {
      const found = keep(flip, each, scope, others, following);
      if (typeof found === "string") return found;
      if (each === model) kept += found;
    }
  return { notes: notesOf(flip, kept, gone.includes("rollout")), judge: ({ effect }) => whyNotNow(flip, effect) };
}

/** Who would get another answer, and the flip by which nobody does. */
function whyNotNow(flip: FlipContext, effect: Effect): string | undefined {
  const fault = judge(flip, effect);
  return fault && `${fault}; with \`--from <date>\`, only new customers get \`${flip.value}\``;
}

/** Removes a key that gives some customers more than the default; or says why it cannot. */
function dropKey(
  { context, flag, document }: FlipContext,
  key: "rollout" | "created",
  others: readonly Model[],
  following: readonly Model[],
): string | undefined {
  const { draft, model, models } = context;
  for (const other of others) {
    const has = valueAt(document, ["environments", other.environment, key]) !== undefined;
    if (has && following.includes(other))
      return `\`${flag.name}\` has its own \`${key}\` in ${other.environment}; remove that first`;
    const fault = following.includes(other) ? undefined : separate(draft, document, other.environment, key);
    if (fault !== undefined) return fault;
  }
  const now = draft.documentAt(document.source.path) as Document;
  if (model === models[0]) draft.edit(removeAt(now, [key]));
  else if (key === "rollout") draft.edit(setAt(now, [...keysFor(context), key], 0));
  else return `\`${flag.name}\` has \`created\` in ${model.environment}; write \`created: null\` there first`;
  return undefined;
}

/** Lists the customers of a scope who keep what they have in an environment, and returns how many; or why it cannot. */
function keep(
  flip: FlipContext,
  each: Model,
  scope: string,
  others: readonly Model[],
  following: readonly Model[],
): number | string {
  const { context, flag, document, ids, before } = flip;
  const { draft, model, models, asOf } = context;
  const own = each.flags.get(flag.name);
  const after = context.modelsNow();
  if (own === undefined || after === undefined) return 0;
  const stay = {
    scope,
    ids: ids.get(scope) ?? new Map(),
    environment: each.environment,
    at: asOf,
    aloneFrom: aloneIn(each, scope, asOf),
  };
  const entries = keptCustomers(before, lastingRevision(after, asOf), own, stay);
  if (entries.size === 0) return 0;
  const values = [...entries.keys()];
  const isFirst = each === models[0];
  const fault =
    whatOverrides(each, own, scope, values) ??
    (each === model ? undefined : whatIsShared(document, own, each.environment, values)) ??
    (isFirst ? keepApart(flip, values, others, following) : undefined) ??
    writeKept(draft, document, isFirst ? undefined : each.environment, scope, entries);
  return (
    fault ?? new Set([...entries.values()].flat().map((entry) => (typeof entry === "string" ? entry : entry.id))).size
  );
}

/** What a person should know about those who are kept, and about those who are not. */
function notesOf({ context, flag, value, scopes }: FlipContext, kept: number, endsRollout: boolean): readonly string[] {
  const { model, asOf, input } = context;
  const patterns = [...model.sets.values()]
    .filter(({ scope }) => scope !== undefined && scopes.includes(scope))
    .flatMap(({ groups }) =>
      [...groups.values()].flatMap((group) =>
        group.patterns.filter(({ until }) => until > asOf).map(({ prefix }) => `${prefix}*`),
      ),
    );
  return [
    kept === 0
      ? "no customer has to be listed"
      : `${count(kept, "customer")} ${kept === 1 ? "is" : "are"} listed to keep the old value`,
    ...(input.keepExisting === undefined
      ? [`customers that no file mentions get \`${value}\`; keep existing ones with \`--keep-existing <file>\``]
      : []),
    ...(endsRollout ? ["the rollout ends: customers in its share that no file mentions get the default"] : []),
    ...(patterns.length === 0
      ? []
      : [`customers that only match a pattern are not listed: ${someInWords([...new Set(patterns)])}`]),
    ...endNotes(flag, `\`${value}\`, those who are kept too`, asOf),
  ];
}

/** Whether an environment has the default of the first one. */
function follows(document: Document, { environment }: Model): boolean {
  return valueAt(document, ["environments", environment, "default"]) === undefined;
}

/** Why customers cannot be listed for an environment that shares lists with the first one. */
function whatIsShared(
  document: Document,
  { name }: Flag,
  environment: string,
  values: readonly Value[],
): string | undefined {
  const shared = values
    .map((value) => settingOf(value)[0])
    .find((key) => valueAt(document, ["environments", environment, key]) === undefined);
  if (shared === undefined) return undefined;
  return `in ${environment} other customers have to be kept; give \`${name}\` a \`default\` there first, and flip with \`--environment\``;
}
