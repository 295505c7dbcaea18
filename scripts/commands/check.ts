import { compile } from "../compile.ts";
import type { Host } from "../host.ts";
import { type Input, noInstance, type Outcome, reportOf } from "../outcome.ts";

/** Judges the tree. */
export function check(input: Input, host: Host): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const { diagnostics } = compile(tree, {
    asOf: input.asOf ?? host.today(),
    allowExpired: input.allowExpired ?? false,
  });
  const isEmpty = tree.files.length + tree.diagnostics.length === 0;
  return {
    report: reportOf(tree, diagnostics),
    writes: [],
    ...(isEmpty ? { note: "there are no documents: `flags/` and `groups/` are empty or not there" } : {}),
  };
}
