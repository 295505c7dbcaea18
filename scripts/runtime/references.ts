import type { Bundle, BundleGroupSet } from "../shapes/bundle.ts";
import { referenceOf } from "./declare.ts";
import type { Fault } from "./shape.ts";

/** What a bundle of the right shape says of things that it does not have, or that do not fit together. */
export function* findBrokenReferences(bundle: Bundle): Generator<Fault> {
  const { scopes, groups, flags, releases, privileges, retired } = bundle;
  const has = (record: object, name: string): boolean => Object.hasOwn(record, name);
  const scopeOfGroup = new Map<string, string>();

  for (const [name, { within }] of Object.entries(scopes)) {
    if (within !== undefined && !has(scopes, within)) yield unknown(`scopes.${name}.within`, "scope", within);
  }
  for (const [name, set] of Object.entries(groups)) {
    if (!has(scopes, set.scope)) yield unknown(`groups.${name}.scope`, "scope", set.scope);
    for (const group of groupNames(set)) {
      const reference = referenceOf(name, group);
      if (scopeOfGroup.has(reference)) yield { path: `groups.${name}`, message: `has \`${reference}\` a second time` };
      scopeOfGroup.set(reference, set.scope);
    }
  }
  for (const [name, flag] of Object.entries(flags)) {
    const path = `flags.${name}`;
    for (const scope of flag.scopes) if (!has(scopes, scope)) yield unknown(path, "scope", scope);
    for (const { value, scope } of flag.listed) {
      if (!flag.scopes.includes(scope)) yield unknown(path, "scope", scope);
      if (typeof value !== typeof flag.default) yield { path, message: "has values of more than one type" };
    }
    for (const { value, group } of flag.grouped) {
      const scope = scopeOfGroup.get(group);
      if (scope === undefined) yield unknown(path, "group", group);
      else if (!flag.scopes.includes(scope))
        yield { path, message: `has group \`${group}\` of a scope that it has not` };
      if (typeof value !== typeof flag.default) yield { path, message: "has values of more than one type" };
    }
    if (has(releases, name)) yield { path, message: "is the name of a release too" };
  }
  for (const [name, { by, stages }] of Object.entries(releases)) {
    const path = `releases.${name}`;
    const set = has(groups, by) ? groups[by] : undefined;
    if (set === undefined) {
      yield unknown(path, "groups", by);
      continue;
    }
    for (const { group } of stages) if (!groupNames(set).has(group)) yield unknown(path, "group", group);
    if (!set.exclusive) yield { path, message: `is by \`${by}\`, which is not exclusive` };
    if (!stages.some(({ group }) => group === set.default))
      yield { path, message: "has no stage for the default group" };
  }
  for (const [name, { scope }] of Object.entries(privileges)) {
    if (!has(scopes, scope)) yield unknown(`privileges.${name}.scope`, "scope", scope);
  }
  const live = { flag: flags, release: releases, privilege: privileges, groups };
  for (const { kind, name } of retired) {
    if (has(live[kind], name)) yield { path: "retired", message: `has \`${name}\`, which is still there` };
  }
}

/** The names of a set's groups; nobody need be listed in the default group. */
function groupNames(set: BundleGroupSet): ReadonlySet<string> {
  const names = new Set(Object.keys(set.members));
  return set.default === undefined ? names : names.add(set.default);
}

function unknown(path: string, kind: string, name: string): Fault {
  return { path, message: `refers to ${kind} \`${name}\`, which does not exist` };
}
