import type { FileChange } from "./tree-draft.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** How diffs are shown. */
export interface DiffInput {
  /** Whether the output may have colours. */
  readonly colour: boolean;
  /** How many lines to show at most, at a terminal; undefined is all. */
  readonly mostLines?: number;
}

/** Changes as unified diffs; at a terminal, only the first lines of long ones and how to see all. */
export function showDiffs(changes: readonly FileChange[], { colour, mostLines = Infinity }: DiffInput): string {
  const diff = changes.map((change) => unifiedDiff(change, colour)).join("");
  const lines = diff.split("\n");
  const all = lines.length - 1;
  if (all <= mostLines) return diff;
  const shown = lines.slice(0, mostLines).map((line) => `${line}\n`);
  return `${shown.join("")}… and ${all - mostLines} more lines of ${all}: \`--dry-run | less\` shows all\n`;
}
