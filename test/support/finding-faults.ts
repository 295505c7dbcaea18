import { compile } from "../../scripts/compile/compile.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { usualDay } from "./usual-dates.ts";

/** What is wrong with the fixes of some findings: each must remove its finding, and leave text that can be parsed. */
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

/** Where the messages of some findings break the house style. */
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
