import { type Compilation, type CompileOptions, compile, type Read, readOnce } from "../compile/compile.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import { type BaseCommit, findBase } from "../history/base-commit.ts";
import { readBaseline } from "../history/baseline.ts";
import { documentHistory } from "../history/document-history.ts";
import { compareDiagnostics, type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { usualPolicy } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { unheard } from "../model/progress.ts";
import type { Repository } from "../model/repository.ts";
import { type LineRange, positionOf } from "../model/text/source.ts";
import type { Instant } from "../model/time.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { compareTrees, oldFindings, type TreeComparison } from "./compare-trees.ts";
import { type Breach, type Change, pairEnvironments } from "./policies/change.ts";
import { policies } from "./policies/index.ts";
import { policyRelaxed } from "./policies/policy-relaxed.ts";
import { type Waived, waive } from "./waive.ts";

export interface GateOptions extends CompileOptions {
  /** The name of a branch or commit. */
  readonly base: string;
  /** The instant up to which versions have soaked. */
  readonly now: Instant;
  /** Whether findings that the base has too are left out. */
  readonly newOnly: boolean;
}

/** What a gate finds. */
export interface Verdict {
  /** What is wrong with the tree and with the change, in order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly touched: ReadonlyMap<string, readonly LineRange[]>;
  /** How many findings were left out; undefined where all are told. */
  readonly older: number | undefined;
  /** What else people should know: what the change's own waivers allowed, and whether there was a base at all. */
  readonly notes: readonly string[];
}

/** Judges a tree, and the change that led to it from where its branch began; or tells in one sentence why it cannot. */
export function gate(head: Tree, repository: Repository, options: GateOptions): Verdict | string {
  const commit = findBase(repository, options.base);
  if (typeof commit === "string") return commit;
  const { progress = unheard } = options;
  progress.enter("read the base");
  const base = repository.readTree(commit.commit, head);
  const submodule = base.diagnostics.find(({ code }) => code === "file/not-a-file");
  if (submodule !== undefined) return `${submodule.message}, and what was in it on the base is not here`;

  const read = readOnce();
  const compiled = compile(head, options, read);
  progress.enter("compare");
  const comparison = compareTrees(base, head);
  const { findings, notes } = judgeChange(compiled, comparison, commit, repository, options, read);
  progress.enter("compare");
  const { shown, older } = sift(compiled, comparison, options, read);
  return {
    diagnostics: [...shown, ...findings].sort(compareDiagnostics),
    touched: comparison.touched,
    older: options.newOnly ? older : undefined,
    notes,
  };
}

/** What the policies find, with the severities of the base and without what the change's own waivers allow. */
function judgeChange(
  { models, diagnostics }: Compilation,
  { base, head, touched, isSame }: TreeComparison,
  commit: BaseCommit,
  repository: Repository,
  options: GateOptions,
  read: Read,
): Waived {
  if (models === undefined) return { findings: [], notes: [] };
  // A tree without an error is its own base where nothing changed.
  const isOwn = isSame && !hasErrors(diagnostics);
  const baseline = isOwn ? { models, diagnostics: [] } : readBaseline(base, commit, repository, options, read);
  const [before] = baseline.models ?? [];
  options.progress?.enter("effect");
  const revision = openRevision(models);
  const revisions = { base: isOwn ? revision : openRevision(baseline.models), head: revision };
  const changed = head.files.filter(({ path }) => touched.has(path)).map(({ path }) => nameOf(path));
  const change: Change = {
    ...revisions,
    before,
    after: models.find(({ environment }) => environment === before?.environment) ?? models[0],
    pairs: pairEnvironments(baseline.models ?? [], models),
    effect: compareRevisions(revisions.base, revisions.head, options.asOf),
    policy: before?.config.policy ?? usualPolicy,
    asOf: options.asOf,
    now: options.now,
    history: documentHistory(repository, commit.tip, changed, options.now, read),
  };
  options.progress?.enter("policies");
  const weigh = (findings: readonly Breach[]): readonly Breach[] =>
    findings.flatMap((finding) => {
      const severity = change.policy.severity[finding.code] ?? finding.severity;
      return severity === "off" ? [] : [{ ...finding, severity }];
    });
  const breaches: Breach[] = [];
  for (const policy of policies) breaches.push(...policy(change, breaches));
  const waived = waive(change, weigh([...baseline.diagnostics, ...breaches]));
  const empty = before === undefined ? ["the base has no instance here, so everything counts as new"] : [];
  const left = weigh(waived.findings);
  return { findings: [...left, ...weigh([...policyRelaxed(change, left)])], notes: [...empty, ...waived.notes] };
}

/** The findings about the tree that are told, and how many are not because the base has them too. */
function sift(
  { models, diagnostics }: Compilation,
  comparison: TreeComparison,
  options: GateOptions,
  read: Read,
): { readonly shown: readonly Diagnostic[]; readonly older: number } {
  if (!options.newOnly && !options.allowExpired) return { shown: diagnostics, older: 0 };
  const before = compile(comparison.base, { ...options, progress: unheard }, read);
  const isOld = oldFindings(comparison, before.diagnostics);
  const shown: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const isExpired = finding.code === "model/expired";
    const isBrought = !isOld(finding) || (isExpired && isEdited(finding, models, comparison));
    // Nothing of the change was judged where there is no model, so what is wrong is told in any case.
    if (!isBrought && options.newOnly && models !== undefined) continue;
    shown.push(isBrought && isExpired ? { ...finding, severity: "error" } : finding);
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
