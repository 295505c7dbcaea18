import type { Fix } from "../../model/diagnostic.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { type Node, spanOfNode } from "./node.ts";

/** How to write a value of the config, which is JSON, in place of one of another type. */
export function configAdvice(node: Node, wanted: readonly string[]): { hint: string; fix: Fix } | undefined {
  const text = wanted.includes("array") ? asList(node.value) : node.path[0] === "scopes" ? asScopes(node) : undefined;
  if (text === undefined) return undefined;
  const title = `write \`${ellipsis(text)}\``;
  return { hint: title, fix: { title, edits: [{ span: spanOfNode(node), text }] } };
}

/** Texts with commas between them, or the keys of a mapping, as a list. */
function asList(value: unknown): string | undefined {
  const items = typeof value === "string" ? value.split(",") : Object.keys(Object(value));
  return Array.isArray(value) || items.length === 0
    ? undefined
    : `[${items.map((each) => JSON.stringify(each.trim())).join(", ")}]`;
}

/** The names of scopes as a mapping; or one scope, for which people write nothing or its pattern. */
function asScopes({ path, value }: Node): string | undefined {
  if (path.length === 2)
    return value === null ? "{}" : typeof value === "string" ? `{ "pattern": ${JSON.stringify(value)} }` : undefined;
  const names = path.length === 1 ? [value].flat() : [];
  const isNames = names.length > 0 && names.every((name) => typeof name === "string");
  return isNames ? `{ ${names.map((name) => `${JSON.stringify(name)}: {}`).join(", ")} }` : undefined;
}
