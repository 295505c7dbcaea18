import { writeText } from "../../model/text/quoting.ts";
import { type Span, textOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import type { Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { Occurrence } from "../customers/occurrences.ts";

/** A request to give a customer another id, and what is found out while it is planned. */
export interface Renaming {
  readonly scope: string;
  readonly ignoreCase: boolean;
  /** The ids as they are written, and as they are compared. */
  readonly old: string;
  readonly now: string;
  readonly oldKey: string;
  readonly nowKey: string;
  /** Whose settings win if the two contradict each other. */
  readonly prefer: "old" | "new" | undefined;
  /** Whether the former id still means the customer. */
  readonly hasAlias: boolean;
  readonly environments: readonly string[];
  readonly asOf: Instant;
  /** Contradictions that still need a decision, a line each. */
  readonly conflicts: string[];
  /** What cannot be done at all, a line each. */
  readonly faults: string[];
  readonly notes: string[];
}

/** Whether an id is the former one. */
export function isOld({ oldKey, ignoreCase }: Renaming, id: string | undefined): boolean {
  return id !== undefined && normalizeId(id, ignoreCase) === oldKey;
}

/** Whether an id is the new one. */
export function isNow({ nowKey, ignoreCase }: Renaming, id: string | undefined): boolean {
  return id !== undefined && normalizeId(id, ignoreCase) === nowKey;
}

/** The edit that writes the new id in place of another. */
export function writeNow({ now }: Renaming, span: Span): TextEdit {
  return { span, text: writeText(now, textOf(span), true) };
}

/**
 * Decides between an entry of the former id and one of the new id that contradict each other: the one to remove, or
 * undefined if the call does not say, or if it cannot be.
 */
export function decide(renaming: Renaming, old: Occurrence, now: Occurrence, conflict: string): Occurrence | undefined {
  if (renaming.prefer === undefined) renaming.conflicts.push(conflict);
  else if (renaming.prefer === "new") return old;
  else if (now.match === undefined) return now;
  else renaming.faults.push(`${conflict}: a pattern has no exceptions, so change it first, or use \`--prefer new\``);
  return undefined;
}
