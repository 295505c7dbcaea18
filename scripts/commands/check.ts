import { compile } from "../compile/compile.ts";
import { type GateOptions, gate } from "../gate/gate.ts";
import type { MergeTime } from "../history/merge-times.ts";
import type { Host } from "../host/host.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { Progress } from "../model/progress.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { type Report, reportOf } from "../report/report.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface CheckInput {
  /** The files and folders to report on; none is all. */
  readonly operands: readonly string[];
  /** The day or instant to check for; undefined is today. */
  readonly asOf?: Instant | undefined;
  /** Whether what has expired is only a warning. */
  readonly allowExpired?: boolean;
  /** The branch or commit that the change will merge into. */
  readonly base?: string;
  /** When commits were merged, as the host of the repository says. */
  readonly mergedAt?: readonly MergeTime[];
  /** Whether to report only what the change introduces. */
  readonly newOnly?: boolean;
  readonly progress?: Progress;
}

/** Checks the tree and, with a base, the change that began there. */
export function check(input: CheckInput, host: Host): Outcome {
  if (input.newOnly && input.base === undefined) return cannotRun("`--new-only` needs `--base <ref>`");
  if (input.mergedAt !== undefined && input.base === undefined)
    return cannotRun("`--merged-at` says when commits of the base were merged, so it needs `--base <ref>`");
  const { progress } = input;
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const asked = input.operands.map((word) => ({ word, path: host.pathFrom(tree.root, word) }));
  const strange = asked.find(({ path }) => !filesOf(tree).some((file) => isAt(file, path)));
  if (strange !== undefined) return cannotRun(whyNotHere(strange, tree, host));
  const paths = asked.map(({ path }) => path);
  const options = { asOf: input.asOf ?? host.today(), allowExpired: input.allowExpired ?? false, progress };
  if (input.base !== undefined) {
    const { base, newOnly = false, mergedAt } = input;
    return checkChange(tree, { ...options, base, newOnly, mergedAt, now: input.asOf ?? host.now() }, paths, host);
  }
  return outcome(tree, reportOf(tree, compile(tree, options).diagnostics), paths, []);
}

function checkChange(tree: Tree, options: GateOptions, paths: readonly string[], host: Host): Outcome {
  const repository = host.openRepository(tree.root, options.base);
  if (repository === undefined) return cannotRun(`\`--base\` needs git, but ${host.whyNoRepository(tree.root)}`);
  const verdict = gate(tree, repository, options);
  if (typeof verdict === "string") return cannotRun(verdict);
  const { diagnostics, touched, older, waived, notes } = verdict;
  return outcome(tree, { ...reportOf(tree, diagnostics), touched, older, waived }, paths, [...notes, ...waived]);
}

/** The findings in the files and folders at some paths, or everywhere without any. */
function outcome(tree: Tree, found: Report, paths: readonly string[], more: readonly string[]): Outcome {
  const isShown = (file: string): boolean => paths.some((path) => isAt(file, path));
  const shown = (): Report => ({
    ...found,
    diagnostics: found.diagnostics.filter(({ span }) => isShown(span.source.path)),
    files: tree.files.filter(({ path }) => isShown(path)).length,
  });
  const report = paths.length === 0 ? found : shown();
  const elsewhere = found.diagnostics.length - report.diagnostics.length;
  const isEmpty = filesOf(tree).length === 1;
  const notes = [
    ...(isEmpty ? ["there are no documents: `flags/` and `groups/` are empty or missing"] : []),
    ...(elsewhere === 0 ? [] : [`${count(elsewhere, "finding")} in other files not shown`]),
    ...more,
  ];
  return { report, writes: [], ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}

/** The paths of the config and all documents of an instance, including those that could not be read. */
function filesOf({ config, files, diagnostics }: Tree): readonly string[] {
  const unread = diagnostics.flatMap(({ severity, span }) => (severity === "error" ? [span.source] : []));
  return [...new Set([config, ...files, ...unread].map(({ path }) => path))];
}

/** Whether a file is at a path: that file, or one in that folder; `.` is the root. */
function isAt(file: string, path: string): boolean {
  return path === "." || file === path || file.startsWith(`${path.replace(/\/$/, "")}/`);
}

function whyNotHere({ word, path }: { word: string; path: string }, tree: Tree, host: Host): string {
  const near = didYouMean(path, filesOf(tree));
  if (near !== undefined) return `there is no file \`${word}\`; ${near}`;
  if (host.readFile(word) === undefined && !host.isFolder(word)) return `there is no file \`${word}\``;
  return `\`${word}\` has no documents of this instance; those are in \`flags/\` and \`groups/\` of \`${tree.root}\``;
}
