import type { Revision } from "../../effect/revision.ts";
import type { Model } from "../../model/model.ts";
import { reachOf } from "../../model/model-queries.ts";
import type { Instant } from "../../model/time.ts";

/** Privileges that some customers hold together, and how many customers hold exactly these. */
interface Combination {
  readonly privileges: readonly string[];
  readonly customers: number;
}

/**
 * The combinations of frozen privileges that customers of a scope hold at an instant, each with one more privilege; the
 * most common first.
 */
export function combinationsOf(
  revision: Revision,
  model: Model,
  scope: string,
  ids: readonly string[],
  more: string,
  at: Instant,
): readonly Combination[] {
  const { environment } = model;
  const reach = reachOf(model, scope);
  const frozen = [...model.privileges.values()]
    .filter(({ frozen, scopes, name }) => frozen !== undefined && reach.includes(scopes[0] ?? "") && name !== more)
    .map(({ name, scopes, listed }) => {
      // A customer whom the list does not name can hold it only through a parent.
      const named = scopes[0] === scope ? new Set(listed.flatMap(({ entries }) => entries.ids)) : undefined;
      return (id: string): readonly string[] => {
        if (named !== undefined && reach.length === 1 && !named.has(id)) return [];
        return revision.answer("privilege", name, { environment, at, context: { [scope]: id } }) === true ? [name] : [];
      };
    });
  const counts = new Map<string, Combination>();
  for (const id of ids) {
    const privileges = [more, ...frozen.flatMap((holds) => holds(id))].sort();
    const key = privileges.join(" ");
    counts.set(key, { privileges, customers: (counts.get(key)?.customers ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => b.customers - a.customers || (a.privileges.join() < b.privileges.join() ? -1 : 1),
  );
}
