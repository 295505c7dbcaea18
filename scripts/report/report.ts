import type { Diagnostic } from "../model/diagnostic.ts";
import type { LineRange } from "../model/text/source.ts";
import type { Tree } from "../model/tree.ts";

/** The findings about an instance, for a reporter. */
export interface Report {
  readonly root: string;
  /** How many documents were checked. */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The lines that the change under review adds or edits, by paths relative to the root; undefined without a base. */
  readonly touched?: ReadonlyMap<string, readonly LineRange[]> | undefined;
  /** How many findings existed before the change and are not reported. */
  readonly older?: number | undefined;
  /** What waivers of the change allowed, in sentences; undefined without a base. */
  readonly waived?: readonly string[] | undefined;
}

/** The report of what was found in a tree. */
export function reportOf(tree: Tree, diagnostics: readonly Diagnostic[]): Report {
  return { root: tree.root, files: tree.files.length, diagnostics };
}
