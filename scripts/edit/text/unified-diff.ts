import { escapeControls, visible } from "../../model/text/escape-controls.ts";
import type { Piece } from "./text-pieces.ts";
import type { FileChange } from "./tree-draft.ts";

/** A part of the old text, by offsets, and what replaces it. */
interface Replacement {
  readonly start: number;
  end: number;
  text: string;
}

/** Old lines to remove, from an index on, and new lines to add. */
interface Block {
  readonly at: number;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** This many lines are shown around a change. */
const context = 3;

/** A change as a unified diff, which `git apply` and `patch` take; in time linear in the texts. */
export function unifiedDiff({ path, before, after, pieces }: FileChange, colour = false): string {
  const paint = (style: string, line: string): string => (colour ? `\x1b[${style}m${line}\x1b[0m` : line);
  const styles: Readonly<Record<string, string>> = { "+": "32", "-": "31", "@": "36" };
  const head = [
    `--- ${before === undefined ? "/dev/null" : nameIn("a", path)}`,
    `+++ ${after === undefined ? "/dev/null" : nameIn("b", path)}`,
  ];
  const body = hunksOf(before ?? "", after === undefined ? [] : pieces).map((line) => {
    const style = styles[line[0] ?? ""];
    return style === undefined ? line : paint(style, line);
  });
  return [...head.map((line) => paint("1", line)), ...body].map((line) => `${line}\n`).join("");
}

/** A path as git writes and reads it: in quotes if it needs them, with invisible bytes in octal. */
function nameIn(side: string, path: string): string {
  const name = `${side}/${path}`;
  if (!/["\\]/.test(name) && escapeControls(name) === name) return name;
  const bytes = (character: string): string =>
    [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  const quoted = [...name.replace(/["\\]/g, "\\$&")].map((each) => (visible(each) === each ? each : bytes(each)));
  return `"${quoted.join("").replace(/#(?=#)|:(?=:|\d)/g, bytes)}"`;
}

/** The lines of all hunks, with their headers. */
function hunksOf(old: string, pieces: readonly Piece[]): readonly string[] {
  const lines = linesIn(old);
  const output: string[] = [];
  let shift = 0;
  for (const blocks of together(blocksOf(old, pieces))) {
    const [first, last] = [blocks[0] as Block, blocks.at(-1) as Block];
    const start = Math.max(0, first.at - context);
    const end = Math.min(lines.length, last.at + last.gone.length + context);
    const body: string[] = [];
    let at = start;
    for (const { at: next, gone, come } of blocks) {
      for (const line of lines.slice(at, next)) body.push(written(" ", line));
      for (const line of gone) body.push(written("-", line));
      for (const line of come) body.push(written("+", line));
      at = next + gone.length;
    }
    body.push(...lines.slice(at, end).map((line) => written(" ", line)));
    const grown = blocks.reduce((sum, { gone, come }) => sum + come.length - gone.length, 0);
    output.push(`@@ -${rangeOf(start, end - start)} +${rangeOf(start + shift, end - start + grown)} @@`);
    for (const line of body) output.push(line);
    shift += grown;
  }
  return output;
}

/** Groups blocks that are close enough for one hunk. */
function together(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = [];
  for (const block of blocks) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && block.at - last.at - last.gone.length <= 2 * context) hunks.at(-1)?.push(block);
    else hunks.push([block]);
  }
  return hunks;
}

/** The lines that pieces change, in order, each in one block. */
function blocksOf(old: string, pieces: readonly Piece[]): readonly Block[] {
  let [line, counted] = [0, 0];
  const blocks = inWholeLines(old, replacementsOf(old, pieces)).flatMap(({ start, end, text }) => {
    line += linesIn(old.slice(counted, start)).length;
    counted = start;
    const [gone, come] = [linesIn(old.slice(start, end)), linesIn(text)];
    const shorter = Math.min(gone.length, come.length);
    let same = 0;
    while (same < shorter && gone[same] === come[same]) same++;
    let rest = 0;
    while (rest < shorter - same && gone.at(-1 - rest) === come.at(-1 - rest)) rest++;
    if (same + rest === Math.max(gone.length, come.length)) return [];
    return [
      { at: line + same, gone: gone.slice(same, gone.length - rest), come: come.slice(same, come.length - rest) },
    ];
  });
  return joined(blocks);
}

/** Merges blocks of lines that directly follow each other: what is added comes below everything that is removed. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const all: Block[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const isBehind = last !== undefined && last.at + last.gone.length === block.at && block.come.length === 0;
    if (isBehind) all[all.length - 1] = { ...last, gone: [...last.gone, ...block.gone] };
    else all.push(block);
  }
  return all;
}

/** What is between the pieces that stay. */
function replacementsOf(old: string, pieces: readonly Piece[]): readonly Replacement[] {
  const found: Replacement[] = [];
  let [at, added] = [0, ""];
  const close = (next: number): void => {
    if (added !== "" || next > at) found.push({ start: at, end: next, text: added });
    added = "";
  };
  for (const piece of pieces) {
    if (typeof piece === "string") added += piece;
    else {
      close(piece.start);
      at = piece.end;
    }
  }
  close(old.length);
  return found;
}

/** The same replacements as those of whole lines; several on one line become one. */
function inWholeLines(old: string, replacements: readonly Replacement[]): readonly Replacement[] {
  const whole: Replacement[] = [];
  for (const { start, end, text } of replacements) {
    const from = lineAt(old, start);
    const before = whole.at(-1);
    const isShared = before !== undefined && before.end > from;
    const last = isShared ? before : { start: from, end: from, text: "" };
    // The replacement before took this line to its end; it only extends to where this one begins.
    if (isShared) last.text = last.text.slice(0, last.text.length - (last.end - start));
    else whole.push(last);
    if (last.end < start) last.text += old.slice(last.end, start);
    last.text += text;
    last.end = end;
    const isWhole = lineAt(old, end) === end && (last.text === "" || last.text.endsWith("\n"));
    if (isWhole) continue;
    const newline = old.indexOf("\n", end);
    last.end = newline < 0 ? old.length : newline + 1;
    last.text += old.slice(end, last.end);
  }
  return whole;
}

function lineAt(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The lines of a text with their line breaks. */
function linesIn(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** A line of a hunk, with a remark if it ends its file without a line break. */
function written(sign: string, line: string): string {
  const isWhole = line.endsWith("\n");
  // A byte order mark belongs to the bytes of the file, although nobody sees it there.
  const mark = line.startsWith("\ufeff") ? "\ufeff" : "";
  const end = /\r\n$/.test(line) ? "\r" : "";
  const parts = line.slice(mark.length, line.length - (isWhole ? 1 : 0) - end.length).split("\t");
  // Added and removed lines begin with a sign other than a space, so they cannot be commands.
  const shown = parts.map((part, index) =>
    sign === " " || index > 0 ? escapeControls(part) : escapeControls(sign + part).slice(1),
  );
  return `${sign}${mark}${shown.join("\t")}${end}${isWhole ? "" : "\n\\ No newline at end of file"}`;
}

/** Where a hunk begins and how many lines it has; one without lines comes after the line that it names. */
function rangeOf(start: number, length: number): string {
  const first = length === 0 ? start : start + 1;
  return length === 1 ? `${first}` : `${first},${length}`;
}
