import type { BundleRetired, BundleValue } from "../shapes/bundle.ts";
import type { Decision, Declarations, GroupSet, Release } from "./declarations.ts";
import type { Fault } from "./shape.ts";

/** The names of scopes that a decision can be asked by; none for a global flag, which any context can be asked for. */
function scopesOf({ scopeNames }: Declarations, { steps }: Decision): readonly string[] {
  return steps.map(({ scope }) => scopeNames[scope] as string);
}

/** What a sound bundle breaks of what a module promised to code when it was built: names, their scopes, their types. */
export function* findBrokenPromises(
  built: Declarations,
  next: Declarations,
  retired: readonly BundleRetired[],
): Generator<Fault> {
  for (const scope of built.scopes.keys()) {
    if (!next.scopes.has(scope)) yield { path: `scopes.${scope}`, message: "is missing" };
  }
  for (const [name, flag] of built.flags) {
    const path = `flags.${name}`;
    const type = typeof built.values[flag.default];
    const now = next.flags.get(name);
    if (now === undefined) {
      yield* checkRetired(path, retired, "flag", name, (answer) => typeof answer === type);
      continue;
    }
    if (typeof next.values[now.default] !== type) yield { path, message: `is not a ${type} any more` };
    yield* checkScopes(path, scopesOf(built, flag), scopesOf(next, now));
  }
  for (const [name, release] of built.releases) {
    const path = `releases.${name}`;
    const now = next.releases.get(name);
    if (now === undefined) yield* checkRetired(path, retired, "release", name, (answer) => typeof answer === "string");
    else yield* checkRelease(path, release, now);
  }
  for (const [name, privilege] of built.privileges) {
    const path = `privileges.${name}`;
    const now = next.privileges.get(name);
    if (now === undefined)
      yield* checkRetired(path, retired, "privilege", name, (answer) => typeof answer !== "string");
    else yield* checkScopes(path, scopesOf(built, privilege), scopesOf(next, now));
  }
  for (const [name, set] of built.sets) {
    const path = `groups.${name}`;
    const now = next.sets.get(name);
    if (now !== undefined) {
      yield* checkScopes(path, [built.scopeNames[set.scope] as string], [next.scopeNames[now.scope] as string]);
      yield* checkSet(path, set, now);
    } else {
      const isAnswer = (answer: BundleValue | undefined): boolean =>
        answer === undefined || set.groups.some((group) => group.name === answer);
      yield* checkRetired(path, retired, "groups", name, isAnswer);
    }
  }
}

function* checkRetired(
  path: string,
  retired: readonly BundleRetired[],
  kind: BundleRetired["kind"],
  name: string,
  isAnswer: (answer: BundleValue | undefined) => boolean,
): Generator<Fault> {
  const found = retired.find((one) => one.kind === kind && one.name === name);
  if (found === undefined) yield { path, message: "is missing, and not retired" };
  else if (!isAnswer(found.answer)) yield { path, message: "is retired without an answer of its type" };
}

function* checkScopes(path: string, built: readonly string[], now: readonly string[]): Generator<Fault> {
  if (now.length === 0) return;
  if (built.length === 0) yield { path, message: "is not global any more" };
  for (const scope of built) if (!now.includes(scope)) yield { path, message: `is not of scope \`${scope}\` any more` };
}

function* checkRelease(path: string, built: Release, now: Release): Generator<Fault> {
  if (now.set.name !== built.set.name) yield { path, message: `is not by \`${built.set.name}\` any more` };
  for (const [key, value] of Object.entries(built.properties)) {
    if (!Object.hasOwn(now.properties, key) || typeof now.properties[key] !== typeof value) {
      yield { path, message: `has no property \`${key}\` of type ${typeof value} any more` };
    }
  }
}

function* checkSet(path: string, built: GroupSet, now: GroupSet): Generator<Fault> {
  if (built.exclusive && !now.exclusive) yield { path, message: "is not exclusive any more" };
  if (built.default !== undefined && now.default === undefined) yield { path, message: "has no default any more" };
  for (const { name, reference } of built.groups) {
    if (!now.groups.some((group) => group.name === name))
      yield { path, message: `has no group \`${reference}\` any more` };
  }
}
