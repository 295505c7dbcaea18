import { escapeUnits } from "../model/text/escape-controls.ts";
import type { Output } from "../model/text/source.ts";
import { sha256Of } from "../runtime/bin/digest.ts";
import type { Packed } from "../runtime/bin/format.ts";
import { bothForms, type ModuleForm } from "./module-forms.ts";

/** The exports of flags.js, with the same names as in the shared module. */
export const moduleNames = [
  "OverridesError",
  "UnknownNameError",
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
 * flags.js and flags.cjs: the evaluator, as it was bundled with the compiler, over the data of a bundle, given as its
 * text. The data is one JSON text in a string literal, one item per line; no name or text in it becomes code.
 */
export function emitModule(text: string, runtime: string): readonly Output[] {
  return moduleOver(() => "flagstone.open(data)", text, runtime);
}

/** The same if the customers are in flags.bin next to it, and the literal has only the rest. */
export function emitPackedModule({ head, stamp }: Packed, runtime: string): readonly Output[] {
  // In this form, bundlers that know about files include it.
  const place = { es: 'new URL("./flags.bin", import.meta.url)', common: '__dirname + "/flags.bin"' };
  const open = (form: ModuleForm): string =>
    `flagstone.openPacked(data, ${JSON.stringify(stamp)}, () => flagstone.readFile(${place[form]}))`;
  return moduleOver(open, head, runtime);
}

/** Both forms of a build share what `load` brought, identified by a digest of everything they are made of. */
function moduleOver(open: (form: ModuleForm) => string, data: string, runtime: string): readonly Output[] {
  const build = sha256Of([runtime, open("es"), data].join("\n"));
  return bothForms("flags", (form) => ({
    statements: [
      runtime.trimEnd(),
      `const data = ${stringLiteral(data)};`,
      `const live = flagstone.share("${build}", () => ${open(form)});`,
    ],
    exports: moduleNames.map((name) => [name, `live.${name}`]),
  }));
}

/** A text as a JavaScript string literal with as many lines as the text. */
export function stringLiteral(text: string): string {
  const escaped = escapeUnits(text.replace(/[\\']/g, "\\$&"))
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--")
    .replaceAll("\n", "\\\n");
  return `'${escaped}'`;
}
