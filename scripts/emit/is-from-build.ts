import { isStamped } from "../runtime/bin/integrity.ts";
import { headerStart } from "./header.ts";

/**
 * What the files of data begin with that have no header. Others who write such a file for the same tools rarely put the
 * first flag on one line, as every build does.
 */
const dataStarts: readonly (readonly [name: RegExp, start: RegExp])[] = [
  [
    /\.flagd\.json$/,
    /^\{\n {2}"\$schema": "https:\/\/flagd\.dev\/schema\/v0\/flags\.json",\n {2}"(?:flags|\$evaluators)": \{(?:\}|\n {4}".*\},?\n)/,
  ],
  [
    /\.crd\.yaml$/,
    /^apiVersion: core\.openfeature\.dev\/\w+\nkind: FeatureFlag\nmetadata:\n {2}name: flags\nspec:\n {2}flagSpec: \{\n/,
  ],
  [/\.manifest\.json$/, /^\{\n {2}"flags": \{(?:\}|\n {4}".*\{"flagType":)/],
];

/** Whether a file of this name is surely from a build, of this version or another, with any line ends. */
export function isFromBuild(name: string, content: Uint8Array): boolean {
  if (name.endsWith(".bin")) return isStamped(content);
  const text = new TextDecoder().decode(content).replaceAll("\r\n", "\n");
  return text.startsWith(headerStart) || dataStarts.some(([ending, start]) => ending.test(name) && start.test(text));
}
