import { RE2JS } from "re2js";
import type { TextPattern } from "../model/model.ts";

/** A sequence of characters and classes from the beginning, of which at most one is repeated without limit. */
const atom = String.raw`(?:[\w:@ -]|\\[dDwW.\-/]|\[(?:[^\]\\[]|\\[^\n])*\])`;
const simple = new RegExp(String.raw`^\^${atom}*(?:${atom}[+*])?${atom}*\$$`);

/**
 * A regular expression of JavaScript that takes time linear in the length of the text; throws if it is not one, or if
 * it needs what cannot be tested so, such as lookaround. Most are simple enough for the engine's own.
 */
export function linearPattern(source: string): TextPattern {
  const own = new RegExp(source, "u");
  if (simple.test(source)) return { source, test: (text) => own.test(text) };
  const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
  return { source, test: (text) => compiled.matcher(text).find() };
}
