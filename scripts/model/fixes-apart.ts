import type { Fix } from "./diagnostic.ts";
import { compareText } from "./text/words.ts";

/** The fixes whose edits do not overlap those of another; of fixes that do, the first. */
export function fixesApart(fixes: readonly Fix[]): readonly Fix[] {
  const edits = fixes.flatMap((fix) => fix.edits.map(({ span }) => ({ fix, ...span })));
  edits.sort((a, b) => compareText(a.source.path, b.source.path) || a.start - b.start || a.end - b.end);
  const later = new Set<Fix>();
  let last = edits[0];
  for (const edit of edits.slice(1)) {
    // What is left out is in nobody's way.
    if (later.has(edit.fix)) continue;
    const meets = last !== undefined && edit.source.path === last.source.path && edit.start <= last.end;
    if (meets && edit.fix !== last?.fix) later.add(edit.fix);
    else if (last === undefined || !meets || edit.end > last.end) last = edit;
  }
  return fixes.filter((fix) => !later.has(fix));
}
