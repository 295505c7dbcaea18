type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a bundle, or of what contains one: the same for the same content, regardless of the order of
 * its keys. Keys are in the order of their code units, items are one per line, and the text ends with a line feed.
 */
export function serialize(content: object): string {
  // Joined once, since the text of a million customers would be copied for each level that they are below.
  const parts: string[] = [];
  print(parts, content as Json, "", false);
  parts.push("\n");
  return parts.join("");
}

/** An item of a list is on one line if it has only single values. */
function print(parts: string[], value: Json, indent: string, isItem: boolean): void {
  if (typeof value !== "object" || value === null) {
    parts.push(JSON.stringify(value));
    return;
  }
  const inner = `${indent} `;
  if (isList(value)) {
    if (value.length === 0) parts.push("[]");
    // Long lists contain ids, and the engine prints those many times faster; it indents by at most ten.
    else if (inner.length <= 10 && value.every((item) => typeof item === "string"))
      parts.push(JSON.stringify(value, undefined, inner).slice(0, -1), indent, "]");
    else {
      value.forEach((item, index) => {
        parts.push(index === 0 ? `[\n${inner}` : `,\n${inner}`);
        print(parts, item, inner, true);
      });
      parts.push(`\n${indent}]`);
    }
    return;
  }
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (keys.length === 0) {
    parts.push("{}");
    return;
  }
  const isFlat = isItem && keys.every((key) => typeof value[key] !== "object");
  keys.sort().forEach((key, index) => {
    parts.push(index === 0 ? (isFlat ? "{ " : `{\n${inner}`) : isFlat ? ", " : `,\n${inner}`);
    parts.push(`${JSON.stringify(key)}: `);
    print(parts, value[key] as Json, inner, false);
  });
  parts.push(isFlat ? " }" : `\n${indent}}`);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
