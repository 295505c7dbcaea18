import type { Bundle, BundleRetired, BundleValue } from "../shapes/bundle.ts";
import type { Declarations, GroupSet } from "./declarations.ts";
import type { Fault } from "./shape.ts";

/** What a sound bundle breaks of what a module promised to code when it was built: its names, scopes and types. */
export function* findBrokenPromises(built: Declarations, next: Declarations, { retired }: Bundle): Generator<Fault> {
}
