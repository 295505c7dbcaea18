import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { meant } from "../../model/did-you-mean.ts";
import { isKind, type Kind, kinds, type Range } from "../../model/document.ts";
import type { Characters } from "../../model/text/characters.ts";
import type { Source } from "../../model/text/source.ts";
import { nameOf } from "../../model/tree.ts";
import { suggest } from "../../runtime/declare/suggest.ts";

/** Whether the first line with content has one of the kinds as its key. */
export function beginsWithKind(text: string): boolean {
  return kindAt(text) !== undefined;
}

/** The kind that is the key of the first line with content, found without reading further. */
export function kindAt(text: Characters): Kind | undefined {
  const { start, end } = firstLine(text);
  const [, key = ""] = /^["']?(\w+)["']?[ \t]*:/.exec(text.slice(start, Math.min(end, start + 200))) ?? [];
  return isKind(key) ? key : undefined;
}

/** The finding that a text does not begin with a kind; `keys` are those of its mapping, if it is one. */
export function unknownKind(source: Source, keys?: ReadonlyMap<string, Range>): Diagnostic {
  const [first] = keys ?? [];
  const [key = "", place = firstLine(source.text)] = first ?? [];
  const later = kinds.find((kind) => keys?.has(kind));
  const near = suggest(key, kinds);
  const names = kinds.map((kind) => `\`${kind}\``).join(", ");
  const { path } = source;
  const hint =
    later !== undefined
      ? `\`${later}\` must come first`
      : near !== undefined
        ? meant(near)
        : common.has(key)
          ? `begin with the kind and the name, such as \`${path.startsWith("groups/") ? "groups" : "flag"}: ${nameOf(path)}\``
          : `the first key is the kind of the document, with its name; kinds are ${names}`;
  const message =
    place.start === place.end
      ? "the file contains no document"
      : first === undefined
        ? "a document starts with its kind and name"
        : `\`${key.length > 40 ? `${key.slice(0, 39)}…` : key}\` is not a kind of document`;
  const span = { source, start: place.start, end: place.end };
  const fix =
    later === undefined && near !== undefined && source.text.slice(place.start, place.end) === key
      ? { title: `write \`${near}\``, edits: [{ span, text: near }] }
      : undefined;
  return diagnostic("schema/unknown-kind", span, message, { hint, fix });
}

/** Keys that documents of several kinds have after the first. */
const common: ReadonlySet<string> = new Set([
  "description",
  "owner",
  "scope",
  "links",
  "expires",
  "default",
  "members",
]);

/** The first line with more than a comment; the end of the text if there is none. */
function firstLine(text: Characters): Range {
  let at = text.slice(0, 1) === "\ufeff" ? 1 : 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, Math.min(end, at + 200));
    const start = line.search(/\S/);
    if (start >= 0 && line[start] !== "#" && !/^---\s*(?:#|$)/.test(line)) {
      return { start: at + start, end: Math.min(end, at + line.trimEnd().length) };
    }
    at = end + 1;
  }
  return { start: text.length, end: text.length };
}
