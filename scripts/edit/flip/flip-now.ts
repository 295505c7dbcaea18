import type { Document } from "../../model/document.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { count } from "../../model/text/words.ts";
import { type EditPlan, keysFor } from "../context.ts";
import { lastingRevision } from "../customers/timeline.ts";
import { some } from "../freeze/holders.ts";
import { valueAt } from "../text/line-layout.ts";
import { removeAt } from "../text/remove-key.ts";
import { setAt } from "../text/set-key.ts";
import { aloneIn, endNotes, type FlipContext, judge, keepApart } from "./flip-context.ts";
import { whatOverrides, whoIsMissed, whyNotFlipped } from "./flip-obstacles.ts";
import { keptCustomers } from "./kept-customers.ts";
import { separate, settingOf, writeKept } from "./write-kept.ts";

/** Changes the default. */
export function flipNow(flip: FlipContext): EditPlan | string {
  const { context, flag, document, value, scopes, ids, before } = flip;
  const { draft, model, models, asOf } = context;
  const { path } = document.source;
  if (value === flag.default) return {};
  const isFirst = model === models[0];
  const following = isFirst ? models.slice(1).filter((other) => follows(document, other)) : [];
  for (const each of [model, ...following]) {
    const own = each.flags.get(flag.name);
    const fault = own === undefined ? undefined : whyNotFlipped(each, own, value, asOf);
    if (fault !== undefined) return each === model ? fault : `${fault} (in ${each.environment})`;
  }

  const keys = keysFor(context);
  draft.edit(setAt(document, [...keys, "default"], value));
  const gone = (["rollout", "created"] as const).filter((key) =>
    key === "rollout" ? flag.rollout.length > 0 : flag.created !== undefined,
  );
  const others = isFirst ? models.slice(1) : [];
  for (const key of gone) {
    for (const other of others) {
      const has = valueAt(document, ["environments", other.environment, key]) !== undefined;
      if (has && following.includes(other))
        return `\`${flag.name}\` has its own \`${key}\` in ${other.environment}; remove that first`;
      const fault = following.includes(other) ? undefined : separate(draft, document, other.environment, key);
      if (fault !== undefined) return fault;
    }
    const now = draft.documentAt(path) as Document;
    if (isFirst) draft.edit(removeAt(now, [key]));
    else if (key === "rollout") draft.edit(setAt(now, [...keys, key], 0));
    else return `\`${flag.name}\` has \`created\` in ${model.environment}; write \`created: null\` there first`;
  }

  const missed = whoIsMissed(context, flag, value);
  if (missed !== undefined) return missed;
  let kept = 0;
  for (const each of [model, ...following])
    for (const scope of scopes) {
      const own = each.flags.get(flag.name);
      const after = context.modelsNow();
      if (own === undefined || after === undefined) continue;
      const stay = {
        scope,
        ids: ids.get(scope) ?? new Map(),
        environment: each.environment,
        at: asOf,
        aloneFrom: aloneIn(each, scope, asOf),
      };
      const entries = keptCustomers(before, lastingRevision(after, asOf), own, stay);
      if (entries.size === 0) continue;
      const environment = each === models[0] ? undefined : each.environment;
      const fault =
        whatOverrides(each, own, scope, [...entries.keys()]) ??
        (each === model ? undefined : whatIsShared(document, own, each.environment, [...entries.keys()])) ??
        (isFirst && each === model ? keepApart(flip, [...entries.keys()], others, following) : undefined) ??
        writeKept(draft, document, environment, scope, entries);
      if (fault !== undefined) return fault;
      if (each === model)
        kept += new Set([...entries.values()].flat().map((entry) => (typeof entry === "string" ? entry : entry.id)))
          .size;
    }

  const patterns = [...model.sets.values()]
    .filter((set) => scopes.includes(set.scope))
    .flatMap(({ groups }) =>
      [...groups.values()].flatMap((group) =>
        group.patterns.filter(({ until }) => until > asOf).map(({ prefix }) => `${prefix}*`),
      ),
    );
  return {
    notes: [
      kept === 0
        ? "no customer has to be listed"
        : `${count(kept, "customer")} ${kept === 1 ? "is" : "are"} listed to keep the old value`,
      ...(context.input.keepExisting === undefined
        ? [`customers that no file mentions get \`${value}\`; keep existing ones with \`--keep-existing <file>\``]
        : []),
      ...(gone.includes("rollout")
        ? ["the rollout ends: customers in its share that no file mentions get the default"]
        : []),
      ...(patterns.length === 0
        ? []
        : [`customers that only match a pattern are not listed: ${some([...new Set(patterns)])}`]),
      ...endNotes(flag, `\`${value}\`, those who are kept too`, asOf),
    ],
    judge: ({ effect }) => judge(flip, effect),
  };
}

/** Whether an environment has the default of the first. */
function follows(document: Document, { environment }: Model): boolean {
  return valueAt(document, ["environments", environment, "default"]) === undefined;
}

/** Why customers cannot be listed for an environment that has lists in common with the first. */
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
