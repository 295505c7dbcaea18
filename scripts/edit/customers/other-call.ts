import type { Model } from "../../model/model.ts";
import { setOf } from "../../model/model-queries.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import type { Word } from "./ids-from.ts";

/** What people put between several ids instead of spaces. */
export const separator = /\s*[,;]\s*/;

/** What to write if a word does not look like one id, but like several, like a scope, or like a group. */
export function otherCall(model: Model, { text: word, place }: Word): string | undefined {
  const several = severalIn(model, word);
  return (
    (several && place !== "" ? "put each id on a line of its own" : several) ??
    scopeIn(model, word) ??
    groupIn(model, word)
  );
}

/**
 * What to write if a word looks like several ids with commas or semicolons between them; one without a scope has that
 * of the one before it.
 */
export function severalIn({ config }: Model, word: string): string | undefined {
  const parts = word.split(separator).filter((part) => part !== "");
  if (parts.join("") === word || !parts.every((part) => /^[\w.@=-]+$/.test(part))) return undefined;
  let scope = "";
  const apart = parts.map((part) => {
    const sign = part.indexOf("=");
    const isNamed = config.scopes.has(part.slice(0, Math.max(sign, 0)));
    if (isNamed) scope = part.slice(0, sign + 1);
    return isNamed ? part : `${scope}${part}`;
  });
  return apart.length === 0 ? undefined : `put spaces between ids: \`${ellipsis(apart.join(" "))}\``;
}

/** What to write if a word is a scope, or has one that another sign than `=` joins to an id. */
function scopeIn({ config }: Model, word: string): string | undefined {
  const [scope = "", ...rest] = word.split(":");
  if (!config.scopes.has(scope)) return undefined;
  return `for a customer of the scope, write \`${scope}=${ellipsis(rest.join(":")) || "…"}\``;
}

/** What to write if a word is a group. */
function groupIn({ sets }: Model, word: string): string | undefined {
  const set = sets.get(setOf(word));
  const group = [...(set?.groups.values() ?? [])].find(({ reference }) => reference === word);
  if (set === undefined || group === undefined) return undefined;
  const test = group.reference === set.name ? "true" : set.exclusive ? group.name : `{ has: ${group.name} }`;
  const words = `${set.name}=${test}`;
  return `for the customers of a group, write \`--where ${test.startsWith("{") ? `"${words}"` : words}\``;
}
