import { suggest } from "../runtime/declare/suggest.ts";
import type { Fix } from "./diagnostic.ts";
import type { Span } from "./text/source.ts";
import { nameSome } from "./text/words.ts";

/** If no name is near, all are listed if there are at most this many. */
const mostNames = 16;

/** A question for the nearest of some names: did you mean `ring/canary`? Undefined if none is near. */
export function didYouMean(word: string, names: Iterable<string>): string | undefined {
  const near = suggest(word, names);
  return near === undefined ? undefined : meant(near);
}

/** The same question for names that are already known to be near. */
export function meant(...names: readonly string[]): string {
  return `did you mean ${names.map(quoted).join(" or ")}?`;
}

/**
 * The message about a word that is not one of some names: with the nearest one, or with all of them if they are few.
 */
export function unknownName(noun: string, word: string, names: Iterable<string>): string {
  const all = [...names];
  const advice = didYouMean(word, all) ?? (all.length === 0 ? "there are none" : allOf(all, "there are"));
  return `unknown ${noun} \`${word}\`; ${advice}`;
}

/** Advice about an unknown name: the nearest one, or else all of them. */
export function nearestOrAll(wrong: string, names: Iterable<string>, introduction: string): string {
  const all = [...names];
  return didYouMean(wrong, all) ?? quotedOf(all, introduction);
}

/** The hint for an unknown name: the nearest one, with the fix that writes it, or else all of them. */
export function nameHint(
  span: Span,
  wrong: string,
  names: Iterable<string>,
  introduction: string,
): { hint: string; fix?: Fix } {
  const all = [...names];
  const near = suggest(wrong, all);
  if (near === undefined) return { hint: quotedOf(all, introduction) };
  return { hint: meant(near), fix: { title: `write \`${near}\``, edits: [{ span, text: quotedLike(span, near) }] } };
}

function quotedOf(names: readonly string[], introduction: string): string {
  return names.length === 0 ? "there are none yet" : allOf(names, introduction, quoted);
}

function allOf(names: readonly string[], introduction: string, show?: (name: string) => string): string {
  const before = names.length === 1 && introduction === "there are" ? "there is only" : introduction;
  return `${before} ${nameSome(names, mostNames, show)}`;
}

function quoted(name: string): string {
  return `\`${name}\``;
}

/** A name in the same quotes as the one it replaces, escaped as JSON requires. */
function quotedLike({ source, start }: Span, name: string): string {
  const quote = /["']/.exec(source.text.charAt(start))?.[0] ?? "";
  return `${quote}${name}${quote}`;
}
