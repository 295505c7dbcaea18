import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GateOptions, gate, type Verdict } from "../../scripts/gate/gate.ts";
import { openRepository } from "../../scripts/host/git.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Code } from "../../scripts/model/codes.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { usualDay } from "./examples.ts";

/** All files below a folder, by their paths in it. */
export function filesIn(folder: string): readonly Source[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.length + 1).replaceAll("\\", "/"), text: readFileSync(path, "utf8") };
    });
}

/** Copies what is in a folder into another, over what is there. */
export function copyInto(from: string, root: string): void {
  mkdirSync(root, { recursive: true });
  if (existsSync(from)) cpSync(from, root, { recursive: true });
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

/** The codes of findings, each once, in order. */
export function codesOf(diagnostics: readonly Diagnostic[]): readonly Code[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort();
}
