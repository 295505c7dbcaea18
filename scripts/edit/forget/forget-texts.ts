import { type Document, type Range, spanOf } from "../../model/document.ts";
import { writeText } from "../../model/text/quoting.ts";
import { lineOf, type Span, textOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { usedAsValue } from "../conditions/used-as-value.ts";
import { isInBrackets, lastBefore, lineStart } from "../text/indented-lines.ts";
import { scalarsOf } from "../text/scalars.ts";
import type { Draft } from "../text/tree-draft.ts";
import { type Path, valueAt } from "../text/value-at.ts";
import type { Forgetting } from "./forget-request.ts";
import { wordsOf } from "./ids-in-prose.ts";

/** What replaces the id in a text. */
const forgotten = "(forgotten)";

/** Texts of people that have a meaning without the id. */
const prose = new Set(["description", "paused", "permanent", "deprecated", "link", "links"]);

/**
 * Removes an id from what people wrote in one file: a comment line is removed, a trailing comment is cut off, a reason
 * loses the id. Other texts are for people to decide about. A thing whose own name contains the id is reported, and
 * stays.
 */
export function forgetInTexts(draft: Draft, path: string, forgetting: Forgetting): void {
  const { id, texts, undecided, notes } = forgetting;
  const words = wordsOf(id);
  const source = draft.tree.files.find((each) => each.path === path);
  const hits = source === undefined ? [] : [...source.text.matchAll(words)].map(({ index }) => index);
  const document = openedAt(draft, path, hits);
  if (document === undefined) return;
  const all = scalarsOf(document);
  const has = (text: string): boolean => text.search(words) >= 0;

  const edits: TextEdit[] = [];
  for (const { path: at, span, text, isKey } of all) {
    if (!has(text)) continue;
    const key = at.findLast((step) => typeof step === "string");
    const isReason = key === "reason" && !isKey;
    const isProse = !isKey && (isReason || prose.has(String(key)));
    const saidOf = isKey ? undefined : usedAsValue(document, at, id);
    if (saidOf !== undefined) notes.push(`${lineOf(span)} ${saidOf}`);
    else if (!isProse) notes.push(`${lineOf(span)} has \`${id}\` as a name or another id, and keeps it`);
    else if (texts === "keep") notes.push(`${lineOf(span)} keeps \`${id}\` in its text`);
    else if (texts === "remove" || isReason) edits.push(...without(document, at, span, text, words));
    else undecided.push(`${lineOf(span)} has \`${id}\` in \`${key}\``);
  }
  const ranges = all.map(({ span }) => span).sort((a, b) => a.start - b.start);
  const comments = hits.filter((at) => !isWithin(ranges, at)).map((at) => commentAt(document, ranges, at));
  for (const span of new Map(comments.map((span) => [span.start, span])).values())
    if (texts === "keep") notes.push(`${lineOf(span)} keeps \`${id}\` in a comment`);
    else edits.push({ span, text: "" });
  draft.edit(edits);
}

/** A document with the entries in its data in which something was found. */
function openedAt(draft: Draft, path: string, hits: readonly number[]): Document | undefined {
  const document = draft.documentAt(path);
  if (document === undefined || hits.length === 0) return document;
  const open = new Set<number>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const { starts } of document.lists.get(value)?.runs.values() ?? []) {
      const ranges = Array.from(starts, (start) => ({ start, end: start }));
      for (const hit of hits) {
        const index = lastBefore(ranges, hit);
        if (index >= 0) open.add(starts[index] ?? 0);
      }
    }
    for (const part of Object.values(value)) look(part);
  };
  look(document.data);
  return open.size === 0 ? document : draft.documentAt(path, open);
}

/** Removes words from a text: where they are or, if they are written there in another form, by rewriting the text. */
function without(document: Document, path: Path, span: Span, text: string, words: RegExp): TextEdit[] {
  const { source, start } = span;
  const found = [...textOf(span).matchAll(words)];
  if (found.length === [...text.matchAll(words)].length)
    return found.map(({ 0: word, index }) => ({
      span: { source, start: start + index, end: start + index + word.length },
      text: forgotten,
    }));
  const around = valueAt(document, path.slice(0, -1)) as object;
  const place = document.maps.get(around) ?? document.lists.get(around);
  const inBrackets = place !== undefined && isInBrackets(source.text, place);
  return [{ span, text: writeText(text.replaceAll(words, forgotten), textOf(span), inBrackets) }];
}

function isWithin(ranges: readonly Range[], at: number): boolean {
  const range = ranges[lastBefore(ranges, at)];
  return range !== undefined && at < range.end;
}

/**
 * The comment that an offset is in: its whole line if there is nothing else on it, otherwise with the space before it.
 */
function commentAt(document: Document, ranges: readonly Range[], at: number): Span {
  const { text } = document.source;
  const line = lineStart(text, at);
  let sign = text.indexOf("#", line);
  while (sign < at && (isWithin(ranges, sign) || (sign > line && !/\s/.test(text[sign - 1] ?? ""))))
    sign = text.indexOf("#", sign + 1);
  const newline = text.indexOf("\n", at);
  const end = newline < 0 ? text.length : newline;
  if (text.slice(line, sign).trim() === "")
    return spanOf(document, { start: line, end: newline < 0 ? end : newline + 1 });
  const start = line + text.slice(line, sign).trimEnd().length;
  return spanOf(document, { start, end: text[end - 1] === "\r" ? end - 1 : end });
}
