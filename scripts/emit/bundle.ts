import { compareText } from "../diagnostic.ts";
import { type Entries, fromOf, untilOf } from "../entries.ts";
import type { Decision, Flag, GroupSet, Model, Named, Privilege, Release } from "../model.ts";
import { digestOf } from "../runtime/digest.ts";
import { serialize } from "../runtime/serialize.ts";
import type {
  Bundle,
  BundleEntry,
  BundleFlag,
  BundleGroupSet,
  BundleListing,
  BundlePrivilege,
  BundleRelease,
} from "../shapes/bundle.ts";
import { formatInstant } from "../time.ts";

/** What a model says, as the plain data that every output is made from; its digest is that of its text. */
export function bundleOf(model: Model): Bundle {
  const bundle: Bundle = {
    format: 1,
    digest: "",
    scopes: record(model.config.scopes, ({ ignoreCase, within }) => ({ ignoreCase, ...defined({ within }) })),
    groups: record(model.sets, groupSet),
    flags: record(model.flags, flag),
    releases: record(model.releases, release),
    privileges: record(model.privileges, privilege),
    retired: model.retired
      .map(({ kind, name, answer }) => ({ kind, name, ...defined({ answer }) }))
      .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name)),
  };
  return { ...bundle, digest: digestOf(serialize(bundle)) };
}

/** A record without a prototype, so that `__proto__` is a name like any other. */
function record<Thing, Made>(things: ReadonlyMap<string, Thing>, make: (thing: Thing) => Made): Record<string, Made> {
  const made: Record<string, Made> = Object.create(null);
  for (const [name, thing] of things) made[name] = make(thing);
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
    default: flag.default,
    ...defined({
      expires: flag.expires === undefined ? undefined : formatInstant(flag.expires.at),
      keep: flag.keep || undefined,
      permanent: flag.permanent,
      paused: flag.paused === undefined ? undefined : true,
    }),
    listed: listings(flag),
    grouped: flag.grouped
      .map(({ value, group }) => ({ value, group }))
      .sort((a, b) => compareText(`${a.value}`, `${b.value}`) || compareText(a.group, b.group)),
  };
}

function listings({ listed }: Decision): BundleListing[] {
  return listed
    .map(({ value, scope, entries: list }) => ({ value, scope, entries: entries(list) }))
    .sort((a, b) => compareText(`${a.value}`, `${b.value}`) || compareText(a.scope, b.scope));
}

/** The entries of a list, sorted by id and time, so that the order of a file does not show. */
export function entries(list: Entries): BundleEntry[] {
  const { ids } = list;
  const order = Array.from(ids.keys()).sort(
    (a, b) => compareText(ids[a] as string, ids[b] as string) || fromOf(list, a) - fromOf(list, b),
  );
  return order.map((index) => {
    const id = ids[index] as string;
    const from = fromOf(list, index);
    const until = untilOf(list, index);
    if (from === -Infinity && until === Infinity) return id;
    return {
      id,
      ...(from === -Infinity ? {} : { from: formatInstant(from) }),
      ...(until === Infinity ? {} : { until: formatInstant(until) }),
    };
  });
}

function groupSet(set: GroupSet): BundleGroupSet {
  return {
    ...about(set),
    scope: set.scope,
    exclusive: set.exclusive,
    ...defined({ default: set.default }),
    members: record(set.groups, (group) => entries(group.members)),
  };
}

function release(release: Release): BundleRelease {
  return {
    ...about(release),
    by: release.by,
    stages: release.stages.map(({ group, version }) => ({ group, version })),
    properties: release.properties,
  };
}

function privilege(privilege: Privilege): BundlePrivilege {
  const list = privilege.listed[0]?.entries;
  return {
    ...about(privilege),
    scope: privilege.scopes[0] ?? "",
    frozen: list === undefined ? [] : entries(list),
    ...defined({ sunset: privilege.expires === undefined ? undefined : formatInstant(privilege.expires.at) }),
  };
}
