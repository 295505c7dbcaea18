import { findUnmentionedId } from "../../effect/revision-query.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { findGroup } from "../../model/model-queries.ts";
import type { Instant } from "../../model/time.ts";
import { lastingRevision } from "../customers/timeline.ts";

/** The state of a change so far, and where and when it is evaluated. */
interface Now {
  readonly model: Model;
  readonly asOf: Instant;
  readonly modelsNow: () => readonly [Model, ...Model[]] | undefined;
}

/** Why a default cannot change without affecting customers who cannot be listed. */
export function whyNotFlipped(model: Model, flag: Flag, value: Value, asOf: Instant): string | undefined {
  const { name, requires, created, rollout, paused, variants, scopes, expires, keep, grouped } = flag;
  const told = grouped.find(({ group }) => {
    const found = findGroup(model, group);
    return found?.set.told && found.set.default === found.group.name;
  });
  if (requires.length > 0)
    return `\`${name}\` requires \`${requires[0]?.name}\`, so not everyone gets its default; remove \`requires\` first`;
  if (flag.requiredConditions.length > 0)
    return `\`${name}\` requires a condition, so not everyone gets its default; remove it from \`requires\` first`;
  if (paused !== undefined) return `\`${name}\` is paused: everyone gets the default, listed or not`;
  if (expires !== undefined && expires.at <= asOf && !keep) return `\`${name}\` has expired`;
  if (created !== undefined && created.value !== flag.default)
    return `\`${name}\` depends on when customers were created, which no file says; remove \`created\`, or use \`--from\``;
  if (told !== undefined)
    return `everyone without another group is in \`${told.group}\`; remove it from \`${name}\` first`;
  if (rollout.length === 0) return undefined;
  if (variants !== undefined)
    return `the rollout of \`${name}\` covers everyone, so the default has no effect; give \`${value}\` its weight`;
  if (scopes.length > 1)
    return `\`${name}\` has several scopes and a rollout, so not all can be kept; end the rollout first`;
  return undefined;
}

/** Who does not get a new default, although nobody has listed them. */
export function whoIsMissed(
  { model, asOf, modelsNow }: Now,
  flag: Flag,
  value: Value,
  created?: { readonly scope: string; readonly at: Instant },
): string | undefined {
  const after = modelsNow();
  if (after === undefined) return undefined;
  const revision = lastingRevision(after, asOf);
  const unmentionedId = findUnmentionedId(after);
  for (const scope of created === undefined ? flag.scopes : [created.scope]) {
    const told = created === undefined ? {} : { created: { [scope]: created.at } };
    const asked = {
      environment: model.environment,
      at: Math.max(asOf, created?.at ?? asOf),
      context: { [scope]: unmentionedId },
    };
    const answer = revision.explain("flag", flag.name, { ...asked, ...told, met: true });
    if (answer.value !== value && answer.rule === "group")
      return `new customers would not get it: they are in \`${answer.group}\`, which gives \`${answer.value}\`; remove it first`;
    if (answer.value !== value && answer.rule === "condition")
      return `new customers would not get it: a condition gives \`${answer.value}\` to whoever tells nothing; change it first`;
  }
  return undefined;
}

/** What would no longer decide for customers of a scope once they are listed. */
export function whatOverrides(model: Model, flag: Flag, scope: string, values: readonly Value[]): string | undefined {
  for (const value of values) {
    const told = flag.grouped.find((each) => each.value !== value && findGroup(model, each.group)?.set.told);
    if (told !== undefined)
      return `customers in \`${told.group}\` get \`${told.value}\`, and would not if listed; remove it first`;
    const broader = flag.scopes.slice(0, flag.scopes.indexOf(scope));
    const other = [
      ...flag.listed.filter((each) => broader.includes(each.scope)),
      ...flag.grouped.flatMap((each) => {
        const own = findGroup(model, each.group)?.set.scope ?? "";
        return broader.includes(own) ? [{ value: each.value, scope: own }] : [];
      }),
    ].find((each) => each.value !== value);
    if (other !== undefined)
      return `a customer of \`${scope}\` may belong to a \`${other.scope}\` with \`${other.value}\`; declare it, or use \`--scope ${other.scope}\``;
  }
  return undefined;
}
