import { compile } from "../compile/compile.ts";
import type { Input } from "../edit/input.ts";
import { type Assets, emit } from "../emit/index.ts";
import type { Host } from "../host/host.ts";
import { type Diagnostic, diagnostic, hasErrors } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { withLineFeeds } from "../model/text/line-ends.ts";
import type { Output, Source, Write } from "../model/text/source.ts";
import { compareText, count } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";
import { noInstance, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";

/** Judges the tree and, where it has no error, writes what services import; with `verify` it only compares. */
export function build(input: Input, host: Host): Outcome {
  const { progress } = input;
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host);
  const { models, diagnostics } = compile(tree, {
    asOf: input.asOf ?? host.today(),
    allowExpired: input.allowExpired ?? false,
    progress,
  });
  const report = reportOf(tree, diagnostics);
  if (models === undefined || hasErrors(diagnostics)) return { report, writes: [] };

  const folder = input.out === undefined ? "generated" : host.pathFrom(tree.root, input.out);
  progress?.enter("emit");
  const emitted = emit(models, assets(host))
    .map((file) => ({ ...file, path: `${folder}/${file.path}` }))
    .filter((file) => !isTheirs(tree, file, host));
  progress?.enter("compare");
  if (input.verify) {
    if (input.out === undefined && host.isTracked(`${tree.root}/${folder}`) === false)
      return { report, writes: [], note: `\`${folder}/\` is not tracked by git, so there is nothing to verify` };
    const stale = findStale(tree, folder, emitted, host);
    const note = stale.length === 0 ? { note: `${folder}/ is up to date` } : {};
    return { report: reportOf(tree, [...diagnostics, ...stale]), writes: [], ...note };
  }
  const writes = [...emitted.filter((file) => !isThere(tree, file, host)), ...leftOver(tree, folder, emitted, host)];
  const size = `${count(emitted.length, "file")}, ${count(countNames(models[0]), "name")}`;
  return {
    report,
    writes,
    note: writes.length === 0 ? `${folder}/ is up to date (${size})` : `wrote ${folder}/ (${size})`,
  };
}

/** The file of customers, where there are no longer so many that it is emitted: it is taken away. */
function leftOver(tree: Tree, folder: string, emitted: readonly Output[], host: Host): readonly Write[] {
  const path = `${folder}/flags.bin`;
  const isLeft = emitted.every((file) => file.path !== path) && host.readBytes(`${tree.root}/${path}`) !== undefined;
  return isLeft ? [{ path, text: undefined }] : [];
}

/** A folder that is published as its own package has a package.json that is not ours to replace. */
function isTheirs(tree: Tree, file: Output, host: Host): boolean {
  if (!file.path.endsWith("/package.json")) return false;
  return host.readFile(`${tree.root}/${file.path}`) !== undefined && !isThere(tree, file, host);
}

/** Whether a file has its content already. */
function isThere(tree: Tree, file: Output, host: Host): boolean {
  const path = `${tree.root}/${file.path}`;
  if ("text" in file) return host.readFile(path) === file.text;
  const found = host.readBytes(path);
  return found !== undefined && Buffer.compare(found, file.bytes) === 0;
}

function assets(host: Host): Assets {
  return {
    runtime: readAsset(host, "runtime.js"),
    watch: readAsset(host, "watch.js"),
    client: readAsset(host, "client.js"),
  };
}

function readAsset(host: Host, name: string): string {
  const text = host.readPackageFile(`dist/${name}`);
  if (text === undefined) throw new Error(`the package has no dist/${name}`);
  return text;
}

function countNames(model: Model): number {
  return model.flags.size + model.releases.size + model.privileges.size + model.sets.size;
}

/** Files of the folder that are not what is emitted now: missing, different, or no longer emitted at all. */
function findStale(tree: Tree, folder: string, emitted: readonly Output[], host: Host): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const rebuild = { hint: "run `flagstone build`" };
  for (const file of emitted) {
    if (isThere(tree, file, host)) continue;
    const { path } = file;
    const found = host.readFile(`${tree.root}/${path}`);
    // What is stale is shown where it differs by more than line ends.
    const source = { path, text: ("text" in file && withLineFeeds(found ?? "")) || "" };
    if ("text" in file && source.text === file.text) {
      findings.push(otherLineEnds(source));
      continue;
    }
    const start = "text" in file ? firstDifference(source.text, file.text) : 0;
    const span = { source, start, end: lineEnd(source.text, start) };
    const what =
      found === undefined
        ? "is missing"
        : `is not what the build would write now${"text" in file ? "; it differs from here" : ""}`;
    findings.push(diagnostic("generated/stale", span, `\`${path}\` ${what}`, rebuild));
  }
  const emittedPaths = new Set(emitted.map(({ path }) => path));
  for (const name of host.listFolder(`${tree.root}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (emittedPaths.has(path) || !/^(flags|client|watch)\.([cm]?js|json|bin|d\.[cm]?ts)$/.test(name)) continue;
    const span = { source: { path, text: "" }, start: 0, end: 0 };
    const advice = name === "flags.bin" ? rebuild : { hint: "delete it" };
    findings.push(diagnostic("generated/stale", span, `\`${path}\` is no longer emitted`, advice));
  }
  return findings.sort((a, b) => compareText(a.span.source.path, b.span.source.path));
}

/** Git ends lines otherwise on some machines; what is right is told apart from what was not built. */
function otherLineEnds(source: Source): Diagnostic {
  const span = { source, start: 0, end: lineEnd(source.text, 0) };
  const message = `\`${source.path}\` differs only in its line endings from what the build would write`;
  const hint =
    "keep git from changing them: put `generated/** -text` into `.gitattributes`, then run `flagstone build`";
  return diagnostic("generated/line-ends", span, message, { hint });
}

/** The start of the first line in which two texts differ. */
function firstDifference(before: string, after: string): number {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  return before.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
