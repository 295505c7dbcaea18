import { type Entries, fromOf, untilOf } from "../model/entries.ts";
import type {
  Attribute,
  Decision,
  Flag,
  GroupSet,
  Model,
  Named,
  Pattern,
  Privilege,
  Release,
  RolloutPart,
} from "../model/model.ts";
import { compareText } from "../model/text/words.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import { hasDigest, sha256OfParts, withDigest } from "../runtime/bin/digest.ts";
import { serializeTo } from "../runtime/bin/serialize.ts";
import { closuresOf } from "../runtime/load/closure.ts";
import type {
  Bundle,
  BundleAlias,
  BundleAttribute,
  BundleChildren,
  BundleCreated,
  BundleEntry,
  BundleFlag,
  BundleGroupCondition,
  BundleGroupSet,
  BundleGroupShare,
  BundleListing,
  BundleMember,
  BundlePrivilege,
  BundleRelease,
  BundleRequirement,
  BundleRollout,
} from "../runtime/shapes/bundle.ts";
import { buckets } from "../runtime/tables/bucket.ts";
import { conditionOf, whereOf, window } from "./bundle-conditions.ts";
import { orderOf } from "./order.ts";

/** A bundle that contains the digest of its canonical text, and that text. */
export interface SealedBundle {
  readonly bundle: Bundle;
  /** The text in UTF-8, in parts. */
  readonly bytes: readonly Buffer[];
  /** Its length in UTF-16 units. */
  readonly length: number;
}

/** Adds the digests to a bundle. */
export function seal(said: Bundle): SealedBundle {
  const content = { ...said, closures: closuresOf(said) };
  const bytes: Buffer[] = [];
  let length = 0;
  let unsealed: { readonly text: string; readonly at: number } | undefined;
  const sha256 = sha256OfParts((take) =>
    serializeTo(content, (text) => {
      take(text);
      if (unsealed === undefined && hasDigest(text)) unsealed = { text, at: bytes.length };
      length += text.length;
      bytes.push(Buffer.from(text));
    }),
  );
  const digest = `sha256-${sha256}`;
  if (unsealed !== undefined) bytes[unsealed.at] = Buffer.from(withDigest(unsealed.text, digest));
  return { bundle: { ...content, digest }, bytes, length: length + digest.length };
}

/** The models of all environments as the plain data that every output is made from, without digests. */
export function contentOf(models: readonly [Model, ...Model[]]): Bundle {
  const [model, ...others] = models;

  /** The named things of one kind, with the differences of each in the other environments. */
  function bundled<Thing, Made extends object>(
    thingsOf: (model: Model) => ReadonlyMap<string, Thing>,
    make: (thing: Thing) => Made,
  ): Record<string, Made> {
    return record(thingsOf(model), (thing, name) => {
      const made = make(thing);
      const environments = others.flatMap((other) => {
        const own = thingsOf(other).get(name);
        const different = own === undefined ? {} : differenceOf(made, make(own));
        return Object.keys(different).length === 0 ? [] : [[other.environment, different]];
      });
      return environments.length === 0 ? made : { ...made, environments: Object.fromEntries(environments) };
    });
  }

  return {
    format: 1,
    digest: "",
    environments: models.map(({ environment }) => environment),
    scopes: record(model.config.scopes, ({ ignoreCase, within }) => ({ ignoreCase, ...defined({ within }) })),
    ...defined({ attributes: model.attributes.size === 0 ? undefined : record(model.attributes, attribute) }),
    groups: bundled(({ sets }) => sets, groupSet),
    flags: bundled(({ flags }) => flags, flag),
    releases: bundled(({ releases }) => releases, release),
    privileges: record(model.privileges, privilege),
    identities: { children: children(model), aliases: aliases(model) },
    retired: model.retired
      .map(({ kind, name, answer, value, client }) => ({
        kind,
        name,
        ...defined({ answer, value: value as never, client: client || undefined }),
      }))
      .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name)),
  };
}

/** The lists that an environment has empty instead of leaving them out. */
const replacedByNone: ReadonlySet<string> = new Set(["requires", "shares", "conditions", "conditional"]);

/** The keys that differ from the first environment; null for one that this environment does not have. */
function differenceOf(first: object, own: object): Record<string, unknown> {
  const [before, after] = [first as Record<string, unknown>, own as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [key, after[key] ?? (key === "paused" ? false : replacedByNone.has(key) ? [] : null)]),
  );
}

/** A record without a prototype, so that `__proto__` is a name like any other. */
function record<Thing, Made>(
  things: ReadonlyMap<string, Thing>,
  make: (thing: Thing, name: string) => Made,
): Record<string, Made> {
  const made: Record<string, Made> = Object.create(null);
  for (const [name, thing] of things) made[name] = make(thing, name);
  return made;
}

/** The properties of an object that are not undefined. */
function defined<Properties extends object>(
  properties: Properties,
): { [Key in keyof Properties]?: Exclude<Properties[Key], undefined> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as never;
}

function about({ description, owner, deprecated }: Named) {
  return { description, owner, ...defined({ deprecated }) };
}

function flag(flag: Flag): BundleFlag {
  return {
    ...about(flag),
    scopes: [...flag.scopes],
    ...defined({ variants: flag.variants === undefined ? undefined : [...flag.variants], ...values(flag) }),
    default: flag.default,
    ...defined({
      expires: lastDay(flag.expires),
      keep: flag.keep || undefined,
      permanent: flag.permanent,
      paused: flag.paused === undefined ? undefined : true,
    }),
    listed: listings(flag),
    grouped: flag.grouped
      .map(({ value, group }) => ({ value, group }))
      .sort((a, b) => compareText(`${a.value}`, `${b.value}`) || compareText(a.group, b.group)),
    ...defined({
      conditional: conditional(flag),
      rollout: rollout(flag),
      created: created(flag),
      requires: requires(flag),
      unmet:
        flag.requires.length + flag.requiredConditions.length === 0 || flag.unmet === flag.default
          ? undefined
          : flag.unmet,
      client: flag.client || undefined,
    }),
  };
}

/** A copy, since what a service reads is frozen. */
function values({ variantValues, shape }: Flag): Pick<BundleFlag, "values" | "shape"> {
  if (variantValues === undefined || shape === undefined) return {};
  return {
    values: JSON.parse(JSON.stringify([...variantValues.values()])),
    shape: shape as NonNullable<BundleFlag["shape"]>,
  };
}

/** A single part for everyone is written without a list. */
function rollout({ rollout }: Flag): BundleFlag["rollout"] {
  const parts = rollout.flatMap((part) => rolloutPart(part) ?? []);
  const [only] = parts;
  return only === undefined || (parts.length === 1 && only.among === undefined) ? only : parts;
}

function rolloutPart({ among, amongConditions, by, salt, total, shares }: RolloutPart): BundleRollout | undefined {
  if (by === undefined) return undefined;
  return {
    ...defined({
      among: among && [
        ...among.map(({ group }) => group).sort(compareText),
        ...amongConditions.map((condition) => ({ where: whereOf(condition) })),
      ],
    }),
    by,
    salt,
    ...(total === buckets ? {} : { total }),
    shares: shares.map(({ value, share }) => ({ value, share })),
  };
}

/** In the order of the file, so that `explain` finds their places. */
function conditional({ conditional }: Flag): BundleFlag["conditional"] {
  if (conditional.length === 0) return undefined;
  return conditional.map(({ value, condition }) => ({ value, ...conditionOf(condition) }));
}

/** A switch that must be on is written as its name. */
function requires({ requires, requiredConditions }: Flag): BundleFlag["requires"] {
  if (requires.length + requiredConditions.length === 0) return undefined;
  const key = (item: string | BundleRequirement): string => (typeof item === "string" ? item : item.flag);
  const flags = requires
    .map(({ name, values }) => (values[0] === true ? name : { flag: name, values: values.map(String) }))
    .sort((a, b) => compareText(key(a), key(b)));
  return [...flags, ...requiredConditions.map((condition) => ({ where: whereOf(condition) }))];
}

function created({ created }: Flag): BundleCreated | undefined {
  if (created?.by === undefined) return undefined;
  return { by: created.by, from: formatInstant(created.from), value: created.value };
}

function listings({ listed }: Decision): BundleListing[] {
  return listed
    .map(({ value, scope, entries: list }) => ({ value, scope, entries: entries(list) }))
    .sort((a, b) => compareText(`${a.value}`, `${b.value}`) || compareText(a.scope, b.scope));
}

/** The entries of a list, sorted by id and time, so that the order of the file does not show. */
function entries(list: Entries): BundleEntry[] {
  const instants = new Map<Instant, string>();
  const textOf = (instant: Instant): string => {
    const text = instants.get(instant) ?? formatInstant(instant);
    instants.set(instant, text);
    return text;
  };
  const order = orderOf(list.ids, (a, b) => fromOf(list, a) - fromOf(list, b));
  const sorted = new Array<BundleEntry>(order.length);
  for (let at = 0; at < order.length; at++) {
    const index = order[at] as number;
    const id = list.ids[index] as string;
    const [from, until] = [fromOf(list, index), untilOf(list, index)];
    if (from === -Infinity) sorted[at] = until === Infinity ? id : { id, until: textOf(until) };
    else
      sorted[at] = until === Infinity ? { from: textOf(from), id } : { from: textOf(from), id, until: textOf(until) };
  }
  return sorted;
}

function attribute(attribute: Attribute): BundleAttribute {
  const { scope, type, ignoreCase, values } = attribute;
  return {
    ...about(attribute),
    ...defined({ scope, ignoreCase: ignoreCase || undefined, values: values && [...values] }),
    type,
  };
}

function groupSet(set: GroupSet): BundleGroupSet {
  return {
    ...about(set),
    ...defined({ scope: set.scope }),
    exclusive: set.exclusive,
    ...defined({ default: set.default, told: set.told || undefined }),
    members: record(set.groups, (group) => [...entries(group.members), ...patterns(group.patterns)]),
    ...defined({ conditions: groupConditions(set), shares: groupShares(set) }),
  };
}

function groupShares({ groups }: GroupSet): BundleGroupShare[] | undefined {
  const shares = [...groups.values()].flatMap(({ name, shares }) =>
    shares.map(({ condition, salt, start, end }) => ({
      group: name,
      ...defined({ where: condition && whereOf(condition) }),
      salt,
      start,
      end,
    })),
  );
  return shares.length === 0 ? undefined : shares;
}

function groupConditions({ groups }: GroupSet): BundleGroupCondition[] | undefined {
  const conditions = [...groups.values()].flatMap(({ name, conditions }) =>
    conditions.map((condition) => ({ group: name, ...conditionOf(condition) })),
  );
  return conditions.length === 0 ? undefined : conditions;
}

function patterns(list: readonly Pattern[]): BundleMember[] {
  return [...list]
    .sort((a, b) => compareText(a.prefix, b.prefix) || a.from - b.from)
    .map(({ prefix, from, until }) => ({ prefix, ...window(from, until) }));
}

/** Left out if it never comes. */
function lastDay(end: Decision["expires"]): string | undefined {
  return end === undefined || end.at === Infinity ? undefined : formatInstant(end.at);
}

function release(release: Release): BundleRelease {
  return {
    ...about(release),
    by: release.by,
    stages: release.stages.map(({ group, version }) => ({ group, version })),
    pinned: listings(release),
    properties: release.properties,
  };
}

function privilege(privilege: Privilege): BundlePrivilege {
  const list = privilege.listed[0]?.entries;
  return {
    ...about(privilege),
    scope: privilege.scopes[0] ?? "",
    frozen: list === undefined ? [] : entries(list),
    ...defined({ sunset: lastDay(privilege.expires) }),
  };
}

function children({ children }: Model): BundleChildren[] {
  const found = new Map<string, { scope: string; within: string; of: Map<string, string[]> }>();
  for (const { scope, id, parentScope, parent } of children) {
    const key = `${scope} ${parentScope}`;
    const group = found.get(key) ?? { scope, within: parentScope, of: new Map() };
    found.set(key, group);
    const siblings = group.of.get(parent);
    if (siblings === undefined) group.of.set(parent, [id]);
    else siblings.push(id);
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { scope, within, of }]) => ({ scope, within, of: record(of, (ids) => ids.sort(compareText)) }));
}

function aliases({ aliases }: Model): BundleAlias[] {
  return aliases
    .map(({ scope, id, was, until }) => ({ scope, id, was, ...window(-Infinity, until) }))
    .sort((a, b) => compareText(a.scope, b.scope) || compareText(a.was, b.was));
}
