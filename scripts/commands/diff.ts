import { readModels, readOnce } from "../compile/compile.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import { picturesOf } from "../effect/pictures.ts";
import { withoutNames } from "../effect/without-names.ts";
import { newRedDays } from "../gate/red-days.ts";
import { findBase, whyNoPlace } from "../history/base-commit.ts";
import { readBases } from "../history/base-trees.ts";
import { readBaseline } from "../history/baseline.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { dayLength, type Instant } from "../model/time.ts";
import { type EffectFormat, effectReporters } from "../report/effects/index.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { daysAhead } from "./days-ahead.ts";
import { asCompared, findNotCompared, isOfConfig, leftOut } from "./find-not-compared.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface DiffCommandInput {
  /** The base and the head. */
  readonly operands: readonly string[];
  /** The day or instant to compare for; undefined is today. */
  readonly asOf?: Instant | undefined;
  readonly format?: string;
  readonly colour: boolean;
}

/**
 * Shows the effect of a change: from where the head branched off the base, to the head, which is the working tree
 * unless a commit is named. The merge base is what reviewers want for a branch that others have moved on: this change
 * does not undo what was merged meanwhile. An ancestor of the head is its own merge base, so that a commit is compared
 * exactly as it is named. Both are only read; no rule is run, but for the checks that will fail in the days after it.
 */
export function diff({ operands, asOf, format = "text", colour }: DiffCommandInput, host: Host): Outcome {
  const reporter = effectReporters[format as EffectFormat];
  if (!Object.hasOwn(effectReporters, format))
    return cannotRun(unknownName("format", format, Object.keys(effectReporters)));
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const repository = host.openRepository(tree.root, ...operands);
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
  const headTree = headCommit === undefined ? tree : repository.readTree(headCommit, tree);
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
  const notCompared = findNotCompared({ baseTree, otherBases, baseline, headTree, left }, read);
  const unanswered = [...left.base, ...left.head].filter(({ isWhole }) => isWhole).map(({ document }) => document);
  const effect = withoutNames(compareRevisions(sides.base, sides.head, options.asOf), unanswered);
  if (format !== "markdown")
    return { writes: [], output: reporter(effect, { colour, notCompared }), failed: notCompared.length > 0 };
  const [before, after] = [
    { tree: baseTree, models: baseline.models },
    { tree: headTree, models: own.models },
  ];
  const red = newRedDays(before, after, options.asOf, options.asOf + daysAhead * dayLength);
  const pictures = picturesOf(sides.base, sides.head);
  return {
    writes: [],
    output: reporter(effect, { colour, notCompared, pictures, red }),
    failed: notCompared.length > 0,
  };
}
