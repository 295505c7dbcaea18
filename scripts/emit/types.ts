import type { Attribute, Flag, GroupSet, Model, Named, Privilege, Release } from "../model/model.ts";
import { reachOf, scopesOfSet } from "../model/model-queries.ts";
import { literalOf } from "../model/text/escape-controls.ts";
import { compareText } from "../model/text/words.ts";
import { formatLastDay } from "../model/time.ts";
import { header } from "./header.ts";
import { block, comment, key, oneLine, property, union } from "./type-syntax.ts";
import { api } from "./types-api.ts";
import { valueProperty } from "./value-type.ts";

/**
 * flags.d.ts: the types of flags.js for a model, one union of literals per scope, and each name with its doc comment.
 */
export function emitTypes(model: Model): string {
  return [
    header,
    "",
    ...nameTypes(model),
    "",
    ...scopeTypes(model),
    ...answerTypes(model),
    "",
    api,
    ...nameConstants(model),
    "// Without this line, TypeScript would export every name above.",
    "export {};",
    "",
  ].join("\n");
}

const ownName = ({ name }: Named): string => name;

/** Flags that are on or off, and those that answer a variant. */
function flagsOf(model: Model): { readonly switches: readonly Flag[]; readonly choices: readonly Flag[] } {
  const flags = [...model.flags.values()];
  return {
    switches: flags.filter(({ variants }) => variants === undefined),
    choices: flags.filter(({ variants }) => variants !== undefined),
  };
}

/** One union for each kind of name. */
function nameTypes(model: Model): readonly string[] {
  const sets = [...model.sets.values()];
  return [
    "/** A kind of identity. */",
    `export type Scope = ${union([...model.config.scopes.keys()].sort(compareText))};`,
    "/** Where a lookup is made; defaults to the first. */",
    `export type Environment = ${union(model.config.environments)};`,
    "/** The name of a flag that is on or off. */",
    `export type SwitchName = ${union(flagsOf(model).switches.map(ownName))};`,
    "/** The name of a flag, or a text that `isFlagName` has found to be one. */",
    "export type FlagName = SwitchName | keyof VariantTypes | CheckedFlagName;",
    "/** The name of a release. */",
    `export type ReleaseName = ${union([...model.releases.keys()])};`,
    "/** The name of a privilege. */",
    `export type PrivilegeName = ${union([...model.privileges.keys()])};`,
    "/** The name of a group set. */",
    `export type GroupSetName = ${union(sets.map(ownName))};`,
    "/** A group, as `isIn` takes it. */",
    `export type GroupName = ${union(sets.flatMap(references))};`,
  ];
}

/** What can be asked of a context: of any, and by scope of one with an id of that scope. */
function scopeTypes(model: Model): readonly string[] {
  const { switches, choices } = flagsOf(model);
  const sets = [...model.sets.values()].map((set) => ({ ...set, scopes: scopesOfSet(set) }));
  const scopes = [...model.config.scopes.keys()].sort(compareText);
  const reach = new Map(scopes.map((scope) => [scope, reachOf(model, scope)]));

  function byScope<Thing extends { readonly scopes: readonly string[] }>(
    things: readonly Thing[],
    namesOf: (thing: Thing) => string | readonly string[],
  ): readonly string[] {
    return scopes.map((scope) => {
      const reached = reach.get(scope) ?? [];
      const known = things.filter((thing) => thing.scopes.some((each) => reached.includes(each)));
      return property(scope, union(known.flatMap(namesOf)));
    });
  }

  const isGlobal = (flag: Flag): boolean => flag.scopes.length === 0;
  return [
    `type GlobalSwitch = ${union(switches.filter(isGlobal).map(ownName))};`,
    `type GlobalChoice = ${union(choices.filter(isGlobal).map(ownName))};`,
    `type GlobalExclusiveSet = ${union(sets.filter(isExclusive).filter(isOfAll).map(ownName))};`,
    `type GlobalGroup = ${union(sets.filter(isOfAll).flatMap(references))};`,
    ...block("interface SwitchesOf", byScope(switches, ownName)),
    ...block("interface ChoicesOf", byScope(choices, ownName)),
    ...block("interface ReleasesOf", byScope([...model.releases.values()], ownName)),
    ...block("interface PrivilegesOf", byScope([...model.privileges.values()], ownName)),
    ...block("interface ExclusiveSetsOf", byScope(sets.filter(isExclusive), ownName)),
    ...block("interface GroupsOf", byScope(sets, references)),
  ];
}

function isOfAll({ scope }: GroupSet): boolean {
  return scope === undefined;
}

/** What each name answers, and what callers tell. */
function answerTypes(model: Model): readonly string[] {
  const sets = [...model.sets.values()];
  return [
    ...block(
      "interface GroupIn",
      sets.filter(isExclusive).map((set) => property(set.name, groupsIn(set))),
    ),
    "/** The variants of each flag that has them. */",
    ...block(
      "export interface VariantTypes",
      flagsOf(model).choices.map((flag) => property(flag.name, oneLine(union(flag.variants ?? [])))),
    ),
    "/** The types of values, for flags whose variants have them. */",
    ...block("export interface ValueTypes", flagsOf(model).choices.flatMap(valueProperty)),
    "/** The answers of each release. */",
    ...block(
      "export interface ReleaseTypes",
      [...model.releases.values()].map((release) =>
        property(release.name, releaseType(release, model.sets.get(release.by))),
      ),
    ),
    "/** The groups that the caller supplies, by group set. */",
    ...block(
      "export interface ToldGroups",
      sets
        .filter(({ told }) => told)
        .map((set) => `  readonly ${key(set.name)}?: ${oneLine(union([...set.groups.keys()]))} | undefined;`),
    ),
    "/** What the caller passes about a customer or a request, by attribute. */",
    ...block(
      "export interface ToldAttributes",
      [...model.attributes.values()].map(
        (each) => `${comment(each, [])}\n  readonly ${key(each.name)}?: ${attributeType(each)} | undefined;`,
      ),
    ),
  ];
}

/** The objects that have every name, each with its doc comment. */
function nameConstants(model: Model): readonly string[] {
  return [
    "/** The names of the flags. */",
    ...constants("flags", [...model.flags.values()], flagNotes),
    "/** The names of the releases. */",
    ...constants("releases", [...model.releases.values()], () => []),
    "/** The names of the privileges. */",
    ...constants("privileges", [...model.privileges.values()], privilegeNotes),
    "/** The names of the group sets, and of their groups as `isIn` takes them. */",
    ...block("export declare const groups:", [...model.sets.values()].flatMap(setConstants)),
  ];
}

function attributeType({ type, values }: Attribute): string {
  switch (type) {
    case "number":
    case "boolean":
      return type;
    case "date":
      return "Date | string";
    case "list":
      return "readonly string[]";
    case "version":
      return "string";
    case "text":
      return values === undefined ? "string" : oneLine(union(values));
  }
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
