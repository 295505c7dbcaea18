import { escapeUnits } from "../model/text/escape-controls.ts";
import type { Packed } from "../runtime/bin/format.ts";
import { header } from "./header.ts";

const names = [
  "lookup",
  "lookupIn",
  "flags",
  "releases",
  "privileges",
  "groups",
  "parseOverrides",
  "isFlagName",
  "isName",
  "load",
  "subscribe",
  "describe",
  "digest",
] as const;

/**
 * flags.js: the evaluator, as it was bundled with the compiler, over the data of a bundle, which is its text.
 * The data is one JSON text in a string literal, one item a line; no name or text of it becomes code.
 */
export function emitModule(text: string, runtime: string): string {
  return moduleOver("flagstone.open(data)", text, runtime);
}

/** The same where the customers lie next to it in flags.bin, and only the rest is in the literal. */
export function emitPackedModule({ head, stamp }: Packed, runtime: string): string {
  // so written, bundlers that know of files bring it along
  const read = '() => flagstone.readFile(new URL("./flags.bin", import.meta.url))';
  return moduleOver(`flagstone.openPacked(data, ${JSON.stringify(stamp)}, ${read})`, head, runtime);
}

function moduleOver(live: string, data: string, runtime: string): string {
  return [
    header,
    runtime.trimEnd(),
    `const data = ${stringLiteral(data)};`,
    `const live = ${live};`,
    "export const { OverridesError, UnknownNameError } = flagstone;",
    ...names.map((name) => `export const ${name} = live.${name};`),
    "",
  ].join("\n");
}

/** flags.cjs: hands on the instance of flags.js, so that both ways of importing share what `load` brought. */
export const commonModule = `${header}\n"use strict";\nmodule.exports = require("./flags.js");\n`;

/** A text as a JavaScript string literal of as many lines as the text has. */
function stringLiteral(text: string): string {
  const escaped = escapeUnits(text.replace(/[\\']/g, "\\$&"))
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--")
    .replaceAll("\n", "\\\n");
  return `'${escaped}'`;
}
