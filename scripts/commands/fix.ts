import { compile, readOnce } from "../compile/compile.ts";
import type { Input } from "../edit/input.ts";
import { draftOf } from "../edit/text/tree-draft.ts";
import { unifiedDiff } from "../edit/text/unified-diff.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Host } from "../host/host.ts";
import type { Fix } from "../model/diagnostic.ts";
import { compareText, count } from "../model/text/words.ts";
import { effectReporters } from "../report/effects/index.ts";
import { noInstance, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";

/**
 * Makes every repair that `check` is certain of, and those that are found once others are made; reports what is left.
 * What is wrong beside stops no repair.
 */
export function fix(input: Input, host: Host): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const options = { asOf: input.asOf ?? host.today(), allowExpired: false };
  const read = readOnce();
  const before = compile(tree, options, read);
  const draft = draftOf(tree, () => undefined);
  let after = before;
  let made = 0;
  for (let round = 0; round < mostRounds; round++) {
    const fixes = apart(after.diagnostics.flatMap((finding) => finding.fix ?? []));
    if (fixes.length === 0) break;
    made += fixes.length;
    draft.edit(fixes.flatMap(({ edits }) => edits));
    after = compile(draft.tree, options, read);
  }

  const report = reportOf(draft.tree, after.diagnostics);
  const changes = draft.changes();
  if (changes.length === 0) return { report, writes: [], note: "there is nothing that can be repaired for certain" };
  const diff = changes.map((change) => unifiedDiff(change, input.colour)).join("");
  const effect = compareRevisions(openRevision(before.models), openRevision(after.models), options.asOf);
  const told = effectReporters.text(effect, { colour: input.colour });
  const writes = changes.map(({ path, before: was, after: text }) => ({ path, text, was: { text: was } }));
  return {
    root: tree.root,
    report,
    writes: [],
    proposals: [{ output: `${diff}\n${told}`, writes }],
    note: count(made, "repair"),
  };
}

/** A repair may bring another to light, but not so many times. */
const mostRounds = 50;

/** The fixes of which no edit meets one of another; those that do are made later, if they are still wanted then. */
function apart(fixes: readonly Fix[]): readonly Fix[] {
  const edits = fixes.flatMap((fix) => fix.edits.map(({ span }) => ({ fix, ...span })));
  edits.sort((a, b) => compareText(a.source.path, b.source.path) || a.start - b.start || a.end - b.end);
  const later = new Set<Fix>();
  let last = edits[0];
  for (const edit of edits.slice(1)) {
    const meets = last !== undefined && edit.source.path === last.source.path && edit.start <= last.end;
    if (meets && edit.fix !== last?.fix) later.add(edit.fix);
    if (last === undefined || !meets || edit.end > last.end) last = edit;
  }
  return fixes.filter((fix) => !later.has(fix));
}
