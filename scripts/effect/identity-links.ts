import { addTo } from "../model/group-by.ts";
import type { Alias, Child, Model } from "../model/model.ts";
import type { Mentions } from "./mention-classes.ts";

/** A customer of one scope, by id. */
interface Customer {
  readonly scope: string;
  readonly id: string;
}

/** The identities on either side: former ids, and who belongs to whom. */
export interface IdentityLinks {
  /** By scope, the former ids and the children. */
  readonly linked: ReadonlyMap<string, ReadonlySet<string>>;
  /** Former ids and children that differ between the two sides. */
  readonly changed: readonly Customer[];
  /** Those that lead to a customer: its former ids, and its children. */
  linkedTo(customer: Customer): readonly Customer[];
  /** Those that lead to a customer with a prefix, or have the prefix themselves. */
  linkedToPrefix(scope: string, prefix: string): readonly Customer[];
}

interface Link extends Customer {
  /** Whom it leads to. */
  readonly target: Customer;
  readonly key: string;
}

/** The identities of two models. */
export function identityLinksOf(before: Model | undefined, after: Model | undefined): IdentityLinks {
  const revisions = [before, after].map((model) => new Map(linksOf(model).map((link) => [link.key, link])));
  const links = [...new Map(revisions.flatMap((revision) => [...revision])).values()];
  const linked = new Map<string, Set<string>>();
  const byTarget = new Map<string, Customer[]>();
  for (const link of links) {
    addTo(byTarget, keyOf(link.target), link);
    const known = linked.get(link.scope);
    if (known === undefined) linked.set(link.scope, new Set([link.id]));
    else known.add(link.id);
  }
  const matching = new Map<string, readonly Customer[]>();
  return {
    linked,
    changed: links.filter(({ key }) => !revisions.every((revision) => revision.has(key))),
    linkedTo: (customer) => byTarget.get(keyOf(customer)) ?? [],
    linkedToPrefix: (scope, prefix) => {
      const begins = (customer: Customer): boolean => customer.scope === scope && customer.id.startsWith(prefix);
      const key = keyOf({ scope, id: prefix });
      const found = matching.get(key) ?? links.filter((link) => begins(link) || begins(link.target));
      matching.set(key, found);
      return found;
    },
  };
}

/** By scope, everyone who leads to one of these customers, directly or indirectly; including the `moved`. */
export function findLinkedTo(
  links: IdentityLinks,
  mentioned: ReadonlyMap<string, { readonly members: Mentions; readonly listed: Mentions }>,
  moved: readonly Customer[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  if (links.linked.size === 0) return found;
  const queue = [...moved];
  const follow = (linkedTo: readonly Customer[]): void => {
    for (const linked of linkedTo) {
      const ids = found.get(linked.scope) ?? new Set();
      found.set(linked.scope, ids);
      if (ids.has(linked.id)) continue;
      ids.add(linked.id);
      queue.push(linked);
    }
  };
  follow(moved);
  for (const [scope, { members, listed }] of mentioned)
    for (const { ids, prefixes } of [members, listed]) {
      for (const id of ids) follow(links.linkedTo({ scope, id }));
      for (const prefix of prefixes) follow(links.linkedToPrefix(scope, prefix));
    }
  for (const customer of queue) follow(links.linkedTo(customer));
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

/** The ids of a scope that identities lead elsewhere. */
export function linkedIn(model: Model | undefined, scope: string): readonly string[] {
  return [
    ...(model?.children ?? []).flatMap((each) => (each.scope === scope ? [each.id] : [])),
    ...(model?.aliases ?? []).flatMap((each) => (each.scope === scope ? [each.was] : [])),
  ];
}
