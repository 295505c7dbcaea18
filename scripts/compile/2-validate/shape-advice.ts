import { readBooleanWord } from "../../model/text/boolean-word.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { isItem, keyOf, type Node } from "./node.ts";
import { branchFor, choicesOf, type SchemaPlace, stepInto, typesAt } from "./schema.ts";

/** How to write a list or a mapping in place of the other. */
export function shapeAdvice(node: Node, wanted: readonly string[], actual: string): string | undefined {
  if (isShare(node) && ["string", "boolean"].includes(actual)) return "write a percentage, such as `25`";
  if (isListing(node) && isSwitch(node.value)) return switchAdvice(node);
  if (actual === "array" && isItem(node)) return "remove the brackets or dashes around it: a list cannot be in a list";
  if (actual === "array" && wanted.includes("string") && !wanted.includes("object"))
    return "write one value, not a list";
  if (wanted.includes("array") && actual === "object") {
    const items = itemsWith(node, Object.entries(node.value as object)[0] ?? []);
    if (items !== undefined) return `write the items after dashes: \`- ${items}\``;
  }
  if (actual === "string" && keyOf(node) === "where" && !isItem(node)) return conditionAdvice(String(node.value));
  if (actual === "string" && node.place.name !== "condition") {
    const items = wanted.includes("array") ? stepInto(node.place, [], "0") : undefined;
    const [first, ...others] = requiredIn(items ?? node.place);
    const written = `{ ${first}: ${ellipsis(String(node.value))}, ${others.map((key) => `${key}: …`).join(", ")} }`;
    if (others.length > 0) return `write \`${items === undefined ? written : `[${written}]`}\``;
  }
  if (wanted.includes("array") && actual === "object" && takesTexts(node)) {
    const [[first, under] = ["acme", null], ...more] = Object.entries(node.value as object);
    if (Array.isArray(under) && more.length === 0) return `remove \`${ellipsis(first)}\`, and write its items here`;
    if (keyOf(node) === "groups" && typeof under === "string") return `write \`[${first}/${ellipsis(under)}]\``;
    return `write the items after dashes, or in brackets: \`[${ellipsis(first)}${more.length > 0 ? ", …" : ""}]\``;
  }
  if (actual === "string" && /^condition/.test(node.place.name ?? ""))
    return `write what it must be: \`{ ${ellipsis(String(node.value))}: … }\``;
  if (!wanted.includes("object") || actual !== "array") return undefined;
  const { properties = {} } = branchFor(node.place, {}).schema;
  const keys = Object.keys(properties).slice(0, 4);
  return keys.length === 0
    ? "write keys and values, without dashes"
    : `write keys and values, without dashes; the keys are ${keys.map((key) => `\`${key}\``).join(", ")}`;
}

/** Whether a node is what a flag lists under a scope, or under what its author took for one. */
function isListing({ document, path, place }: Node): boolean {
  const settings = path.length === 4 && path[0] === "environments" ? path.slice(2) : path;
  const [key = ""] = settings;
  return document.kind === "flag" && place.name === "entries" && settings.length === 2 && /^(?:en|dis)abled$/.test(key);
}

function isSwitch(value: unknown): boolean {
  return typeof value === "boolean" || (typeof value === "string" && readBooleanWord(value) !== undefined);
}

/** What to list in place of `true` or `yes`, by which its author means a customer or a group. */
function switchAdvice(node: Node): string {
  const { scope } = node.document.data as { readonly scope?: unknown };
  const key = keyOf(node);
  return [scope].flat().includes(key)
    ? `list the customers: \`${key}: [acme]\``
    : `list customers under their scope; for a group, write \`groups: [${ellipsis(key)}]\``;
}

/** How to write a condition that was written as an expression. */
function conditionAdvice(text: string): string {
  const [, name, value] = /^([\w-]+) *(?:=|==|===|:|is) *["']?([\w.-]+)["']?$/.exec(text) ?? [];
  return `write ${name === undefined ? "conditions, such as `[{ country: de }]`" : `\`[{ ${name}: ${value} }]\``}`;
}

function isShare(node: Node): boolean {
  return ["rollout", "percent"].includes(keyOf(node)) && typesAt(node.place).includes("number");
}

/** The keys that a mapping here must have; of several to choose from, the first. */
function requiredIn(place: SchemaPlace): readonly string[] {
  const choices = choicesOf(place, {}).slice(0, 1);
  return [...choices, ...(branchFor(place, {}).schema.required ?? [])];
}

/** A pair of a mapping as an item of the list that should be there, if the items have two required keys. */
function itemsWith(node: Node, [name, value]: readonly unknown[]): string | undefined {
  const items = stepInto(node.place, [], "0");
  if (items === undefined || typeof name !== "string" || typeof value !== "string") return undefined;
  const [first, second, ...more] = requiredIn(items);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  return `{ ${first}: ${ellipsis(name)}, ${second}: ${ellipsis(value)} }`;
}

/** Whether a place takes a list of texts. */
export function takesTexts(node: Node): boolean {
  const items = stepInto(node.place, [], "0");
  return items !== undefined && typesAt(items).includes("string");
}
