import { positionOf, type Source } from "../../model/text/source.ts";

/** That a file has a merge conflict, and where; undefined if it has none. */
export function conflictIn(source: Source): string | undefined {
  const mark = /^<{7}(?: |\r?$)/m.exec(source.text);
  return mark === null ? undefined : `a merge conflict was left in line ${positionOf(source, mark.index).line}`;
}
