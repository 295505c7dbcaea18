import { about, type Data, distribute, type Listed, listable, window } from "./customers.ts";
import type { Draw } from "./draw.ts";

type Member = Listed | { match: string } | { percent: number; salt?: string };

/** What callers may tell of each set that they tell of. */
export const toldGroups: Readonly<Record<string, readonly string[]>> = {
  plan: ["free", "pro"],
  edition: ["basic", "gold"],
};

/** A group set, with what flags have to know of it. */
export interface MadeSet {
  readonly name: string;
  readonly scope: string;
  readonly exclusive: boolean;
  readonly default: string | undefined;
  readonly references: readonly string[];
  readonly groups: readonly string[];
  readonly data: Data;
}

/** A set by its name; now and then there is none. */
export function makeSet(name: string, shape: Draw, list: Draw): MadeSet | undefined {
  if (shape.chance(10)) return undefined;
  const scope =
    name === "tiers" || name === "edition"
      ? "organization"
      : name === "beta"
        ? shape.pick(["account", "organization"])
        : "account";
  const head = { groups: name, ...about, scope };
  const told = toldGroups[name];
  if (told !== undefined) {
    const standard = shape.maybe(50, () => ({ default: shape.pick(told) }));
    const own = [...told, ...(shape.chance(25) ? ["max"] : [])];
    return setOf(name, scope, true, standard.default, own, { ...head, told: own, ...standard });
  }
  if (name === "beta" && shape.chance(50)) {
    const { beta = [] } = distribute(list, listable(scope), ["beta"], 40);
    return setOf(name, scope, true, undefined, ["beta"], { ...head, members: beta });
  }
  const exclusive = name !== "beta";
  const groups = ["canary", "early", "vip"].slice(0, 2 + shape.below(2));
  const isReleased = name === "ring";
  const standard = isReleased || shape.chance(50) ? shape.pick([...groups, "regular"]) : undefined;
  const own = standard === "regular" ? [...groups, "regular"] : groups;
  const members = (draw: Draw) => membersOf(draw, scope, own, exclusive);
  return setOf(name, scope, exclusive, standard, own, {
    ...head,
    exclusive,
    ...(standard === undefined ? {} : { default: standard }),
    members: members(list),
    ...list.maybe(30, () => ({ environments: { staging: { members: members(list) } } })),
  });
}

function membersOf(draw: Draw, scope: string, groups: readonly string[], exclusive: boolean): Data {
  const prefix = scope === "account" ? "acc-" : "org-";
  const hasPattern = draw.chance(60);
  const ids = listable(scope).filter((id) => !hasPattern || !exclusive || !id.startsWith(prefix));
  const lists: Record<string, Member[]> = distribute(draw, ids, groups, 45);
  if (draw.chance(35))
    // Together at most 100, for in an exclusive set they lie side by side.
    for (const percent of draw.pick([[20], [12.5, 40], [60, 40], [100]])) {
      const group = draw.pick(groups);
      lists[group] = [
        ...(lists[group] ?? []),
        { percent, ...(exclusive ? {} : draw.maybe(50, () => ({ salt: "f1" }))) },
      ];
    }
  if (!hasPattern) return lists;
  const [first = "", second = ""] = [draw.pick(groups), draw.pick(groups)];
  const matching = (each: Member): boolean =>
    (typeof each === "string" ? each : "id" in each ? each.id : "").startsWith(prefix);
  lists[first] = [...(lists[first] ?? []).filter((each) => !matching(each)), { match: `${prefix}*`, ...window(draw) }];
  if (!exclusive && first !== second && draw.chance(60))
    lists[second] = [
      ...(lists[second] ?? []).filter((each) => !matching(each)),
      { match: `${prefix}eu*`, ...window(draw) },
    ];
  return lists;
}

function setOf(
  name: string,
  scope: string,
  exclusive: boolean,
  standard: string | undefined,
  groups: readonly string[],
  data: Data,
): MadeSet {
  const references = groups.map((group) => (group === name ? name : `${name}/${group}`));
  return { name, scope, exclusive, default: standard, references, groups, data };
}
