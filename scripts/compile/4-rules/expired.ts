import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nounOf } from "../../model/document.ts";
import { fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { allConditions, customerLists } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import { dayLength, daysBetween, formatLastDay, type Instant } from "../../model/time.ts";

/** What a finding says about an end, after naming what ends. */
interface Telling {
  /** The hints once it has passed, and before. */
  readonly passed: string;
  readonly ahead: string;
}

/** What applies from the end on; what to do once it has passed, and what can be done before. */
function telling(effect: string, after: string, before?: string): Telling {
  return { passed: `now ${effect}: ${after}`, ahead: `then ${effect}${before === undefined ? "" : `; ${before}`}` };
}

/** Nothing may be past its last day; what soon will be is a warning. Codes: `model/expired`, `model/expiring`. */
export function* expired(model: Model): Generator<Diagnostic> {
  // The last day of what ends in so many days is still ahead.
  const soon = model.asOf + (model.config.policy.warnDays + 1) * dayLength;

  const sayEnd = (at: Instant): string => {
    const day = formatLastDay(at);
    if (at <= model.asOf) return `ended on ${day}`;
    const days = daysBetween(model.asOf, at) - 1;
    return `ends ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}, on ${day}`;
  };
  const judge = (at: Instant, span: Span, message: string, { passed, ahead }: Telling): Diagnostic => {
    if (at > model.asOf) return diagnostic("model/expiring", span, message, { hint: ahead });
    const severity = model.allowExpired ? "warning" : "error";
    return diagnostic("model/expired", span, message, { severity, hint: passed });
  };

  for (const { at, span, what, says } of nameEnds(model, soon))
    if (at <= soon) yield judge(at, span, `${what} ${sayEnd(at)}`, says);
  const entryEffect = "the entry has no effect";
  const entrySays = telling(
    entryEffect,
    "remove it with `flagstone prune`, or move `until` to a later day",
    "move `until` to a later day if that is too early",
  );
  const endedSays = telling(entryEffect, "`flagstone prune` moves it to `ended`");
  for (const { entries, kind, of } of customerLists(model)) {
    if (entries.until === undefined) continue;
    const says = kind === "privilege" ? endedSays : entrySays;
    // A hundred thousand entries may end on a few days.
    const endings = new Map<Instant, string>();
    const endingOf = (at: Instant): string => {
      const ending = endings.get(at) ?? `\` in ${of} ${sayEnd(at)}`;
      endings.set(at, ending);
      return ending;
    };
    for (let index = 0; index < entries.ids.length; index++) {
      const until = untilOf(entries, index);
      if (until > soon || fromOf(entries, index) >= until) continue;
      const span = entries.dates.get(index)?.until ?? idSpan(entries, index);
      yield judge(until, span, `\`${entries.ids[index]}${endingOf(until)}`, says);
    }
  }
  for (const set of model.sets.values())
    for (const { reference, patterns } of set.groups.values())
      for (const { prefix, from, until, untilSpan } of patterns)
        if (from < until && until <= soon && untilSpan !== undefined)
          yield judge(until, untilSpan, `\`${prefix}*\` in group \`${reference}\` ${sayEnd(until)}`, entrySays);
  for (const { at, span, what, says } of conditionEnds(model))
    if (at <= soon) yield judge(at, span, `${what} ${sayEnd(at)}`, says);
  const aliasSays = telling(
    "they are two different customers",
    "remove it with `flagstone prune`, or move `until` to a later day",
    "make sure that nobody uses the former id any more",
  );
  for (const { id, was, until, untilSpan } of model.aliases)
    if (until <= soon && untilSpan !== undefined)
      yield judge(until, untilSpan, `alias \`${was}\` of \`${id}\` ${sayEnd(until)}`, aliasSays);
}

/** An end, and how a finding describes it. */
interface End {
  readonly at: Instant;
  readonly span: Span;
  readonly what: string;
  readonly says: Telling;
}

/** The ends of flags and frozen lists that have one before an instant. */
function* nameEnds(model: Model, soon: Instant): Generator<End> {
  const advice = "retire it, or move `expires` to a later day if it is still needed";
  for (const { name, expires, keep, default: standard } of model.flags.values()) {
    if (expires === undefined || expires.at > soon) continue;
    const effect = keep ? "it works as before" : `everyone gets \`${standard}\``;
    const { at, span } = expires;
    yield { at, span, what: `flag \`${name}\``, says: telling(effect, advice, advice) };
  }
  const says = telling("only plans grant the privilege", "remove `frozen` and keep the rest");
  for (const { name, expires } of model.privileges.values())
    if (expires !== undefined) yield { ...expires, what: `the frozen list of \`${name}\``, says };
}

/** The ends of all conditions that have one. */
function* conditionEnds(model: Model): Generator<End> {
  const says = telling(
    "it has no effect",
    "remove it, or move `until` to a later day",
    "move `until` to a later day if that is too early",
  );
  for (const { of, condition } of allConditions(model)) {
    if (condition.untilSpan === undefined || condition.from >= condition.until) continue;
    const what = `a condition of ${nounOf(of.kind)} \`${of.name}\``;
    yield { at: condition.until, span: condition.untilSpan, what, says };
  }
}
