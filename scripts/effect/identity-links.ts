import type { Alias, Child, Model } from "../model/model.ts";
import type { Mentions } from "./mentioned.ts";

/** A customer of one scope, by id. */
export interface Customer {
  readonly scope: string;
  readonly id: string;
}

/** Who is who, and who belongs to whom, on either side. */
export interface Kinship {
  /** By scope, the former ids and the children. */
  readonly linked: ReadonlyMap<string, ReadonlySet<string>>;
  /** Former ids and children of whom both sides do not say the same. */
  readonly changed: readonly Customer[];
  /** Those who lead to a customer: its former ids, and its children. */
  followers(customer: Customer): readonly Customer[];
  /** Those who lead to someone who begins so, or begin so themselves. */
  followersMatching(scope: string, prefix: string): readonly Customer[];
}

interface Link extends Customer {
  /** Whom it leads to. */
  readonly target: Customer;
  readonly key: string;
}

/** What the identities of two models say. */
export function kinshipOf(before: Model | undefined, after: Model | undefined): Kinship {
  const sides = [before, after].map((model) => new Map(linksOf(model).map((link) => [link.key, link])));
  const links = [...new Map(sides.flatMap((side) => [...side])).values()];
  const linked = new Map<string, Set<string>>();
  const byTarget = new Map<string, Customer[]>();
  for (const link of links) {
    push(byTarget, keyOf(link.target), link);
    const known = linked.get(link.scope);
    if (known === undefined) linked.set(link.scope, new Set([link.id]));
    else known.add(link.id);
  }
  const matching = new Map<string, readonly Customer[]>();
  return {
    linked,
    changed: links.filter(({ key }) => !sides.every((side) => side.has(key))),
    followers: (customer) => byTarget.get(keyOf(customer)) ?? [],
    followersMatching: (scope, prefix) => {
      const begins = (customer: Customer): boolean => customer.scope === scope && customer.id.startsWith(prefix);
      const key = keyOf({ scope, id: prefix });
      const found = matching.get(key) ?? links.filter((link) => begins(link) || begins(link.target));
      matching.set(key, found);
      return found;
    },
  };
}

/** By scope, whoever leads to one of these customers, over however many links; the `moved` among them. */
export function followersOf(
  kinship: Kinship,
  mentioned: ReadonlyMap<string, { readonly members: Mentions; readonly listed: Mentions }>,
  moved: readonly Customer[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  if (kinship.linked.size === 0) return found;
  const queue = [...moved];
  const follow = (followers: readonly Customer[]): void => {
    for (const follower of followers) {
      const ids = found.get(follower.scope) ?? new Set();
      found.set(follower.scope, ids);
      if (ids.has(follower.id)) continue;
      ids.add(follower.id);
      queue.push(follower);
    }
  };
  follow(moved);
  for (const [scope, { members, listed }] of mentioned)
    for (const { ids, prefixes } of [members, listed]) {
      for (const id of ids) follow(kinship.followers({ scope, id }));
      for (const prefix of prefixes) follow(kinship.followersMatching(scope, prefix));
    }
  for (const customer of queue) follow(kinship.followers(customer));
  return found;
}

function linksOf(model: Model | undefined): readonly Link[] {
  return [...(model?.children ?? []).map(childLink), ...(model?.aliases ?? []).map(aliasLink)];
}

function childLink({ scope, id, parentScope, parent }: Child): Link {
  const target = { scope: parentScope, id: parent };
  return { scope, id, target, key: JSON.stringify([scope, id, parentScope, parent]) };
}

function aliasLink({ scope, id, was, until }: Alias): Link {
  return { scope, id: was, target: { scope, id }, key: JSON.stringify([scope, was, id, `${until}`, "alias"]) };
}

function keyOf({ scope, id }: Customer): string {
  return `${scope} ${id}`;
}

function push(map: Map<string, Customer[]>, key: string, customer: Customer): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [customer]);
  else known.push(customer);
}
