import type { Diagnostic, Fix } from "../model/diagnostic.ts";
import { fixesApart } from "../model/fixes-apart.ts";
import { addTo } from "../model/group-by.ts";
import { applyEdits, type TextEdit } from "../model/text/textedit.ts";
import type { Tree } from "../model/tree.ts";

type Texts = Omit<Tree, "root">;

/** So often a tree is judged; fixes that are still untried then are not offered before others are dealt with. */
const mostTries = 256;

/**
 * Findings without the fixes that would introduce an error: each is tried, since whoever offers a fix must know its
 * result. What an earlier phase hid and a fix reveals elsewhere was there before, and does not stop a fix.
 */
export function vetFixes(
  tree: Texts,
  diagnostics: readonly Diagnostic[],
  judge: (tree: Texts) => readonly Diagnostic[],
): readonly Diagnostic[] {
  if (diagnostics.every(({ fix }) => fix === undefined)) return diagnostics;
  const sound = new Set<Fix>();
  const broughtBy = new Map<Fix, Diagnostic>();
  const known = new Set(diagnostics.map(wordsOf));
  const unreadableFrom = new Map<string, number>();
  for (const { code, span, fix } of diagnostics)
    if (code === "yaml/syntax" && fix === undefined)
      unreadableFrom.set(span.source.path, Math.min(span.start, unreadableFrom.get(span.source.path) ?? Infinity));
  let tries = 0;
  for (const phase of [0, 1, 2] as const) {
    let open = diagnostics.filter(
      (finding) => finding.fix !== undefined && phaseOf(finding.code) === phase && !standsAfterUnreadable(finding),
    );
    while (open.length > 0) {
      const apart = new Set(fixesApart(open.map(({ fix }) => fix as Fix)));
      const group = open.filter(({ fix }) => apart.has(fix as Fix));
      for (const fix of soundAmong(group)) sound.add(fix);
      open = open.filter(({ fix }) => !apart.has(fix as Fix));
    }

    /** The fixes that introduce no error: tried together first, and in halves if that fails. */
    function soundAmong(group: readonly Diagnostic[]): readonly Fix[] {
      if (tries++ >= mostTries) return [];
      const fixes = group.map(({ fix }) => fix as Fix);
      const edits = fixes.flatMap((fix) => fix.edits);
      const after = judge(edited(tree, edits));
      const isIn = newTextFinder(edits);
      const brought = after.find(
        (finding) => finding.severity === "error" && isIn(finding) && !known.has(wordsOf(finding)),
      );
      const mended = group.filter(({ severity }) => severity === "error").length;
      const isFewer = countErrors(after, phase) <= countErrors(diagnostics, phase) - mended;
      if (isFewer && brought === undefined) return fixes;
      if (group.length === 1) {
        for (const fix of fixes) if (brought !== undefined) broughtBy.set(fix, brought);
        return [];
      }
      const middle = group.length >> 1;
      return [...soundAmong(group.slice(0, middle)), ...soundAmong(group.slice(middle))];
    }
  }

  /** What follows a place that cannot be read may mean something else once it can. */
  function standsAfterUnreadable({ span }: Diagnostic): boolean {
    return (unreadableFrom.get(span.source.path) ?? Infinity) < span.start;
  }

  return diagnostics.map((finding) => {
    if (finding.fix === undefined || sound.has(finding.fix)) return finding;
    const { fix, ...rest } = finding;
    const brought = broughtBy.get(fix);
    // Advice that is no more than the fix would be wrong as well.
    if (brought !== undefined && rest.code === "schema/unquoted")
      return { ...rest, hint: `quoting it is not enough: ${brought.message}` };
    if (rest.hint !== undefined) return rest;
    return {
      ...rest,
      hint: brought === undefined ? fix.title : `${fix.title}, which is not enough: ${brought.message}`,
    };
  });
}

/** What must have been read before a finding: texts, then values, then what they mean together. */
function phaseOf(code: string): 0 | 1 | 2 {
  const area = code.slice(0, code.indexOf("/"));
  return area === "yaml" || area === "file" ? 0 : area === "schema" ? 1 : 2;
}

function countErrors(diagnostics: readonly Diagnostic[], phase: number): number {
  return diagnostics
    .filter(({ code, severity }) => severity === "error" && phaseOf(code) <= phase)
    .reduce((sum, { echoes = 0 }) => sum + 1 + echoes, 0);
}

function edited(tree: Texts, edits: readonly TextEdit[]): Texts {
  const paths = new Set(edits.map(({ span }) => span.source.path));
  return {
    ...tree,
    config: paths.has(tree.config.path) ? applyEdits(tree.config, edits) : tree.config,
    files: tree.files.map((source) => (paths.has(source.path) ? applyEdits(source, edits) : source)),
  };
}

function wordsOf({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span.source.path]);
}

/** Tells whether a finding, or what it is related to, is in the new text of some edits, which are apart. */
function newTextFinder(edits: readonly TextEdit[]): (finding: Diagnostic) => boolean {
  const places = new Map<string, { readonly start: number; readonly end: number }[]>();
  const shifts = new Map<string, number>();
  for (const { span, text } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    const { path } = span.source;
    const shift = shifts.get(path) ?? 0;
    const start = span.start + shift;
    addTo(places, path, { start, end: start + text.length });
    shifts.set(path, shift + text.length - (span.end - span.start));
  }
  return ({ span, related }) =>
    [span, ...related.map((each) => each.span)].some(({ source, start, end }) => {
      const own = places.get(source.path) ?? [];
      let [low, high] = [0, own.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((own[middle]?.end ?? 0) < start) low = middle + 1;
        else high = middle;
      }
      return (own[low]?.start ?? Infinity) <= end;
    });
}
