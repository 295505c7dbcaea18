import { UnknownNameError } from "../declare/unknown-name-error.ts";
import type { Module } from "./open.ts";
import { OverridesError } from "./overrides.ts";

/** A module and the errors that it throws. */
export interface SharedModule extends Module {
  readonly UnknownNameError: typeof UnknownNameError;
  readonly OverridesError: typeof OverridesError;
}

/** Where a program finds existing modules; each realm has its own list. */
const registry = Symbol.for("flagstone.modules");

/**
 * The single module of a build in this program, whichever of its files was loaded first and however often: so `load`
 * reaches everyone, and an error is an instance of one class.
 */
export function share(build: string, open: () => Module): SharedModule {
  const modules = modulesOf(globalThis as { [registry]?: Map<string, SharedModule> });
  const found = modules.get(build) ?? { ...open(), UnknownNameError, OverridesError };
  modules.set(build, found);
  return found;
}

/** If globals cannot be added, every file has its own list. */
function modulesOf(realm: { [registry]?: Map<string, SharedModule> }): Map<string, SharedModule> {
  const modules = realm[registry] ?? new Map<string, SharedModule>();
  Reflect.defineProperty(realm, registry, { value: modules });
  return modules;
}
