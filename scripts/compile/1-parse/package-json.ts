import { diagnostic } from "../../model/diagnostic.ts";
import type { Source } from "../../model/text/source.ts";
import { readFast } from "./fast-reader.ts";
import { jsonError } from "./json-error.ts";
import type { Parsed } from "./parse-file.ts";
import { duplicateKey, keyRange, readData } from "./read-data.ts";
import { yaml } from "./yaml.ts";
import { readTree } from "./yaml-tree.ts";

/** The key of the config in package.json. */
const configKey = "flagstone";

/** Reads the config from the text of a package.json: the value of its key `flagstone`. It never throws. */
export function parseConfig(source: Source): Parsed {
  const fault = jsonError(source.text);
  if (fault !== undefined) {
    const span = { source, start: fault.start, end: fault.end };
    return { document: undefined, diagnostics: [diagnostic("yaml/syntax", span, fault.message, { hint: fault.hint })] };
  }
  return readPlainConfig(source) ?? readConfigTree(source);
}

/** The config of a text that is written in the usual way, if it is a mapping. */
function readPlainConfig(source: Source): Parsed | undefined {
  const plain = readFast(source, { numbers: true });
  const data = plain && (plain.data as Readonly<Record<string, unknown>>)[configKey];
  if (plain === undefined || typeof data !== "object" || data === null || !plain.maps.has(data)) return undefined;
  const { maps, lists } = plain;
  return { document: { source, kind: "config", name: "config", data, maps, lists }, diagnostics: [] };
}

function readConfigTree(source: Source): Parsed {
  // For JSON a carriage return alone is white space, for YAML it is not.
  const { root, findings } = readTree(source, source.text.replace(/\r(?!\n)/g, " "));
  if (findings.length > 0) return { document: undefined, diagnostics: findings };

  const { isMap, isScalar } = yaml();
  const [start, end] = root?.range ?? [0, 0];
  const pairs = isMap(root) ? root.items.filter(({ key }) => isScalar(key) && key.value === configKey) : [];
  const [pair, second] = pairs;
  if (pair?.value == null) {
    const span = { source, start, end: Math.min(start + 1, end) };
    const hint = `add "${configKey}": { "scopes": { "account": {} } }`;
    const message = `package.json has no key \`${configKey}\``;
    return { document: undefined, diagnostics: [diagnostic("config/missing", span, message, { hint })] };
  }
  const { data, maps, lists, findings: more } = readData(source, pair.value, { numbers: true });
  const diagnostics = [...more];
  if (second !== undefined) diagnostics.push(duplicateKey(source, configKey, keyRange(second.key), keyRange(pair.key)));
  const place = typeof data === "object" && data !== null ? maps.get(data) : undefined;
  if (place === undefined) {
    const [from, to] = pair.value.range;
    const message = `\`${configKey}\` must be a mapping`;
    diagnostics.push(diagnostic("schema/wrong-type", { source, start: from, end: to }, message));
    return { document: undefined, diagnostics };
  }
  return { document: { source, kind: "config", name: "config", data, maps, lists }, diagnostics };
}
