import { choicesOf } from "./schema.ts";
import type { SchemaError } from "./schema-errors.ts";
import { isUnindented } from "./unindented-keys.ts";
import { keyMeantBy, strangeKeysOf } from "./unknown-key.ts";

/**
 * The errors of which people are told: not those that only follow from another. A misspelt key is not also missing, the
 * keys of an item without an id are not also unknown, and keys that were not indented are told where they belong.
 */
export function withoutEchoes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const misspelt = new Map<unknown, Set<string>>();
  for (const { node, error } of errors) {
    if (error.keyword !== "additionalProperties") continue;
    const meant = keyMeantBy(node, error.params.additionalProperty);
    if (meant === undefined) continue;
    const known = misspelt.get(node.value);
    if (known === undefined) misspelt.set(node.value, new Set([meant]));
    else known.add(meant);
  }
  const isMisspelt = ({ node }: SchemaError, keys: readonly string[]): boolean =>
    keys.some((key) => misspelt.get(node.value)?.has(key));
  const withoutId = new Set(
    errors.flatMap((each) =>
      missingIn(each).join() === "id" && !isMisspelt(each, ["id"]) && strangeKeysOf(each.node).length > 0
        ? [each.node.value]
        : [],
    ),
  );
  return errors.filter((each) => {
    const { node, error } = each;
    if (error.keyword === "additionalProperties")
      return !withoutId.has(node.value) && !isUnindented(node, error.params.additionalProperty);
    return !isMisspelt(each, missingIn(each));
  });
}

/** The keys of which one is missing. */
function missingIn({ node, error }: SchemaError): readonly string[] {
  if (error.keyword === "required") return [error.params.missingProperty];
  if (error.keyword === "oneOf" && error.params.passingSchemas === null) return choicesOf(node.place, node.value);
  return [];
}
