import type { Told } from "../decide/question.ts";
import type { Declarations, Group, GroupSet } from "../declare/declarations.ts";
import { toInstant } from "../declare/instant.ts";
import { unknownName } from "../declare/unknown-name-error.ts";
import { type Overrides, readOverrides } from "./overrides.ts";

/** What a lookup takes besides the context. */
export interface LookupOptions {
  /** The instant to answer for, as a Date or in milliseconds; now by default. */
  readonly at?: Date | number | undefined;
  /** A request's own settings of boolean flags: the result of `parseOverrides`, or settings by name. */
  readonly overrides?: Overrides | undefined;
  /** The customer's groups in told sets, by set. */
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
  /** When the customers were created, by scope. */
  readonly created?: Readonly<Record<string, Date | number | undefined>> | undefined;
  /** The first one by default. */
  readonly environment?: string | undefined;
}

const nothing: Told = { overrides: undefined, groups: undefined, created: undefined };

/**
 * What the options tell; throws UnknownNameError for unknown names, and TypeError for what is not a setting or an
 * instant.
 */
export function readTold(declarations: Declarations, options: LookupOptions | undefined): Told {
  if (options === undefined) return nothing;
  const { overrides, groups, created } = options;
  if (overrides === undefined && groups === undefined && created === undefined) return nothing;
  return {
    overrides: overrides === undefined ? undefined : readOverrides(declarations, overrides),
    groups: groups === undefined ? undefined : readGroups(declarations, groups),
    created: created === undefined ? undefined : readCreated(declarations, created),
  };
}

function readGroups(
  { sets, retired }: Declarations,
  told: NonNullable<LookupOptions["groups"]>,
): ReadonlyMap<GroupSet, Group> {
  mustBeObject("groups", told);
  const groups = new Map<GroupSet, Group>();
  for (const [name, group] of Object.entries(told)) {
    if (group === undefined) continue;
    const set = sets.get(name);
    if (retired.sets.has(name)) continue;
    if (set?.told === false)
      throw new TypeError(`group set \`${name}\` is not supplied by the caller: its members are in the files`);
    if (set === undefined) throw unknownName("groups", name, () => toldSets(sets));
    const found = set.groups.find((each) => each.name === group);
    if (found === undefined) throw unknownName("groups", group, () => set.groups.map((each) => each.name), "group");
    groups.set(set, found);
  }
  return groups;
}

function mustBeObject(option: string, given: unknown): void {
  if (typeof given !== "object" || given === null)
    throw new TypeError(`\`${option}\` must be an object, not ${given === null ? "null" : typeof given}`);
}

function toldSets(sets: ReadonlyMap<string, GroupSet>): readonly string[] {
  return [...sets.values()].filter(({ told }) => told).map(({ name }) => name);
}

function readCreated(
  { scopes }: Declarations,
  created: NonNullable<LookupOptions["created"]>,
): ReadonlyMap<number, number> {
  mustBeObject("created", created);
  const instants = new Map<number, number>();
  for (const [name, instant] of Object.entries(created)) {
    if (instant === undefined) continue;
    const scope = scopes.get(name);
    if (scope === undefined) throw unknownName("scope", name, () => scopes.keys());
    instants.set(scope, toInstant(`created.${name}`, instant));
  }
  return instants;
}
