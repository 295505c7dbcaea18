import { type Read, readModels, readOnce } from "../compile/compile.ts";
import type { Input } from "../edit/input.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import { modelIn, type Revision } from "../effect/revision.ts";
import { withoutNames } from "../effect/without-names.ts";
import { compareTrees } from "../gate/compare-trees.ts";
import { findBase, whyNoPlace } from "../history/base-commit.ts";
import { readBases } from "../history/base-trees.ts";
import { readBaseline } from "../history/baseline.ts";
import type { Host } from "../host/host.ts";
import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { type Document, nounOf } from "../model/document.ts";
import type { Model } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { compareText } from "../model/text/words.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { unknown } from "../model/unknown-name.ts";
import { type EffectFormat, effectReporters } from "../report/effects/index.ts";
import type { NotCompared } from "../report/not-compared.ts";
import { cannotRun, noInstance, type Outcome } from "../report/outcome.ts";

/**
 * Tells what a change does: from where the head began to differ from the base, to the head, which is the working tree
 * unless a commit is named. The merge base is what reviewers want of a branch that others have moved on: what came to it
 * meanwhile is not undone by this change. An ancestor of the head is its own merge base, so that a commit is compared
 * exactly as it is named. Both are only read; no rule judges them.
 */
export function diff({ operands, asOf, format = "text", colour }: Input, host: Host): Outcome {
  const reporter = effectReporters[format as EffectFormat];
  if (!Object.hasOwn(effectReporters, format))
    return cannotRun(unknown("format", format, Object.keys(effectReporters)));
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const repository = host.openRepository(tree.root);
  if (repository === undefined) return cannotRun(`\`diff\` needs git, but ${host.whyNoRepository(tree.root)}`);
  const [base = repository.upstream, head] = operands;
  if (base === undefined)
    return cannotRun("this branch has no upstream to compare with; name a base: `flagstone diff main`");
  const began = findBase(repository, base, head);
  if (typeof began === "string") return cannotRun(began);

  const options = { asOf: asOf ?? host.today(), allowExpired: true };
  const read = readOnce();
  const headCommit = head === undefined ? undefined : repository.commitOf(head);
  const noPlace = headCommit === undefined ? undefined : whyNoPlace(repository, [headCommit]);
  if (noPlace !== undefined) return cannotRun(noPlace);
  const headTree = headCommit === undefined ? tree : repository.readTree(headCommit);
  const [baseTree, ...otherBases] = readBases(repository, began, headTree);
  const baseline = readBaseline(baseTree, began, repository, { ...options, head: headTree }, read);
  const unknownHead = headTree.diagnostics.filter(({ code }) => code === "gate/no-history");
  const [lost] = [...(baseline.isKnown ? [] : baseline.diagnostics), ...unknownHead.filter(isOfConfig)];
  if (lost !== undefined) return cannotRun(`${lost.message}; ${lost.hint ?? ""}`);
  const own = readModels(asCompared(headTree, baseline.tree, read), options, read);
  const [fault] = own.diagnostics.filter(({ span }) => span.source === headTree.config);
  if (own.models === undefined && fault?.code !== "config/missing" && headTree.config.text !== "")
    return cannotRun(`the config in \`package.json\` cannot be read: ${fault?.message ?? ""}`);

  const sides = { base: openRevision(baseline.models), head: openRevision(own.models) };
  const left = { base: leftOut(baseline.models, sides.base), head: leftOut(own.models, sides.head) };
  const notCompared = [
    ...unreadable("base", baseTree, read),
    ...fromHistory(baseline.diagnostics, baseTree),
    ...differently(baseTree, otherBases),
    ...unreadable("head", headTree, read),
    ...left.base.map((each) => dangling("base", each)),
    ...left.head.map((each) => dangling("head", each)),
  ];
  const unanswered = [...left.base, ...left.head].filter(({ isWhole }) => isWhole).map(({ document }) => document);
  const effect = withoutNames(compareRevisions(sides.base, sides.head, options.asOf), unanswered);
  return { writes: [], output: reporter(effect, { colour, notCompared }), failed: notCompared.length > 0 };
}

function isOfConfig({ span }: Diagnostic): boolean {
  return span.source.path === "package.json";
}

/**
 * The head with each file that cannot be read whole as the base has it, so that nothing it said counts as gone; one that
 * the base does not have is left out.
 */
function asCompared(head: Tree, base: Tree, read: Read): Tree {
  const known = new Map(base.files.map((source) => [nameOf(source.path), source]));
  const broken = head.files.filter((source) => hasErrors(read(source).diagnostics));
  const lost = [...broken, ...head.diagnostics.map(({ span }) => span.source)].filter(
    ({ path }) => !isConfigPath(path),
  );
  const instead = new Map(lost.map(({ path }) => [nameOf(path), known.get(nameOf(path))] as const));
  const files = head.files.filter(({ path }) => !instead.has(nameOf(path)));
  return {
    ...head,
    files: [...files, ...[...instead.values()].flatMap((source) => source ?? [])],
    diagnostics: head.diagnostics.filter(isOfConfig),
  };
}

function isConfigPath(path: string): boolean {
  return path === "package.json";
}

/** What of a tree cannot be read, once for each file. */
function unreadable(side: NotCompared["side"], { files, diagnostics }: Tree, read: Read): readonly NotCompared[] {
  const found = [...diagnostics, ...files.flatMap((source) => read(source).diagnostics)];
  const errors = found.filter(({ severity }) => severity === "error");
  const first = new Map(
    errors.reverse().map(({ span, message, hint, code }) => {
      const advice = code === "gate/no-history" && hint !== undefined ? `; ${hint}` : "";
      return [span.source.path, message + advice] as const;
    }),
  );
  return [...first].sort(([a], [b]) => compareText(a, b)).map(([path, message]) => ({ side, path, message }));
}

/** What the history of the base does not say either, where that was asked. */
function fromHistory(found: readonly Diagnostic[], { diagnostics }: Tree): readonly NotCompared[] {
  return found
    .filter((finding) => !diagnostics.includes(finding))
    .map(({ span, message, hint }) => ({ side: "base", path: span.source.path, message: `${message}; ${hint ?? ""}` }));
}

/** The files that several commits where the branch began have in several ways, so that no one of them is the base. */
function differently(base: Tree, others: readonly Tree[]): readonly NotCompared[] {
  const message = "the branch began at several commits that have it in several ways; compared with one of them";
  const paths = others.flatMap((other) => [...compareTrees(base, other).touched.keys(), ...missingIn(base, other)]);
  return [...new Set(paths)].sort(compareText).map((path) => ({ side: "base", path, message }));
}

function missingIn(base: Tree, other: Tree): readonly string[] {
  return base.files.filter(({ path }) => other.files.every((each) => each.path !== path)).map(({ path }) => path);
}

function dangling(side: NotCompared["side"], { document: { kind, name, source } }: LeftOut): NotCompared {
  const message = `${nounOf(kind)} \`${name}\` refers to what is not there; \`flagstone check\` says why`;
  return { side, path: source.path, message };
}

/** What a tree has of which no lookup could answer all, and whether any could. */
interface LeftOut {
  readonly document: Document;
  readonly isWhole: boolean;
}

function leftOut(models: readonly Model[] | undefined, side: Revision): readonly LeftOut[] {
  const found = new Map<Document, LeftOut>();
  for (const model of models ?? []) {
    const asked = modelIn(side, model.environment);
    const known = new Map(
      asked === undefined ? [] : [...decisionsOf(asked), ...asked.sets.values()].map((each) => [each.document, each]),
    );
    for (const own of [...decisionsOf(model), ...model.sets.values()]) {
      const { document } = own;
      const kept = known.get(document);
      if (kept === undefined || isSmaller(kept, own)) found.set(document, { document, isWhole: kept === undefined });
    }
  }
  return [...found.values()];
}

/** Whether something was left out of a decision or set so that it can be asked at all. */
function isSmaller(asked: object, own: object): boolean {
  const sizesOf = (thing: object) =>
    ["listed", "grouped", "requires", "stages", "rollout", "created"].map((key) => {
      const value = (thing as Readonly<Record<string, unknown>>)[key];
      return Array.isArray(value) ? value.length : Number(value !== undefined);
    });
  const sizes = sizesOf(asked);
  return sizesOf(own).some((size, index) => size !== sizes[index]);
}
