import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Range } from "../../model/document.ts";
import type { Config, Model } from "../../model/model.ts";
import type { Source } from "../../model/text/source.ts";

/**
 * What changes the direction of the characters that follow it. Marks (U+200E, U+200F, U+061C) are not among them: they
 * move no more than a letter of their direction would.
 */
const reordering = /[\u202a-\u202e\u2066-\u2069]+/g;

/** The same for many texts without any. */
const anyReordering = /[\u202a-\u202e\u2066-\u2069]/;

/** The maximum number of findings for one file. */
const most = 10;

/** Nothing in a file, comments included, may be shown in another order than it is read. */
export function* reorderedText({ config, documents }: Model): Generator<Diagnostic> {
  yield* reorderedIn(config.document.source, linesOf(config));
  for (const { source } of documents) yield* reorderedIn(source);
}

function* reorderedIn(source: Source, { start: from, end: to } = wholeOf(source)): Generator<Diagnostic> {
  if (!anyReordering.test(source.text)) return;
  for (const { 0: found, index } of [...source.text.slice(from, to).matchAll(reordering)].slice(0, most)) {
    const code = found.charCodeAt(0).toString(16).toUpperCase();
    const message = `the character U+${code} shows this line in another order than it is read`;
    const start = from + index;
    yield diagnostic("file/reordered-text", { source, start, end: start + found.length }, message, {
      hint: `remove it; where it is meant, write \`\\u${code}\` in double quotes`,
    });
  }
}

function wholeOf({ text }: Source): Range {
  return { start: 0, end: text.length };
}

/** The lines of package.json with a part of the config: what shows one of them in another order is on that line. */
function linesOf({ document }: Config): Range {
  const { text } = document.source;
  const { start, end } = document.maps.get(document.data as object) ?? wholeOf(document.source);
  const lineEnd = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start) + 1, end: lineEnd < 0 ? text.length : lineEnd };
}
