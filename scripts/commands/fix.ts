import { compile, readOnce } from "../compile/compile.ts";
import type { DiffInput } from "../edit/text/show-diffs.ts";
import { draftOf } from "../edit/text/tree-draft.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Host } from "../host/host.ts";
import { fixesApart } from "../model/fixes-apart.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { missingConfig } from "./missing-config.ts";
import { proposeChanges } from "./propose-changes.ts";

/** What the command reads of its call. */
interface FixInput extends DiffInput {
  /** The day or instant to check for; undefined is today. */
  readonly asOf?: Instant | undefined;
}

/**
 * Applies every fix that `check` is certain of, and those that become visible once others are applied; reports what is
 * left. Other errors do not stop a fix.
 */
export function fix(input: FixInput, host: Host): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const options = { asOf: input.asOf ?? host.today(), allowExpired: false };
  const read = readOnce();
  const before = compile(tree, options, read);
  const draft = draftOf(tree, () => undefined);
  let after = before;
  let made = 0;
  for (let round = 0; round < mostRounds; round++) {
    const fixes = fixesApart(after.diagnostics.flatMap((finding) => finding.fix ?? []));
    if (fixes.length === 0) break;
    made += fixes.length;
    draft.edit(fixes.flatMap(({ edits }) => edits));
    after = compile(draft.tree, options, read);
  }

  const report = reportOf(draft.tree, after.diagnostics);
  const changes = draft.changes();
  if (changes.length === 0) return { report, writes: [], note: "there is nothing that can be fixed with certainty" };
  const effect = compareRevisions(openRevision(before.models), openRevision(after.models), options.asOf);
  return { ...proposeChanges(tree.root, changes, effect, input), report, note: count(made, "repair") };
}

/** A fix may reveal another, but not this many times. */
const mostRounds = 50;
