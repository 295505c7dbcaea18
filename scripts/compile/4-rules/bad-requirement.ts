import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import type { Flag, Model, Requirement, Value } from "../../model/model.ts";
import { isWithin, reachOf, spanAt } from "../../model/model-queries.ts";
import { flagsThatReachCycles } from "../../model/requirement-cycles.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { formatLastDay, type Instant } from "../../model/time.ts";

/**
 * What a flag requires must exist, be decided for the same customers, live as long, and not lead back to the flag.
 * Codes: `model/bad-requirement`, `model/cycle`, `model/no-effect`, `model/unknown-flag`, `model/unknown-variant`.
 */
export function* badRequirement(model: Model): Generator<Diagnostic> {
  const retired = new Set(model.retired.filter(({ kind }) => kind === "flag").map(({ name }) => name));
  const onCycle = new Set<string>();
  const suspects = flagsThatReachCycles(model.flags);
  for (const flag of model.flags.values()) {
    if (flag.requires.length === 0 && (flag.document.data as FlagDocument).unmet !== undefined)
      yield nothingRequired(flag);
    for (const requirement of flag.requires) {
      const { name, span } = requirement;
      const required = model.flags.get(name);
      if (required === undefined) {
        if (!retired.has(name) && !model.unreadable.has(name))
          yield diagnostic(
            "model/unknown-flag",
            span,
            `flag \`${flag.name}\` requires \`${name}\`, which is not a flag`,
            nameHint(
              span,
              name,
              [...model.flags.keys()].filter((each) => each !== flag.name),
              "other flags are",
            ),
          );
        continue;
      }
      const why = misfit(model, flag, required, requirement);
      if (why !== undefined)
        yield diagnostic("model/bad-requirement", span, why.message, {
          related: [{ message: why.related, span: spanAt(required, why.key) }],
          hint: why.hint,
        });
      else if (required.variants !== undefined && !model.partial.has(required.document))
        for (const value of requirement.values)
          if (!required.variants.includes(`${value}`))
            yield diagnostic(
              "model/unknown-variant",
              span,
              `\`${value}\` is not a variant of flag \`${name}\``,
              nameHint(span, `${value}`, required.variants, "the variants are"),
            );
    }
    const cycle = onCycle.has(flag.name) || !suspects.has(flag.name) ? undefined : cycleFrom(model, flag);
    if (cycle === undefined) continue;
    for (const each of cycle) onCycle.add(each.name);
    const names = [...cycle, flag].map(({ name }) => `\`${name}\``);
    yield diagnostic("model/cycle", spanTo(flag, cycle[1] ?? flag), `flag \`${flag.name}\` requires itself`, {
      related: cycle.slice(1).map((each, index) => {
        const next = cycle[index + 2] ?? flag;
        return { message: `\`${each.name}\` requires \`${next.name}\``, span: spanTo(each, next) };
      }),
      hint: cycle.length === 1 ? "remove it" : `${names.join(" requires ")}; remove one of them`,
    });
  }
}

function nothingRequired(flag: Flag): Diagnostic {
  return diagnostic(
    "model/no-effect",
    spanAt(flag, "unmet"),
    `flag \`${flag.name}\` requires nothing, so \`unmet\` is never answered`,
    { hint: "list what must hold under `requires`, or remove it" },
  );
}

function misfit(model: Model, flag: Flag, required: Flag, { values }: Requirement) {
  const names = { own: `\`${flag.name}\``, other: `\`${required.name}\`` };
  if (required.variants !== undefined && values[0] === true)
    return {
      message: `${names.own} requires ${names.other} to be on, but it has variants`,
      related: "its variants are here",
      key: "variants",
      hint: `say which of them it must be: \`{ ${required.name}: ${required.variants[0]} }\``,
    };
  if (required.variants === undefined && values[0] !== true)
    return {
      message: `${names.own} requires a variant of ${names.other}, which is on or off`,
      related: "its default is here",
      key: "default",
      hint: `write \`${required.name}\` alone: it must be on`,
    };
  const reached = flag.scopes.flatMap((scope) => reachOf(model, scope));
  // A caller who knows the narrow scope may know the broad one too.
  const isBroader = required.scopes.some((scope) => flag.scopes.some((own) => isWithin(model.config, own, scope)));
  const isCertain = [...flag.scopes, ...required.scopes].every((scope) => model.config.scopes.has(scope));
  if (
    isCertain &&
    !isBroader &&
    required.scopes.length > 0 &&
    !required.scopes.some((scope) => reached.includes(scope))
  )
    return {
      message: `${names.own} requires ${names.other}, which is decided by other scopes`,
      related: "its scope is here",
      key: "scope",
      hint: "require a flag with a scope in common, or a global flag",
    };
  const [end, own] = [endOf(required, values), flag.keep ? Infinity : (flag.expires?.at ?? Infinity)];
  if (end < own)
    return {
      message: `${names.own} outlives ${names.other}, which it requires and which ends on ${formatLastDay(end)}`,
      related: "it ends here",
      key: "expires",
      hint: "make it end no later than what it requires, or remove the requirement",
    };
  return undefined;
}

/** When a flag can no longer give one of some answers to anyone. */
function endOf({ default: otherwise, keep, expires }: Flag, values: readonly Value[]): Instant {
  return values.includes(otherwise) || keep ? Infinity : (expires?.at ?? Infinity);
}

/** The flags from one along its requirements back to itself; undefined if no path leads back. */
function cycleFrom(model: Model, start: Flag): readonly Flag[] | undefined {
  const from = new Map<string, Flag>();
  const queue: Flag[] = [start];
  for (const flag of queue)
    for (const { name } of flag.requires) {
      const next = model.flags.get(name);
      if (next === undefined || (from.has(name) && name !== start.name)) continue;
      if (next === start) {
        const way = [flag];
        for (
          let at = from.get(flag.name);
          flag !== start && at !== undefined && way[0] !== start;
          at = from.get(at.name)
        )
          way.unshift(at);
        return way;
      }
      from.set(name, flag);
      queue.push(next);
    }
  return undefined;
}

function spanTo(flag: Flag, required: Flag) {
  return flag.requires.find(({ name }) => name === required.name)?.span ?? spanAt(flag, "requires");
}
