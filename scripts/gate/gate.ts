import { type Compilation, type CompileOptions, compile, type Read, readOnce } from "../compile/compile.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import type { Effect } from "../effect/effect.ts";
import { openRevision } from "../effect/open-revision.ts";
import { withoutUnchanged } from "../effect/restrict-models.ts";
import { type BaseCommit, findBase } from "../history/base-commit.ts";
import { readBases } from "../history/base-trees.ts";
import { type Baseline, readBaseline } from "../history/baseline.ts";
import { documentHistory } from "../history/document-history.ts";
import { type MergeTime, type MergeTimes, readMergeTimes } from "../history/merge-times.ts";
import { compareDiagnostics, type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { type Model, usualPolicy } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { unheard } from "../model/progress.ts";
import type { Repository } from "../model/repository.ts";
import type { LineRange } from "../model/text/source.ts";
import type { Instant } from "../model/time.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { compareTrees, type TreeComparison } from "./compare-trees.ts";
import { explainSeals } from "./explain-seals.ts";
import { newFindings } from "./new-findings.ts";
import { type Breach, type Change, pairEnvironments } from "./policies/change.ts";
import { policies } from "./policies/index.ts";
import { policyRelaxed } from "./policies/policy-relaxed.ts";
import { waive } from "./waive.ts";

/** What a change is judged for. */
export interface GateOptions extends CompileOptions {
  /** The name of a branch or commit. */
  readonly base: string;
  /** The instant up to which soaking counts. */
  readonly now: Instant;
  /** When commits of the base were merged, according to its host. */
  readonly mergedAt?: readonly MergeTime[] | undefined;
  /** Whether findings that the base also has are left out. */
  readonly newOnly: boolean;
}

/** The result of the gate. */
export interface Verdict {
  /** What is wrong with the tree and with the change, in order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly touched: ReadonlyMap<string, readonly LineRange[]>;
  /** How many findings were left out; undefined if all are reported. */
  readonly older: number | undefined;
  /** What the change's own waivers allowed. */
  readonly waived: readonly string[];
  /** What else people should know: whether there was a base at all. */
  readonly notes: readonly string[];
}

/** Checks a tree, and the change that led to it from where its branch began; or says in one sentence why it cannot. */
export function gate(head: Tree, repository: Repository, options: GateOptions): Verdict | string {
  const commit = findBase(repository, options.base);
  if (typeof commit === "string") return commit;
  const mergedAt = readMergeTimes(repository, options.mergedAt);
  if (typeof mergedAt === "string") return mergedAt;
  const { progress = unheard } = options;
  progress.enter("read the base");
  const bases = readBases(repository, commit, head);
  const submodule = bases.flatMap(({ diagnostics }) => diagnostics).find(({ code }) => code === "file/not-a-file");
  if (submodule !== undefined) return `${submodule.message}; its files on the base are not available`;

  const read = readOnce();
  const compiled = compile(head, options, read);
  const common = { compiled, commit, repository, mergedAt, options, read };
  const [first, ...others] = bases.map((base): Verdict => {
    progress.enter("compare");
    const comparison = compareTrees(base, head);
    const { diagnostics, waived, notes, change } = judgeChange({ ...common, comparison });
    progress.enter("compare");
    const { shown, older } = newFindings(compiled, comparison, { commits: commit.commits, repository }, options, read);
    return {
      diagnostics: [...explainSeals(shown, change), ...diagnostics].sort(compareDiagnostics),
      touched: comparison.touched,
      older: options.newOnly ? older : undefined,
      waived,
      notes,
    };
  }) as [Verdict, ...Verdict[]];
  return others.reduce(bothOf, first);
}

/** The findings against one base and against another; what both have, once. */
function bothOf(one: Verdict, other: Verdict): Verdict {
  const keyOf = ({ code, message, span }: Diagnostic): string =>
    JSON.stringify([code, message, span.source.path, span.start]);
  const known = new Set(one.diagnostics.map(keyOf));
  const more = other.diagnostics.filter((finding) => !known.has(keyOf(finding)));
  return {
    diagnostics: [...one.diagnostics, ...more].sort(compareDiagnostics),
    touched: new Map([...other.touched, ...one.touched]),
    older: one.older === undefined ? undefined : Math.min(one.older, other.older ?? one.older),
    waived: [...new Set([...one.waived, ...other.waived])],
    notes: [...new Set([...one.notes, ...other.notes])],
  };
}

/** What a change is judged from: the compiled head, both trees, and what git remembers. */
interface Judged {
  readonly compiled: Compilation;
  readonly comparison: TreeComparison;
  readonly commit: BaseCommit;
  readonly repository: Repository;
  readonly mergedAt: MergeTimes;
  readonly options: GateOptions;
  readonly read: Read;
}

/** The findings of the policies, with the severities of the base and without what the change's own waivers allow. */
function judgeChange(judged: Judged): Pick<Verdict, "diagnostics" | "waived" | "notes"> & { readonly change?: Change } {
  const { models } = judged.compiled;
  if (models === undefined) return { diagnostics: [], waived: [], notes: [] };
  const baseline = baselineOf(judged, models);
  if (!baseline.isKnown) return { diagnostics: baseline.diagnostics, waived: [], notes: [] };
  const change = changeOf(judged, models, baseline);
  judged.options.progress?.enter("policies");
  const breaches: Breach[] = [];
  for (const policy of policies) breaches.push(...policy(change, breaches));
  const { left, findings, notes: waived } = waive(change, weigh(change, [...baseline.diagnostics, ...breaches]));
  const diagnostics = [...left, ...weigh(change, findings)];
  const empty = change.before === undefined ? ["the base has no instance, so everything counts as new"] : [];
  return {
    diagnostics: [...diagnostics, ...weigh(change, [...policyRelaxed(change, diagnostics)])],
    waived,
    notes: empty,
    change,
  };
}

/** A tree without errors is its own base if nothing changed. */
function baselineOf(
  { compiled, comparison, commit, repository, options, read }: Judged,
  models: readonly [Model, ...Model[]],
): Baseline {
  const { base, head, isSame } = comparison;
  if (isSame && !hasErrors(compiled.diagnostics)) return { models, diagnostics: [], tree: head, isKnown: true };
  return readBaseline(base, commit, repository, { ...options, head }, read);
}

/** The difference of both trees, as the policies judge it. */
function changeOf(
  { comparison, commit, repository, mergedAt, options, read }: Judged,
  models: readonly [Model, ...Model[]],
  baseline: Baseline,
): Change {
  const [before] = baseline.models ?? [];
  options.progress?.enter("effect");
  const head = openRevision(models);
  const base = baseline.models === models ? head : openRevision(baseline.models);
  // Policies ask for nothing else, and a group may have many versions with many customers.
  const decisions = new Set([models[0], ...(before ? [before] : [])].flatMap(decisionsOf).map(({ name }) => name));
  const touched = comparison.head.files.filter(({ path }) => comparison.touched.has(path));
  const names = touched.map(({ path }) => nameOf(path)).filter((name) => decisions.has(name));
  return {
    base,
    head,
    before,
    after: models.find(({ environment }) => environment === before?.environment) ?? models[0],
    pairs: pairEnvironments(baseline.models ?? [], models),
    effect: effectOf([baseline.models, models], options.asOf),
    policy: before?.config.policy ?? usualPolicy,
    asOf: options.asOf,
    now: options.now,
    history: documentHistory(repository, commit.tip, { names, now: options.now, mergedAt }, read),
  };
}

/** The effect, found without the customers whom lists treat the same on both sides, since it has none of them. */
function effectOf([before, after]: readonly [Baseline["models"], Baseline["models"]], asOf: Instant): Effect {
  const [base, head] = before === after ? [after, after] : withoutUnchanged(before, after);
  const opened = openRevision(head);
  return compareRevisions(base === head ? opened : openRevision(base), opened, asOf);
}

/** Findings with the severities that the base gives them, without those that it turns off. */
function weigh({ policy }: Change, findings: readonly Breach[]): readonly Breach[] {
  return findings.flatMap((finding) => {
    const severity = policy.severity[finding.code] ?? finding.severity;
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}
