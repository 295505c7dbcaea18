import { diagnostic } from "../../model/diagnostic.ts";
import { knownAsAnother } from "../../model/mentioned-ids.ts";
import type { Alias, Model } from "../../model/model.ts";
import type { Breach, Change } from "./change.ts";

/** A former id that is new brings nobody under a frozen list who was not: it is the same customer, or another. */
export function* frozenAlias({ base, before, after, asOf }: Change): Generator<Breach> {
  const known = new Set(before?.aliases.map(keyOf));
  const fresh = after.aliases.filter((alias) => !known.has(keyOf(alias)) && alias.until > asOf);
  if (before === undefined || fresh.length === 0) return;
  const another = knownAsAnother(before);
  for (const { name, holds } of frozenIn(after))
    for (const { scope, id, was, wasSpan } of fresh) {
      const question = { environment: before.environment, at: asOf, context: { [scope]: was } };
      if (!holds(scope, id) || base.answer("privilege", name, question) !== false) continue;
      yield another(scope, was, id)
        ? diagnostic(
            "gate/frozen-grew",
            wasSpan,
            `\`${was}\` is another customer on the base, and would hold \`${name}\``,
            {
              hint: "a frozen list is closed; let no other customer become one of those who are in it",
            },
          )
        : diagnostic("gate/frozen-renamed", wasSpan, `\`${was}\` counts as \`${id}\`, and so holds \`${name}\``, {
            hint: "make sure that they are one customer: nobody else may take the place",
          });
    }
}

interface FrozenList {
  readonly name: string;
  readonly holds: (scope: string, id: string) => boolean;
}

function frozenIn(model: Model): readonly FrozenList[] {
  return [...model.privileges.values()].map(({ name, listed }) => {
    const ids = new Set(listed.flatMap(({ scope, entries }) => entries.ids.map((id) => `${scope} ${id}`)));
    return { name, holds: (scope, id) => ids.has(`${scope} ${id}`) };
  });
}

function keyOf({ scope, id, was }: Alias): string {
  return JSON.stringify([scope, id, was]);
}
