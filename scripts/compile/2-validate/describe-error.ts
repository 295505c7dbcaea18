import { type Diagnostic, diagnostic, type Extra } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { writeText } from "../../model/text/quoting.ts";
import { adviceOnUntold, isTest } from "./condition-advice.ts";
import { missingIn } from "./echoes.ts";
import { childOf, isItem, keyOf, keySpanOf, type Node, spanOfNode, subjectOf, textOfNode } from "./node.ts";
import { sampleOf } from "./sample-line.ts";
import { choicesOf, isRequired, typeOf } from "./schema.ts";
import type { SchemaError } from "./schema-errors.ts";
import { explainFormat, explainPattern } from "./text-errors.ts";
import { explainType } from "./type-errors.ts";
import { strangeKeysOf, unknownKey } from "./unknown-key.ts";

/** The finding for an error of the schema and those that it includes: at the exact node, with what to do about it. */
export function describeError(fault: SchemaError, included: readonly SchemaError[]): Diagnostic {
  const { node, error } = fault;
  if (missingIn(fault).length > 0)
    // Choices come last, which makes the sentence clear.
    return missingKeys(
      node,
      [fault, ...included]
        .map(missingIn)
        .filter(({ length }) => length > 0)
        .sort((a, b) => a.length - b.length),
    );
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(node, error.params.additionalProperty);
    case "oneOf":
      return conflictingKeys(node);
    case "type":
      return explainType(node);
    case "enum":
      return otherValue(node, error.params.allowedValues);
    case "format":
      return explainFormat(node, error.params.format);
    case "pattern":
      return explainPattern(node);
    case "minLength":
      return empty(node);
    case "minItems":
      return error.params.limit > 1 ? tooFew(node, error.params.limit) : empty(node);
    case "minProperties":
      return empty(node);
    case "minimum":
    case "maximum":
      return outside(node, error.keyword, error.params.limit);
    default:
      return wrongValue(node, `${subjectOf(node)} does not have the expected form`);
  }
}

/** The finding that some keys are missing, of each of which there may be a choice. */
function missingKeys(node: Node, missing: readonly (readonly string[])[]): Diagnostic {
  const span = node.parent === undefined || !isItem(node) ? keySpanOf(node) : spanOfNode(node);
  const own = missing.join() === "id" && isItem(node) ? asId(node) : undefined;
  const listed = (write: (key: string) => string): string => {
    const [last = "", ...others] = missing
      .map((keys) => keys.map((key) => `\`${write(key)}\``).join(" or "))
      .toReversed();
    return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
  };
  const isOne = missing.flat().length === 1;
  const what = `${missing.length > 1 ? "lacks" : isOne ? "has no key" : "has no"} ${listed((key) => key)}`;
  const hint = `add ${listed((key) => sampleOf(key) ?? `${key}: …`)}`;
  return diagnostic("schema/missing-key", span, `${subjectOf(node)} ${what}`, own ?? { hint });
}

/** People write an id with a colon after it, as if it were a key. */
function asId(node: Node): Extra | undefined {
  const [id = "", ...others] = strangeKeysOf(node);
  if (id === "" || others.length > 0) return undefined;
  const isAlone = (node.value as Readonly<Record<string, unknown>>)[id] === null && !textOfNode(node).startsWith("{");
  return {
    hint: `write the id alone: \`- ${ellipsis(id)}\`, or \`- { id: ${ellipsis(id)} }\` with more keys`,
    fix: isAlone
      ? { title: `write \`${ellipsis(id)}\``, edits: [{ span: spanOfNode(node), text: writeText(id, "") }] }
      : undefined,
  };
}

/** The finding that only one of some keys is allowed. */
function conflictingKeys(node: Node): Diagnostic {
  const keys = choicesOf(node.place, node.value);
  const data = node.value as Readonly<Record<string, unknown>>;
  const present = keys
    .filter((key) => data[key] !== undefined)
    .map((key) => ({ key, span: keySpanOf(childOf(node, key)) }));
  present.sort((a, b) => a.span.start - b.span.start);
  const [first, second = first] = present;
  if (first === undefined || second === undefined) return wrongValue(node, `${subjectOf(node)} contradicts itself`);
  return diagnostic(
    "schema/conflicting-keys",
    second.span,
    `\`${first.key}\` and \`${second.key}\` cannot be used together`,
    {
      related: [{ message: `\`${first.key}\` is here`, span: first.span }],
      hint: "keep one of them",
    },
  );
}

function otherValue(node: Node, allowed: readonly unknown[]): Diagnostic {
  const text = textOfNode(node);
  const span = spanOfNode(node);
  const names = allowed.map(String);
  const word = typeof node.value === "string" ? node.value : text;
  const { hint, fix } = adviceOnUntold(node) ?? nameHint(span, otherWords.get(word) ?? word, names, "it takes");
  const type = typeOf(node.value);
  const found = type === "object" ? "a mapping" : type === "array" ? "a list" : `\`${ellipsis(text)}\``;
  const message = `${subjectOf(node)} ${text === "" ? "has no value" : `cannot be ${found}`}`;
  return diagnostic("schema/wrong-value", span, message, { hint, fix });
}

/** What other languages call a type of attributes. */
const otherWords = new Map([
  ["string", "text"],
  ["str", "text"],
  ["int", "number"],
  ["integer", "number"],
  ["float", "number"],
  ["bool", "boolean"],
  ["semver", "version"],
  ["datetime", "date"],
  ["array", "list"],
]);

function empty(node: Node): Diagnostic {
  const { name } = node.place;
  const code = name === "name" ? "schema/bad-name" : "schema/wrong-value";
  return diagnostic(code, spanOfNode(node), `${subjectOf(node)} is empty`, { hint: emptyHint(node) });
}

function emptyHint(node: Node): string | undefined {
  const { value, place } = node;
  if (isTest(node)) return "write a test, such as `{ from: 10 }`, or a value";
  if (place.name === "condition" || place.name === "conditionItem") return "write a test, such as `country: de`";
  if (Array.isArray(value) && place.schema.items?.$ref?.endsWith("/conditionItem"))
    return "an empty list holds for nobody; write a condition, such as `[{ country: de }]`, or leave the key out";
  if (!Array.isArray(value) || node.parent === undefined) return undefined;
  return isRequired(node.parent.place, node.parent.value, keyOf(node))
    ? "add an item"
    : "add an item, or remove the key";
}

function tooFew(node: Node, limit: number): Diagnostic {
  return wrongValue(node, `${subjectOf(node)} must have at least ${limit} items`);
}

function outside(node: Node, keyword: "minimum" | "maximum", limit: number): Diagnostic {
  return wrongValue(node, `\`${keyOf(node)}\` must be at ${keyword === "minimum" ? "least" : "most"} ${limit}`);
}

function wrongValue(node: Node, message: string): Diagnostic {
  return diagnostic("schema/wrong-value", spanOfNode(node), message);
}
