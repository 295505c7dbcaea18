import { compareText } from "../diagnostic.ts";
import type { Flag, GroupSet, Model, Named, Privilege, Release } from "../model.ts";
import { formatLastDay } from "../time.ts";
import { header } from "./header.ts";

/** flags.d.ts: the types of flags.js for this model, one union of literals a scope, and each name with its doc comment. */
export function emitTypes(model: Model): string {
  const scopes = [...model.config.scopes.keys()].sort(compareText);
  const flags = [...model.flags.values()];
  const releases = [...model.releases.values()];
  const privileges = [...model.privileges.values()];
  const sets = [...model.sets.values()];

  function byScope<Thing>(
    things: readonly Thing[],
    scopesOf: (thing: Thing) => readonly string[],
    names: (thing: Thing) => readonly string[],
  ) {
    return scopes.map((scope) =>
      property(scope, union(things.filter((thing) => scopesOf(thing).includes(scope)).flatMap(names))),
    );
  }

  const ofSet = (set: GroupSet): readonly string[] => [set.scope];
  const ofDecision = ({ scopes }: Pick<Flag, "scopes">): readonly string[] => scopes;
  const ownName = ({ name }: Named): readonly string[] => [name];

  return [
    header,
    "",
    "/** A kind of identity. */",
    `export type Scope = ${union(scopes)};`,
    "/** The name of a flag. */",
    `export type FlagName = ${union(flags.flatMap(ownName))};`,
    "/** The name of a release. */",
    `export type ReleaseName = ${union(releases.flatMap(ownName))};`,
    "/** The name of a privilege. */",
    `export type PrivilegeName = ${union(privileges.flatMap(ownName))};`,
    "/** The name of a group set. */",
    `export type GroupSetName = ${union(sets.flatMap(ownName))};`,
    "/** A group, as `isIn` takes it. */",
    `export type GroupName = ${union(sets.flatMap(references))};`,
    "",
    `type GlobalFlag = ${union(flags.filter((flag) => flag.scopes.length === 0).flatMap(ownName))};`,
    ...block("interface FlagsOf", byScope(flags, ofDecision, ownName)),
    ...block("interface ReleasesOf", byScope(releases, ofDecision, ownName)),
    ...block("interface PrivilegesOf", byScope(privileges, ofDecision, ownName)),
    ...block(
      "interface ExclusiveSetsOf",
      byScope(
        sets.filter(({ exclusive }) => exclusive),
        ofSet,
        ownName,
      ),
    ),
    ...block("interface GroupsOf", byScope(sets, ofSet, references)),
    ...block(
      "interface GroupIn",
      sets.filter(({ exclusive }) => exclusive).map((set) => property(set.name, groupsIn(set))),
    ),
    ...block(
      "interface ReleaseTypes",
      releases.map((release) => property(release.name, releaseType(release))),
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
    "",
  ].join("\n");
}

/** What does not depend on the names. */
const api = `/** What the caller's plan grants: the names of its privileges, or a function that tells of one; undefined without a plan. */
export type Plan = (Iterable<string> & object) | ((name: PrivilegeName) => boolean) | null | undefined;

/** What a request says of flags, over what is decided for the customer: parsed, or by name. */
export type Overrides = ParsedOverrides | ReadonlyMap<FlagName, boolean> | { readonly [Name in FlagName]?: boolean };

export interface LookupOptions {
  /** The instant to answer for, as a Date or in epoch milliseconds; now unless it says otherwise. */
  readonly at?: Date | number;
  readonly overrides?: Overrides;
}

/** Why an answer is what it is. */
export interface Explanation<Value> {
  readonly value: Value;
  /** In the words of OpenFeature. */
  readonly reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED";
  /** What decided it. */
  readonly rule: "paused" | "override" | "expired" | "listed" | "group" | "default" | "retired";
  /** The group that decided it. */
  readonly group?: string;
  /** When this answer changes by itself. */
  readonly until?: Date;
}

/** The answers for one customer at one instant. */
export interface Lookup<Known extends Scope> {
  /** Whether a flag is on for the customer. */
  isEnabled(name: GlobalFlag | FlagsOf[Known]): boolean;
  /** The version of a release that the customer receives. */
  version(name: ReleasesOf[Known]): string;
  /** The version with its stage and the release's properties. */
  release<Name extends ReleasesOf[Known]>(name: Name): ReleaseTypes[Name];
  /** The customer's group in an exclusive set. */
  group<Name extends ExclusiveSetsOf[Known]>(set: Name): GroupIn[Name];
  /** Whether the customer is in a group. */
  isIn(group: GroupsOf[Known]): boolean;
  /** Whether the customer holds a privilege: by the plan, or because it is frozen for them. */
  hasPrivilege(name: PrivilegesOf[Known], plan: Plan): boolean;
  /** All privileges that the customer holds, in the order of their names. */
  privileges(plan: Plan): readonly PrivilegeName[];
  /** The answer and why; of a privilege, what the frozen list says. */
  explain(name: GlobalFlag | FlagsOf[Known] | PrivilegesOf[Known]): Explanation<boolean>;
  explain(name: ReleasesOf[Known]): Explanation<string>;
}

/** The answers for the customer whose ids are given, one for each scope that the caller knows. */
export declare function lookup<const Known extends Scope>(
  context: { readonly [Name in Known]: string },
  options?: LookupOptions,
): Lookup<Known>;

/** The settings of a string like \`do_something,no_other_thing\`; \`lookup\` takes it as it is. */
export interface ParsedOverrides {
  readonly settings: { readonly [Name in FlagName]?: boolean };
  readonly problems: readonly OverrideProblem[];
}

/** What is wrong with one part of such a string. */
export interface OverrideProblem {
  readonly token: string;
  readonly kind: "unknown" | "retired" | "contradictory";
  readonly message: string;
  readonly suggestion?: FlagName;
}

/** Thrown by a strict \`parseOverrides\`. */
export declare class OverridesError extends Error {
  readonly problems: readonly OverrideProblem[];
}

/** Reads a comma-separated string of overrides, \`no_\` before a flag meaning off; with \`strict\` a problem throws. */
export declare function parseOverrides(text: string, options?: { readonly strict?: boolean }): ParsedOverrides;

/** Whether a text is the name of a flag. */
export declare function isFlagName(text: string): text is FlagName;

/** Thrown where a name is asked that the live data does not have. */
export declare class UnknownNameError extends Error {
  readonly kind: "flag" | "release" | "privilege" | "groups" | "scope";
  /** The name as it was asked for. */
  readonly unknown: string;
  readonly suggestion: string | undefined;
}

/** Replaces the data by that of another flags.json, its text or its object: whole, or not at all. Returns why not; empty if it did. */
export declare function load(bundle: unknown): readonly string[];

/** The digest of the data that is live: that of its flags.json. */
export declare function digest(): string;
`;

/** A union of literals, one a line where there are several. */
function union(names: readonly string[]): string {
  const literals = [...new Set(names)].sort(compareText).map((name) => JSON.stringify(name));
  if (literals.length === 0) return "never";
  return literals.length === 1 ? (literals[0] as string) : literals.map((literal) => `\n  | ${literal}`).join("");
}

function property(name: string, type: string): string {
  return `  readonly ${key(name)}: ${type};`;
}

/** A name as the key of a type, quoted where it must be. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function block(opening: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${opening} {}`] : [`${opening} {`, ...lines, "}"];
}

function references(set: GroupSet): readonly string[] {
  return [...set.groups.values()].map((group) => group.reference);
}

function groupsIn(set: GroupSet): string {
  const names = union([...set.groups.keys()]);
  return set.default === undefined ? `${names} | undefined` : names;
}

function releaseType(release: Release): string {
  const properties = Object.entries(release.properties)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, value]) => `readonly ${key(name)}: ${typeof value}`);
  const stage = union(release.stages.map(({ group }) => group))
    .replaceAll("\n  |", " |")
    .replace(/^ \| /, "");
  const handed = properties.length === 0 ? "{}" : `{ ${properties.join("; ")} }`;
  return `{ readonly version: string; readonly stage: ${stage}; readonly properties: ${handed} }`;
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
    things.map((thing) => `${comment(thing, notes(thing))}\n${property(thing.name, JSON.stringify(thing.name))}`),
  );
}

function setConstants(set: GroupSet): readonly string[] {
  const groups = [...set.groups.values()].filter((group) => group.reference !== set.name);
  return [
    `${comment(set, [])}\n${property(set.name, JSON.stringify(set.name))}`,
    ...groups
      .map((group) => group.reference)
      .sort(compareText)
      .map((reference) => `${comment(set, [])}\n${property(reference, JSON.stringify(reference))}`),
  ];
}

/** A doc comment, whose text can neither end it nor forge a tag. */
function comment(named: Named, notes: readonly string[]): string {
  const lines = [named.description, "", [`Owner: ${named.owner}.`, ...notes].join(" ")]
    .join("\n")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd().replace(/^(\s*)@/, "$1\\@"));
  const links = named.links.map((link) => `@see ${link}`);
  const deprecated = named.deprecated === undefined ? [] : [`@deprecated ${named.deprecated.replace(/\s+/g, " ")}`];
  const body = [...lines, ...links, ...deprecated].map((line) =>
    line === "" ? "   *" : `   * ${line.replaceAll("*/", "*\\/")}`,
  );
  return ["  /**", ...body, "   */"].join("\n");
}
