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
  /** The customer's groups in told sets, by set; a group that the data lacks is untold. */
  readonly groups?: Readonly<Record<string, string | null | undefined>> | undefined;
  /** The attributes of the customer and of the request, by name; a value of another type or form is untold. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** When the customers were created, by scope. */
  readonly created?: Readonly<Record<string, Date | number | undefined>> | undefined;
  /** The first one by default. */
  readonly environment?: string | undefined;
}

/** Has its keys in the same order as other objects of this type, so that the engine treats them alike. */
const nothing: Told = {
  attributes: undefined,
  standing: undefined,
  overrides: undefined,
  groups: undefined,
  created: undefined,
};

/** What is passed once for many lookups. */
export type Standing = Pick<LookupOptions, "attributes">;

/**
 * What the options tell, and what is told for all lookups; throws UnknownNameError for unknown overrides and scopes, and
 * TypeError for what is not a setting or an instant. Attributes and groups that the data lacks are ignored.
 */
export function readTold(declarations: Declarations, options: LookupOptions | undefined, standing?: Standing): Told {
  if (options === undefined && standing?.attributes === undefined) return nothing;
  const { overrides, groups, created, attributes } = options ?? noOptions;
  if (attributes !== undefined) mustBeObject("attributes", attributes);
  const { attributes: common } = standing ?? noOptions;
  if (common !== undefined) mustBeObject("attributes", common);
  const tellsAttributes = attributes !== undefined || common !== undefined;
  if (!tellsAttributes && overrides === undefined && groups === undefined && created === undefined) return nothing;
  return {
    attributes,
    standing: common,
    overrides: overrides === undefined ? undefined : readOverrides(declarations, overrides),
    groups: groups === undefined ? undefined : readGroups(declarations, groups),
    created: created === undefined ? undefined : readCreated(declarations, created),
  };
}

const noOptions: LookupOptions = {};

function readGroups({ sets }: Declarations, told: NonNullable<LookupOptions["groups"]>): ReadonlyMap<GroupSet, Group> {
  mustBeObject("groups", told);
  const groups = new Map<GroupSet, Group>();
  for (const [name, group] of Object.entries(told)) {
    const set = sets.get(name);
    if (set?.told === false)
      throw new TypeError(`group set \`${name}\` is not supplied by the caller: its members are in the files`);
    const found = set?.groups.find((each) => each.name === group);
    if (set !== undefined && found !== undefined) groups.set(set, found);
  }
  return groups;
}

function mustBeObject(option: string, given: unknown): void {
  if (typeof given !== "object" || given === null)
    throw new TypeError(`\`${option}\` must be an object, not ${given === null ? "null" : typeof given}`);
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
