import type { Flag, Model, Named } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { escapeReordering } from "../runtime/bin/escape-reordering.ts";
import type { OptionalOutputs } from "./flagd/index.ts";

/** A flag as the OpenFeature CLI reads it. */
interface ManifestFlag {
  readonly flagType: "boolean" | "string" | "integer" | "float" | "object";
  readonly defaultValue: unknown;
  readonly description: string;
}

/** The input of the OpenFeature CLI for typed clients, and the names that have no type there. */
export function emitManifest(model: Model): OptionalOutputs {
  const flags: [string, ManifestFlag][] = [];
  const notes: string[] = [];
  for (const flag of model.flags.values()) {
    const made = flagOf(flag);
    if (made !== undefined) flags.push([flag.name, made]);
    else notes.push(`OpenFeature has no type for the values of \`${flag.name}\`: it is not in flags.manifest.json`);
  }
  for (const release of model.releases.values())
    flags.push([release.name, { flagType: "string", defaultValue: release.default, description: lineOf(release) }]);
  for (const privilege of model.privileges.values())
    flags.push([privilege.name, { flagType: "boolean", defaultValue: false, description: lineOf(privilege) }]);
  const members = flags
    .sort(([one], [other]) => compareText(one, other))
    .map(([name, flag]) => `    ${JSON.stringify(name)}: ${JSON.stringify(flag)}`);
  const text = `{\n  "flags": {${members.length === 0 ? "" : `\n${members.join(",\n")}\n  `}}\n}\n`;
  const output: Output = { path: "flags.manifest.json", text: escapeReordering(text) };
  return { outputs: [output], notes };
}

function flagOf(flag: Flag): ManifestFlag | undefined {
  const description = lineOf(flag);
  if (typeof flag.default === "boolean") return { flagType: "boolean", defaultValue: flag.default, description };
  const values = flag.variantValues === undefined ? [flag.default] : [...flag.variantValues.values()];
  const flagType = typeOf(values);
  if (flagType === undefined) return undefined;
  const defaultValue = flag.variantValues === undefined ? flag.default : flag.variantValues.get(flag.default);
  return { flagType, defaultValue, description };
}

/** The type of all values; undefined if OpenFeature has no such type. */
function typeOf(values: readonly unknown[]): ManifestFlag["flagType"] | undefined {
  if (values.some((value) => value === null || Array.isArray(value))) return undefined;
  if (values.every(Number.isSafeInteger)) return "integer";
  switch (typeof values[0]) {
    case "boolean":
      return "boolean";
    case "string":
      return "string";
    case "number":
      return "float";
    default:
      return "object";
  }
}

/** A description that is a comment in any language of generated clients: on one line, without the end of a comment. */
function lineOf({ description }: Named): string {
  return description
    .replace(/[\s\x85]+/g, " ")
    .trim()
    .replaceAll("\\", "/")
    .replaceAll("*/", "* /")
    .replaceAll('"""', "'''");
}
