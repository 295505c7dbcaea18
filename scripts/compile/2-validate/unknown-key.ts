import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { meant, nameHint } from "../../model/did-you-mean.ts";
import { kinds, nounOf } from "../../model/document.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { readMisspeltPair } from "../../model/text/misspelt-pair.ts";
import { withArticle } from "../../model/text/words.ts";
import { suggest } from "../../runtime/declare/suggest.ts";
import { adviceOnCondition, adviceOnTest, isTest } from "./condition-advice.ts";
import { childOf, isItem, keyOf, keySpanOf, type Node, spanOfNode, subjectOf } from "./node.ts";
import { branchFor, schemaOf, stepInto } from "./schema.ts";

/** The finding that a key has no meaning where it is. */
export function unknownKey(node: Node, key: string): Diagnostic {
  const at = childOf(node, key);
  const span = keySpanOf(at);
  const present = node.value as Readonly<Record<string, unknown>>;
  const known = keysOf(node);
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
  if (missing.includes("id") && isForId(node, key))
    return diagnostic("schema/unknown-key", span, `\`${key}\` has no meaning ${whereIn(node)}`, {
      hint: meant("id"),
      fix: { title: "write `id`", edits: [{ span, text: "id" }] },
    });
  const advice = adviceOnTest(node, key) ?? adviceOnCondition(node, key);
  if (advice !== undefined)
    return diagnostic("schema/unknown-key", span, `\`${ellipsis(key)}\` has no meaning ${whereIn(node)}`, advice);
  const near = suggest(key, missing);
  const { hint, fix } =
    known.includes("id") && isNoEntry(key)
      ? { hint: node.path[0] === "frozen" ? "a frozen list names each customer by id" : noEntry[key] }
      : near === undefined && known.includes("percent") && known.includes("match") && !isMember(present)
        ? { hint: `a condition stands under \`where\`: \`{ where: { ${ellipsis(key)}: … } }\`` }
        : nameHint(span, key, near === undefined ? known : missing, "the keys here are");
  const second = suggest(
    key,
    known.filter((name) => name !== near),
  );
  return diagnostic("schema/unknown-key", span, `\`${ellipsis(key)}\` has no meaning ${whereIn(node)}`, {
    hint:
      near !== undefined
        ? hint
        : isOfPolicy(node, key)
          ? `\`${key}\` is a key of \`policy\``
          : owner
            ? `\`${key}\` is a key of ${withArticle(nounOf(owner))}`
            : hint,
    fix: near !== undefined && second === undefined ? fix : undefined,
  });
}

/** Whether a mapping says who is in a group. */
function isMember(present: object): boolean {
  return ["id", "match", "percent", "where"].some((key) => key in present);
}

/** Whether a key of an item is what people take for `id`: the scope that the list is under, or a name. */
function isForId(node: Node, key: string): boolean {
  const { value, parent } = node;
  if (!isItem(node) || parent === undefined) return false;
  return ["name", keyOf(parent)].includes(key) && typeof (value as Readonly<Record<string, unknown>>)[key] === "string";
}

function isNoEntry(key: string): key is keyof typeof noEntry {
  return Object.hasOwn(noEntry, key);
}

/** What people write into a list of customers that only a list of group members can have. */
const noEntry = {
  match: "only group members can be patterns; name a group here",
  where: "conditions stand under `where`, next to the scopes",
};

function whereIn(node: Node): string {
  return node.parent === undefined ? `in ${withArticle(nounOf(node.document.kind))}` : `in ${subjectOf(node)}`;
}

/** Whether a key of the config belongs one level below. */
function isOfPolicy(node: Node, key: string): boolean {
  return (
    node.document.kind === "config" &&
    node.parent === undefined &&
    Object.hasOwn(stepInto(node.place, {}, "policy")?.schema.properties ?? {}, key)
  );
}

/** The key that people meant by an unknown one in a mapping, and which is missing there. */
export function keyMeantBy(node: Node, key: string): string | undefined {
  const present = node.value as Readonly<Record<string, unknown>>;
  const missing = keysOf(node).filter((name) => present[name] === undefined);
  const pair = present[key] === null ? readMisspeltPair(key) : undefined;
  if (missing.includes("id") && (isNoEntry(key) || isForId(node, key))) return "id";
  return missing.find((name) => name === pair?.key) ?? suggest(key, missing);
}

/** The keys of a mapping, if none of them has a meaning there. */
export function strangeKeysOf(node: Node): readonly string[] {
  const [known, keys] = [keysOf(node), Object.keys(node.value as object)];
  return keys.some((key) => known.includes(key)) ? [] : keys;
}

function keysOf(node: Node): readonly string[] {
  return Object.keys(branchFor(node.place, node.value).schema.properties ?? {});
}
