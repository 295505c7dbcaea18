import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Flag, Grouping, Privilege, Release } from "../../model/model.ts";
import { findOverlaps } from "../../model/overlaps.ts";
import { clashingEntries, duplicateEntry } from "./overlap-findings.ts";

/**
 * A decision must list a customer, and name a group, under only one value at a time, and only once:
 * `model/contradiction`, `model/duplicate-entry`.
 */
export function* contradiction(decision: Flag | Release | Privilege): Generator<Diagnostic> {
  if (decision.listed.length > 0) yield* judgeCustomers(decision);
  if (decision.kind !== "release" && decision.grouped.length > 1) yield* judgeGroups(decision);
}

function* judgeCustomers(decision: Flag | Release | Privilege): Generator<Diagnostic> {
  for (const scope of new Set(decision.listed.map((listing) => listing.scope))) {
    const listings = decision.listed.filter((listing) => listing.scope === scope);
    const lists = listings.map((listing) => listing.entries);
    for (const overlap of findOverlaps(lists)) {
      if (listings[overlap.first.list]?.value === listings[overlap.second.list]?.value)
        yield duplicateEntry(lists, overlap);
      else
        yield clashingEntries("model/contradiction", lists, overlap, (list) => `\`${listings[list]?.value}\``, {
          message: (id, one, other) =>
            `${decision.kind} \`${decision.name}\` answers ${one} and ${other} for \`${id}\``,
          hint: "remove the customer from one list, or give the entries windows that do not overlap",
        });
    }
  }
}

function* judgeGroups(decision: Flag | Privilege): Generator<Diagnostic> {
  const seen = new Map<string, Grouping>();
  for (const grouping of decision.grouped) {
    const first = seen.get(grouping.group);
    if (first === undefined) {
      seen.set(grouping.group, grouping);
      continue;
    }
    const called = `${decision.kind} \`${decision.name}\``;
    const related = [{ message: `\`${grouping.group}\` first appears here`, span: first.span }];
    if (first.value === grouping.value)
      yield diagnostic("model/duplicate-entry", grouping.span, `\`${grouping.group}\` appears twice in this list`, {
        related,
        hint: "remove one of them",
      });
    else
      yield diagnostic(
        "model/contradiction",
        grouping.span,
        `${called} answers \`${first.value}\` and \`${grouping.value}\` for group \`${grouping.group}\``,
        { related, hint: "name the group under one value only" },
      );
  }
}
