import { compile } from "../compile/compile.ts";
import type { Input } from "../edit/input.ts";
import { type GateOptions, gate } from "../gate/gate.ts";
import type { Host } from "../host/host.ts";
import type { Tree } from "../model/tree.ts";
import { cannotRun, noInstance, type Outcome } from "../report/outcome.ts";
import { type Report, reportOf } from "../report/report.ts";

/** Judges the tree and, with a base, what the change does that began there. */
export function check(input: Input, host: Host): Outcome {
  if (input.newOnly && input.base === undefined) return cannotRun("`--new-only` needs `--base <ref>`");
  if (input.mergedAt !== undefined && input.base === undefined)
    return cannotRun("`--merged-at` says when commits of the base were merged, so it needs `--base <ref>`");
  const { progress } = input;
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const options = { asOf: input.asOf ?? host.today(), allowExpired: input.allowExpired ?? false, progress };
  if (input.base !== undefined) {
    const { base, newOnly = false, mergedAt } = input;
    return checkChange(tree, { ...options, base, newOnly, mergedAt, now: input.asOf ?? host.now() }, host);
  }
  return outcome(tree, reportOf(tree, compile(tree, options).diagnostics), []);
}

function checkChange(tree: Tree, options: GateOptions, host: Host): Outcome {
  const repository = host.openRepository(tree.root);
  if (repository === undefined) return cannotRun(`\`--base\` needs git, but ${host.whyNoRepository(tree.root)}`);
  const verdict = gate(tree, repository, options);
  if (typeof verdict === "string") return cannotRun(verdict);
  const { diagnostics, touched, older, notes } = verdict;
  return outcome(tree, { ...reportOf(tree, diagnostics), touched, older }, notes);
}

function outcome(tree: Tree, report: Report, more: readonly string[]): Outcome {
  const isEmpty = tree.files.length + tree.diagnostics.length === 0;
  const notes = [...(isEmpty ? ["there are no documents: `flags/` and `groups/` are empty or missing"] : []), ...more];
  return { report, writes: [], ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}
