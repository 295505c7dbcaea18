import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import type { CustomerList } from "../../model/model.ts";
import { setOf } from "../../model/model-queries.ts";
import type { Surroundings } from "./surroundings.ts";

/** What no usual id has: separators, typographic quotes, a slash, or the key of an entry. */
const unusual = /[,;，；、“”‘’„/]|^id:/;

/**
 * An id that its author probably meant as several ids, as an entry or as a group. A scope with a pattern says itself what
 * its ids are. Codes: `model/no-effect`.
 */
export function* idLikeSyntax({ scope, entries }: CustomerList, model: Surroundings): Generator<Diagnostic> {
  const own = model.config.scopes.get(scope);
  // An unknown scope is a finding by itself.
  if (own === undefined || own.pattern !== undefined) return;
  for (let index = 0; index < entries.ids.length; index++) {
    const id = entries.ids[index] as string;
    const hint = unusual.test(id) ? adviceOn(model, id) : undefined;
    if (hint !== undefined)
      yield diagnostic("model/no-effect", idSpan(entries, index), `\`${id}\` is a single id here`, { hint });
  }
}

function adviceOn({ sets }: Surroundings, id: string): string | undefined {
  const parts = id.split(/[,;，；、]/).map((part) => part.trim());
  if (parts.length > 1 && parts.every((part) => /^[\w.@-]+$/.test(part)))
    return `for several, write an item for each: ${parts.map((part) => `\`${part}\``).join(", ")}`;
  const quoted = /^[“”‘’„](.+)[“”‘’„]$/.exec(id)?.[1];
  if (quoted !== undefined) return `these quotes are part of the id; write \`${quoted}\`, or straight quotes`;
  const own = /^id:(\S+)$/.exec(id)?.[1];
  if (own !== undefined) return `write \`${own}\`, or \`id: ${own}\` with a space after the colon`;
  const set = id.includes("/") ? sets.get(setOf(id)) : undefined;
  const isGroup = set !== undefined && [...set.groups.values()].some(({ reference }) => reference === id);
  return isGroup ? "this is the name of a group; list it under `groups`" : undefined;
}
