import type { Flag, GroupSet, Model, Named, Privilege, Release } from "../model/model.ts";
import { reachOf } from "../model/model-queries.ts";
import { literalOf } from "../model/text/escape-controls.ts";
import { compareText } from "../model/text/words.ts";
import { formatLastDay } from "../model/time.ts";
import { header } from "./header.ts";
import { block, comment, key, oneLine, property, union } from "./type-syntax.ts";
import { api } from "./types-api.ts";
import { valueProperty } from "./value-type.ts";

/** flags.d.ts: the types of flags.js for a model, one union of literals a scope, and each name with its doc comment. */
export function emitTypes(model: Model): string {
  const scopes = [...model.config.scopes.keys()].sort(compareText);
  const reach = new Map(scopes.map((scope) => [scope, reachOf(model, scope)]));
  const flags = [...model.flags.values()];
  const switches = flags.filter(({ variants }) => variants === undefined);
  const choices = flags.filter(({ variants }) => variants !== undefined);
  const releases = [...model.releases.values()];
  const privileges = [...model.privileges.values()];
  const sets = [...model.sets.values()];

  /** By scope, the names of what a context with an id of that scope can be asked. */
  function byScope<Thing>(
    things: readonly Thing[],
    scopesOf: (thing: Thing) => readonly string[],
    names: (thing: Thing) => readonly string[],
  ): readonly string[] {
    return scopes.map((scope) => {
      const reached = reach.get(scope) ?? [];
      const known = things.filter((thing) => scopesOf(thing).some((each) => reached.includes(each)));
      return property(scope, union(known.flatMap(names)));
    });
  }

  const ofSet = (set: GroupSet): readonly string[] => [set.scope];
  const ofDecision = ({ scopes }: Pick<Flag, "scopes">): readonly string[] => scopes;
  const ownName = ({ name }: Named): readonly string[] => [name];
  const isGlobal = ({ scopes }: Flag): boolean => scopes.length === 0;

  return [
    header,
    "",
    "/** A kind of identity. */",
    `export type Scope = ${union(scopes)};`,
    "/** Where a lookup is made; defaults to the first. */",
    `export type Environment = ${union(model.config.environments)};`,
    "/** The name of a flag that is on or off. */",
    `export type SwitchName = ${union(switches.flatMap(ownName))};`,
    "/** The name of a flag. */",
    "export type FlagName = SwitchName | keyof VariantTypes;",
    "/** The name of a release. */",
    `export type ReleaseName = ${union(releases.flatMap(ownName))};`,
    "/** The name of a privilege. */",
    `export type PrivilegeName = ${union(privileges.flatMap(ownName))};`,
    "/** The name of a group set. */",
    `export type GroupSetName = ${union(sets.flatMap(ownName))};`,
    "/** A group, as `isIn` takes it. */",
    `export type GroupName = ${union(sets.flatMap(references))};`,
    "",
    `type GlobalSwitch = ${union(switches.filter(isGlobal).flatMap(ownName))};`,
    `type GlobalChoice = ${union(choices.filter(isGlobal).flatMap(ownName))};`,
    ...block("interface SwitchesOf", byScope(switches, ofDecision, ownName)),
    ...block("interface ChoicesOf", byScope(choices, ofDecision, ownName)),
    ...block("interface ReleasesOf", byScope(releases, ofDecision, ownName)),
    ...block("interface PrivilegesOf", byScope(privileges, ofDecision, ownName)),
    ...block("interface ExclusiveSetsOf", byScope(sets.filter(isExclusive), ofSet, ownName)),
    ...block("interface GroupsOf", byScope(sets, ofSet, references)),
    ...block(
      "interface GroupIn",
      sets.filter(isExclusive).map((set) => property(set.name, groupsIn(set))),
    ),
    "/** The variants of each flag that has them. */",
    ...block(
      "export interface VariantTypes",
      choices.map((flag) => property(flag.name, oneLine(union(flag.variants ?? [])))),
    ),
    "/** What flags stand for whose variants have values, by flag. */",
    ...block("export interface ValueTypes", choices.flatMap(valueProperty)),
    "/** What each release answers. */",
    ...block(
      "export interface ReleaseTypes",
      releases.map((release) => property(release.name, releaseType(release, model.sets.get(release.by)))),
    ),
    "/** The groups that the caller supplies, by group set. */",
    ...block(
      "export interface ToldGroups",
      sets
        .filter(({ told }) => told)
        .map((set) => `  readonly ${key(set.name)}?: ${oneLine(union([...set.groups.keys()]))};`),
    ),
    "",
    api,
    "/** The names of the flags. */",
    ...constants("flags", flags, flagNotes),
    "/** The names of the releases. */",
    ...constants("releases", releases, () => []),
    "/** The names of the privileges. */",
    ...constants("privileges", privileges, privilegeNotes),
    "/** The names of the group sets, and of their groups as `isIn` takes them. */",
    ...block("export declare const groups:", sets.flatMap(setConstants)),
    "// Without this line, TypeScript would export every name above.",
    "export {};",
    "",
  ].join("\n");
}

function references(set: GroupSet): readonly string[] {
  return [...set.groups.values()].map((group) => group.reference);
}

function groupsIn(set: GroupSet): string {
  const names = oneLine(union([...set.groups.keys()]));
  return set.default === undefined ? `${names} | undefined` : names;
}

function releaseType(release: Release, set: GroupSet | undefined): string {
  const properties = Object.entries(release.properties)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, value]) => `readonly ${key(name)}: ${typeof value}`);
  const stage = oneLine(union([...(set?.groups.keys() ?? [])]));
  const handed = properties.length === 0 ? "{}" : `{ ${properties.join("; ")} }`;
  return `{ readonly version: string; readonly stage: ${stage}; readonly properties: ${handed} }`;
}

function isExclusive({ exclusive }: GroupSet): boolean {
  return exclusive;
}

function flagNotes(flag: Flag): readonly string[] {
  if (flag.expires !== undefined) return [`Last day: ${formatLastDay(flag.expires.at)}.`];
  return flag.permanent === undefined ? [] : [`Permanent: ${flag.permanent}`];
}

function privilegeNotes(privilege: Privilege): readonly string[] {
  if (privilege.frozen === undefined) return [];
  const sunset = privilege.expires === undefined ? "" : ` until ${formatLastDay(privilege.expires.at)}`;
  return [`Frozen from flag \`${privilege.frozen.flag}\`${sunset}.`];
}

function constants<Thing extends Named>(
  name: string,
  things: readonly Thing[],
  notes: (thing: Thing) => readonly string[],
) {
  return block(
    `export declare const ${name}:`,
    things.map((thing) => `${comment(thing, notes(thing))}\n${property(thing.name, literalOf(thing.name))}`),
  );
}

function setConstants(set: GroupSet): readonly string[] {
  const groups = [...set.groups.values()].filter((group) => group.reference !== set.name);
  return [
    `${comment(set, [])}\n${property(set.name, literalOf(set.name))}`,
    ...groups
      .map((group) => group.reference)
      .sort(compareText)
      .map((reference) => `${comment(set, [])}\n${property(reference, literalOf(reference))}`),
  ];
}
