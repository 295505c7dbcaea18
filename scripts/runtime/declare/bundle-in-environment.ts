import type { Bundle } from "../shapes/bundle.ts";

/** A bundle as it applies in one of its environments. */
export function inEnvironment(bundle: Bundle, environment: string): Bundle {
  if (environment === bundle.environments[0]) return bundle;
  return {
    ...bundle,
    groups: each(bundle.groups, environment),
    flags: each(bundle.flags, environment),
    releases: each(bundle.releases, environment),
  };
}

/** What may differ in other environments. */
interface Varied {
  environments?: { [environment: string]: object };
}

/** A key of an environment replaces that of the thing; null removes it. */
function each<Thing extends Varied>(
  things: Readonly<Record<string, Thing>>,
  environment: string,
): Record<string, Thing> {
  const own = Object.entries(things).map(([name, thing]) => {
    const { environments = {} } = thing;
    if (!Object.hasOwn(environments, environment)) return [name, thing];
    const merged = { ...thing, ...environments[environment] };
    return [name, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))];
  });
  return Object.fromEntries(own);
}
