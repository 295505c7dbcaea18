import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import { fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { CustomerList, Model } from "../../model/model.ts";
import { allConditions } from "../../model/model-queries.ts";
import { startOf } from "../../model/time.ts";

/** No entry may end before it starts. */
export function* emptyEntry({ entries }: CustomerList): Generator<Diagnostic> {
  if (entries.until === undefined) return;
  for (let index = 0; index < entries.ids.length; index++) {
    if (fromOf(entries, index) < untilOf(entries, index)) continue;
    const dates = entries.dates.get(index);
    yield diagnostic(
      "model/empty-window",
      dates?.until ?? idSpan(entries, index),
      `\`${entries.ids[index]}\` ends before it starts`,
      {
        related: dates?.from === undefined ? [] : [{ message: "it starts here", span: dates.from }],
        hint: "`from` is the first day and `until` the last",
      },
    );
  }
}

/** No pattern or condition may end before it starts either, and no frozen list before its freeze. */
export function* emptyWindow(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values())
    for (const { patterns } of set.groups.values())
      for (const { prefix, from, until, untilSpan, span } of patterns)
        if (from >= until)
          yield diagnostic("model/empty-window", untilSpan ?? span, `\`${prefix}*\` ends before it starts`, {
            related: [{ message: "the pattern is here", span }],
            hint: "`from` is the first day and `until` the last",
          });
  for (const { condition } of allConditions(model))
    if (condition.from >= condition.until)
      yield diagnostic(
        "model/empty-window",
        condition.untilSpan ?? condition.span,
        "the condition ends before it starts",
        {
          related: [{ message: "the condition is here", span: condition.span }],
          hint: "`from` is the first day and `until` the last",
        },
      );
  for (const privilege of model.privileges.values()) {
    const { frozen, expires } = privilege;
    if (frozen === undefined || expires === undefined) continue;
    const { date } = frozen.data as { date: string };
    if (expires.at <= startOf(date))
      yield diagnostic("model/empty-window", expires.span, `\`${privilege.name}\` ends before it was frozen`, {
        related: [{ message: "it was frozen here", span: valueSpan(privilege.document, frozen.data, "date") }],
        hint: "`sunset` is the last day on which customers keep the privilege",
      });
  }
}
