import { suggest } from "../runtime/declare/suggest.ts";
import type { Fix } from "./diagnostic.ts";
import type { Span } from "./text/source.ts";

/** So many names are listed where none is near. */
const mostNames = 16;

/** Asks for the nearest of some names: did you mean `ring/canary`? Undefined where none is near. */
export function didYouMean(word: string, names: Iterable<string>): string | undefined {
  const near = suggest(word, names);
  return near === undefined ? undefined : meant(near);
}

/** The same where it is known already which names may be meant. */
export function meant(...names: readonly string[]): string {
  return `did you mean ${names.map(quoted).join(" or ")}?`;
}

/** What to say of a word that is not one of the names there are: the nearest one, or all of a few. */
export function unknownName(noun: string, word: string, names: Iterable<string>): string {
  const all = [...names];
  const others = all.length === 0 ? "there are none" : `there are ${listed(all)}`;
  return `unknown ${noun} \`${word}\`; ${didYouMean(word, all) ?? others}`;
}

/** What to do about a name that is not one of those there are: the nearest, with the fix that writes it, or else all of them. */
export function nameHint(
  span: Span,
  wrong: string,
  names: Iterable<string>,
  introduction: string,
): { hint: string; fix?: Fix } {
  const all = [...names];
  const near = suggest(wrong, all);
  if (near !== undefined)
    return {
      hint: meant(near),
      fix: { title: `write \`${near}\``, edits: [{ span, text: quotedLike(span, near) }] },
    };
  return { hint: all.length === 0 ? "there are none yet" : `${introduction} ${listed(all.map(quoted))}` };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

function quoted(name: string): string {
  return `\`${name}\``;
}

/** A name in the quotes in which the one that it replaces stands, as JSON wants them. */
function quotedLike({ source, start }: Span, name: string): string {
  const quote = /["']/.exec(source.text.charAt(start))?.[0] ?? "";
  return `${quote}${name}${quote}`;
}
