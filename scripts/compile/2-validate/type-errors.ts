import { type Diagnostic, diagnostic, type Fix } from "../../model/diagnostic.ts";
import { readBooleanWord } from "../../model/text/boolean-word.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { readMisspeltPair } from "../../model/text/misspelt-pair.ts";
import { numbersGoTo } from "../../model/value.ts";
import { configAdvice } from "./config-advice.ts";
import { isItem, keyOf, type Node, spanOfNode, subjectOf, textOfNode } from "./node.ts";
import { sampleOf } from "./sample-line.ts";
import { isRequired, stepInto, typeOf, typesAt } from "./schema.ts";
import { shapeAdvice, takesTexts } from "./shape-advice.ts";
import { adviceOnText } from "./text-advice.ts";
import { explainFormat } from "./text-errors.ts";
import { indent, unindentedBelow } from "./unindented-keys.ts";

const words: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  object: "a mapping",
  array: "a list",
  null: "nothing",
};

/** Keys whose value is a reason; people take them for switches. */
const sentences: ReadonlySet<string | undefined> = new Set(["paused", "permanent", "deprecated"]);

/** The finding for a value that does not have the type of its place. */
export function explainType(node: Node): Diagnostic {
  const wanted = typesAt(node.place);
  const actual = typeOf(node.value);
  const span = spanOfNode(node);
  const source = textOfNode(node);
  // No date, and no answer, is the text `null`.
  const { format = "" } = node.place.schema;
  const isDate = format === "instant" || format === "day";
  if (actual === "null" && (source === "" || isDate || wanted.includes("boolean"))) return noValue(node);
  if (isDate && ["number", "boolean"].includes(actual)) return explainFormat(node, format);
  const text = adviceOnText(node);
  if (text?.message !== undefined)
    return diagnostic("schema/wrong-type", span, text.message, { hint: text.hint, fix: text.fix });
  const advice = settingsAdvice(node, actual);
  if (advice !== undefined)
    return diagnostic("schema/wrong-type", span, advice.message, { hint: advice.hint, fix: advice.fix });
  if (wanted.includes("number") && actual === "number") {
    const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(source) }] };
    return diagnostic("schema/wrong-value", span, `\`${source}\` is not a number that JSON can represent`, {
      fix,
      hint: numbersGoTo,
    });
  }
  if (sentences.has(keyOf(node)) && actual === "boolean")
    return diagnostic("schema/wrong-type", span, `\`${keyOf(node)}\` must be a reason, in words`, {
      hint: node.value === false ? "remove the key" : `write \`${keyOf(node)}: <the reason>\``,
    });
  if (wanted.includes("string") && ["number", "boolean", "null"].includes(actual) && node.document.kind !== "config") {
    const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(source) }] };
    return diagnostic("schema/unquoted", span, `YAML does not read \`${source}\` as text`, { hint: "quote it", fix });
  }
  const all = wanted.map((type) => words[type] ?? type);
  const expected = all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${all.at(-1)}` : all.join("");
  const found = actual === "boolean" ? `\`${source}\`` : (words[actual] ?? actual);
  const contrast = wanted.includes("integer") && actual === "number" ? "" : `, not ${found}`;
  const only = node.document.kind === "config" ? configAdvice(node, wanted) : asOnlyItem(node, wanted);
  const fix = text?.fix ?? only?.fix ?? (text === undefined ? repair(node, wanted, source, span) : undefined);
  const hint = text?.hint ?? only?.hint ?? (fix === undefined ? shapeAdvice(node, wanted, actual) : undefined);
  return diagnostic("schema/wrong-type", span, `${subjectOf(node)} must be ${expected}${contrast}`, { hint, fix });
}

/** The finding for a key or an item without a value. */
function noValue(node: Node): Diagnostic {
  const { parent } = node;
  const below = unindentedBelow(node);
  const [first] = below;
  if (first !== undefined)
    return diagnostic("schema/wrong-type", spanOfNode(node), `what is below \`${keyOf(node)}\` is not indented`, {
      hint: `indent \`${ellipsis(first.path.at(-1) ?? "")}\`, since it belongs to \`${keyOf(node)}\``,
      fix: { title: "indent what is below", edits: below.flatMap(indent) },
    });
  const comment = commentAfter(node);
  if (comment !== undefined)
    return diagnostic("schema/wrong-type", spanOfNode(node), `${subjectOf(node)} has no value`, {
      hint: `\`${ellipsis(comment)}\` is a comment: to make it the value, quote it`,
    });
  const isNeeded = parent !== undefined && !isItem(node) && isRequired(parent.place, parent.value, keyOf(node));
  const isName = parent?.parent === undefined && keyOf(node) === node.document.kind;
  const sample = isNeeded && !isName ? sampleOf(keyOf(node)) : undefined;
  const hint =
    sample !== undefined
      ? `write \`${sample}\``
      : isNeeded
        ? `add ${isName ? "its name" : "a value"}`
        : `add a value, or remove the ${isItem(node) ? "line" : "key"}`;
  return diagnostic("schema/wrong-type", spanOfNode(node), `${subjectOf(node)} has no value`, { hint });
}

/** A comment in place of a value that begins with `#`: one that is meant as a comment has a space after that. */
function commentAfter(node: Node): string | undefined {
  const { source, end } = spanOfNode(node);
  return /^:?[ \t]+(#[^\s#][^\r\n]*)/.exec(source.text.slice(end))?.[1]?.trimEnd();
}

/** A mapping where a list of such mappings is expected, or a list of one where the item alone is expected. */
function asOnlyItem(node: Node, wanted: readonly string[]): { hint: string; fix: Fix } | undefined {
  const { value, place } = node;
  const text = textOfNode(node);
  const span = spanOfNode(node);
  const write = (written: string, hint = `write \`${ellipsis(written)}\``) => ({
    hint,
    fix: { title: hint, edits: [{ span, text: written }] },
  });
  if (Array.isArray(value)) {
    const [item] = value;
    const isCondition = place.name === "condition" && typeOf(item) === "object";
    if (value.length !== 1 || !text.startsWith("[") || !(isCondition || takesText(node, item))) return undefined;
    return write(text.slice(1, -1).trim());
  }
  if (typeOf(value) !== "object" || !wanted.includes("array")) return undefined;
  const items = stepInto(place, [], "0");
  const pairs = Object.entries(value as object);
  const isItem =
    pairs.length > 0 && pairs.every(([key, part]) => part !== null && items && stepInto(items, value, key));
  if (!isItem) return undefined;
  if (text.startsWith("{")) return write(`[${text}]`);
  const { source, start } = span;
  const indent = " ".repeat(start - source.text.lastIndexOf("\n", start - 1) - 1);
  const written = `- ${text.replaceAll(new RegExp(`\\n(?=${indent})`, "g"), "\n  ")}`;
  return write(written, `put a dash before it: \`- ${ellipsis(text.split("\n")[0]?.trimEnd() ?? "")}\``);
}

/** Whether a place takes a text, and an item of a list could be it. */
function takesText({ place, document }: Node, item: unknown): boolean {
  return document.kind !== "config" && typeof item === "string" && typesAt(place).includes("string");
}

/** People write `enabled: true` where the language lists who gets it. */
function settingsAdvice(node: Node, actual: string): { message: string; hint?: string; fix?: Fix } | undefined {
  const key = keyOf(node);
  if (actual === "array" && isAssigned(node)) return listingAdvice(node, key);
  if (node.document.kind !== "flag" || (key !== "enabled" && key !== "disabled") || isItem(node)) return undefined;
  if (node.path.length !== 1 && node.path[0] !== "environments") return undefined;
  if (actual === "array" || (actual === "string" && readBooleanWord(String(node.value)) === undefined))
    return listingAdvice(node, key);
  const who = key === "enabled" ? "the customers who get it" : "the customers who do not get it";
  if (node.value === false) return { message: `\`${key}\` lists ${who}; for nobody, leave it out` };
  return { message: `\`${key}\` lists ${who}; for everyone, write \`default: ${key === "enabled"}\`` };
}

/** Whether a node is who gets a variant. */
function isAssigned({ document, path }: Node): boolean {
  return document.kind === "flag" && path.at(-2) === "assign" && (path.length === 2 || path[0] === "environments");
}

/** People write customers or groups under `enabled` and leave out what they are. */
function listingAdvice(node: Node, key: string): { message: string; hint: string; fix?: Fix } {
  const message = `\`${key}\` must list customers under their scope`;
  const items: readonly unknown[] = Array.isArray(node.value) ? node.value : [node.value];
  const pair = items
    .map((item) => (typeof item === "string" ? readMisspeltPair(item) : undefined))
    .find((each) => each);
  if (pair !== undefined)
    return { message, hint: `write \`${ellipsis(`${pair.key}: ${pair.value}`)}\`, without the dash` };
  if (items.some((item) => typeof item === "object" && item !== null && !("id" in item)))
    return { message, hint: "write the keys without dashes before them" };
  const { scope } = node.document.data as { readonly scope?: unknown };
  const [own, ...others] = [scope].flat().filter((each) => typeof each === "string");
  const texts = items.map((item) => (typeof item === "string" ? item : "…"));
  const under = texts.every((text) => text.includes("/")) ? "groups" : (own ?? "account");
  const written = `{ ${under}: [${ellipsis(texts.join(", "))}] }`;
  const hint = `write \`${key}: ${written}\`${under === "groups" ? "" : ", or groups under `groups`"}`;
  const isSure = texts.every((text) => /^[\w./-]+$/.test(text)) && (under === "groups" || others.length === 0);
  const list = `{ ${under}: [${texts.join(", ")}] }`;
  const fix = { title: `write \`${ellipsis(list)}\``, edits: [{ span: spanOfNode(node), text: list }] };
  return { message, hint, ...(isSure && own !== undefined ? { fix } : {}) };
}

/** The fix for a value whose meaning is clear. */
function repair(
  node: Node,
  wanted: readonly string[],
  source: string,
  span: Fix["edits"][number]["span"],
): Fix | undefined {
  const replace = (text: string): Fix => ({ title: `write \`${text}\``, edits: [{ span, text }] });
  const { value } = node;
  if (typeof value === "string") {
    const boolean = wanted.includes("boolean") ? readBooleanWord(value) : undefined;
    if (boolean !== undefined) return replace(boolean);
    if (wanted.some((type) => type === "number" || type === "integer") && /^(?:0|[1-9]\d{0,14})$/.test(value))
      return replace(value);
    const percent = wanted.includes("number") ? /^(\d{1,3}(?:\.\d+)?) ?%$/.exec(value)?.[1] : undefined;
    if (percent !== undefined) return replace(percent);
    const comma = wanted.includes("number") ? /^\d{1,3},\d{1,2}$/.test(value) : false;
    if (comma) return replace(value.replace(",", "."));
    if (
      takesTexts(node) &&
      readBooleanWord(value) === undefined &&
      node.document.kind !== "config" &&
      /^(?:[\w.@/:+-]*\w|"[^"\n]*")$/.test(source)
    )
      return replace(`[${source}]`);
  }
  return undefined;
}
