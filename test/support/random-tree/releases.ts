import { digestOfId, sealOfDigests } from "../../../scripts/model/seal.ts";
import { about, type Data, days, distribute, listable } from "./customers.ts";
import type { Draw } from "./draw.ts";
import type { MadeSet } from "./sets.ts";

/** A release by the set `ring`, if that has a default. */
export function makeRelease(shape: Draw, list: Draw, more: Draw, sets: readonly MadeSet[]): Data | undefined {
  const set = sets.find(({ name }) => name === "ring");
  if (set?.default === undefined || shape.chance(10)) return undefined;
  const versions = ["v1", "v2", "v3"];
  const stages = (draw: Draw) =>
    set.groups
      .filter((group) => group === set.default || draw.chance(70))
      .map((group) => ({ group, version: draw.pick(versions) }));
  const pinned = (draw: Draw) => {
    const lists = distribute(draw, listable("account"), versions, 25);
    return {
      account: Object.entries(lists).flatMap(([version, entries]) =>
        entries.map((entry) => ({ ...(typeof entry === "string" ? { id: entry } : entry), version })),
      ),
    };
  };
  return {
    release: "widget",
    ...about,
    by: "ring",
    stages: stages(shape),
    pinned: pinned(list),
    properties: { size: shape.below(2) },
    ...more.maybe(30, () => ({ environments: { staging: { stages: stages(more) } } })),
  };
}

/** A privilege; now and then its frozen list is empty. */
export function makePrivilege(shape: Draw, list: Draw): Data | undefined {
  if (shape.chance(10)) return undefined;
  const scope = shape.pick(["organization", "account"]);
  const { held = [] } = distribute(list, listable(scope), ["held"], 40);
  const ids = new Set(held.map((entry) => (typeof entry === "string" ? entry : entry.id)));
  const seal = sealOfDigests(scope, [...ids].map(digestOfId));
  const sunset = shape.maybe(40, () => ({ sunset: shape.pick(days) }));
  return {
    privilege: "export",
    ...about,
    scope,
    ...shape.maybe(85, () => ({ frozen: { flag: "export", date: "2026-01-01", ...sunset, [scope]: held, seal } })),
  };
}
