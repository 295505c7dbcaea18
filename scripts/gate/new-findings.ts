import { type Compilation, type CompileOptions, compile, type Read } from "../compile/compile.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { beginsAsDocument } from "../model/document.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { unheard } from "../model/progress.ts";
import type { Repository } from "../model/repository.ts";
import { positionOf } from "../model/text/source.ts";
import type { TreeComparison } from "./compare-trees.ts";

/** Where a change began. */
interface Beginning {
  readonly commits: readonly string[];
  readonly repository: Repository;
}

/** The findings about the tree that are reported, and how many are not because the base also has them. */
export function newFindings(
  { models, diagnostics }: Compilation,
  comparison: TreeComparison,
  began: Beginning,
  options: CompileOptions & { readonly newOnly: boolean },
  read: Read,
): { readonly shown: readonly Diagnostic[]; readonly older: number } {
  if (!options.newOnly && !options.allowExpired) return { shown: diagnostics, older: 0 };
  const before = compile(comparison.base, { ...options, progress: unheard }, read);
  const isOld = oldFindings(comparison, [...before.diagnostics, ...ignoredBefore(diagnostics, began)]);
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

/**
 * The findings about files that are not read and that the base has too, as such files: of a base, only documents are
 * read.
 */
function ignoredBefore(diagnostics: readonly Diagnostic[], { commits, repository }: Beginning): readonly Diagnostic[] {
  const ignored = diagnostics.filter(({ code }) => code === "file/ignored");
  if (ignored.length === 0) return [];
  const paths = ignored.map(({ span }) => span.source.path);
  const found = commits.flatMap((commit) => [...repository.objectsAt(commit, paths)]);
  const texts = repository.texts([...new Set(found.map(([, object]) => object))]);
  const old = new Set(found.flatMap(([path, object]) => (beginsAsDocument(texts.get(object) ?? "") ? [path] : [])));
  return ignored.filter(({ span }) => old.has(span.source.path));
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
