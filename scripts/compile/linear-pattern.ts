import { createRequire } from "node:module";
import type { TextPattern } from "../model/model.ts";

const require = createRequire(import.meta.url);

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
  // It takes a third of what a small check takes to load, and hardly any instance needs it.
  const { RE2JS } = require("#re2js") as typeof import("re2js");
  const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
  return { source, test: (text) => compiled.matcher(text).find() };
}
