import { readFragment } from "../../compile/1-parse/read-fragment.ts";
import type { Tested } from "../../model/attribute.ts";
import { unknownName } from "../../model/did-you-mean.ts";
import type { Model } from "../../model/model.ts";
import { findTested } from "../../model/model-queries.ts";
import { testedOf } from "../../model/space/tested.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { inline, type Mapping, type Yaml } from "../text/write-yaml.ts";
import { conditionKey } from "./condition-key.ts";

/** A condition that a call names. */
export interface NamedCondition {
  /** Equal for conditions that are the same but written differently. */
  readonly key: string;
  readonly tests: Mapping;
  /** As a file has it: `{ country: de }`. */
  readonly text: string;
}

/**
 * The condition that the values of an option describe, each a test that must hold: `country=de,at`, where what follows
 * the sign may be anything that a file may have there, or a whole condition in braces; or what is wrong with them, in a sentence.
 */
export function readCondition(model: Model, texts: readonly string[]): NamedCondition | string {
  const tests: Record<string, Yaml> = Object.create(null);
  for (const text of texts) {
    const pairs = readPairs(model, text);
    if (typeof pairs === "string") return pairs;
    for (const [name, data] of pairs) {
      const found = findTested(model, name);
      if (found === undefined) return whyNoTest(model, name);
      if (Object.hasOwn(tests, name))
        return `\`${name}\` is given twice; write the values once, with a comma: \`${name}=…,…\``;
      tests[name] = typed(testedOf(found), data);
    }
  }
  if (Object.keys(tests).length === 0) return "`--where` has no test; write `country=de`";
  return { key: conditionKey(model, tests), tests, text: inline(tests, true) };
}

/** Each name with its test, in which every scalar is still a text. */
function readPairs(model: Model, text: string): readonly (readonly [name: string, data: unknown])[] | string {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) {
    const data = readFragment(trimmed);
    const fault = isMapping(data) ? whyNoData(trimmed, data) : notYaml(trimmed);
    return fault ?? Object.entries(data as object);
  }
  const [, name, sign, value = ""] = /^([^\s=:<>!~,{}[\]"']+)\s*([=:<>!~]+)\s*(.*)$/s.exec(trimmed) ?? [];
  if (name === undefined || sign === undefined)
    return `\`${ellipsis(trimmed)}\` is not a test; write \`country=de\`, or \`app_version={ from: 7.190.0 }\``;
  if (sign !== "=" && sign !== ":") return whyNoSign(trimmed, name, sign, value, model.attributes.get(name)?.type);
  if (value === "") return `the value of \`${name}\` is missing: \`${name}=…\``;
  if (/^[{["']/.test(value)) {
    const data = readFragment(value);
    return whyNoData(value, data) ?? [[name, data]];
  }
  const values = value.split(",").flatMap((each) => each.trim() || []);
  const pattern = values.find((each) => /^\*|\*$/.test(each));
  if (pattern !== undefined) return `for texts that begin or end so, write \`${name}={ match: "${pattern}" }\``;
  return [[name, values.length === 1 ? values[0] : values]];
}

/** Why a text in braces, brackets or quotes is no data, or is not what was meant. */
function whyNoData(text: string, data: unknown): string | undefined {
  if (data === undefined) return notYaml(text);
  if (typeof data !== "object" || data === null) return undefined;
  for (const [key, value] of Object.entries(data)) {
    if (value === null) {
      const advice = key.includes(":")
        ? `in braces, a space follows the colon: \`${key.replace(":", ": ")}\``
        : `write \`${ellipsis(key)}: …\``;
      return `\`${ellipsis(key)}\` has no value; ${advice}`;
    }
    const fault = whyNoData(text, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function notYaml(text: string): string {
  return `\`${ellipsis(text)}\` cannot be read as YAML`;
}

const bounds: Readonly<Record<string, string>> = {
  ">=": "from",
  ">": "above",
  "<": "below",
  "<=": "up_to",
  "!=": "not",
};

/** What to write instead of a comparison. */
function whyNoSign(text: string, name: string, sign: string, value: string, type: Tested["type"] | undefined): string {
  const key = type === "date" && sign === "<=" ? "until" : bounds[sign];
  const instead = key === undefined ? `${name}=…` : `${name}={ ${key}: ${value === "" ? "…" : value} }`;
  return `\`${ellipsis(text)}\` is not a test; write \`${instead}\``;
}

function whyNoTest(model: Model, name: string): string {
  if (model.config.scopes.has(name)) return `\`${name}\` is a scope: its customers are listed by id, \`${name}=acme\``;
  return unknownName("attribute or group set", name, [...model.attributes.keys(), ...model.sets.keys()]);
}

/** A test with its scalars as the attribute has them; what does not fit stays a text, and `check` says so. */
function typed(tested: Tested, data: unknown): Yaml {
  if (Array.isArray(data)) return data.map((each) => typed(tested, each));
  if (!isMapping(data)) return scalar(tested, `${data}`);
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (key === "untold" && (value === "true" || value === "false")) return [key, value === "true"];
      if (key === "match" && typeof value === "string") return [key, value];
      return [key, typed(tested, value)];
    }),
  );
}

function scalar({ type }: Tested, text: string): string | number | boolean {
  if (type === "number" && JSON.stringify(Number(text)) === text) return Number(text);
  return type === "boolean" && (text === "true" || text === "false") ? text === "true" : text;
}

function isMapping(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
