import { type CompileOptions, compile } from "../../scripts/compile/compile.ts";
import { type GateOptions, gate, type Verdict } from "../../scripts/gate/gate.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Repository } from "../../scripts/model/repository.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { usualDay } from "./usual-dates.ts";

/** The findings of a check in a folder. */
export function judge(
  root: string,
  options: CompileOptions = usualDay,
): { tree: Tree; diagnostics: readonly Diagnostic[] } {
  const tree = readTree(root);
  return { tree, diagnostics: compile(tree, options).diagnostics };
}

/** The gate's verdict on a tree against the `main` of a repository; throws if the gate cannot run. */
export function judgeChange(tree: Tree, repository: Repository, options: Partial<GateOptions> = {}): Verdict {
  const asOf = options.asOf ?? usualDay.asOf;
  const verdict = gate(tree, repository, {
    ...usualDay,
    base: "main",
    now: asOf,
    newOnly: false,
    ...options,
  });
  if (typeof verdict === "string") throw new Error(verdict);
  return verdict;
}
