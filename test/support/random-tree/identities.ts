import { about, type Data, days, listable, universe } from "./customers.ts";
import type { Draw } from "./draw.ts";

/** Children and former ids, as documents by path. */
export function makeIdentities(links: Draw, names: Draw): Record<string, Data> {
  const children: Record<string, string[]> = {};
  for (const account of listable("account"))
    if (links.chance(40)) {
      const parent = links.pick(listable("organization"));
      children[parent] = [...(children[parent] ?? []), account];
    }
  const aliases = (scope: string) =>
    (universe[scope] ?? [])
      .filter((id) => id.includes("was") && names.chance(50))
      .map((was) => ({
        id: names.pick(listable(scope)),
        was,
        ...names.maybe(40, () => ({ until: names.pick(days) })),
      }));
  return {
    "groups/organizations.yaml": {
      identities: "organizations",
      ...about,
      scope: "organization",
      children: { account: children },
      aliases: aliases("organization"),
    },
    "groups/accounts.yaml": { identities: "accounts", ...about, scope: "account", aliases: aliases("account") },
  };
}
