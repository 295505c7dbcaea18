import type { Bundle } from "../shapes/bundle.ts";

/** What may differ in other environments. */
interface Varied {
  environments?: { [environment: string]: object };
}

type Listed = Bundle["flags"][string]["listed"];
type Members = Bundle["groups"][string]["members"];

/**
 * A bundle with every list of customers empty: its declarations are the same, and small, whatever the number of
 * customers.
 */
export function withoutCustomers(bundle: Bundle): Bundle {
  const { groups, flags, releases, privileges, identities } = bundle;
  return {
    ...bundle,
    groups: each(groups, (set) => emptied(set, "members", (members: Members) => each(members, () => []))),
    flags: each(flags, (flag) => emptied(flag, "listed", withoutEntries)),
    releases: each(releases, (release) => emptied(release, "pinned", withoutEntries)),
    privileges: each(privileges, (privilege) => ({ ...privilege, frozen: [] })),
    identities: { children: identities.children.map((children) => ({ ...children, of: {} })), aliases: [] },
  };
}

function withoutEntries(listed: Listed): Listed {
  return listed.map((listing) => ({ ...listing, entries: [] }));
}

/** A thing with one key emptied, also in its environments. */
function emptied<Thing extends Varied, Value>(thing: Thing, key: string, empty: (value: Value) => Value): Thing {
  const change = <Settings extends object>(settings: Settings): Settings =>
    Object.hasOwn(settings, key) ? { ...settings, [key]: empty(settings[key as keyof Settings] as Value) } : settings;
  const own = change(thing);
  return thing.environments === undefined ? own : { ...own, environments: each(thing.environments, change) };
}

/** A record with each value changed, without a prototype, so that `__proto__` is a name like any other. */
export function each<Value, Changed>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Changed,
): Record<string, Changed> {
  const changed: Record<string, Changed> = Object.create(null);
  for (const [name, value] of Object.entries(record)) changed[name] = change(value);
  return changed;
}
