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
  return { report: reportOf(tree, diagnostics), writes: [] };
}
