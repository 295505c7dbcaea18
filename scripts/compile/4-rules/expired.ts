import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nounOf } from "../../model/document.ts";
import { fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { allConditions, customerLists } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import { dayLength, daysBetween, formatLastDay, type Instant } from "../../model/time.ts";

/** How a finding describes what ends. */
interface Telling {
  readonly what: string;
  /** What applies from then on. */
  readonly effect: string;
  /** What to do once it has passed, and what can be done before. */
  readonly after: string;
  readonly before?: string;
}

/** Nothing may be past its last day; what soon will be is a warning. Codes: `model/expired`, `model/expiring`. */
export function* expired(model: Model): Generator<Diagnostic> {
  // The last day of what ends in so many days is still ahead.
  const soon = model.asOf + (model.config.policy.warnDays + 1) * dayLength;

  // Many entries end on the same day.
  const days = new Map<Instant, string>();
  const dayOf = (at: Instant): string => {
    const day = days.get(at) ?? formatLastDay(at);
    days.set(at, day);
    return day;
  };

  function* judge(at: Instant, span: Span, { what, effect, after, before }: Telling): Generator<Diagnostic> {
    if (at <= model.asOf)
      yield diagnostic("model/expired", span, `${what} ended on ${dayOf(at)}`, {
        severity: model.allowExpired ? "warning" : "error",
        hint: `now ${effect}: ${after}`,
      });
    else if (at <= soon) {
      const days = daysBetween(model.asOf, at) - 1;
      const when = days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
      yield diagnostic("model/expiring", span, `${what} ends ${when}, on ${dayOf(at)}`, {
        hint: `then ${effect}${before === undefined ? "" : `; ${before}`}`,
      });
    }
  }

  for (const { at, span, telling } of nameEnds(model)) yield* judge(at, span, telling);
  const entry = {
    effect: "the entry has no effect",
    after: "remove it with `flagstone prune`, or move `until` to a later day",
    before: "move `until` to a later day if that is too early",
  };
  for (const { entries, kind, of } of customerLists(model)) {
    if (entries.until === undefined) continue;
    const telling =
      kind === "privilege" ? { effect: entry.effect, after: "`flagstone prune` moves it to `ended`" } : entry;
    for (let index = 0; index < entries.ids.length; index++) {
      const until = untilOf(entries, index);
      if (until > soon || fromOf(entries, index) >= until) continue;
      yield* judge(until, entries.dates.get(index)?.until ?? idSpan(entries, index), {
        what: `\`${entries.ids[index]}\` in ${of}`,
        ...telling,
      });
    }
  }
  for (const set of model.sets.values())
    for (const { reference, patterns } of set.groups.values())
      for (const { prefix, from, until, untilSpan } of patterns)
        if (from < until && untilSpan !== undefined)
          yield* judge(until, untilSpan, { what: `\`${prefix}*\` in group \`${reference}\``, ...entry });
  for (const { at, span, telling } of conditionEnds(model)) yield* judge(at, span, telling);
  for (const { id, was, until, untilSpan } of model.aliases)
    if (untilSpan !== undefined)
      yield* judge(until, untilSpan, {
        what: `alias \`${was}\` of \`${id}\``,
        effect: "they are two different customers",
        after: "remove it with `flagstone prune`, or move `until` to a later day",
        before: "make sure that nobody uses the former id any more",
      });
}

/** An end, and how a finding describes it. */
interface End {
  readonly at: Instant;
  readonly span: Span;
  readonly telling: Telling;
}

/** The ends of flags and frozen lists that have one. */
function* nameEnds(model: Model): Generator<End> {
  const advice = "retire it, or move `expires` to a later day if it is still needed";
  for (const { name, expires, keep, default: standard } of model.flags.values()) {
    if (expires === undefined) continue;
    const effect = keep ? "it works as before" : `everyone gets \`${standard}\``;
    yield { ...expires, telling: { what: `flag \`${name}\``, effect, after: advice, before: advice } };
  }
  for (const { name, expires } of model.privileges.values()) {
    if (expires === undefined) continue;
    const what = `the frozen list of \`${name}\``;
    const telling = { what, effect: "only plans grant the privilege", after: "remove `frozen` and keep the rest" };
    yield { ...expires, telling };
  }
}

/** The ends of all conditions that have one. */
function* conditionEnds(model: Model): Generator<End> {
  for (const { of, condition } of allConditions(model)) {
    if (condition.untilSpan === undefined || condition.from >= condition.until) continue;
    const telling = {
      what: `a condition of ${nounOf(of.kind)} \`${of.name}\``,
      effect: "it has no effect",
      after: "remove it, or move `until` to a later day",
      before: "move `until` to a later day if that is too early",
    };
    yield { at: condition.until, span: condition.untilSpan, telling };
  }
}
