import type { Subject } from "../../model/query/subject.ts";
import { compareText } from "../../model/text/words.ts";
import type { Instant } from "../../model/time.ts";

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

/** The columns by which names can be sorted. */
export const columns = ["name", "expiry", "change"] as const;
type Column = (typeof columns)[number];

/** An order of names: its own for each column, or the reverse of that. */
export interface Order {
  readonly by: Column;
  readonly isReversed: boolean;
}

/** Whether an order begins with what is least; by change, the latest comes first unless it is reversed. */
export function isAscending({ by, isReversed }: Order): boolean {
  return (by === "change") === isReversed;
}

/** Names in an order; those without a value come last, and ties are sorted by name. */
export function inOrder(rows: readonly NameRow[], order: Order): readonly NameRow[] {
  const sign = isAscending(order) ? 1 : -1;
  const byName = (a: NameRow, b: NameRow): number =>
    compareText(a.subject.name, b.subject.name) || compareText(a.href, b.href);
  const compare = (a: NameRow, b: NameRow): number => {
    if (order.by === "name") return sign * byName(a, b);
    const [one, other] = order.by === "expiry" ? [a.subject.expires, b.subject.expires] : [a.changed, b.changed];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return one === other ? 0 : one < other ? -sign : sign;
  };
  return rows.toSorted((a, b) => compare(a, b) || byName(a, b));
}
