import { type Compilation, type CompileOptions, compile, type Read } from "../compile/compile.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { unheard } from "../model/progress.ts";
import { positionOf } from "../model/text/source.ts";
import type { TreeComparison } from "./compare-trees.ts";

/** The findings about the tree that are reported, and how many are not because the base also has them. */
export function newFindings(
  { models, diagnostics }: Compilation,
  comparison: TreeComparison,
  options: CompileOptions & { readonly newOnly: boolean },
  read: Read,
): { readonly shown: readonly Diagnostic[]; readonly older: number } {
  if (!options.newOnly && !options.allowExpired) return { shown: diagnostics, older: 0 };
  const before = compile(comparison.base, { ...options, progress: unheard }, read);
  const isOld = oldFindings(comparison, before.diagnostics);
  const shown: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const isExpired = finding.code === "model/expired";
    const isBrought = !isOld(finding) || (isExpired && isEdited(finding, models, comparison));
    // Without a model the change was not judged, so its findings are reported in any case.
    if (!isBrought && options.newOnly && models !== undefined) continue;
    const isByDay = isExpired || finding.code === "model/failed-example";
    shown.push(isBrought && isByDay ? { ...finding, severity: "error" } : finding);
  }
  return { shown, older: diagnostics.length - shown.length };
}

/** Whether a change edits what has expired: the entry, or the flag or frozen list whose end it is. */
function isEdited({ span }: Diagnostic, models: Compilation["models"], { touched }: TreeComparison): boolean {
  const { path } = span.source;
  const { line } = positionOf(span.source, span.start);
  if (touched.get(path)?.some(({ first, last }) => first <= line && line <= last)) return true;
  return (
    touched.has(path) &&
    [...(models === undefined ? [] : decisionsOf(models[0]))].some(
      ({ expires }) => expires?.span.source.path === path && expires.span.start === span.start,
    )
  );
}

/**
 * A function that says whether the base also has a finding of the head, anywhere in the same file; of equal findings,
 * as many as the base has.
 */
export function oldFindings(
  { earlierPath }: TreeComparison,
  found: readonly Diagnostic[],
): (finding: Diagnostic) => boolean {
  const keyOf = ({ code, message }: Diagnostic, path: string): string => JSON.stringify([code, path, message]);
  const counts = new Map<string, number>();
  for (const finding of found) {
    const key = keyOf(finding, finding.span.source.path);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (finding) => {
    const key = keyOf(finding, earlierPath(finding.span.source.path));
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left > 0;
  };
}
