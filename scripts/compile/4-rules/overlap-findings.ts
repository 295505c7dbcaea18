import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Entries, fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { Overlap } from "../../model/overlaps.ts";
import { removeItem } from "../../model/text/remove-item.ts";
import { type Span, textOf } from "../../model/text/source.ts";
import { formatDay, formatLastDay, type Instant } from "../../model/time.ts";

/** `model/duplicate-entry`: a list has a customer twice at the same time. */
export function duplicateEntry(lists: readonly Entries[], { id, first, second }: Overlap): Diagnostic {
  const entries = lists[second.list] as Entries;
  const other = lists[first.list] as Entries;
  const span = idSpan(entries, second.index);
  const isSame =
    fromOf(entries, second.index) === fromOf(other, first.index) &&
    untilOf(entries, second.index) === untilOf(other, first.index);
  const edit = isSame ? removeItem(span) : undefined;
  return diagnostic("model/duplicate-entry", span, `\`${id}\` appears twice in this list`, {
    related: [
      { message: `\`${id}\` first appears here${window(other, first.index)}`, span: idSpan(other, first.index) },
    ],
    hint: `${alike(span, idSpan(other, first.index))}${isSame ? "remove one of them" : "remove one of them, or give them windows that do not overlap"}`,
    fix: edit === undefined ? undefined : { title: `remove the second \`${id}\``, edits: [edit] },
  });
}

/** How a rule reports that two lists have the same customer. */
interface Clash {
  readonly message: (id: string, one: string, other: string) => string;
  readonly hint: string;
}

/** Finds customers who are in two mutually exclusive lists at the same time; `label` is how a list is called. */
export function clashingEntries(
  code: "model/two-groups" | "model/contradiction",
  lists: readonly Entries[],
  { id, first, second }: Overlap,
  label: (list: number) => string,
  { message, hint }: Clash,
): Diagnostic {
  const entries = lists[second.list] as Entries;
  const other = lists[first.list] as Entries;
  return diagnostic(code, idSpan(entries, second.index), message(id, label(first.list), label(second.list)), {
    related: [
      {
        message: `\`${id}\` is listed under ${label(first.list)} here${window(other, first.index)}`,
        span: idSpan(other, first.index),
      },
    ],
    hint: `${alike(idSpan(entries, second.index), idSpan(other, first.index))}${hint}`,
  });
}

/** Why two ids that are written differently are the same customer. */
function alike(one: Span, other: Span): string {
  const [a, b] = [textOf(one).replace(/^["']|["']$/g, ""), textOf(other).replace(/^["']|["']$/g, "")];
  if (a === b) return "";
  return a.normalize("NFC") === b.normalize("NFC")
    ? "it is written with equivalent Unicode characters; "
    : "the scope ignores letter case; ";
}

/** The window of an entry in words; empty for one that always holds. */
function window(entries: Entries, index: number): string {
  const from: Instant = fromOf(entries, index);
  const until: Instant = untilOf(entries, index);
  const words = [
    from === -Infinity ? "" : `from ${formatDay(from)}`,
    until === Infinity ? "" : `until ${formatLastDay(until)}`,
  ].filter((word) => word !== "");
  return words.length === 0 ? "" : `, ${words.join(" ")}`;
}
