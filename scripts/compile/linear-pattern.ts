import { RE2JS } from "re2js";
import type { TextPattern } from "../model/model.ts";

/** Characters and classes in a row from the beginning, of which at most one is repeated without limit. */
const atom = String.raw`(?:[\w:@ -]|\\[dDwW.\-/]|\[(?:[^\]\\[]|\\[^\n])*\])`;
const simple = new RegExp(String.raw`^\^${atom}*(?:${atom}[+*])?${atom}*\$$`);

/**
 * A regular expression of JavaScript whose test takes a time that grows with the text alone; throws for one that is none,
 * or that needs what cannot be tested so, such as looking around. Most are so simple that the engine's own is as good.
 */
export function linearPattern(source: string): TextPattern {
  const own = new RegExp(source, "u");
  if (simple.test(source)) return { source, test: (text) => own.test(text) };
  const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
  return { source, test: (text) => compiled.matcher(text).find() };
}
