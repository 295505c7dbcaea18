import type { Mapping, Yaml } from "./text/write-yaml.ts";

/** A value as a person writes it in a call: JSON, or else text. */
export function readValue(text: string): Yaml {
  return isJson(text) ? (JSON.parse(text) as Yaml) : text;
}

/** The values of `small=10,large=100`, or of a JSON object, by variant; or what is wrong with them. */
export function readValues(text: string): Mapping | string {
  if (text.trimStart().startsWith("{")) {
    const values = readValue(text);
    return typeof values === "object" ? (values as Mapping) : "`--values` is neither JSON nor `small=10,large=100`";
  }
  const values: Record<string, Yaml> = Object.create(null);
  for (let rest = text; rest !== ""; ) {
    const equals = rest.indexOf("=");
    const name = rest.slice(0, equals).trim();
    if (equals < 1 || name === "") return `\`${rest}\` is not of the form \`variant=value\``;
    if (Object.hasOwn(values, name)) return `variant \`${name}\` is given twice`;
    const end = endOfValue(rest, equals + 1);
    values[name] = readValue(rest.slice(equals + 1, end).trim());
    rest = rest.slice(end + 1);
  }
  return Object.keys(values).length === 0 ? "`--values` is empty; write `small=10,large=100`" : values;
}

/** Where a value ends: at the first comma before which it is JSON, or else at the first comma. */
function endOfValue(text: string, start: number): number {
  const first = text.indexOf(",", start);
  if (first < 0) return text.length;
  if (!/^\s*[[{"]/.test(text.slice(start))) return first;
  for (let comma = first; ; comma = text.indexOf(",", comma + 1)) {
    const end = comma < 0 ? text.length : comma;
    if (isJson(text.slice(start, end))) return end;
    if (comma < 0) return first;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
