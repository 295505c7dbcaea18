import { compile } from "../compile.ts";
import { compareText, type Diagnostic, diagnostic } from "../diagnostic.ts";
import { type Assets, emit } from "../emit/index.ts";
import type { Host } from "../host.ts";
import type { Model } from "../model.ts";
import { count, hasErrors, type Input, noInstance, type Outcome, reportOf } from "../outcome.ts";
import type { Source } from "../source.ts";
import type { Tree } from "../tree.ts";

/** Judges the tree and, where it has no error, writes what services import; with `verify` it only compares. */
export function build(input: Input, host: Host): Outcome {
  const { progress } = input;
  progress?.enter("read");
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
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
    .map(({ path, text }) => ({ path: `${folder}/${path}`, text }))
    .filter((file) => !isTheirs(tree, file, host));
  progress?.enter("compare");
  if (input.verify) {
    if (input.out === undefined && host.isTracked(`${tree.root}/${folder}`) === false)
      return { report, writes: [], note: `\`${folder}/\` is not in git, so there is nothing to verify` };
    const stale = findStale(tree, folder, emitted, host);
    const note = stale.length === 0 ? { note: `${folder}/ is up to date` } : {};
    return { report: reportOf(tree, [...diagnostics, ...stale]), writes: [], ...note };
  }
  const writes = emitted.filter(({ path, text }) => host.readFile(`${tree.root}/${path}`) !== text);
  const size = `${count(emitted.length, "file")}, ${count(countNames(models[0]), "name")}`;
  return {
    report,
    writes,
    note: writes.length === 0 ? `${folder}/ is up to date (${size})` : `wrote ${folder}/ (${size})`,
  };
}

/** A folder that is published as a package of its own has a package.json that is not ours to replace. */
function isTheirs(tree: Tree, { path, text }: Source, host: Host): boolean {
  if (!path.endsWith("/package.json")) return false;
  const found = host.readFile(`${tree.root}/${path}`);
  return found !== undefined && found !== text;
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
function findStale(tree: Tree, folder: string, emitted: readonly Source[], host: Host): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const rebuild = { hint: "run `flagstone build`" };
  for (const { path, text } of emitted) {
    const found = host.readFile(`${tree.root}/${path}`);
    if (found === text) continue;
    const source = { path, text: found ?? "" };
    const start = firstDifference(source.text, text);
    const [span, what] =
      found === undefined
        ? [{ source, start: 0, end: 0 }, "is missing"]
        : [{ source, start, end: lineEnd(found, start) }, "is not what the build emits now; it differs from here on"];
    findings.push(diagnostic("generated/stale", span, `\`${path}\` ${what}`, rebuild));
  }
  const emittedPaths = new Set(emitted.map(({ path }) => path));
  for (const name of host.listFolder(`${tree.root}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (emittedPaths.has(path) || !/^(flags|client|watch)\.([cm]?js|json|d\.[cm]?ts)$/.test(name)) continue;
    const span = { source: { path, text: "" }, start: 0, end: 0 };
    findings.push(diagnostic("generated/stale", span, `\`${path}\` is emitted no longer`, { hint: "delete it" }));
  }
  return findings.sort((a, b) => compareText(a.span.source.path, b.span.source.path));
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
