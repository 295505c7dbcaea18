import { about, type Data, days, distribute, listable } from "./customers.ts";
import type { Draw } from "./draw.ts";
import { makeRequirements } from "./requirements.ts";
import { makeRollout } from "./rollout.ts";
import type { MadeSet } from "./sets.ts";
import { makeVariants } from "./variants.ts";

/** A flag, with what its dependent flags need to know. */
export interface MadeFlag {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Its possible answers; true and false for a switch. */
  readonly values: readonly (string | boolean)[];
  readonly end: string;
  readonly data: Data;
}

const forever = "9999-12-31";

/** A flag by its name, or now and then none. Each part of a flag has its own draw, so that each can change alone. */
export function makeFlag(
  name: string,
  draw: () => Draw,
  sets: readonly MadeSet[],
  earlier: readonly MadeFlag[],
): MadeFlag | undefined {
  const [shape, standards, list, groups, own] = [draw(), draw(), draw(), draw(), draw()] as const;
  const [sharing, by, salt, created] = [draw(), draw(), draw(), draw()] as const;
  const [ends, keep, paused, required] = [draw(), draw(), draw(), draw()] as const;
  const [valued, unmet] = [draw(), draw()] as const;
  if (shape.chance(8)) return undefined;
  const scopes = shape.pick([
    ["account"],
    ["organization"],
    ["organization", "account"],
    ["organization", "account"],
    [],
    ...(shape.chance(40) ? [[]] : []),
  ]);
  const made = shape.chance(45) ? makeVariants(shape, valued) : undefined;
  const variants = made?.names;
  const end = ends.chance(50) ? ends.pick(days) : forever;
  const requires = makeRequirements(required, { scopes, end }, earlier);
  const values = variants ?? ["true", "false"];
  const value = (draw: Draw): string | boolean => (variants === undefined ? draw.chance(50) : draw.pick(values));
  const standard = value(standards);

  const settings = (draw: Draw, drawn: Draw): Data => {
    const given: Record<string, Data> = Object.fromEntries(values.map((each) => [each, {}]));
    for (const scope of scopes)
      for (const [own, entries] of Object.entries(distribute(draw, listable(scope), values, 35)))
        if (entries.length > 0) Object.assign(given[own] ?? {}, { [scope]: entries });
    // Groups of one exclusive set cannot contradict each other; groups of a switch never do.
    const near = sets.filter((set) => scopes.includes(set.scope) && (variants === undefined || set.exclusive));
    const chosen = variants === undefined || near.length === 0 ? near : [drawn.pick(near)];
    for (const reference of drawn.some(
      chosen.flatMap(({ references }) => references),
      30,
    )) {
      const own = given[drawn.pick(values)] as { groups?: string[] };
      own.groups = [...(own.groups ?? []), reference];
    }
    return variants === undefined ? { enabled: given.true, disabled: given.false } : { assign: given };
  };
  const hasScope = scopes.length > 0;
  const rollout = (drawn: Draw): Data => ({ rollout: makeRollout(drawn, by, salt, { scopes, variants, sets }) });
  const data: Data = {
    flag: name,
    ...about,
    ...(hasScope ? { scope: [...scopes] } : {}),
    ...made?.written,
    ...(end === forever ? { permanent: "It is for tests." } : { expires: end }),
    ...(end !== forever && requires.length === 0 && keep.chance(30) ? { on_expiry: "keep" } : {}),
    default: standard,
    ...(hasScope ? settings(list, groups) : {}),
    ...(hasScope && sharing.chance(45) ? rollout(sharing) : {}),
    ...(hasScope && created.chance(30)
      ? { created: { from: created.pick(days), value: value(created), by: created.pick(scopes) } }
      : {}),
    ...(requires.length === 0 ? {} : { requires, ...unmet.maybe(40, () => ({ unmet: value(unmet) })) }),
    ...paused.maybe(25, () => ({ paused: "An incident" })),
  };
  if (own.chance(25)) {
    const staging = {
      ...(hasScope && own.chance(70) ? settings(own, own) : {}),
      ...own.maybe(50, () => ({ default: value(own) })),
      ...(hasScope ? own.maybe(30, () => rollout(own)) : {}),
    };
    data.environments = { staging };
  }
  return { name, scopes, values: variants ?? [true, false], end, data };
}
