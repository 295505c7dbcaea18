import { sha256OfContent } from "../bin/digest.ts";
import { serialize } from "../bin/serialize.ts";
import type { Bundle, BundleFlag, BundleGroupSet } from "../shapes/bundle.ts";

/** How many hexadecimal digits distinguish closures. */
const digits = 16;

/** The parts of a bundle that a name's answers depend on besides its own data, by kind. */
interface References {
  readonly scopes?: readonly string[];
  readonly groups?: readonly string[];
  /** Attributes and sets that conditions test. */
  readonly tested?: readonly string[];
  readonly flags?: readonly string[];
}

/**
 * For each name, live or retired, a digest of everything that its answers and its description depend on: its own data,
 * and what decides in the groups, identities and flags that it refers to, directly or indirectly. Equal digests mean
 * equal answers. Takes time linear in the bundle.
 */
export function closuresOf(bundle: Bundle): Record<string, string> {
  const { flags, releases, privileges, groups, retired } = bundle;
  const parts = partsOf(bundle);
  const found: Record<string, string[]> = Object.create(null);
  const add = (name: string, own: object, decided: string): void => {
    found[name] = [...(found[name] ?? []), prose(own), decided];
  };
  for (const [name, set] of Object.entries(groups)) add(name, set, parts.groups(name));
  for (const [name, flag] of Object.entries(flags)) add(name, flag, parts.flags(name));
  for (const [name, release] of Object.entries(releases)) add(name, release, parts.releases(name));
  for (const [name, privilege] of Object.entries(privileges)) add(name, privilege, parts.privileges(name));
  for (const record of retired) add(record.name, {}, short(record));

  const closures: Record<string, string> = Object.create(null);
  for (const name of Object.keys(found).sort()) closures[name] = short(found[name] ?? []);
  return closures;
}

/** For each part of a bundle, the digest of what decides there; found once each, since many names may refer to it. */
function partsOf(bundle: Bundle) {
  const { scopes, identities } = bundle;
  const { attributes = {} } = bundle;
  const isSet = (name: string): boolean => Object.hasOwn(bundle.groups, name);
  const refer = ({ scopes = [], groups = [], tested = [], flags = [] }: References): readonly string[] => [
    ...unique(tested).map((name) => (isSet(name) ? parts.groups(name) : short(decisive(attributes[name] ?? {})))),
    ...unique(scopes).map(parts.scopes),
    ...unique(groups).map(parts.groups),
    ...unique(flags).map(parts.flags),
  ];
  const parts = {
    /** A scope, and its identities. */
    scopes: noted((name) => {
      const children = identities.children.filter(({ within }) => within === name);
      const aliases = identities.aliases.filter(({ scope }) => scope === name);
      return short([scopes[name] ?? {}, children, aliases, refer({ scopes: children.map(({ scope }) => scope) })]);
    }),
    groups: noted((name) => {
      const set = bundle.groups[name] as BundleGroupSet;
      return short([
        decisive(set),
        refer({ scopes: set.scope === undefined ? [] : [set.scope], tested: testedBy(set) }),
      ]);
    }),
    flags: notedInOrder(
      (name) => requiredBy(bundle.flags[name] as BundleFlag),
      (name) => {
        const flag = bundle.flags[name] as BundleFlag;
        return short([
          decisive(flag),
          refer({
            scopes: flag.scopes,
            groups: groupsOf(flag, bundle),
            tested: testedBy(flag),
            flags: requiredBy(flag),
          }),
        ]);
      },
    ),
    releases: noted((name) => {
      const release = bundle.releases[name] as Bundle["releases"][string];
      return short([decisive(release), refer({ groups: [release.by] })]);
    }),
    privileges: noted((name) => {
      const privilege = bundle.privileges[name] as Bundle["privileges"][string];
      return short([decisive(privilege), refer({ scopes: [privilege.scope] })]);
    }),
  };
  return parts;
}

/** A flag in all environments: the first one and the others. */
function everywhere(flag: BundleFlag): readonly Partial<BundleFlag>[] {
  return [flag, ...(Object.values(flag.environments ?? {}) as Partial<BundleFlag>[])];
}

function requiredBy(flag: BundleFlag): readonly string[] {
  return everywhere(flag).flatMap(({ requires }) =>
    (requires ?? []).flatMap((item) => (typeof item === "string" ? item : "flag" in item ? item.flag : [])),
  );
}

/** The sets of the groups that a flag refers to. */
function groupsOf(flag: BundleFlag, { groups }: Bundle): readonly string[] {
  const references = everywhere(flag).flatMap(({ grouped, rollout }) => [
    ...(grouped ?? []).map(({ group }) => group),
    ...[rollout ?? []]
      .flat()
      .flatMap(({ among = [] }) => among)
      .filter((item) => typeof item === "string"),
  ]);
  return references
    .map((reference) => reference.split("/", 1)[0] as string)
    .filter((name) => Object.hasOwn(groups, name));
}

/** The names that conditions of a flag or a set test, in all environments. */
function testedBy(thing: BundleFlag | BundleGroupSet): readonly string[] {
  const { environments = {}, ...own } = thing;
  const names: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, part] of Object.entries(value))
      if (key === "where" && typeof part === "object" && part !== null) names.push(...Object.keys(part));
      else visit(part);
  };
  for (const each of [own, ...Object.values(environments)] as Partial<BundleFlag & BundleGroupSet>[])
    visit([each.conditional, each.rollout, each.requires, each.conditions, each.shares]);
  return names;
}

/** The parts of a thing that only people read. */
function prose(thing: object): string {
  const { description, owner, deprecated } = thing as Partial<BundleFlag>;
  return serialize({ description, owner, deprecated });
}

/** A thing without what only people read. */
function decisive(thing: object): object {
  return { ...thing, description: undefined, owner: undefined, deprecated: undefined };
}

function short(content: object): string {
  return sha256OfContent(content).slice(0, digits);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** A function of a name that computes each value once. */
function noted(find: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}

/** The same for names that need others first, in chains of any length. */
function notedInOrder(
  needs: (name: string) => readonly string[],
  find: (name: string) => string,
): (name: string) => string {
  const known = new Map<string, string>();
  return (asked) => {
    const open = [asked];
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const missing = known.has(last) ? [] : needs(last).filter((name) => !known.has(name));
      for (const name of missing) open.push(name);
      if (missing.length > 0) continue;
      if (!known.has(last)) known.set(last, find(last));
      open.pop();
    }
    return known.get(asked) as string;
  };
}
