import type { Fix } from "../../model/diagnostic.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { childOf, keyOf, keySpanOf, type Node, spanOfNode, textOfNode } from "./node.ts";
import { branchFor } from "./schema.ts";

/** What to write instead, and the repair if it is certain. */
interface Advice {
  readonly hint: string;
  readonly fix?: Fix;
}

/** How other languages call a bound. */
const bounds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    gte: "from",
    ge: "from",
    min: "from",
    minimum: "from",
    at_least: "from",
    since: "from",
    gt: "above",
    greater_than: "above",
    more_than: "above",
    after: "above",
    over: "above",
    lt: "below",
    less_than: "below",
    before: "below",
    under: "below",
    lte: "up_to",
    le: "up_to",
    max: "up_to",
    maximum: "up_to",
    at_most: "up_to",
    to: "up_to",
    contains: "has",
    includes: "has",
    any: "has",
    ne: "not",
    neq: "not",
    is_not: "not",
    not_equals: "not",
    not_in: "not",
    none_of: "not",
  }),
);

const values: ReadonlySet<string> = new Set(["in", "eq", "is", "equals", "one_of", "any_of", "value", "values"]);
const beginnings: ReadonlySet<string> = new Set(["starts_with", "startsWith", "begins_with", "prefix"]);
const ends: ReadonlySet<string> = new Set(["ends_with", "endsWith", "suffix"]);
const presence: ReadonlySet<string> = new Set(["exists", "known", "told", "present", "is_set"]);

/** The advice about a key of a test that other languages have; undefined if there is none for it. */
export function adviceOnTest(node: Node, key: string): Advice | undefined {
  if (!isTest(node)) return undefined;
  const at = childOf(node, key);
  const { value } = at;
  const isAlone = Object.keys(node.value as object).length === 1;
  if (values.has(key)) {
    const text = ellipsis(textOfNode(at));
    const edits = [{ span: spanOfNode(node), text: textOfNode(at) }];
    const fix = isAlone && isInBrackets(node) ? { fix: { title: `write \`${text}\``, edits } } : {};
    return { hint: `values stand there alone: \`${keyOf(node)}: ${text}\``, ...fix };
  }
  const bound = bounds.get(key);
  if (bound !== undefined)
    return {
      hint: `write \`${bound}\``,
      fix: { title: `write \`${bound}\``, edits: [{ span: keySpanOf(at), text: bound }] },
    };
  if (beginnings.has(key) || ends.has(key)) {
    const pattern = beginnings.has(key) ? `${value}*` : `*${value}`;
    return { hint: `write \`match: ${JSON.stringify(ellipsis(pattern))}\`` };
  }
  if (presence.has(key)) return { hint: "write `untold: true`, or `not: { untold: true }` for what is told" };
  return undefined;
}

/** The advice about `untold: false`. */
export function adviceOnUntold(node: Node): Advice | undefined {
  const { parent } = node;
  if (node.value !== false || keyOf(node) !== "untold" || parent === undefined || !isTest(parent)) return undefined;
  const written = "{ not: { untold: true } }";
  const isAlone = Object.keys(parent.value as object).length === 1 && isInBrackets(parent);
  return {
    hint: `leave it out, since other tests are false of the untold; or for all that is told, write \`${written}\``,
    ...(isAlone
      ? { fix: { title: `write \`${written}\``, edits: [{ span: spanOfNode(parent), text: written }] } }
      : {}),
  };
}

const conditionWords: ReadonlySet<string> = new Set(
  "where if when condition conditions rule rules targeting match filter filters among".split(" "),
);

/** Where a condition stands, for a key under which people look for it; undefined for any other key. */
export function adviceOnCondition(node: Node, key: string): Advice | undefined {
  if (!conditionWords.has(key) || node.parent !== undefined) return undefined;
  const { kind, data } = node.document;
  if (kind === "groups")
    return { hint: "a condition is a member of a group: `members: { early: [{ where: { country: de } }] }`" };
  if (kind !== "flag") return undefined;
  const [variant] = variantsOf(data);
  const settings = variant === undefined ? "enabled: " : `assign: { ${variant}: `;
  const end = variant === undefined ? "" : " }";
  return { hint: `conditions say who gets what: \`${settings}{ where: [{ country: de }] }${end}\`` };
}

function variantsOf(data: unknown): readonly string[] {
  const { variants } = data as { readonly variants?: unknown };
  if (Array.isArray(variants)) return variants.filter((name) => typeof name === "string");
  return typeof variants === "object" && variants !== null ? Object.keys(variants) : [];
}

/** Whether a node is a mapping with a test. */
export function isTest({ place, value }: Node): boolean {
  return ["testMapping", "negatedMapping"].includes(branchFor(place, value).name ?? "");
}

/** Whether a node is written in brackets, where a replacement of the whole is on one line. */
function isInBrackets(node: Node): boolean {
  return /^[{[]/.test(textOfNode(node));
}
