import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import {
  entrySpan,
  intersect,
  isOpen,
  type Membership,
  membershipOf,
  subtract,
  windowsById,
} from "../../model/membership.ts";
import type { Flag, Grouping, Model } from "../../model/model.ts";
import { findGroup, isByMoreThanLists } from "../../model/model-queries.ts";

/**
 * Groups must not give a customer different variants, unless the customer's own entry decides: `model/contradiction`.
 */
export function* twoVariantsByGroup(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (flag.variants === undefined) continue;
    const placed = flag.grouped.flatMap((grouping) => {
      const found = findGroup(model, grouping.group);
      return found === undefined ? [] : [{ grouping, in: membershipOf(found.set, found.group) }];
    });
    for (const [index, second] of placed.entries())
      for (const first of placed.slice(0, index)) yield* judge(flag, first, second);
  }
}

interface Placed {
  readonly grouping: Grouping;
  readonly in: Membership;
}

function* judge(flag: Flag, first: Placed, second: Placed): Generator<Diagnostic> {
  const { set, group } = first.in;
  const other = second.in;
  if (first.grouping.value === second.grouping.value || set.scope !== other.set.scope) return;
  // What conditions and shares bring together is for the rule of overlapping conditions.
  if (isByMoreThanLists(set) || isByMoreThanLists(other.set)) return;
  if (group === other.group || (set === other.set && set.exclusive)) return;
  const who = inBoth(flag, first.in, second.in);
  if (who === undefined) return;
  const [one, two] = [first.grouping, second.grouping];
  const entries = [first.in, other].flatMap((membership) => {
    const span = entrySpan(membership, who);
    return span === undefined ? [] : [{ message: `this entry puts it in \`${membership.group.reference}\``, span }];
  });
  const [whom, hint] = adviceOn(who);
  yield diagnostic(
    "model/contradiction",
    two.span,
    `\`${one.group}\` and \`${two.group}\` give two variants to ${whom}`,
    { related: [{ message: `\`${one.group}\` gives \`${one.value}\``, span: one.span }, ...entries], hint },
  );
}

/** How to refer to someone who is in two groups, and what to do. */
function adviceOn(who: string): readonly [whom: string, hint: string] {
  if (who === "")
    return ["customers in both", "name groups of one exclusive set: each customer is in only one of them"];
  return who.endsWith("*")
    ? [`ids like \`${who}\``, "make the patterns disjoint, or name groups of one exclusive set"]
    : [`\`${who}\``, `list \`${who}\` under one variant, or remove it from one of the groups`];
}

/**
 * Someone who is in both groups at a time at which no entry of their own decides: an id, or the pattern that it
 * matches; an empty text for people whom no file lists. Undefined if there is nobody.
 */
function inBoth(flag: Flag, first: Membership, second: Membership): string | undefined {
  if (isOpen(first) && isOpen(second)) return "";
  const own = flag.listed.filter(({ scope }) => scope === first.set.scope).map(({ entries }) => windowsById(entries));
  // Everyone in a group that is not open is listed there, or matches one of its patterns.
  for (const membership of [first, second]) {
    if (isOpen(membership)) continue;
    for (const id of membership.mentioned()) {
      const both = intersect(first.windowsOf(id), second.windowsOf(id));
      const decided = both.length === 0 ? [] : own.flatMap((windows) => windows.get(id) ?? []);
      if (subtract(both, decided).length > 0) return id;
    }
  }
  return undefined;
}
