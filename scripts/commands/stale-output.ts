import { isFromBuild } from "../emit/is-from-build.ts";
import type { Host } from "../host/host.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { withLineFeeds } from "../model/text/line-ends.ts";
import type { Output, Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";

/** Where an instance is. */
type Place = Pick<Tree, "root">;

/** Whether a file on disk is already what would be emitted. */
export function isUpToDate(tree: Place, file: Output, host: Host): boolean {
  const path = `${tree.root}/${file.path}`;
  if ("text" in file) return host.readFile(path) === file.text;
  const found = host.readBytes(path);
  return found !== undefined && isSame(found, file.bytes);
}

function isSame(found: Uint8Array, parts: readonly Uint8Array[]): boolean {
  let at = 0;
  for (const part of parts) {
    if (Buffer.compare(found.subarray(at, at + part.length), part) !== 0) return false;
    at += part.length;
  }
  return at === found.length;
}

/** The names of files that the build may write. */
const ownName =
  /^(?:(?:flags|client|watch)\.(?:[cm]?js|json|bin|d\.[cm]?ts)|flags\.(?:.+\.)?(?:flagd\.json|crd\.yaml)|flags\.manifest\.json)$/;

/** How the names of all those end; other files are not read. */
const ownEnding = /\.(?:[cm]?[jt]s|json|bin|yaml)$/;

/** The folders inside the folder of the build that it writes to. */
const innerFolders = ["openfeature/"];

/** A file that is no longer emitted; whether it is surely from a build. */
interface LeftOver {
  readonly path: string;
  readonly isOurs: boolean;
}

/** What builds have left in the folder: a `lite.js` that was taken out of `outputs` would answer from old data for ever. */
export function findLeftOver(
  { root }: Place,
  folder: string,
  emitted: readonly Output[],
  host: Host,
): readonly LeftOver[] {
  const emittedPaths = new Set(emitted.map(({ path }) => path));
  return ["", ...innerFolders].flatMap((inner) =>
    host.listFolder(`${root}/${folder}/${inner}`).flatMap((each) => {
      const name = `${inner}${each}`;
      const path = `${folder}/${name}`;
      if (emittedPaths.has(path) || !ownEnding.test(name)) return [];
      const content = host.readBytes(`${root}/${path}`);
      const isOurs = content !== undefined && isFromBuild(name, content);
      return isOurs || ownName.test(name) ? [{ path, isOurs }] : [];
    }),
  );
}

/** Files of the folder that are not what is emitted now: missing, different, or no longer emitted at all. */
export function findStaleOutput(
  tree: Place,
  folder: string,
  emitted: readonly Output[],
  host: Host,
): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const rebuild = { hint: "run `flagstone build`" };
  for (const file of emitted) {
    if (isUpToDate(tree, file, host)) continue;
    const { path } = file;
    const found = host.readFile(`${tree.root}/${path}`);
    const text = textOf(file);
    // A stale file is shown where it differs in more than its line endings.
    const source = { path, text: text === undefined ? "" : withLineFeeds(found ?? "") };
    if (text !== undefined && source.text === text) {
      findings.push(otherLineEnds(source));
      continue;
    }
    const start = text === undefined ? 0 : firstDifference(source.text, text);
    const span = { source, start, end: lineEnd(source.text, start) };
    const what =
      found === undefined
        ? "is missing"
        : `is not what the build would write now${text === undefined ? "" : "; it differs from here"}`;
    findings.push(diagnostic("generated/stale", span, `\`${path}\` ${what}`, rebuild));
  }
  for (const { path, isOurs } of findLeftOver(tree, folder, emitted, host)) {
    const span = { source: { path, text: "" }, start: 0, end: 0 };
    const advice = isOurs ? rebuild : { hint: "delete it" };
    findings.push(diagnostic("generated/stale", span, `\`${path}\` is no longer emitted`, advice));
  }
  return findings.sort((a, b) => compareText(a.span.source.path, b.span.source.path));
}

/** The text of a file; undefined for a binary one. */
function textOf(file: Output): string | undefined {
  if ("text" in file) return file.text;
  return file.path.endsWith(".bin") ? undefined : Buffer.concat(file.bytes).toString();
}

/** Git changes line endings on some machines, which is distinguished from a file that was not built. */
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
