import { inEnvironment } from "../declare/bundle-in-environment.ts";
import { groupNamesOf, referenceOf } from "../declare/declare-set.ts";
import type { Bundle, BundleFlag, BundleGroupSet, BundleRelease, BundleValue } from "../shapes/bundle.ts";
import { buckets } from "../tables/bucket.ts";
import { checkConditions } from "./condition-check.ts";
import type { Fault } from "./shape-checks.ts";
import { fits, type ValueShape } from "./value-shape.ts";

/** References of a bundle of the right shape to things that it does not have, or that do not fit together. */
export function* findBrokenReferences(bundle: Bundle): Generator<Fault> {
  const { environments, groups, flags, releases, privileges, retired } = bundle;
  if (environments.length === 0 || new Set(environments).size < environments.length)
    yield { path: "environments", message: "must not be empty or have duplicates" };
  yield* checkScopes(bundle);
  yield* checkIdentities(bundle);
  for (const environment of environments) yield* checkEnvironment(inEnvironment(bundle, environment), groups);
  for (const [kind, things] of Object.entries({ groups, flags, releases })) {
    for (const [name, { environments: own = {} }] of Object.entries(things)) {
      for (const environment of Object.keys(own))
        if (!environments.slice(1).includes(environment)) yield unknown(`${kind}.${name}`, "environment", environment);
    }
  }
  const { attributes = {} } = bundle;
  const live = { flag: flags, release: releases, privilege: privileges, groups, attribute: attributes };
  for (const { kind, name } of retired) {
    if (has(live[kind], name)) yield { path: "retired", message: `has \`${name}\`, which still exists` };
  }
}

function* checkScopes({ scopes, privileges }: Bundle): Generator<Fault> {
  for (const [name, { within }] of Object.entries(scopes)) {
    if (within !== undefined && !has(scopes, within)) yield unknown(`scopes.${name}.within`, "scope", within);
    else if (isWithin(scopes, name, name)) yield { path: `scopes.${name}`, message: "is within itself" };
  }
  for (const [name, { scope }] of Object.entries(privileges)) {
    if (!has(scopes, scope)) yield unknown(`privileges.${name}.scope`, "scope", scope);
  }
}

function isWithin(scopes: Bundle["scopes"], narrow: string, broad: string): boolean {
  const seen = new Set<string>();
  for (let at = narrow; has(scopes, at) && !seen.has(at); ) {
    seen.add(at);
    const { within } = scopes[at] as Bundle["scopes"][string];
    if (within === undefined) return false;
    if (within === broad) return true;
    at = within;
  }
  return false;
}

function* checkIdentities({ scopes, identities: { children, aliases } }: Bundle): Generator<Fault> {
  for (const { scope, within } of children) {
    if (!isWithin(scopes, scope, within))
      yield { path: "identities.children", message: `has \`${scope}\`, which is not within \`${within}\`` };
  }
  const former = new Set<string>();
  for (const { scope, was } of aliases) {
    const path = "identities.aliases";
    if (!has(scopes, scope)) yield unknown(path, "scope", scope);
    if (former.has(`${scope} ${was}`)) yield { path, message: `has \`${was}\` a second time` };
    former.add(`${scope} ${was}`);
  }
  for (const { scope, id, was } of aliases) {
    if (former.has(`${scope} ${id}`))
      yield { path: "identities.aliases", message: `has \`${id}\` for \`${was}\`, which is also a former id` };
  }
}

/** A bundle in one environment; its groups must be those of the first, since types know them. */
function* checkEnvironment(bundle: Bundle, firstGroups: Bundle["groups"]): Generator<Fault> {
  const { scopes, groups, flags, releases } = bundle;
  const scopeOfGroup = new Map<string, string | undefined>();
  for (const [name, set] of Object.entries(groups)) {
    const path = `groups.${name}`;
    if (set.scope !== undefined && !has(scopes, set.scope)) yield unknown(`${path}.scope`, "scope", set.scope);
    else if (set.scope === undefined && hasIds(set))
      yield { path, message: "has customers by id or share, and no scope" };
    const names = groupNamesOf(set);
    for (const group of names) {
      const reference = referenceOf(name, group);
      if (scopeOfGroup.has(reference)) yield { path, message: `has \`${reference}\` a second time` };
      scopeOfGroup.set(reference, set.scope);
    }
    if (names.join(",") !== groupNamesOf(firstGroups[name] as BundleGroupSet).join(","))
      yield { path, message: "has other groups in another environment" };
    for (const { group } of set.conditions ?? [])
      if (!names.includes(group)) yield unknown(path, "group", referenceOf(name, group));
    for (const { group, start, end } of set.shares ?? []) {
      if (!names.includes(group)) yield unknown(path, "group", referenceOf(name, group));
      if (start > end || end > buckets) yield { path, message: "has a share that is not within the whole" };
    }
  }
  yield* checkConditions(bundle);
  for (const [name, flag] of Object.entries(flags)) {
    const path = `flags.${name}`;
    yield* checkFlag(path, flag, bundle, scopeOfGroup);
    if (has(releases, name)) yield { path, message: "is also the name of a release" };
  }
  yield* checkRequires(flags);
  for (const [name, release] of Object.entries(releases)) yield* checkRelease(`releases.${name}`, release, groups);
}

function* checkFlag(
  path: string,
  flag: BundleFlag,
  { scopes, flags }: Bundle,
  scopeOfGroup: ReadonlyMap<string, string | undefined>,
): Generator<Fault> {
  const { variants, listed, grouped, rollout, created, requires = [], unmet } = flag;
  const parts = [rollout ?? []].flat();
  const isAnswer = (value: BundleValue): boolean =>
    variants === undefined ? typeof value === "boolean" : variants.includes(value as string);
  const settings = [
    { value: flag.default },
    ...listed,
    ...grouped,
    ...(flag.conditional ?? []),
    ...parts.flatMap(({ shares }) => shares),
    ...(unmet === undefined ? [] : [{ value: unmet }]),
    ...(created ? [created] : []),
  ];
  for (const { value } of settings)
    if (!isAnswer(value)) yield { path, message: `has the value \`${value}\`, which it cannot answer` };
  yield* checkVariantValues(path, flag);
  for (const scope of flag.scopes) if (!has(scopes, scope)) yield unknown(path, "scope", scope);
  const named = [...listed.map(({ scope }) => scope), ...parts.map(({ by }) => by), ...(created ? [created.by] : [])];
  for (const scope of named) if (!flag.scopes.includes(scope)) yield unknown(path, "scope", scope);
  const among = parts.flatMap((part) => part.among ?? []).filter((item) => typeof item === "string");
  for (const group of [...grouped.map((each) => each.group), ...among]) {
    const scope = scopeOfGroup.get(group);
    if (!scopeOfGroup.has(group)) yield unknown(path, "group", group);
    else if (scope !== undefined && !flag.scopes.includes(scope))
      yield { path, message: `has group \`${group}\` of a scope that it does not have` };
  }
  for (const { shares, total = buckets } of parts)
    if (shares.reduce((sum, { share }) => sum + share, 0) > total)
      yield { path, message: "has a rollout whose shares exceed the whole" };
  for (const item of requires) {
    if (typeof item === "object" && "where" in item) continue;
    const { flag: name, values } = typeof item === "string" ? { flag: item, values: undefined } : item;
    if (!has(flags, name)) yield unknown(path, "flag", name);
    else if (
      values === undefined
        ? flags[name]?.variants !== undefined
        : !values.every((value) => flags[name]?.variants?.includes(value))
    )
      yield { path, message: `requires \`${name}\` to be what it cannot be` };
  }
}

function* checkVariantValues(path: string, { variants, values, shape }: BundleFlag): Generator<Fault> {
  if (values === undefined && shape === undefined) return;
  if (values?.length !== variants?.length || shape === undefined)
    yield { path, message: "does not have a value for each variant, and their shape" };
  else if (!values?.every((value) => fits(value, shape as ValueShape)))
    yield { path, message: "has values that its shape does not fit" };
}

/** Removes what requires nothing that is left, until nothing changes; what remains requires itself. */
function* checkRequires(flags: Bundle["flags"]): Generator<Fault> {
  const requirers = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [name, { requires = [] }] of Object.entries(flags)) {
    const needed = requires.filter((item) => typeof item === "string" || "flag" in item);
    open.set(name, needed.length);
    for (const item of needed) {
      const required = typeof item === "string" ? item : item.flag;
      const known = requirers.get(required);
      if (known === undefined) requirers.set(required, [name]);
      else known.push(name);
    }
  }
  let level = [...open.keys()].filter((name) => open.get(name) === 0);
  while (level.length > 0) {
    const next: string[] = [];
    for (const name of level) {
      open.delete(name);
      for (const requirer of requirers.get(name) ?? []) {
        const left = (open.get(requirer) as number) - 1;
        open.set(requirer, left);
        if (left === 0) next.push(requirer);
      }
    }
    level = next;
  }
  const [name] = open.keys();
  if (name !== undefined) yield { path: `flags.${name}`, message: "requires itself" };
}

function* checkRelease(
  path: string,
  { by, stages, pinned }: BundleRelease,
  groups: Bundle["groups"],
): Generator<Fault> {
  if (!has(groups, by)) {
    yield unknown(path, "groups", by);
    return;
  }
  const set = groups[by] as BundleGroupSet;
  const names = new Set(groupNamesOf(set));
  for (const { group } of stages) if (!names.has(group)) yield unknown(path, "group", group);
  for (const { value, scope } of pinned) {
    if (scope !== set.scope) yield unknown(path, "scope", scope);
    if (typeof value !== "string") yield { path, message: `pins to \`${value}\`, which is not a version` };
  }
  if (!set.exclusive) yield { path, message: `uses \`${by}\`, which is not exclusive` };
  if (!stages.some(({ group }) => group === set.default)) yield { path, message: "has no stage for the default group" };
}

function hasIds({ members, shares = [] }: BundleGroupSet): boolean {
  return shares.length > 0 || Object.values(members).some((list) => list.length > 0);
}

function has(record: object, name: string): boolean {
  return Object.hasOwn(record, name);
}

function unknown(path: string, kind: string, name: string): Fault {
  return { path, message: `refers to ${kind} \`${name}\`, which does not exist` };
}
