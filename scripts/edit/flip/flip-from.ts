import { someInWords } from "../../model/text/words.ts";
import { formatDate, instantOf } from "../../model/time.ts";
import { type EditPlan, keysFor } from "../context.ts";
import { lastingRevision } from "../customers/timeline.ts";
import { setAt } from "../text/set-key.ts";
import { aloneIn, endNotes, type FlipContext, judge, keepApart } from "./flip-context.ts";
import { whatOverrides, whoIsMissed } from "./flip-obstacles.ts";
import { keptCustomers } from "./kept-customers.ts";
import { writeKept } from "./write-kept.ts";

/** Gives the new default to customers who are created from a day on. */
export function flipFrom(flip: FlipContext, from: string): EditPlan | string {
  const { context, flag, document, value, scopes, existing, before } = flip;
  const { draft, model, models, asOf } = context;
  const { name, created, rollout, expires, keep } = flag;
  const at = instantOf(from);
  const [by = ""] = scopes;
  if (scopes.length > 1) return `\`${name}\` has several scopes; choose with \`--scope\` which customers are created`;
  if (value === flag.default) return `\`${value}\` is already the default of \`${name}\``;
  if (expires !== undefined && expires.at <= at && !keep)
    return `\`${name}\` ends before that, and then everyone gets \`${flag.default}\`; move \`expires\` first`;
  if (created !== undefined && (created.value !== value || created.by !== by || created.from < at))
    return `\`created\` of \`${name}\` already decides for some customers; change it by hand`;
  const share = rollout.flatMap(({ shares }) => shares).find((each) => each.value !== value && each.share > 0);
  if (share !== undefined)
    return `the rollout of \`${name}\` gives \`${share.value}\` to new customers too; end it first`;
  const path = [...keysFor(context), "created"];
  if (created?.from !== at) {
    const written = flag.scopes.length > 1 ? { from, value, by } : { from, value };
    draft.edit(setAt(document, path, written));
  }
  const missed = whoIsMissed(context, flag, value, { scope: by, at });
  if (missed !== undefined) return missed;
  const after = context.modelsNow();
  if (after === undefined) return {};
  const ids = existing.get(by) ?? new Map();
  const stay = {
    scope: by,
    ids,
    environment: model.environment,
    at: asOf,
    created: at,
    aloneFrom: aloneIn(model, by, asOf),
  };
  const entries = keptCustomers(before, lastingRevision(after, asOf), flag, stay);
  const isFirst = model === models[0];
  const fault =
    whatOverrides(model, flag, by, [...entries.keys()]) ??
    (isFirst ? keepApart(flip, [...entries.keys()], models.slice(1), []) : undefined) ??
    writeKept(draft, document, isFirst ? undefined : model.environment, by, entries);
  if (fault !== undefined) return fault;
  return {
    notes: [
      `services that do not pass when customers of \`${by}\` were created continue with \`${flag.default}\``,
      ...(at <= asOf && ids.size === 0
        ? [
            `customers created since ${formatDate(at)} change now; keep them with \`--keep-existing <file>\`, or choose a later day`,
          ]
        : []),
      ...(flag.requires.length === 0
        ? []
        : [`new customers get \`${value}\` where they have ${someInWords(flag.requires.map((each) => each.name))}`]),
      ...endNotes(flag, `\`${flag.default}\`, new customers too`, asOf),
    ],
    judge: ({ effect }) => judge(flip, effect),
  };
}
