import type { Bundle } from "../shapes/bundle.ts";
import type { Source } from "./source.ts";

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

/** The same of a bundle whose flags are read one by one. */
export function sourceInEnvironment(source: Source, environment: string): Source {
  if (environment === source.environments[0]) return source;
  const { flags } = source;
  return {
    ...source,
    groups: each(source.groups, environment),
    flags: { ...flags, at: (index) => thingIn(flags.at(index), environment) },
    releases: each(source.releases, environment),
  };
}

/** What may differ in other environments. */
interface Varied {
  environments?: { [environment: string]: object };
}

function each<Thing extends Varied>(
  things: Readonly<Record<string, Thing>>,
  environment: string,
): Record<string, Thing> {
  return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, thingIn(thing, environment)]));
}

/** A key of an environment replaces that of the thing; null removes it. */
function thingIn<Thing extends Varied>(thing: Thing, environment: string): Thing {
  const { environments = {} } = thing;
  if (!Object.hasOwn(environments, environment)) return thing;
  const merged = { ...thing, ...environments[environment] };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as Thing;
}
