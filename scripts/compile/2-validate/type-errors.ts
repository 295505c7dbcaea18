import { type Diagnostic, diagnostic, type Fix } from "../../model/diagnostic.ts";
import { shorten } from "../../model/text/ellipsis.ts";
import { isItem, keyOf, type Spot, spanOfSpot, subjectOf, textOfSpot } from "./node.ts";
import { branchFor, stepInto, typeOf, typesAt } from "./schema.ts";

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

/** The finding of a value of another type than its place wants. */
export function explainType(spot: Spot): Diagnostic {
  const wanted = typesAt(spot.place);
  const actual = typeOf(spot.value);
  const span = spanOfSpot(spot);
  const source = textOfSpot(spot);
  if (actual === "null" && source === "") {
    const hint = isItem(spot) ? "add a value, or remove the line" : "add a value, or remove the key";
    return diagnostic("schema/wrong-type", span, `${subjectOf(spot)} has no value`, { hint });
  }
  const advice = settingsAdvice(spot, actual);
  if (advice !== undefined) return diagnostic("schema/wrong-type", span, advice.message, { hint: advice.hint });
  if (wanted.includes("number") && actual === "number") {
    const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(source) }] };
    return diagnostic("schema/wrong-value", span, `\`${source}\` is not a number that JSON can represent`, { fix });
  }
  if (sentences.has(keyOf(spot)) && actual === "boolean")
    return diagnostic("schema/wrong-type", span, `\`${keyOf(spot)}\` must be a reason, in words`, {
      hint: spot.value === false ? "remove the key" : `write \`${keyOf(spot)}: <the reason>\``,
    });
  if (wanted.includes("string") && ["number", "boolean", "null"].includes(actual) && spot.document.kind !== "config") {
    const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(source) }] };
    return diagnostic("schema/unquoted", span, `YAML does not read \`${source}\` as text`, { hint: "quote it", fix });
  }
  const all = wanted.map((type) => words[type] ?? type);
  const expected = all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${all.at(-1)}` : all.join("");
  const found = actual === "boolean" ? `\`${source}\`` : (words[actual] ?? actual);
  const contrast = wanted.includes("integer") && actual === "number" ? "" : `, not ${found}`;
  return diagnostic("schema/wrong-type", span, `${subjectOf(spot)} must be ${expected}${contrast}`, {
    hint: shapeAdvice(spot, wanted, actual),
    fix: repair(spot, wanted, source, span),
  });
}

/** How a list or a mapping is written where the other one stands. */
function shapeAdvice(spot: Spot, wanted: readonly string[], actual: string): string | undefined {
  if (wanted.includes("array") && actual === "object" && takesTexts(spot)) {
    const [first = "acme", ...more] = Object.keys(spot.value as object);
    return `write the items after dashes, or in brackets: \`[${shorten(first)}${more.length > 0 ? ", …" : ""}]\``;
  }
  if (!wanted.includes("object") || actual !== "array") return undefined;
  const { properties = {} } = branchFor(spot.place, {}).schema;
  const keys = Object.keys(properties).slice(0, 4);
  return keys.length === 0
    ? "write keys and values, without dashes"
    : `write keys and values, without dashes; the keys are ${keys.map((key) => `\`${key}\``).join(", ")}`;
}

/** People write `enabled: true` where the language lists who gets it. */
function settingsAdvice(spot: Spot, actual: string): { message: string; hint?: string } | undefined {
  const key = keyOf(spot);
  if (spot.document.kind !== "flag" || (key !== "enabled" && key !== "disabled") || isItem(spot)) return undefined;
  if (spot.path.length !== 1 && spot.path[0] !== "environments") return undefined;
  if (actual === "array") {
    const hint = `write \`${key}: { account: […] }\`, or groups under \`groups\``;
    return { message: `\`${key}\` must list customers under their scope`, hint };
  }
  const who = key === "enabled" ? "the customers who get it" : "the customers who do not get it";
  if (spot.value === false) return { message: `\`${key}\` lists ${who}; for nobody, leave it out` };
  return { message: `\`${key}\` lists ${who}; for everyone, write \`default: ${key === "enabled"}\`` };
}

const booleans: Readonly<Record<string, string>> = {
  true: "true",
  yes: "true",
  on: "true",
  false: "false",
  no: "false",
  off: "false",
};

/** Whether a place takes a list of texts. */
function takesTexts(spot: Spot): boolean {
  const items = stepInto(spot.place, [], "0");
  return items !== undefined && typesAt(items).includes("string");
}

/** The repair of a value whose meaning is plain. */
function repair(
  spot: Spot,
  wanted: readonly string[],
  source: string,
  span: Fix["edits"][number]["span"],
): Fix | undefined {
  const replace = (text: string): Fix => ({ title: `write \`${text}\``, edits: [{ span, text }] });
  const { value } = spot;
  if (typeof value === "string") {
    const boolean = wanted.includes("boolean") ? booleans[value.toLowerCase()] : undefined;
    if (boolean !== undefined) return replace(boolean);
    if (wanted.some((type) => type === "number" || type === "integer") && /^(?:0|[1-9]\d{0,14})$/.test(value))
      return replace(value);
    const percent = wanted.includes("number") ? /^(\d{1,3}(?:\.\d+)?) ?%$/.exec(value)?.[1] : undefined;
    if (percent !== undefined) return replace(percent);
    if (takesTexts(spot) && /^(?:[\w.@/:+-]*\w|"[^"\n]*")$/.test(source)) return replace(`[${source}]`);
  }
  return undefined;
}
