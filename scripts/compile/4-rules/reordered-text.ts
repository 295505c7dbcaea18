import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Model } from "../../model/model.ts";

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
export function* reorderedText({ documents }: Model): Generator<Diagnostic> {
  for (const document of documents) {
    const { source } = document;
    if (!anyReordering.test(source.text)) continue;
    for (const { 0: found, index: start } of [...source.text.matchAll(reordering)].slice(0, most)) {
      const code = found.charCodeAt(0).toString(16).toUpperCase();
      const message = `the character U+${code} shows this line in another order than it is read`;
      yield diagnostic("file/reordered-text", { source, start, end: start + found.length }, message, {
        hint: `remove it; where it is meant, write \`\\u${code}\` in double quotes`,
      });
    }
  }
}
