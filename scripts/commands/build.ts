import { compile } from "../compile/compile.ts";
import { emitFlagd } from "../emit/flagd/index.ts";
import { emit } from "../emit/index.ts";
import { emitManifest } from "../emit/manifest.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import type { Progress } from "../model/progress.ts";
import type { Output, Write } from "../model/text/source.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import type { Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { missingConfig } from "./missing-config.ts";
import { findStaleOutput, isUpToDate } from "./stale-output.ts";

/** What the command reads of its call. */
interface BuildInput {
  /** The day or instant to check for; undefined is today. */
  readonly asOf?: Instant | undefined;
  /** Whether what has expired is only a warning. */
  readonly allowExpired?: boolean;
  /** Whether to compare only, and write nothing. */
  readonly verify?: boolean;
  /** The folder to write to. */
  readonly out?: string;
  readonly progress?: Progress;
}

/** Checks the tree and, if it has no errors, writes what services import; with `verify` it only compares. */
export function build(input: BuildInput, host: Host): Outcome {
  const { progress } = input;
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, {
    asOf: input.asOf ?? host.today(),
    allowExpired: input.allowExpired ?? false,
    progress,
  });
  const report = reportOf(tree, diagnostics);
  if (models === undefined || hasErrors(diagnostics)) return { report, writes: [] };

  const folder = input.out === undefined ? "generated" : host.pathFrom(tree.root, input.out);
  progress?.enter("emit");
  const { outputs } = models[0].config;
  const optional = [
    ...(outputs.has("flagd") ? [emitFlagd(models)] : []),
    ...(outputs.has("manifest") ? [emitManifest(models[0])] : []),
  ];
  const emitted = [...emit(models, (name) => readAsset(host, name)), ...optional.flatMap((each) => each.outputs)]
    .map((file) => ({ ...file, path: `${folder}/${file.path}` }))
    .filter((file) => !isTheirs(tree, file, host));
  progress?.enter("compare");
  if (input.verify) {
    if (input.out === undefined && host.isTracked(`${tree.root}/${folder}`) === false)
      return { report, writes: [], note: `\`${folder}/\` is not tracked by git, so there is nothing to verify` };
    const stale = findStaleOutput(tree, folder, emitted, host);
    const note = stale.length === 0 ? { note: `${folder}/ is up to date` } : {};
    return { report: reportOf(tree, [...diagnostics, ...stale]), writes: [], ...note };
  }
  const writes = [...emitted.filter((file) => !isUpToDate(tree, file, host)), ...leftOver(tree, folder, emitted, host)];
  const size = `${count(emitted.length, "file")}, ${count(countNames(models[0]), "name")}`;
  const done = writes.length === 0 ? `${folder}/ is up to date (${size})` : `wrote ${folder}/ (${size})`;
  return { report, writes, note: [...optional.flatMap(({ notes }) => notes), done].join("\n") };
}

/** Removes the file of customers if there are no longer enough of them to emit it. */
function leftOver(tree: Tree, folder: string, emitted: readonly Output[], host: Host): readonly Write[] {
  const path = `${folder}/flags.bin`;
  const isLeft = emitted.every((file) => file.path !== path) && host.readBytes(`${tree.root}/${path}`) !== undefined;
  return isLeft ? [{ path, text: undefined }] : [];
}

/** A folder that is published as its own package has a package.json that must not be replaced. */
function isTheirs(tree: Tree, file: Output, host: Host): boolean {
  if (!file.path.endsWith("/package.json")) return false;
  return host.readFile(`${tree.root}/${file.path}`) !== undefined && !isUpToDate(tree, file, host);
}

function readAsset(host: Host, name: string): string {
  const text = host.readPackageFile(`dist/${name}`);
  if (text === undefined) throw new Error(`the package has no dist/${name}`);
  return text;
}

function countNames(model: Model): number {
  return model.flags.size + model.releases.size + model.privileges.size + model.sets.size;
}
