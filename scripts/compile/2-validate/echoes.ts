import { groupBy } from "../../model/group-by.ts";
import { choicesOf } from "./schema.ts";
import type { SchemaError } from "./schema-errors.ts";
import { unindentedBelow } from "./unindented-keys.ts";
import { keyMeantBy, strangeKeysOf } from "./unknown-key.ts";

/**
 * The errors of which people are told, each with the others that it includes: a misspelt key is not also missing, the keys
 * of an item without an id are not also unknown, keys that were not indented are told where they belong, and all keys that
 * are missing in one place are told at once.
 */
export function withoutEchoes(
  errors: readonly SchemaError[],
): readonly (readonly [SchemaError, echoes: readonly SchemaError[]])[] {
  const inNode = groupBy(errors, ({ node }) => node.value);
  const all = new Set<SchemaError>();
  const echoes = new Map<SchemaError, readonly SchemaError[]>();
  const follow = (
    cause: SchemaError,
    { value }: SchemaError["node"],
    isEcho: (error: SchemaError) => boolean,
  ): void => {
    const own = (inNode.get(value) ?? []).filter((each) => each !== cause && !all.has(each) && isEcho(each));
    for (const echo of own) all.add(echo);
    echoes.set(cause, [...(echoes.get(cause) ?? []), ...own]);
  };
  for (const cause of errors) {
    const { node } = cause;
    const unknown = unknownIn(cause);
    const meant = unknown === undefined ? undefined : keyMeantBy(node, unknown);
    if (meant !== undefined) follow(cause, node, (each) => missingIn(each).includes(meant));
  }
  for (const cause of errors) {
    const { node } = cause;
    if (missingIn(cause).join() === "id" && !all.has(cause) && strangeKeysOf(node).length > 0)
      follow(cause, node, (each) => unknownIn(each) !== undefined);
    if (cause.error.keyword !== "type" || node.value !== null || node.parent === undefined) continue;
    const below = new Set(unindentedBelow(node).map(({ path }) => path.at(-1)));
    follow(cause, node.parent, (each) => below.has(unknownIn(each)));
  }
  for (const cause of errors)
    if (missingIn(cause).length > 0 && !all.has(cause)) follow(cause, cause.node, (each) => missingIn(each).length > 0);
  return errors.filter((error) => !all.has(error)).map((error) => [error, echoes.get(error) ?? []]);
}

/** The key that has no meaning. */
function unknownIn({ error }: SchemaError): string | undefined {
  return error.keyword === "additionalProperties" ? error.params.additionalProperty : undefined;
}

/** The keys of which one is missing. */
export function missingIn({ node, error }: SchemaError): readonly string[] {
  if (error.keyword === "required") return [error.params.missingProperty];
  if (error.keyword === "oneOf" && error.params.passingSchemas === null) return choicesOf(node.place, node.value);
  return [];
}
