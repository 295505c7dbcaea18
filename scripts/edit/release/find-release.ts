import { compile, readOnce } from "../../compile/compile.ts";
import { whyUnknown } from "../../history/base-commit.ts";
import { documentHistory } from "../../history/document-history.ts";
import type { History } from "../../history/history.ts";
import { type MergeTime, readMergeTimes } from "../../history/merge-times.ts";
import { unknownName } from "../../model/did-you-mean.ts";
import { valueSpan } from "../../model/document.ts";
import type { Release, Stage } from "../../model/model.ts";
import { count } from "../../model/text/words.ts";
import { whyMissing } from "../../model/why-missing.ts";
import { type EditContext, keysFor } from "../context.ts";
import { refusePartialFile } from "../refuse-partial-file.ts";
import { setAt } from "../text/set-key.ts";
import { type Path, valueAt } from "../text/value-at.ts";

/** Which history a release is edited against. */
export interface ReleaseInput {
  /** The branch or commit that the change will merge into. */
  readonly base?: string;
}

/** The same, with what git cannot know. */
export interface MergedReleaseInput extends ReleaseInput {
  /** When commits were merged, as the host of the repository says. */
  readonly mergedAt?: readonly MergeTime[];
}

/** A release that is edited, with its history. */
export interface ReleaseContext<Input = unknown> extends EditContext<Input> {
  readonly release: Release;
  /** The keys that lead to the stages of the environment. */
  readonly stagesAt: Path;
  /** What the line that it is merged into had under its name; undefined without git, or a commit. */
  readonly past: History | undefined;
  /** That line, as people call it. */
  readonly line: string;
}

/** The release that a word names, or what is wrong with the word, the environment or the base. */
export function releaseOf<Input extends MergedReleaseInput>(
  context: EditContext<Input>,
  name: string | undefined,
): ReleaseContext<Input> | string {
  if (name === undefined) return "the name of a release is missing";
  const { model, input, host, tree } = context;
  const release = model.releases.get(name);
  if (release === undefined) return whyMissing(model, "release", name);
  const partial = refusePartialFile(context.models[0], release.document);
  if (partial !== undefined) return partial;
  const stagesAt = [...keysFor(context), "stages"];
  if (valueAt(release.document, stagesAt) === undefined)
    return `\`${name}\` has no own stages in \`${model.environment}\`: those of \`${context.models[0].environment}\` hold there`;
  const repository = host.openRepository(tree.root, input.base);
  const line = input.base ?? repository?.upstream ?? "HEAD";
  const tip = repository?.commitOf(line);
  if (input.base !== undefined && tip === undefined)
    return repository === undefined
      ? `\`--base\` needs git, but ${host.whyNoRepository(tree.root)}`
      : whyUnknown(repository, line);
  const mergedAt = repository === undefined ? new Map() : readMergeTimes(repository, input.mergedAt);
  if (typeof mergedAt === "string") return mergedAt;
  const past =
    repository === undefined || tip === undefined
      ? undefined
      : documentHistory(repository, tip, { names: [name], now: host.now(), mergedAt }, readOnce())(name);
  return { ...context, release, stagesAt, past, line };
}

/** The stage that a word names, or what is wrong with the word. */
export function stageOf({ release }: ReleaseContext, group: string): Stage | string {
  return (
    release.stages.find((stage) => stage.group === group) ??
    unknownName(
      "stage",
      group,
      release.stages.map((stage) => stage.group),
    )
  );
}

/** Gives a stage another version. */
export function serve({ draft, release, stagesAt }: ReleaseContext, { group }: Stage, version: string): void {
  const document = draft.documentAt(release.document.source.path);
  if (document === undefined) return;
  const stages = valueAt(document, stagesAt) as readonly { readonly group: string }[];
  const index = stages.findIndex((stage) => stage.group === group);
  draft.edit(setAt(document, [...stagesAt, index, "version"], version));
}

/**
 * Makes examples of the release that expected what a stage has left expect what it serves now, if that is their answer.
 * Other changed answers are for a person to look at.
 */
export function followExamples(context: ReleaseContext, successors: ReadonlyMap<string, string>): readonly string[] {
  const { draft, release, asOf } = context;
  const { path } = release.document.source;
  const before = draft.documentAt(path);
  const examples = before && valueAt(before, ["examples"]);
  if (before === undefined || !Array.isArray(examples)) return [];
  const { diagnostics } = compile(draft.tree, { asOf, allowExpired: true });
  const failed = diagnostics.filter(({ code, span }) => code === "model/failed-example" && span.source.path === path);
  const edits = examples.flatMap((example: { readonly expect?: unknown }, index) => {
    const { start } = valueSpan(before, example, "expect");
    const next = successors.get(String(example.expect));
    return next !== undefined && failed.some(({ span }) => span.start === start)
      ? setAt(before, ["examples", index, "expect"], next)
      : [];
  });
  draft.edit(edits);
  if (edits.length === 0) return [];
  return [`${count(edits.length, "example")} now ${edits.length === 1 ? "expects" : "expect"} what is served`];
}

/** Why a version cannot be served; undefined if it can. */
export function whyBlocked({ release }: ReleaseContext, version: string): string | undefined {
  const block = release.blocked.find((each) => each.version === version);
  return block && `\`${version}\` is blocked: ${block.reason}`;
}
