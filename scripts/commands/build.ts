import { compile } from "../compile/compile.ts";
import { emitFlagd, type OptionalOutputs } from "../emit/flagd/index.ts";
import { gatherTexts, hasLongList } from "../emit/gather-texts.ts";
import { headerStart } from "../emit/header.ts";
import { beginEmission, type Emission, finishEmission } from "../emit/index.ts";
import { emitManifest } from "../emit/manifest.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import type { Progress } from "../model/progress.ts";
import type { Output } from "../model/text/source.ts";
import { count, someInWords } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { type Report, reportOf } from "../report/report.ts";
import { missingConfig } from "./missing-config.ts";
import { findLeftOver, findStaleOutput, isUpToDate } from "./stale-output.ts";

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
  const checked = check(input, host);
  if (!("draft" in checked)) return checked;
  const { content } = checked.draft;
  if (hasLongList(content)) {
    // What was read of the files is not needed any more, and packing many customers takes as much memory again.
    host.collectGarbage();
    gatherTexts(content);
    host.collectGarbage();
  }
  return finish(checked, input, host);
}

/** What a sound instance is built from. */
interface Checked {
  readonly report: Report;
  readonly draft: Emission;
  readonly optional: readonly OptionalOutputs[];
  readonly names: number;
}

function check({ progress, asOf, allowExpired = false }: BuildInput, host: Host): Checked | Outcome {
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, { asOf: asOf ?? host.today(), allowExpired, progress });
  const report = reportOf(tree, diagnostics);
  if (models === undefined || hasErrors(diagnostics)) return { report, writes: [] };

  progress?.enter("emit");
  const { outputs } = models[0].config;
  const optional = [
    ...(outputs.has("flagd") ? [emitFlagd(models)] : []),
    ...(outputs.has("manifest") ? [emitManifest(models[0])] : []),
  ];
  const draft = beginEmission(models, (name) => readAsset(host, name));
  return { report, draft, optional, names: countNames(models[0]) };
}

function finish(
  { report, draft, optional, names }: Checked,
  { out, verify, progress }: BuildInput,
  host: Host,
): Outcome {
  const { root } = report;
  const folder = out === undefined ? "generated" : host.pathFrom(root, out);
  const outputs = finishEmission(draft, (name) => readAsset(host, name));
  const emitted = [...outputs, ...optional.flatMap((each) => each.outputs)]
    .map((file) => ({ ...file, path: `${folder}/${file.path}` }))
    .filter((file) => !isTheirs(root, file, host));
  progress?.enter("compare");
  if (verify) {
    if (out === undefined && host.isTracked(`${root}/${folder}`) === false)
      return { report, writes: [], note: `\`${folder}/\` is not tracked by git, so there is nothing to verify` };
    const stale = findStaleOutput(report, folder, emitted, host);
    const note = stale.length === 0 ? { note: `${folder}/ is up to date` } : {};
    return { report: { ...report, diagnostics: [...report.diagnostics, ...stale] }, writes: [], ...note };
  }
  const theirs = out === undefined ? undefined : emitted.find((file) => isByOthers(root, file, host));
  if (theirs !== undefined)
    return cannotRun(`\`${theirs.path}\` is not from a build; name a folder of its own with \`--out <folder>\``);
  const gone = findLeftOver(report, folder, emitted, host).flatMap(({ path, isOurs }) => (isOurs ? [path] : []));
  const writes = [
    ...emitted.filter((file) => !isUpToDate(report, file, host)),
    ...gone.map((path) => ({ path, text: undefined })),
  ];
  const size = `${count(emitted.length, "file")}, ${count(names, "name")}`;
  const done = writes.length === 0 ? `${folder}/ is up to date (${size})` : `wrote ${folder}/ (${size})`;
  const removed = gone.length === 0 ? [] : [`removed what is no longer emitted: ${someInWords(gone)}`];
  return { report, writes, note: [...optional.flatMap(({ notes }) => notes), ...removed, done].join("\n") };
}

/** A folder that is published as its own package has a package.json that must not be replaced. */
function isTheirs(root: string, file: Output, host: Host): boolean {
  if (!file.path.endsWith("/package.json")) return false;
  return host.readFile(`${root}/${file.path}`) !== undefined && !isUpToDate({ root }, file, host);
}

/** Whether a file of code would replace one that no build has written: the folder is probably not the one meant. */
function isByOthers(root: string, file: Output, host: Host): boolean {
  if (!("text" in file) || !file.text.startsWith(headerStart)) return false;
  const before = host.readFile(`${root}/${file.path}`) ?? "";
  return before.trim() !== "" && !before.startsWith(headerStart);
}

function readAsset(host: Host, name: string): string {
  const text = host.readPackageFile(`dist/${name}`);
  if (text === undefined) throw new Error(`the package has no dist/${name}`);
  return text;
}

function countNames(model: Model): number {
  return model.flags.size + model.releases.size + model.privileges.size + model.sets.size;
}
