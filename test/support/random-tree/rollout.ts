import type { Data } from "./customers.ts";
import type { Draw } from "./draw.ts";
import type { MadeSet } from "./sets.ts";

/** What a rollout has to know of its flag. */
interface Sharing {
  readonly scopes: readonly string[];
  /** The variants; undefined for a switch. */
  readonly variants: readonly string[] | undefined;
  readonly sets: readonly MadeSet[];
}

/** A share of everyone, or parts among the groups of one exclusive set, with one for the rest now and then. */
export function makeRollout(shape: Draw, by: Draw, salt: Draw, sharing: Sharing): Data | Data[] {
  const { scopes, variants, sets } = sharing;
  const part = (): Data => ({
    ...sharesOf(shape, variants),
    by: by.pick(scopes),
    ...salt.maybe(50, () => ({ salt: salt.pick(["f1", "other", "ring", ""]) })),
  });
  const near = sets.filter((set) => set.exclusive && scopes.includes(set.scope));
  if (near.length === 0 || shape.chance(50)) return part();
  const [first, ...others] = shape.pick(near).references;
  const parts = [
    { among: [first], ...part() },
    ...(others.length > 0 && shape.chance(60) ? [{ among: others, ...part() }] : []),
  ];
  return shape.chance(50) ? [...parts, part()] : parts;
}

function sharesOf(draw: Draw, variants: readonly string[] | undefined): Data {
  if (variants === undefined) return { percent: draw.pick([0, 12.5, 30, 70, 100]) };
  if (variants.length === 1) return draw.pick([{ weights: { x: 100 } }, { ratio: { x: 2 } }]);
  return draw.pick([
    { weights: { x: 50, y: 25, z: 25 } },
    { weights: { x: 0, y: 100 } },
    { weights: { y: 33.33, z: 66.67 } },
    { ratio: { x: 1, y: 1, z: 1 } },
    { ratio: { y: 1, z: 6 } },
  ]);
}
