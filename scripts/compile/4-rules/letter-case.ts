import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Entries, idSpan } from "../../model/entries.ts";
import { addTo } from "../../model/group-by.ts";
import { identityLists } from "../../model/identity-lists.ts";
import type { Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** In a scope where letter case counts, no two ids of the tree should differ only by it. */
export function* letterCase(model: Model): Generator<Diagnostic> {
  const lists = new Map<string, Entries[]>();
  for (const { scope, entries } of [...customerLists(model), ...identityLists(model)])
    if (model.config.scopes.get(scope)?.ignoreCase === false) addTo(lists, scope, entries);
  for (const [scope, all] of lists) yield* judge(scope, all);
}

/** Any other text is already lower case. */
const mayHaveCapitals = /[A-Z\x80-\uffff]/;

function* judge(scope: string, lists: readonly Entries[]): Generator<Diagnostic> {
  // Of two ids that differ by case at least one has a capital, so only the lower-case forms of those are looked for.
  const sought = new Set<string>();
  for (const { ids } of lists)
    for (const id of ids) {
      const small = mayHaveCapitals.test(id) ? normalizeId(id, true) : id;
      if (small !== id) sought.add(small);
    }
  if (sought.size === 0) return;

  const forms = new Map<string, Map<string, { entries: Entries; index: number }>>();
  for (const entries of lists)
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      const small = normalizeId(id, true);
      if (!sought.has(small)) continue;
      const known = forms.get(small) ?? new Map();
      if (known.has(id)) continue;
      forms.set(small, known.set(id, { entries, index }));
      const [first] = known;
      if (first === undefined || first[0] === id) continue;
      yield diagnostic(
        "model/letter-case",
        idSpan(entries, index),
        `\`${id}\` and \`${first[0]}\` differ only in letter case`,
        {
          related: [{ message: `\`${first[0]}\` is here`, span: idSpan(first[1].entries, first[1].index) }],
          hint: `if they are one customer, write both the same way, or give scope \`${scope}\` \`"ignoreCase": true\``,
        },
      );
    }
}
