import type { Condition } from "../model/condition.ts";
import type { Attribute, Flag, Group, GroupSet, Model, Privilege, Release } from "../model/model.ts";
import { conditionsIn, findGroup, findTested, isWithin } from "../model/model-queries.ts";
import { flagsThatReachCycles } from "../model/requirement-cycles.ts";

/**
 * Models without what no lookup could follow: references to what does not exist, invalid values, circles. A model
 * without errors is left as it is; of a broken one, the rest can still answer.
 */
export function withoutDangling(models: readonly [Model, ...Model[]]): readonly [Model, ...Model[]] {
  const [first, ...others] = models;
  const own = [dropDangling(first), ...others.map(dropDangling)] as const;
  const [one, ...rest] = own;
  const common = [inAll(one, own), ...rest.map((model) => inAll(model, own))] as const;
  // What is missing in one environment only may be referred to in another.
  const isLess = common.some((model, index) => countIn(model) < countIn(own[index] ?? one));
  return isLess ? withoutDangling([...common]) : [...common];
}

function countIn({ flags, releases, privileges, sets }: Model): number {
  return flags.size + releases.size + privileges.size + sets.size;
}

/** What one environment cannot answer, the module does not have. */
function inAll(model: Model, models: readonly Model[]): Model {
  const kept = <Thing>(thingsOf: (model: Model) => ReadonlyMap<string, Thing>): ReadonlyMap<string, Thing> =>
    new Map([...thingsOf(model)].filter(([name]) => models.every((each) => thingsOf(each).has(name))));
  return {
    ...model,
    flags: kept(({ flags }) => flags),
    releases: kept(({ releases }) => releases),
    privileges: kept(({ privileges }) => privileges),
    sets: kept(({ sets }) => sets),
  };
}

function dropDangling(model: Model): Model {
  const { scopes } = model.config;
  const isScope = ({ scope }: GroupSet | Attribute): boolean => scope === undefined || scopes.has(scope);
  const attributes = mapOf(model.attributes, (attribute) => (isScope(attribute) ? attribute : undefined));
  const whole = { ...model, attributes, sets: mapOf(model.sets, (set) => (isScope(set) ? set : undefined)) };
  const within = { ...whole, sets: mapOf(whole.sets, (set) => soundSet(whole, set)) };
  const flags = mapOf(model.flags, (flag) => soundFlag(within, flag));
  const suspects = flagsThatReachCycles(flags);
  return {
    ...within,
    flags: mapOf(flags, (flag) => ({ ...flag, requires: requirements(flags, flag, suspects) })),
    releases: mapOf(model.releases, (release) => soundRelease(within, release)),
    privileges: mapOf(model.privileges, (privilege) => soundPrivilege(model, privilege)),
    children: model.children.filter(({ scope, parentScope }) => isWithin(model.config, scope, parentScope)),
    aliases: model.aliases.filter(({ scope }) => scopes.has(scope)),
  };
}

/** A set without conditions that test what does not exist; one that leads back to itself has none. */
function soundSet(model: Model, set: GroupSet): GroupSet {
  if (conditionsIn(set).length === 0) return set;
  const isKept = (condition: Condition): boolean => isSound(model, condition) && !testsBack(model, set);
  const groups = [...set.groups].map(([name, group]): readonly [string, Group] => [
    name,
    {
      ...group,
      conditions: group.conditions.filter(isKept),
      shares: group.shares.filter(({ condition }) => condition === undefined || isKept(condition)),
    },
  ]);
  return { ...set, groups: new Map(groups) };
}

function testsBack(model: Model, set: GroupSet): boolean {
  const seen = new Set<GroupSet>();
  const open = [set];
  for (const each of open)
    for (const condition of conditionsIn(each))
      for (const name of condition.tests.keys()) {
        const next = model.sets.get(name);
        if (next === set) return true;
        if (next === undefined || seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
  return false;
}

function isSound(model: Model, { tests }: Condition): boolean {
  return [...tests.keys()].every((name) => findTested(model, name) !== undefined);
}

function soundFlag(model: Model, flag: Flag): Flag | undefined {
  const { values, rollout, created } = flag;
  const isKnown = (scope: string | undefined): boolean => scope !== undefined && flag.scopes.includes(scope);
  if (!flag.scopes.every((scope) => model.config.scopes.has(scope)) || !values.includes(flag.default)) return undefined;
  return {
    ...flag,
    listed: flag.listed.filter(({ scope, value }) => isKnown(scope) && values.includes(value)),
    grouped: flag.grouped.filter(({ group, value }) => values.includes(value) && findGroup(model, group) !== undefined),
    conditional: flag.conditional.filter(({ condition, value }) => values.includes(value) && isSound(model, condition)),
    requiredConditions: flag.requiredConditions.filter((condition) => isSound(model, condition)),
    rollout: rollout.filter(
      ({ by, among, amongConditions, shares }) =>
        isKnown(by) &&
        amongConditions.every((condition) => isSound(model, condition)) &&
        (among ?? []).every(({ group }) => findGroup(model, group) !== undefined) &&
        shares.every(({ value }) => values.includes(value)),
    ),
    created: isKnown(created?.by) && values.includes(created?.value ?? "") ? created : undefined,
  };
}

function soundRelease(model: Model, release: Release): Release | undefined {
  const set = model.sets.get(release.by);
  if (set?.scope === undefined || !set.exclusive || release.default === "") return undefined;
  const stages = release.stages.filter(({ group }) => set.groups.has(group));
  return {
    ...release,
    stages,
    grouped: release.grouped.filter(({ group }) => findGroup(model, group) !== undefined),
    listed: release.listed.filter(({ scope }) => scope === set.scope),
  };
}

function soundPrivilege(model: Model, privilege: Privilege): Privilege | undefined {
  const [own = ""] = privilege.scopes;
  if (!model.config.scopes.has(own)) return undefined;
  return { ...privilege, listed: privilege.listed.filter(({ scope }) => scope === own) };
}

/** The requirements of a flag that can be met and do not lead back to the flag. */
function requirements(flags: ReadonlyMap<string, Flag>, flag: Flag, suspects: ReadonlySet<string>): Flag["requires"] {
  return flag.requires.filter(({ name, values }) => {
    const required = flags.get(name);
    return (
      required !== undefined &&
      values.every((value) => required.values.includes(value)) &&
      !(suspects.has(name) && leadsTo(flags, name, flag.name))
    );
  });
}

function leadsTo(flags: ReadonlyMap<string, Flag>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) for (const next of flags.get(name)?.requires ?? []) seen.add(next.name);
  return seen.has(to);
}

function mapOf<Thing>(
  things: ReadonlyMap<string, Thing>,
  keep: (thing: Thing) => Thing | undefined,
): ReadonlyMap<string, Thing> {
  const kept = new Map<string, Thing>();
  for (const [name, thing] of things) {
    const own = keep(thing);
    if (own !== undefined) kept.set(name, own);
  }
  return kept;
}
