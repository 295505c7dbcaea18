import type { Bundle } from "../shapes/bundle.ts";

/** A bundle as one of its environments has it. */
export function inEnvironment(bundle: Bundle, environment: string): Bundle {
  if (environment === bundle.environments[0]) return bundle;
  return {
    ...bundle,
    groups: each(bundle.groups, environment),
    flags: each(bundle.flags, environment),
    releases: each(bundle.releases, environment),
  };
}

/** What may be different elsewhere. */
interface Varied {
  environments?: { [environment: string]: object };
}

/** A key that an environment has replaces that of the thing; null takes it away. */
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
