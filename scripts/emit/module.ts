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
 * flags.js: the evaluator, as it was bundled with the compiler, over the data of a bundle, given as its text. The data
 * is one JSON text in a string literal, one item per line; no name or text in it becomes code.
 */
export function emitModule(text: string, runtime: string): string {
  return moduleOver("flagstone.open(data)", text, runtime);
}

/** The same if the customers are in flags.bin next to it, and the literal has only the rest. */
export function emitPackedModule({ head, stamp }: Packed, runtime: string): string {
  // In this form, bundlers that know about files include it.
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

/** flags.cjs: exports the instance of flags.js, so that both ways of importing share what `load` brought. */
export const commonModule = `${header}\n"use strict";\nmodule.exports = require("./flags.js");\n`;

/** A text as a JavaScript string literal with as many lines as the text. */
function stringLiteral(text: string): string {
  const escaped = escapeUnits(text.replace(/[\\']/g, "\\$&"))
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--")
    .replaceAll("\n", "\\\n");
  return `'${escaped}'`;
}
