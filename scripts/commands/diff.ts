import { type Read, readModels, readOnce } from "../compile/compile.ts";
import type { Input } from "../edit/input.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Revision } from "../effect/revision.ts";
import { findBase } from "../history/base-commit.ts";
import { readBaseline } from "../history/baseline.ts";
import type { Host } from "../host/host.ts";
import { nounOf } from "../model/document.ts";
import type { Model } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { compareText } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";
import { unknown } from "../model/unknown-name.ts";
import { type EffectFormat, effectReporters } from "../report/effects/index.ts";
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
    return cannotRun("this branch has no upstream to compare with; name a base, as in `flagstone diff main`");
  const began = findBase(repository, base, head);
  if (typeof began === "string") return cannotRun(began);

  const options = { asOf: asOf ?? host.today(), allowExpired: true };
  const read = readOnce();
  const [baseTree, headTree] = [
    repository.readTree(began.commit),
    head === undefined ? tree : repository.readTree(repository.commitOf(head) ?? ""),
  ];
  const baseline = readBaseline(baseTree, began, repository, options, read);
  const own = readModels(headTree, options, read);
  const [fault] = own.diagnostics.filter(({ span }) => span.source === headTree.config);
  if (own.models === undefined && fault?.code !== "config/missing" && headTree.config.text !== "")
    return cannotRun(`the config in \`package.json\` cannot be read: ${fault?.message ?? ""}`);

  const revisions = { base: openRevision(baseline.models), head: openRevision(own.models) };
  const notes = [
    ...unreadable("base", baseTree, read),
    ...baseline.diagnostics.map(({ message, hint }) => `${message}; ${hint ?? ""}`),
    ...unreadable("head", headTree, read),
    ...leftOut("base", baseline.models, revisions.base),
    ...leftOut("head", own.models, revisions.head),
  ];
  const effect = compareRevisions(revisions.base, revisions.head, options.asOf);
  return {
    writes: [],
    output: reporter(effect, { colour }),
    ...(notes.length === 0 ? {} : { note: notes.join("\n") }),
  };
}

/** What of a tree cannot be read, in a line for each file. */
function unreadable(revision: string, { files, diagnostics }: Tree, read: Read): readonly string[] {
  const found = [...diagnostics, ...files.flatMap((source) => read(source).diagnostics)];
  const errors = found.filter(({ severity }) => severity === "error");
  const first = new Map(errors.reverse().map(({ span, message }) => [span.source.path, message]));
  return [...first]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, message]) => `\`${path}\` on the ${revision} cannot be read whole: ${message}`);
}

/** What a tree has and no lookup could answer, by name. */
function leftOut(name: string, models: readonly Model[] | undefined, revision: Revision): readonly string[] {
  const [model, asked] = [models?.[0], revision.models[0]];
  if (model === undefined || asked === undefined) return [];
  const known = new Set([...decisionsOf(asked), ...asked.sets.values()].map(({ document }) => document.source.path));
  return [...decisionsOf(model), ...model.sets.values()]
    .filter(({ document }) => !known.has(document.source.path))
    .map(
      ({ document }) =>
        `${nounOf(document.kind)} \`${document.name}\` on the ${name} is left out; \`flagstone check\` says why`,
    );
}
