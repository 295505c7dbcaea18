import { scopeFinder } from "../model/mentioned-ids.ts";
import type { Model } from "../model/model.ts";

/**
 * Sentences about customers of a question whom no file mentions, so that a typing error or a wrong scope is seen: a wrong
 * answer looks right otherwise.
 */
export function unmentioned(
  models: readonly [Model, ...Model[]],
  context: Readonly<Record<string, string>>,
): readonly string[] {
  const scopesOf = scopeFinder(models);
  return Object.entries(context).flatMap(([scope, id]) => {
    const scopes = scopesOf(id);
    if (scopes.includes(scope)) return [];
    const others = scopes.map((each) => `\`${each}=${id}\``);
    const other = others.length === 0 ? "it gets what everyone gets" : `there is ${others.join(" and ")}`;
    return [`no file mentions ${scope} \`${id}\`: ${other}`];
  });
}

/** What to ask in place of a name that is a customer; empty if it is none. */
export function customerCalled(models: readonly [Model, ...Model[]], id: string): string {
  const scopes = scopeFinder(models)(id);
  return scopes.length === 0
    ? ""
    : `; for the customer write ${scopes.map((each) => `\`${each}=${id}\``).join(" or ")}`;
}
