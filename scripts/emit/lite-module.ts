import type { Output } from "../model/text/source.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import type { SealedBundle } from "./bundle.ts";
import type { Assets } from "./door.ts";
import { header } from "./header.ts";
import { liteData } from "./lite-data.ts";
import { type moduleNames, stringLiteral } from "./module.ts";
import { bothForms, bothTypes } from "./module-forms.ts";

/** The exports of lite.js: those of flags.js that do not replace, explain or describe the data. */
const liteNames: readonly Exclude<(typeof moduleNames)[number], "load" | "subscribe" | "describe">[] = [
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
  "digest",
];

/**
 * lite.js and lite.cjs: a smaller lookup module in one file, whose data is fixed when it is built. It does not contain the
 * text of a bundle, but the tables that flags.js makes from it, and the code that they need.
 */
export function emitLite({ bytes }: Pick<SealedBundle, "bytes">, assets: Assets): readonly Output[] {
  const { text, isConditional } = liteData(JSON.parse(Buffer.concat(bytes).toString()) as Bundle);
  const runtime = assets(isConditional ? "lite-conditional.js" : "lite.js");
  const modules = bothForms("lite", () => ({
    statements: [runtime.trimEnd(), `const live = flagstone.open(${stringLiteral(text)});`],
    exports: liteNames.map((name) => [name, name.endsWith("Error") ? `flagstone.${name}` : `live.${name}`]),
  }));
  return [...modules, ...bothTypes("lite", liteTypes)];
}

function liteTypes(flags: string): string {
  return `${header}

import type { Environment, Lookup as WholeLookup, LookupOptions, Scope, ToldAttributes } from "${flags}";

export { ${liteNames.filter((name) => !name.startsWith("lookup")).join(", ")} } from "${flags}";
export type { Details, LookupOptions, Overrides, ParsedOverrides, Plan, Snapshot } from "${flags}";

/** The answers for one customer at one instant, without \`explain\`. */
export type Lookup<Known extends Scope> = Omit<WholeLookup<Known>, "explain">;

/** The answers for one customer, given an id for each scope that the caller knows. */
export declare function lookup<const Known extends Scope>(
  context: { readonly [Name in Known]?: string | undefined } & { readonly [Name in Scope]?: string | undefined },
  options?: LookupOptions<[Known][Known extends Scope ? 0 : never]>,
): Lookup<Known>;

/** The \`lookup\` of one environment, with attributes that are the same for all of its lookups. */
export declare function lookupIn(
  environment: Environment,
  standing?: { readonly attributes?: ToldAttributes | undefined },
): typeof lookup;
`;
}
