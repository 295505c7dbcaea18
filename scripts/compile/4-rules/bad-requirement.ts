import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/did-you-mean.ts";
import { keySpan } from "../../model/document.ts";
import type { Flag, Model } from "../../model/model.ts";
import { reachOf, spanAt } from "../../model/model-queries.ts";
import { flagsThatReachCycles } from "../../model/requirement-cycles.ts";
import { formatLastDay, type Instant } from "../../model/time.ts";

/**
 * What a flag requires exists, is asked of the same customers, lives as long, and does not lead back to the flag.
 * Codes: `model/bad-requirement`, `model/cycle`, `model/unknown-flag`.
 */
export function* badRequirement(model: Model): Generator<Diagnostic> {
  const retired = new Set(model.retired.filter(({ kind }) => kind === "flag").map(({ name }) => name));
  const onCycle = new Set<string>();
  const suspects = flagsThatReachCycles(model.flags);
  for (const flag of model.flags.values()) {
    if (flag.requires.length > 0 && flag.default !== false) yield falseByDefault(flag);
    for (const { name, span } of flag.requires) {
      const required = model.flags.get(name);
      if (required === undefined) {
        if (!retired.has(name) && !model.unreadable.has(name))
          yield diagnostic(
            "model/unknown-flag",
            span,
            `flag \`${flag.name}\` requires \`${name}\`, which is not a flag`,
            nearest(
              span,
              name,
              [...model.flags.keys()].filter((each) => each !== flag.name),
              "other flags are",
            ),
          );
        continue;
      }
      const why = misfit(model, flag, required);
      if (why !== undefined)
        yield diagnostic("model/bad-requirement", span, why.message, {
          related: [{ message: why.related, span: spanAt(required, why.key) }],
          hint: why.hint,
        });
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

/** Where what it requires is missing it answers its default, which must not be what others are to be kept from. */
function falseByDefault(flag: Flag): Diagnostic {
  const first = flag.requires[0];
  const related = first === undefined ? [] : [{ message: `it requires \`${first.name}\``, span: first.span }];
  return flag.variants === undefined
    ? diagnostic(
        "model/bad-requirement",
        spanAt(flag, "default"),
        `flag \`${flag.name}\` requires other flags, so its default must be false`,
        { related, hint: "if a requirement is not met, it answers its default; invert the flag, or remove `requires`" },
      )
    : diagnostic(
        "model/bad-requirement",
        keySpan(flag.document, flag.document.data as object, "requires"),
        `flag \`${flag.name}\` has variants, so it is never off and cannot require others`,
        { hint: "check those flags where the answer is used, or require them from a flag that is on or off" },
      );
}

function misfit(model: Model, flag: Flag, required: Flag) {
  const names = { own: `\`${flag.name}\``, other: `\`${required.name}\`` };
  if (required.variants !== undefined)
    return {
      message: `${names.own} requires ${names.other}, which is never true: it has variants`,
      related: "its variants are here",
      key: "variants",
      hint: "require a flag that is on or off",
    };
  const reached = flag.scopes.flatMap((scope) => reachOf(model, scope));
  const isCertain = [...flag.scopes, ...required.scopes].every((scope) => model.config.scopes.has(scope));
  if (isCertain && required.scopes.length > 0 && !required.scopes.some((scope) => reached.includes(scope)))
    return {
      message: `${names.own} requires ${names.other}, which is decided by other scopes`,
      related: "its scope is here",
      key: "scope",
      hint: "require a flag with a scope in common, or a global flag",
    };
  const [end, own] = [endOf(required), flag.keep ? Infinity : (flag.expires?.at ?? Infinity)];
  if (end < own)
    return {
      message: `${names.own} outlives ${names.other}, which it requires and which ends on ${formatLastDay(end)}`,
      related: "it ends here",
      key: "expires",
      hint: "make it end no later than what it requires, or remove the requirement",
    };
  return undefined;
}

/** When a flag can no longer be on for anyone. */
function endOf({ default: otherwise, keep, expires }: Flag): Instant {
  return otherwise === true || keep ? Infinity : (expires?.at ?? Infinity);
}

/** The flags from one along what they require back to it; undefined where no way leads back. */
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
