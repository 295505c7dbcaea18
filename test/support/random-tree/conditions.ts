import { attributes, type MadeAttribute, type MadeTested } from "./attributes.ts";
import { about, type Data, window } from "./customers.ts";
import type { Draw } from "./draw.ts";
import type { MadeFlag } from "./flags.ts";
import type { MadeSet } from "./sets.ts";

/** A part of a rollout, or a member of a group. */
type Part = Data & { percent?: number };
type Made = Readonly<Record<string, Data>>;

/** Adds attributes to an instance, and conditions to its group sets and flags, without introducing errors. */
export function addConditions(
  documents: Record<string, Data>,
  draw: () => Draw,
  sets: readonly MadeSet[],
  flags: readonly MadeFlag[],
): void {
  const known = someOf(draw());
  for (const { name, data } of known) documents[`groups/${name}.yaml`] = data;
  const tested: MadeTested[] = [...known];
  for (const set of sets) {
    const data = documents[`groups/${set.name}.yaml`] as Data;
    documents[`groups/${set.name}.yaml`] = withMembers(data, set, draw(), near(tested, [set.scope]));
    tested.push(testedSet(set, data));
  }
  const visitors = makeVisitors(draw(), near(tested, []));
  if (visitors !== undefined) {
    documents["groups/visitors.yaml"] = visitors;
    const names = Object.keys(visitors.members as Data);
    tested.push({ name: "visitors", scope: undefined, tests: [...names, { not: names[0] }], apart: names });
  }
  for (const flag of flags) {
    const [settings, sharing, required] = [draw(), draw(), draw()];
    const path = `flags/${flag.name}.yaml`;
    const fitting = near(tested, flag.scopes);
    const own = withRequirement(documents[path] as Data, required, fitting);
    const decorated = (data: Data): Data => withShares(withSettings(data, flag, settings, fitting), sharing, fitting);
    const { environments } = own as { environments?: Made };
    documents[path] = {
      ...decorated({ ...own, ...(visitors === undefined ? {} : groupsOfRequest(own, flag, settings)) }),
      ...(environments === undefined
        ? {}
        : {
            environments: Object.fromEntries(
              Object.entries(environments).map(([name, data]) => [name, decorated(data)]),
            ),
          }),
    };
  }
}

/** Few attributes, so that flags depend on few; always one of the request, for flags without a scope. */
function someOf(draw: Draw): readonly MadeAttribute[] {
  const one = [undefined, "account", "organization"].map((scope) =>
    draw.pick(attributes.filter((each) => each.scope === scope)),
  );
  return attributes.filter((each) => one.includes(each) || draw.chance(15));
}

/** The attributes and sets that a condition with these scopes may test. */
function near(tested: readonly MadeTested[], scopes: readonly string[]): readonly MadeTested[] {
  return tested.filter(({ scope }) => scope === undefined || scopes.includes(scope));
}

function testedSet({ name, scope, exclusive, groups, default: standard }: MadeSet, data: Data): MadeTested {
  const [first = "", ...others] = groups;
  const known = { name, scope };
  // Few sets are of these kinds, or can be untold, so those that are have their own tests more often.
  const untold = [{ untold: true }, { untold: true }, { untold: true }];
  const not = (...tests: readonly unknown[]): readonly unknown[] => [...tests, ...tests].map((test) => ({ not: test }));
  if (Array.isArray(data.members))
    return { ...known, tests: [true, false, ...not(true, false), ...untold], apart: [true, false] };
  if (!exclusive)
    return {
      ...known,
      tests: [{ has: first }, { has: groups }, ...not({ has: first }), ...untold],
      apart: [{ has: first }, { not: { has: first } }],
    };
  const rest = others.length > 0 ? [others] : [];
  const none = standard === undefined || data.told !== undefined ? untold : [];
  return { ...known, tests: [first, ...rest, groups, { not: first }, ...none], apart: groups };
}

/** One to three tests, including `given`. */
function where(draw: Draw, fitting: readonly MadeTested[], given: Data = {}): Data {
  const tests = { ...given };
  const count = Object.keys(given).length === 0 ? 1 + draw.below(3) : draw.below(2);
  for (let index = 0; index < count; index++) {
    const { name, tests: all } = draw.pick(fitting);
    if (!(name in given)) tests[name] = draw.pick(all);
  }
  return tests;
}

/** A condition as an item of a list: alone, or with a window. */
function item(draw: Draw, fitting: readonly MadeTested[], given?: Data): Data {
  const tests = where(draw, fitting, given);
  return draw.chance(30) ? { where: tests, ...window(draw), reason: "For a test" } : tests;
}

/** At most as many conditions as wanted, of which no two hold at once. */
function piecesOf(draw: Draw, fitting: readonly MadeTested[], wanted: number): readonly Data[] {
  const { name, apart } = draw.pick(fitting.filter((each) => each.apart.length >= Math.min(2, wanted)));
  const start = draw.below(apart.length);
  return Array.from({ length: Math.min(wanted, apart.length) }, (_, index) => ({
    [name]: apart[(start + index) % apart.length],
  }));
}

type Member = string | Part;

function withMembers(data: Data, set: MadeSet, draw: Draw, fitting: readonly MadeTested[]): Data {
  const { members, environments } = data as { members?: Member[] | Record<string, Member[]>; environments?: Made };
  if (members === undefined || !draw.chance(65)) return data;
  // A version must not change between requests, and the release goes by the set `ring`.
  const own = set.name === "ring" ? fitting.filter(({ scope }) => scope !== undefined) : fitting;
  if (Array.isArray(members)) return { ...data, members: [...members, member(draw, own)] };
  const decorated = (lists: Record<string, Member[]>) =>
    set.exclusive ? apartMembers(draw, lists, own) : severalMembers(draw, lists, own);
  return {
    ...data,
    members: decorated(members),
    ...(environments === undefined
      ? {}
      : {
          environments: { staging: { members: decorated(environments.staging?.members as Record<string, Member[]>) } },
        }),
  };
}

function member(draw: Draw, fitting: readonly MadeTested[], given?: Data): Part {
  return { where: where(draw, fitting, given), ...draw.maybe(30, () => window(draw)) };
}

/** Conditions that may hold at once, alone and next to shares. */
function severalMembers(draw: Draw, lists: Record<string, Member[]>, fitting: readonly MadeTested[]) {
  return mapped(lists, (list) => [
    ...list,
    ...(draw.chance(60) ? [member(draw, fitting)] : []),
    ...(draw.chance(30)
      ? [{ percent: draw.pick([10, 50]), where: where(draw, fitting), ...draw.maybe(50, () => ({ salt: "f1" })) }]
      : []),
  ]);
}

/** Conditions of which only those of one group hold at once; removes patterns, and limits shares to these conditions. */
function apartMembers(draw: Draw, lists: Record<string, Member[]>, fitting: readonly MadeTested[]) {
  const names = Object.keys(lists);
  const pieces = piecesOf(draw, fitting, names.length);
  let index = 0;
  return mapped(lists, (list) => {
    const piece = pieces[index++];
    const kept = list.filter((each) => typeof each === "string" || !("match" in each || "percent" in each));
    const shares = list.filter((each) => typeof each !== "string" && "percent" in each) as Part[];
    if (piece === undefined) return kept;
    const shared = shares.map((share) => ({ ...share, where: where(draw, fitting, piece) }));
    return [...kept, ...shared, ...(draw.chance(70) ? [member(draw, fitting, piece)] : [])];
  });
}

/** A set without a scope, which depends on the request. */
function makeVisitors(draw: Draw, fitting: readonly MadeTested[]): Data | undefined {
  if (draw.chance(40)) return undefined;
  const [first, second] = piecesOf(draw, fitting, 2);
  return {
    groups: "visitors",
    ...about,
    members: { bots: [member(draw, fitting, first)], people: [member(draw, fitting, second)] },
    ...draw.maybe(40, () => ({ default: draw.pick(["people", "others"]) })),
  };
}

/** The flag, which may name groups of the request if it is a switch. */
function groupsOfRequest(data: Data, { values }: MadeFlag, draw: Draw): Data {
  if (!values.includes(true) || !draw.chance(30)) return {};
  const enabled = (data.enabled ?? {}) as { groups?: string[] };
  return { enabled: { ...enabled, groups: [...(enabled.groups ?? []), "visitors/bots"] } };
}

/** The flag with conditions among its settings, if it has or may have settings. */
function withSettings(data: Data, { values }: MadeFlag, draw: Draw, fitting: readonly MadeTested[]): Data {
  const isWhole = "flag" in data;
  if (values.includes(true)) {
    if (!isWhole && !("enabled" in data)) return data;
    const some = (key: string, percent: number): Data => {
      const own = (data[key] ?? {}) as Data;
      if (!draw.chance(percent)) return data[key] === undefined ? {} : { [key]: own };
      const items = Array.from({ length: 1 + draw.below(2) }, () => item(draw, fitting));
      return { [key]: { ...own, where: items } };
    };
    return { ...data, ...some("enabled", 50), ...some("disabled", 35) };
  }
  if ((!isWhole && !("assign" in data)) || !draw.chance(60)) return data;
  const assign = (data.assign ?? Object.fromEntries(values.map((value) => [value, {}]))) as Record<string, Data>;
  const pieces = piecesOf(draw, fitting, values.length);
  let index = 0;
  return {
    ...data,
    assign: mapped(assign, ({ groups: _, ...own }) => {
      const piece = pieces[index++];
      return piece === undefined ? own : { ...own, where: [item(draw, fitting, piece)] };
    }),
  };
}

/** The flag with parts of a rollout limited by conditions, of which at most one holds. */
function withShares(data: Data, draw: Draw, fitting: readonly MadeTested[]): Data {
  const { rollout } = data as { rollout?: Part | Part[] };
  if (rollout === undefined || !draw.chance(55)) return data;
  const [part = {}] = [rollout].flat();
  const { among: _, ...share } = part;
  const [first, second, third] = piecesOf(draw, fitting, 3).map((piece) => ({ where: where(draw, fitting, piece) }));
  const parts = [
    { among: [first], ...share },
    ...(second === undefined ? [] : [{ among: third === undefined ? [second] : [second, third], ...share }]),
  ];
  return { ...data, rollout: draw.chance(50) ? [...parts, share] : parts };
}

/** The flag with a condition among its requirements. */
function withRequirement(data: Data, draw: Draw, fitting: readonly MadeTested[]): Data {
  if (!draw.chance(25)) return data;
  return { ...data, requires: [...((data.requires ?? []) as unknown[]), { where: where(draw, fitting) }] };
}

function mapped<Value, Other>(record: Readonly<Record<string, Value>>, change: (value: Value) => Other) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
