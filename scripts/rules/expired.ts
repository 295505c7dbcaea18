import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { fromOf, idSpan, untilOf } from "../entries.ts";
import { customerLists, type Model } from "../model.ts";
import type { Span } from "../source.ts";
import { daysBetween, formatLastDay, type Instant } from "../time.ts";

/** Nothing has passed its last day; what soon will is told ahead. */
export function* expired(model: Model): Generator<Diagnostic> {
  // What ends in so many days has that last day still before it.
  const soon = model.asOf + (model.config.policy.warnDays + 1) * 86_400_000;

  function* judge(at: Instant, span: Span, what: string, then: string, todo: string): Generator<Diagnostic> {
    if (at <= model.asOf)
      yield diagnostic("model/expired", span, `${what} ended on ${formatLastDay(at)}`, {
        severity: model.allowExpired ? "warning" : "error",
        hint: `${todo}; ${then}`,
      });
    else if (at <= soon) {
      const days = daysBetween(model.asOf, at) - 1;
      const when = days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
      yield diagnostic("model/expiring", span, `${what} ends ${when}, on ${formatLastDay(at)}`, { hint: todo });
    }
  }

  for (const flag of model.flags.values()) {
    if (flag.expires === undefined) continue;
    const then = flag.keep ? "it goes on as before" : `now everyone gets \`${flag.default}\``;
    yield* judge(
      flag.expires.at,
      flag.expires.span,
      `flag \`${flag.name}\``,
      then,
      "retire it, or move `expires` to a later day if it is still needed",
    );
  }
  for (const privilege of model.privileges.values())
    if (privilege.expires !== undefined)
      yield* judge(
        privilege.expires.at,
        privilege.expires.span,
        `the frozen list of \`${privilege.name}\``,
        "now only plans grant it",
        "take `frozen` out and keep the privilege",
      );
  for (const { entries, of } of customerLists(model)) {
    if (entries.until === undefined) continue;
    for (let index = 0; index < entries.ids.length; index++) {
      const until = untilOf(entries, index);
      if (until > soon || fromOf(entries, index) >= until) continue;
      const frozen = of.startsWith("privilege");
      yield* judge(
        until,
        entries.dates.get(index)?.until ?? idSpan(entries, index),
        `\`${entries.ids[index]}\` in ${of}`,
        "it has no effect any more",
        frozen ? "move it to `ended`" : "take the entry out, or move `until` to a later day",
      );
    }
  }
}
