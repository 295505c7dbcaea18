import type { Output } from "../model/text/source.ts";
import { header } from "./header.ts";

/** How Node.js and bundlers load a file. */
export type ModuleForm = "es" | "common";

/** A module of one form: statements, and the names that it exports with the expression of each. */
interface ModuleText {
  readonly statements: readonly string[];
  readonly exports: readonly (readonly [name: string, expression: string])[];
}

/** `name.js` and `name.cjs` of one module: two files that do the same, since some programs take only one kind. */
export function bothForms(name: string, textOf: (form: ModuleForm) => ModuleText): readonly Output[] {
  return [
    { path: `${name}.cjs`, text: commonModule(textOf("common")) },
    { path: `${name}.js`, text: esModule(textOf("es")) },
  ];
}

/**
 * `name.d.ts` and `name.d.cts`: TypeScript requires types of the same kind; they name the types of flags.js by its
 * path.
 */
export function bothTypes(name: string, textOf: (flags: string) => string): readonly Output[] {
  return [
    { path: `${name}.d.cts`, text: textOf("./flags.cjs") },
    { path: `${name}.d.ts`, text: textOf("./flags.js") },
  ];
}

function esModule({ statements, exports }: ModuleText): string {
  const exported = exports.map(([name, expression]) => `export const ${name} = ${expression};`);
  return [header, ...statements, ...exported, ""].join("\n");
}

/** Each export is a separate assignment, which is how ES modules see the names of CommonJS. */
function commonModule({ statements, exports }: ModuleText): string {
  const exported = exports.map(([name, expression]) => `exports.${name} = ${expression};`);
  const mark = 'Object.defineProperty(exports, "__esModule", { value: true });';
  return [header, '"use strict";', mark, ...statements, ...exported, ""].join("\n");
}
