import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Entries, fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { decisionsOf } from "../../model/model-queries.ts";
import { findOverlaps, type Overlap } from "../../model/overlaps.ts";
import { removeItem } from "../../model/text/remove-item.ts";
import { type Span, textOf } from "../../model/text/source.ts";
import { formatDay, formatLastDay, type Instant } from "../../model/time.ts";

/** At any time a customer stands once in a list, in one group of an exclusive set, and under one value of a decision. */
export function* overlappingEntries(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) {
    const groups = [...set.groups.values()];
    const lists = groups.map((group) => group.members);
    for (const part of set.exclusive ? [lists] : lists.map((list) => [list]))
      for (const overlap of findOverlaps(part)) {
        const { first, second } = overlap;
        if (first.list === second.list) yield duplicate(part, overlap);
        else
          yield clash("model/two-groups", part, overlap, (list) => `\`${groups[list]?.reference}\``, {
            message: (id, one, other) => `\`${id}\` is in ${one} and in ${other}`,
            hint: `a customer can be in only one group of \`${set.name}\`: remove it from one of them`,
          });
      }
  }

  for (const decision of decisionsOf(model)) {
    for (const scope of new Set(decision.listed.map((listing) => listing.scope))) {
      const listings = decision.listed.filter((listing) => listing.scope === scope);
      const lists = listings.map((listing) => listing.entries);
      for (const overlap of findOverlaps(lists)) {
        if (listings[overlap.first.list]?.value === listings[overlap.second.list]?.value)
          yield duplicate(lists, overlap);
        else
          yield clash("model/contradiction", lists, overlap, (list) => `\`${listings[list]?.value}\``, {
            message: (id, one, other) =>
              `${decision.kind} \`${decision.name}\` answers ${one} and ${other} for \`${id}\``,
            hint: "remove the customer from one list, or give the entries windows that do not overlap",
          });
      }
    }
  }
}

function duplicate(lists: readonly Entries[], { id, first, second }: Overlap): Diagnostic {
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

interface Clash {
  readonly message: (id: string, one: string, other: string) => string;
  readonly hint: string;
}

function clash(
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

/** Why two ids are one customer where they are not written alike. */
function alike(one: Span, other: Span): string {
  const [a, b] = [textOf(one).replace(/^["']|["']$/g, ""), textOf(other).replace(/^["']|["']$/g, "")];
  if (a === b) return "";
  return a.normalize("NFC") === b.normalize("NFC")
    ? "it is written with equivalent Unicode characters; "
    : "the scope ignores letter case; ";
}

/** The window of an entry in words; nothing for one that always holds. */
function window(entries: Entries, index: number): string {
  const from: Instant = fromOf(entries, index);
  const until: Instant = untilOf(entries, index);
  const words = [
    from === -Infinity ? "" : `from ${formatDay(from)}`,
    until === Infinity ? "" : `until ${formatLastDay(until)}`,
  ].filter((word) => word !== "");
  return words.length === 0 ? "" : `, ${words.join(" ")}`;
}
