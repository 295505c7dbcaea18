import type { Decision, Declarations, Flag, GroupSet, Release } from "../declare/declarations.ts";
import type { BundleRetired, BundleValue } from "../shapes/bundle.ts";
import type { Fault } from "./shape-checks.ts";
import { shapeOfFlag } from "./shape-of-flag.ts";
import { breachesOf, fits } from "./value-shape.ts";

/** The names of scopes that a decision can be asked by; empty for a global flag, which can be asked of any context. */
function scopesOf({ scopeNames }: Declarations, { steps }: Decision): readonly string[] {
  return steps.map(({ scope }) => scopeNames[scope] as string);
}

/** How a sound bundle breaks what a module promised to code when it was built: names, their scopes, their types. */
export function* findBrokenPromises(
  built: Declarations,
  next: Declarations,
  retired: readonly BundleRetired[],
): Generator<Fault> {
  for (const scope of built.scopes.keys()) {
    if (!next.scopes.has(scope)) yield { path: `scopes.${scope}`, message: "is missing" };
  }
  for (const { scope, within } of built.kinships) {
    if (!next.kinships.some((now) => now.scope === scope && now.within === within))
      yield { path: "identities.children", message: `no longer has \`${scope}\` within \`${within}\`` };
  }
  for (const environment of built.environments) {
    if (!next.environments.includes(environment))
      yield { path: "environments", message: `no longer has \`${environment}\`` };
  }
  for (const [name, flag] of built.flags) {
    const path = `flags.${name}`;
    const now = next.flags.get(name);
    if (now === undefined)
      yield* checkRetired(
        path,
        retired,
        "flag",
        name,
        (answer, value) => isAnswer(flag, answer) && isValue(flag, value),
      );
    else {
      yield* checkValues(path, flag, now);
      yield* checkScopes(path, scopesOf(built, flag), scopesOf(next, now));
    }
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
  for (const [name, { type }] of built.attributes) {
    // What the new data lacks is ignored; what it reads as another type would be untold for everyone.
    const now = next.attributes.get(name)?.type ?? type;
    if (now !== type && !(type === "version" && now === "text"))
      yield { path: `attributes.${name}`, message: `was a ${type} and is now a ${now}` };
  }
  for (const [name, set] of built.sets) {
    const path = `groups.${name}`;
    const now = next.sets.get(name);
    if (now !== undefined) {
      yield* checkScopes(path, scopeOf(built, set), scopeOf(next, now));
      yield* checkSet(path, set, now);
    } else {
      const isGroup = (answer: BundleValue | undefined): boolean =>
        answer === undefined || set.groups.some((group) => group.name === answer);
      yield* checkRetired(path, retired, "groups", name, isGroup);
    }
  }
}

/** The scope of a set by name, if it has one. */
function scopeOf({ scopeNames }: Declarations, { scope }: GroupSet): readonly string[] {
  return scope < 0 ? [] : [scopeNames[scope] as string];
}

/** Whether a flag promised this answer. */
function isAnswer({ variants }: Flag, answer: BundleValue | undefined): boolean {
  return variants === undefined ? typeof answer === "boolean" : variants.includes(answer as string);
}

/** Whether a flag promised this value of its answer. */
function isValue(flag: Flag, value: unknown): boolean {
  const shape = shapeOfFlag(flag);
  return shape === undefined || (value !== undefined && fits(value, shape));
}

function* checkValues(path: string, built: Flag, now: Flag): Generator<Fault> {
  if ((built.variants === undefined) !== (now.variants === undefined))
    yield { path, message: built.variants === undefined ? "now has variants" : "no longer has variants" };
  for (const variant of built.variants ?? []) {
    if (now.variants !== undefined && !now.variants.includes(variant))
      yield { path, message: `no longer has variant \`${variant}\`` };
  }
  const [old, next] = [shapeOfFlag(built), shapeOfFlag(now)];
  if (old === undefined) return;
  if (next === undefined) yield { path, message: "has no values any more" };
  else
    for (const { path: inner, message } of breachesOf(old, next))
      yield { path: inner === "" ? `${path}.values` : `${path}.values.${inner}`, message };
}

function* checkRetired(
  path: string,
  retired: readonly BundleRetired[],
  kind: BundleRetired["kind"],
  name: string,
  isAnswer: (answer: BundleValue | undefined, value: unknown) => boolean,
): Generator<Fault> {
  const found = retired.find((one) => one.kind === kind && one.name === name);
  if (found === undefined) yield { path, message: "is missing, and not retired" };
  else if (!isAnswer(found.answer, found.value)) yield { path, message: "is retired without an answer of its type" };
}

function* checkScopes(path: string, built: readonly string[], now: readonly string[]): Generator<Fault> {
  if (now.length === 0) return;
  if (built.length === 0) yield { path, message: "is no longer global" };
  for (const scope of built) if (!now.includes(scope)) yield { path, message: `is no longer of scope \`${scope}\`` };
}

function* checkRelease(path: string, built: Release, now: Release): Generator<Fault> {
  if (now.set.name !== built.set.name) yield { path, message: `no longer uses \`${built.set.name}\`` };
  for (const [key, value] of Object.entries(built.properties)) {
    if (!Object.hasOwn(now.properties, key) || typeof now.properties[key] !== typeof value) {
      yield { path, message: `no longer has property \`${key}\` of type ${typeof value}` };
    }
  }
}

function* checkSet(path: string, built: GroupSet, now: GroupSet): Generator<Fault> {
  if (built.told && !now.told) yield { path, message: "is no longer supplied by the caller" };
  if (built.exclusive && !now.exclusive) yield { path, message: "is no longer exclusive" };
  if (built.default !== undefined && now.default === undefined) yield { path, message: "no longer has a default" };
  for (const { name, reference } of built.groups) {
    if (!now.groups.some((group) => group.name === name))
      yield { path, message: `no longer has group \`${reference}\`` };
  }
}
