import { conflictMark } from "../../model/text/conflict-mark.ts";
import { positionOf, type Source } from "../../model/text/source.ts";

/** That a file has a merge conflict, and where; undefined if it has none. */
export function conflictIn(source: Source): string | undefined {
  const start = source.text.search(conflictMark);
  return start < 0 ? undefined : `a merge conflict was left in line ${positionOf(source, start).line}`;
}
