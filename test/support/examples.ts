import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CompileOptions, compile } from "../../scripts/compile/compile.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import { codes } from "../../scripts/model/codes.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { positionOf, type Source } from "../../scripts/model/text/source.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";
import { startOf } from "../../scripts/model/time.ts";
import type { Tree } from "../../scripts/model/tree.ts";

/** The package.json of examples that do not show their own. */
const usualPackage = {
  name: "acme-flags",
  private: true,
  flagstone: {
    scopes: { account: { ignoreCase: true }, brand: { within: "account" }, domain: {}, user: {} },
    owners: ["accounting", "growth", "widgets"],
  },
};

/** The day for which examples are judged if they do not name another. */
export const usualDay: CompileOptions = { asOf: startOf("2026-11-21"), allowExpired: false };

/** Runs `use` with a new folder for an instance, which is deleted afterwards with the folder around it. */
export function withInstance<Result>(use: (root: string) => Result): Result {
  const around = realpathSync(mkdtempSync(join(tmpdir(), "flagstone-")));
  const root = join(around, "instance");
  mkdirSync(root);
  try {
    return use(root);
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

/** Writes texts by their paths below a folder. */
export function writeFiles(root: string, files: readonly Source[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Gives a folder the usual package.json if it has none. */
export function completeInstance(root: string): void {
  if (existsSync(join(root, "package.json"))) return;
  writeFileSync(join(root, "package.json"), `${JSON.stringify(usualPackage, null, 2)}\n`);
}

/** What a check finds in a folder. */
export function judge(
  root: string,
  options: CompileOptions = usualDay,
): { tree: Tree; diagnostics: readonly Diagnostic[] } {
  const tree = readTree(root);
  return { tree, diagnostics: compile(tree, options).diagnostics };
}

/** A finding in one line: `path:line:column code`, and its severity where that is not the code's own. */
export function describeFinding({ code, severity, span }: Diagnostic): string {
  const { line, column } = positionOf(span.source, span.start);
  const weight = severity === codes[code].severity ? "" : ` (${severity})`;
  return `${span.source.path}:${line}:${column} ${code}${weight}`;
}

/** What is wrong with the fixes of some findings: a fix takes its finding away, and leaves a text that can be read. */
export function faultsOfFixes(tree: Tree, diagnostics: readonly Diagnostic[], options = usualDay): readonly string[] {
  const isUnreadable = (all: readonly Diagnostic[]): boolean => all.some(({ code }) => code === "yaml/syntax");
  return diagnostics.flatMap(({ code, message, span, fix }) => {
    if (fix === undefined) return [];
    const config = applyEdits(tree.config, fix.edits);
    const files = tree.files.map((source) => applyEdits(source, fix.edits));
    const after = compile({ ...tree, config, files }, options).diagnostics;
    const { path } = span.source;
    const count = (all: readonly Diagnostic[], at: number): number =>
      all.filter((each) => each.message === message && each.span.source.path === path && each.span.start === at).length;
    const moved = fix.edits
      .filter((edit) => edit.span.source.path === path && edit.span.end <= span.start)
      .reduce((at, edit) => at + edit.text.length - (edit.span.end - edit.span.start), span.start);
    const where = `${code} in ${path}, fix "${fix.title}"`;
    return [
      ...(count(after, moved) < count(diagnostics, span.start) ? [] : [`${where}: the finding is still there`]),
      ...(isUnreadable(after) && !isUnreadable(diagnostics) ? [`${where}: the text cannot be read any more`] : []),
    ];
  });
}

/** What offends against the style of messages in some findings. */
export function faultsOfStyle(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.flatMap(({ code, message, hint, related, fix }) => {
    const beside = [hint, ...related.map((each) => each.message), fix?.title].filter((text) => text !== undefined);
    return [
      ...faultsOfText(message),
      ...(lengthWithoutNames(message) > 100 ? ["is longer than 100 characters"] : []),
      ...(/\b(?:illegal|invalid|please)\b/i.test(message) ? [`"${message}" has a word that no message has`] : []),
      ...beside.flatMap(faultsOfText),
    ].map((fault) => `${code}: ${fault}`);
  });
}

function faultsOfText(text: string): readonly string[] {
  const said = JSON.stringify(text);
  return [
    ...(/^(?:[a-z`]|YAML\b)/.test(text) ? [] : [`${said} begins neither with a small letter nor with a name`]),
    ...(/[^.]\.$/.test(text) ? [`${said} ends with a full stop`] : []),
    ...(/[\r\n]/.test(text) ? [`${said} has a line break`] : []),
    ...((text.match(/`/g)?.length ?? 0) % 2 === 0 ? [] : [`${said} leaves a back-tick open`]),
    ...(/undefined|\[object|NaN/.test(text.replaceAll(/`[^`]*`/g, "")) ? [`${said} shows a bug`] : []),
  ];
}

/** Names of more than 16 characters count as 16. */
function lengthWithoutNames(message: string): number {
  return message.replaceAll(/`[^`]*`/g, (name) => name.slice(0, 16)).length;
}
