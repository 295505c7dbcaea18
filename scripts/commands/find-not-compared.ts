import type { Read } from "../compile/compile.ts";
import { modelIn, type Revision } from "../effect/revision.ts";
import { compareTrees } from "../gate/compare-trees.ts";
import type { Baseline } from "../history/baseline.ts";
import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { type Document, nounOf } from "../model/document.ts";
import type { Model } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import type { NotCompared } from "../report/not-compared.ts";

/** Whether a finding is about package.json. */
export function isOfConfig({ span }: Diagnostic): boolean {
  return span.source.path === "package.json";
}

/**
 * The head with each file that cannot be read completely taken from the base, so that nothing it said counts as gone;
 * one that the base does not have is left out.
 */
export function asCompared(head: Tree, base: Tree, read: Read): Tree {
  const known = new Map(base.files.map((source) => [nameOf(source.path), source]));
  const broken = head.files.filter((source) => hasErrors(read(source).diagnostics));
  const unread = head.diagnostics.flatMap(({ severity, span }) => (severity === "error" ? [span.source] : []));
  const lost = [...broken, ...unread].filter(({ path }) => path !== "package.json");
  const instead = new Map(lost.map(({ path }) => [nameOf(path), known.get(nameOf(path))] as const));
  const files = head.files.filter(({ path }) => !instead.has(nameOf(path)));
  return {
    ...head,
    files: [...files, ...[...instead.values()].flatMap((source) => source ?? [])],
    diagnostics: head.diagnostics.filter(isOfConfig),
  };
}

/** What a diff has read. */
interface Compared {
  readonly baseTree: Tree;
  /** The other trees that the change may have begun with. */
  readonly otherBases: readonly Tree[];
  readonly baseline: Baseline;
  readonly headTree: Tree;
  readonly left: { readonly base: readonly LeftOut[]; readonly head: readonly LeftOut[] };
}

/** What could not be compared as it is, on either side. */
export function findNotCompared(
  { baseTree, otherBases, baseline, headTree, left }: Compared,
  read: Read,
): readonly NotCompared[] {
  return [
    ...unreadable("base", baseTree, read),
    ...fromHistory(baseline.diagnostics, baseTree),
    ...differently(baseTree, otherBases),
    ...unreadable("head", headTree, read),
    ...left.base.map((each) => dangling("base", each)),
    ...left.head.map((each) => dangling("head", each)),
  ];
}

/** The files of a tree that cannot be read, once each. */
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

/** What the history of the base does not say either, if it was asked. */
function fromHistory(found: readonly Diagnostic[], { diagnostics }: Tree): readonly NotCompared[] {
  return found
    .filter((finding) => !diagnostics.includes(finding))
    .map(({ span, message, hint }) => ({ side: "base", path: span.source.path, message: `${message}; ${hint ?? ""}` }));
}

/** The files that differ between several merge bases, so that no single one of them is the base. */
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

/** A document that no lookup could answer completely, and whether any could. */
interface LeftOut {
  readonly document: Document;
  readonly isWhole: boolean;
}

/** The documents of models that a revision cannot answer from, or not completely. */
export function leftOut(models: readonly Model[] | undefined, side: Revision): readonly LeftOut[] {
  // An environment with settings of its own has a document of its own.
  const found = new Map<Source, LeftOut>();
  for (const model of models ?? []) {
    const asked = modelIn(side, model.environment);
    const known = new Map(
      asked === undefined ? [] : [...decisionsOf(asked), ...asked.sets.values()].map((each) => [each.document, each]),
    );
    for (const own of [...decisionsOf(model), ...model.sets.values()]) {
      const { document } = own;
      const kept = known.get(document);
      if (kept === undefined || isSmaller(kept, own))
        found.set(document.source, { document, isWhole: kept === undefined });
    }
  }
  return [...found.values()];
}

/** Whether something was left out of a decision or set so that it can answer at all. */
function isSmaller(asked: object, own: object): boolean {
  const sizesOf = (thing: object) =>
    ["listed", "grouped", "requires", "stages", "rollout", "created"].map((key) => {
      const value = (thing as Readonly<Record<string, unknown>>)[key];
      return Array.isArray(value) ? value.length : Number(value !== undefined);
    });
  const sizes = sizesOf(asked);
  return sizesOf(own).some((size, index) => size !== sizes[index]);
}
