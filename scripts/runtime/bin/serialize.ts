type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a bundle, or of what contains one: the same for the same content, regardless of the order of
 * its keys. Keys are in the order of their code units, items are one per line, and the text ends with a line feed.
 */
export function serialize(content: object): string {
  return `${print(content as Json, "", false)}\n`;
}

/** An item of a list is on one line if it has only single values. */
function print(value: Json, indent: string, isItem: boolean): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent} `;
  if (isList(value)) {
    if (value.length === 0) return "[]";
    // Long lists contain ids, and the engine prints those many times faster; it indents by at most ten.
    if (inner.length <= 10 && value.every((item) => typeof item === "string")) {
      return `${JSON.stringify(value, undefined, inner).slice(0, -1)}${indent}]`;
    }
    const items = value.map((item) => print(item, inner, true));
    return `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]`;
  }
  const members: string[] = [];
  let isFlat = isItem;
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    isFlat &&= typeof member !== "object";
    members.push(`${JSON.stringify(key)}: ${print(member, inner, false)}`);
  }
  if (members.length === 0) return "{}";
  return isFlat ? `{ ${members.join(", ")} }` : `{\n${inner}${members.join(`,\n${inner}`)}\n${indent}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
