import type { Subject } from "../../../model/query/subject.ts";
import { compareText } from "../../../model/text/words.ts";
import type { Instant } from "../../../model/time.ts";

/** A row of the lists of names, in pages and in their script. */
export interface NameRow {
  readonly subject: Subject;
  /** From the root of the site. */
  readonly href: string;
  readonly isStale: boolean;
  /** When it was last changed. */
  readonly changed: Instant | undefined;
}

/** The data that the script of the page of names searches. */
export interface NameData {
  readonly today: Instant;
  /** Whether customers can be looked up. */
  readonly hasCustomers: boolean;
  readonly rows: readonly NameRow[];
}

/** The orders in which names can be shown. */
export const orders = ["name", "expiry", "change"] as const;
export type Order = (typeof orders)[number];

/** Names sorted by name, by end with the earliest first, or by change with the latest first; ties are sorted by name. */
export function inOrder(rows: readonly NameRow[], order: Order): readonly NameRow[] {
  const byName = (a: NameRow, b: NameRow): number =>
    compareText(a.subject.name, b.subject.name) || compareText(a.href, b.href);
  switch (order) {
    case "name":
      return rows.toSorted(byName);
    case "expiry":
      return rows.toSorted((a, b) => compareText(a.subject.expires ?? "~", b.subject.expires ?? "~") || byName(a, b));
    case "change":
      return rows.toSorted((a, b) => (b.changed ?? -Infinity) - (a.changed ?? -Infinity) || byName(a, b));
  }
}
