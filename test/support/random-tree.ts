import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { packageJson, treeOf } from "./trees.ts";

/** Any text of numbers is an instance without errors; another number here and there makes a small change of it. */
export type Genome = readonly number[];

/** How many numbers an instance is made of. */
export const genomeLength = 96;

/** All ids that an instance may mention, by scope, and some that only patterns match. */
export const universe: Readonly<Record<string, readonly string[]>> = {
  organization: ["o1", "o2", "o3", "o4", "org-1", "org-2", "org-eu-1", "was-o1", "org-was"],
  account: ["a1", "a2", "a3", "a4", "acc-1", "acc-2", "acc-eu-1", "acc-eu-2", "was-a1", "acc-was"],
};

export const environments = ["production", "staging"] as const;

const days = ["2027-01-10", "2027-02-10", "2027-03-10", "2027-04-10"];
const about = { description: "Made for a test of changes.", owner: "growth" };

type Data = Record<string, unknown>;
type Member = Listed | { match: string } | { percent: number; salt?: string };
type Listed = string | { id: string; from?: string; until?: string };

/** Draws from one gene: the same gene gives the same draws. */
class Draw {
  #state: number;

  constructor(gene: number) {
    this.#state = gene | 0;
  }

  /** A whole number below a limit. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  some<Value>(values: readonly Value[], percent = 40): Value[] {
    return values.filter(() => this.chance(percent));
  }

  maybe<Part extends object>(percent: number, make: () => Part): Part | Record<string, never> {
    return this.chance(percent) ? make() : {};
  }
}

/** The instance that a genome makes. */
export function treeOfGenome(genome: Genome): Tree {
  let next = 0;
  const draw = (): Draw => new Draw(genome[next++ % genome.length] ?? 0);
  const documents: Record<string, Data> = {};

  const sets = ["ring", "beta", "tiers", "plan", "edition"].flatMap((name) => {
    const set = makeSet(name, draw(), draw());
    if (set !== undefined) documents[`groups/${name}.yaml`] = set.data;
    return set === undefined ? [] : [set];
  });
  Object.assign(documents, makeIdentities(draw(), draw()));

  const flags: MadeFlag[] = [];
  for (const name of ["f1", "f2", "f3", "f4", "f5"]) {
    const flag = makeFlag(name, draw, sets, flags);
    if (flag === undefined) continue;
    flags.push(flag);
    documents[`flags/${name}.yaml`] = flag.data;
  }
  const release = makeRelease(draw(), draw(), draw(), sets);
  if (release !== undefined) documents["flags/widget.yaml"] = release;
  const privilege = makePrivilege(draw(), draw());
  if (privilege !== undefined) documents["flags/export.yaml"] = privilege;
  documents["flags/retired.yaml"] = {
    retired: { export: { kind: "flag", date: "2026-01-01", outcome: "frozen", answer: true } },
  };

  const scopes = { organization: {}, account: { ignoreCase: true, within: "organization" } };
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify(data)}\n`] as const);
  return treeOf({ "package.json": packageJson({ scopes, environments }), ...Object.fromEntries(texts) });
}

/** What callers may tell of each set that they tell of. */
const toldGroups: Readonly<Record<string, readonly string[]>> = { plan: ["free", "pro"], edition: ["basic", "gold"] };

/** All that a caller may tell: nothing, or a group, of each set. */
export const toldCells: readonly Readonly<Record<string, string>>[] = Object.entries(toldGroups).reduce(
  (cells: readonly Readonly<Record<string, string>>[], [name, groups]) =>
    [undefined, ...groups, "max"].flatMap((group) =>
      cells.map((cell) => (group === undefined ? cell : { ...cell, [name]: group })),
    ),
  [{}],
);

/** All instants at which anything of such an instance may begin or end. */
export const instants: readonly number[] = days.flatMap((day) => {
  const start = Date.parse(`${day}T00:00:00Z`);
  return [start, start + 86_400_000];
});

function listable(scope: string): readonly string[] {
  return (universe[scope] ?? []).filter((id) => !id.includes("was"));
}

function window(draw: Draw): { from?: string; until?: string } {
  const from = draw.below(days.length);
  const until = from + draw.below(days.length - from);
  return {
    ...(draw.chance(50) ? { from: days[from] as string } : {}),
    ...(draw.chance(60) ? { until: days[until] as string } : {}),
  };
}

/** Each id under at most one of the names at a time: now and then under one up to a day, and under another from then on. */
function distribute(draw: Draw, ids: readonly string[], names: readonly string[], percent: number) {
  const lists = new Map<string, Listed[]>(names.map((name) => [name, []]));
  for (const id of ids) {
    if (!draw.chance(percent) || names.length === 0) continue;
    const list = lists.get(draw.pick(names));
    const kind = draw.below(10);
    if (kind < 6) list?.push(id);
    else if (kind < 9) list?.push({ id, ...window(draw) });
    else {
      list?.push({ id, until: days[1] as string });
      lists.get(draw.pick(names))?.push({ id, from: days[2] as string });
    }
  }
  return Object.fromEntries(lists);
}

interface MadeSet {
  readonly name: string;
  readonly scope: string;
  readonly exclusive: boolean;
  readonly default: string | undefined;
  readonly references: readonly string[];
  readonly groups: readonly string[];
  readonly data: Data;
}

function makeSet(name: string, shape: Draw, list: Draw): MadeSet | undefined {
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

function makeIdentities(links: Draw, names: Draw): Record<string, Data> {
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

interface MadeFlag {
  readonly name: string;
  readonly scopes: readonly string[];
  /** What it answers; of a switch true and false. */
  readonly values: readonly (string | boolean)[];
  readonly end: string;
  readonly data: Data;
}

const forever = "9999-12-31";

/** Each part of a flag has its own draw, so that one part can change and no other. */
function makeFlag(
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
  ]);
  const variants = shape.chance(30) ? ["x", "y", "z"] : undefined;
  const end = ends.chance(50) ? ends.pick(days) : forever;
  const fitting = earlier.filter(
    (other) =>
      other.end >= end &&
      (other.scopes.length === 0 ||
        other.scopes.some(
          (scope) => scopes.includes(scope) || (scope === "organization" && scopes.includes("account")),
        )),
  );
  const requires = required.chance(45)
    ? required.some(fitting, 50).map((other) =>
        other.values.length === 2
          ? other.name
          : {
              [other.name]: required.chance(50)
                ? required.pick(other.values)
                : required.some(other.values.slice(1), 60).concat("x"),
            },
      )
    : [];
  const values = variants ?? ["true", "false"];
  const value = (draw: Draw): string | boolean => (variants === undefined ? draw.chance(50) : draw.pick(values));
  const standard = value(standards);

  const settings = (draw: Draw, drawn: Draw): Data => {
    const given: Record<string, Data> = Object.fromEntries(values.map((each) => [each, {}]));
    for (const scope of scopes)
      for (const [own, entries] of Object.entries(distribute(draw, listable(scope), values, 35)))
        if (entries.length > 0) Object.assign(given[own] ?? {}, { [scope]: entries });
    // Groups of one exclusive set cannot contradict each other; those of a switch never do.
    const near = sets.filter((set) => scopes.includes(set.scope) && (variants === undefined || set.exclusive));
    const chosen =
      variants === undefined ? near : near.slice(0, 4).filter((_, index, all) => index === drawn.below(all.length));
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
  const part = (): Data => ({
    ...(variants === undefined
      ? { percent: sharing.pick([0, 12.5, 30, 70, 100]) }
      : sharing.pick([
          { weights: { x: 50, y: 25, z: 25 } },
          { weights: { x: 0, y: 100 } },
          { weights: { y: 33.33, z: 66.67 } },
          { ratio: { x: 1, y: 1, z: 1 } },
          { ratio: { y: 1, z: 6 } },
        ])),
    by: by.pick(scopes),
    ...salt.maybe(50, () => ({ salt: salt.pick(["f1", "other", "ring", ""]) })),
  });
  /** Parts among the groups of one exclusive set, and perhaps one for the rest. */
  const rollout = (): Data => {
    const near = sets.filter((set) => set.exclusive && scopes.includes(set.scope));
    if (near.length === 0 || sharing.chance(60)) return { rollout: part() };
    const [first, ...others] = sharing.pick(near).references;
    const parts = [
      { among: [first], ...part() },
      ...(others.length > 0 && sharing.chance(50) ? [{ among: others, ...part() }] : []),
    ];
    return { rollout: sharing.chance(50) ? [...parts, part()] : parts };
  };
  const data: Data = {
    flag: name,
    ...about,
    ...(hasScope ? { scope: [...scopes] } : {}),
    ...(variants === undefined ? {} : { variants: valued.chance(50) ? valuesFrom(valued) : variants }),
    ...(end === forever ? { permanent: "It is for tests." } : { expires: end }),
    ...(end !== forever && requires.length === 0 && keep.chance(30) ? { on_expiry: "keep" } : {}),
    default: standard,
    ...(hasScope ? settings(list, groups) : {}),
    ...(hasScope && sharing.chance(35) ? rollout() : {}),
    ...(hasScope && created.chance(30)
      ? { created: { from: created.pick(days), value: value(created), by: created.pick(scopes) } }
      : {}),
    ...(requires.length === 0 ? {} : { requires, ...unmet.maybe(40, () => ({ unmet: value(unmet) })) }),
    ...paused.maybe(15, () => ({ paused: "An incident" })),
  };
  if (own.chance(25)) {
    const staging = {
      ...(hasScope && own.chance(70) ? settings(own, own) : {}),
      ...own.maybe(50, () => ({ default: value(own) })),
    };
    data.environments = { staging };
  }
  return { name, scopes, values: variants ?? [true, false], end, data };
}

/** What three variants stand for; small changes of it change one value. */
function valuesFrom(draw: Draw): Data {
  const one = (): unknown => draw.pick([{ a: 1, b: [draw.below(2)] }, { a: 2 }]);
  return { x: one(), y: one(), z: one() };
}

function makeRelease(shape: Draw, list: Draw, more: Draw, sets: readonly MadeSet[]): Data | undefined {
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

function makePrivilege(shape: Draw, list: Draw): Data | undefined {
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
