import type { Bundle } from "../shapes/bundle.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a bundle: the same for the same content, whatever the order of its keys.
 * Keys are in the order of their code units, items stand one a line, and the text ends with a line feed.
 */
export function serialize(bundle: Bundle): string {
  return `${print(bundle as unknown as Json, "", false)}\n`;
}

/** An item of a list that holds nothing but single values stands on one line. */
function print(value: Json, indent: string, isItem: boolean): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value))
    return lines(
      "[",
      value.map((item) => print(item, inner, true)),
      "]",
      indent,
    );
  const members: string[] = [];
  let flat = isItem;
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    flat &&= typeof member !== "object";
    members.push(`${JSON.stringify(key)}: ${print(member, inner, false)}`);
  }
  return flat && members.length > 0 ? `{ ${members.join(", ")} }` : lines("{", members, "}", indent);
}

function lines(open: string, items: readonly string[], close: string, indent: string): string {
  const separator = `\n${indent}  `;
  return items.length === 0 ? open + close : `${open}${separator}${items.join(`,${separator}`)}\n${indent}${close}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
