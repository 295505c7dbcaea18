import { type CompileOptions, compile } from "../../scripts/compile/compile.ts";
import { type GateOptions, gate, type Verdict } from "../../scripts/gate/gate.ts";
import { openRepository } from "../../scripts/host/git.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { usualDay } from "./usual-dates.ts";

/** What a check finds in a folder. */
export function judge(
  root: string,
  options: CompileOptions = usualDay,
): { tree: Tree; diagnostics: readonly Diagnostic[] } {
  const tree = readTree(root);
  return { tree, diagnostics: compile(tree, options).diagnostics };
}

/** What the gate says of a folder and its `main`; throws where it cannot run. */
export function judgeChange(root: string, options: Partial<GateOptions> = {}): Verdict {
  const repository = openRepository(root);
  if (repository === undefined) throw new Error("no repository");
  const asOf = options.asOf ?? usualDay.asOf;
  const verdict = gate(readTree(root), repository, {
    ...usualDay,
    base: "main",
    now: asOf,
    newOnly: false,
    ...options,
  });
  if (typeof verdict === "string") throw new Error(verdict);
  return verdict;
}
