import { serialize } from "../runtime/serialize.ts";
import type { Bundle } from "../shapes/bundle.ts";
import { header } from "./header.ts";

const names = [
  "lookup",
  "flags",
  "releases",
  "privileges",
  "groups",
  "parseOverrides",
  "isFlagName",
  "load",
  "digest",
] as const;

/**
 * flags.js: the evaluator, as it was bundled with the compiler, over the data of the bundle.
 * The data is one JSON text in a string literal, one item a line; no name or text of it becomes code.
 */
export function emitModule(bundle: Bundle, runtime: string): string {
  return [
    header,
    runtime.trimEnd(),
    `const data = ${stringLiteral(serialize(bundle))};`,
    "const live = flagstone.open(data);",
    "export const { OverridesError, UnknownNameError } = flagstone;",
    ...names.map((name) => `export const ${name} = live.${name};`),
    "",
  ].join("\n");
}

/** flags.cjs: hands on the instance of flags.js, so that both ways of importing share what `load` brought. */
export const commonModule = `${header}\n"use strict";\nmodule.exports = require("./flags.js");\n`;

/** A text as a JavaScript string literal of as many lines as the text has. */
function stringLiteral(text: string): string {
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll("\n", "\\\n");
  return `'${escaped}'`;
}
