import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { kinds, nounOf } from "../../model/document.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { readMisspeltPair } from "../../model/text/misspelt-pair.ts";
import { withArticle } from "../../model/text/words.ts";
import { suggest } from "../../runtime/declare/suggest.ts";
import { adviceOnCondition, adviceOnTest, adviceOnUntold, isTest } from "./condition-advice.ts";
import { childOf, isItem, keyOf, keySpanOf, type Node, spanOfNode, subjectOf, textOfNode } from "./node.ts";
import { branchFor, schemaOf, typeOf } from "./schema.ts";
import type { SchemaError } from "./schema-errors.ts";
import { explainFormat, explainPattern } from "./text-errors.ts";
import { explainType } from "./type-errors.ts";

/** The finding for an error of the schema: at the exact node, with what to do about it. */
export function describeError({ node, error }: SchemaError): Diagnostic {
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(node, error.params.additionalProperty);
    case "required":
      return missingKey(node, [error.params.missingProperty]);
    case "oneOf":
      return oneOf(node, error.params.passingSchemas);
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

function unknownKey(node: Node, key: string): Diagnostic {
  const at = childOf(node, key);
  const span = keySpanOf(at);
  const present = node.value as Readonly<Record<string, unknown>>;
  const known = Object.keys(branchFor(node.place, node.value).schema.properties ?? {});
  const missing = known.filter((name) => present[name] === undefined);
  const owner =
    node.parent === undefined && kinds.find((kind) => Object.hasOwn(schemaOf(kind).schema.properties ?? {}, key));
  const pair = present[key] === null ? readMisspeltPair(key) : undefined;
  if (pair !== undefined && known.includes(pair.key)) {
    const text = `${pair.key}: ${pair.value}`;
    return diagnostic("schema/unknown-key", span, pair.fault, {
      hint: `write \`${ellipsis(text)}\``,
      fix: { title: `write \`${ellipsis(text)}\``, edits: [{ span, text }] },
    });
  }
  if (key === "not" && isTest(node))
    return diagnostic("schema/wrong-value", spanOfNode(node), "`not` cannot stand in `not`", {
      hint: "take both away",
    });
  const advice = adviceOnTest(node, key) ?? adviceOnCondition(node, key);
  if (advice !== undefined)
    return diagnostic("schema/unknown-key", span, `\`${ellipsis(key)}\` has no meaning ${whereIn(node)}`, advice);
  const near = suggest(key, missing);
  const { hint, fix } =
    known.includes("id") && (key === "match" || key === "where")
      ? { hint: noEntry[key] }
      : near === undefined && known.includes("percent") && known.includes("match") && !isMember(present)
        ? { hint: `a condition stands under \`where\`: \`{ where: { ${ellipsis(key)}: … } }\`` }
        : nameHint(span, key, near === undefined ? known : missing, "the keys here are");
  const second = suggest(
    key,
    known.filter((name) => name !== near),
  );
  return diagnostic("schema/unknown-key", span, `\`${ellipsis(key)}\` has no meaning ${whereIn(node)}`, {
    hint: near === undefined && owner ? `\`${key}\` is a key of ${withArticle(nounOf(owner))}` : hint,
    fix: near !== undefined && second === undefined ? fix : undefined,
  });
}

/** Whether a mapping says who is in a group. */
function isMember(present: object): boolean {
  return ["id", "match", "percent", "where"].some((key) => key in present);
}

/** What people write into a list of customers that only a list of group members can have. */
const noEntry = {
  match: "only group members can be patterns; name a group here",
  where: "conditions stand under `where`, next to the scopes",
};

function whereIn(node: Node): string {
  return node.parent === undefined ? `in ${withArticle(nounOf(node.document.kind))}` : `in ${subjectOf(node)}`;
}

/** Examples of lines that add a key. */
const samples: Readonly<Record<string, string>> = {
  description: "description: What it is for, in a sentence.",
  owner: "owner: the team that owns it",
  default: "default: false",
  expires: "expires: 2027-12-31",
  permanent: "permanent: why it has no last day",
  scope: "scope: account",
  by: "by: ring",
  stages: "stages: [{ group: canary, version: 237df6b }]",
  members: "members: { canary: [acme] }",
  group: "group: canary",
  version: "version: 237df6b",
  id: "id: acme",
  match: "match: acme-test-*",
  was: "was: acme-old",
  date: "date: 2026-11-21",
  flag: "flag: the flag it was before",
  seal: "seal: sha256-…",
  kind: "kind: flag",
  outcome: "outcome: shipped",
  approved_by: "approved_by: oncall-lead",
  allow: "allow: [{ policy: gate/not-soaked, name: web_widget, version: f1xed00 }]",
  policy: "policy: gate/not-soaked",
  name: "name: web_widget",
  scopes: '"scopes": { "account": {} }',
  told: "told: [free, pro]",
  when: "when: { account: acme }",
  expect: "expect: true",
  from: "from: 2026-12-01",
  value: "value: true",
  percent: "percent: 25",
  where: "where: { country: de }",
  weights: "weights: { one_page: 90, two_page: 10 }",
};

function missingKey(node: Node, keys: readonly string[]): Diagnostic {
  const span = node.parent === undefined || !isItem(node) ? keySpanOf(node) : spanOfNode(node);
  const what = keys.map((key) => `\`${key}\``).join(" or ");
  const message = `${subjectOf(node)} has no ${keys.length > 1 ? "" : "key "}${what}`;
  const lines = keys.map((key) => `\`${samples[key] ?? `${key}: …`}\``).join(" or ");
  return diagnostic("schema/missing-key", span, message, { hint: `add ${lines}` });
}

/** The finding that exactly one of some keys is required. */
function oneOf(node: Node, passing: readonly number[] | null): Diagnostic {
  const keys = (branchFor(node.place, node.value).schema.oneOf ?? []).flatMap((branch) => branch.required ?? []);
  if (passing === null) return missingKey(node, keys);
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
  const { hint, fix } =
    adviceOnUntold(node) ?? nameHint(span, typeof node.value === "string" ? node.value : text, names, "it takes");
  const type = typeOf(node.value);
  const found = type === "object" ? "a mapping" : type === "array" ? "a list" : `\`${ellipsis(text)}\``;
  const message = `${subjectOf(node)} ${text === "" ? "has no value" : `cannot be ${found}`}`;
  return diagnostic("schema/wrong-value", span, message, { hint, fix });
}

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
  return undefined;
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
