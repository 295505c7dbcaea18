export type { Context } from "./context.ts";
export type { Explanation, Reason, Rule } from "./explanation.ts";
export type { Lookup, ReleaseAnswer } from "./lookup.ts";
export { type Module, type Names, open } from "./open.ts";
export type { LookupOptions } from "./options.ts";
export { type OverrideProblem, type Overrides, OverridesError, type ParsedOverrides } from "./overrides.ts";
export type { Plan } from "./plan.ts";
export type { Snapshot } from "./snapshot.ts";
export { UnknownNameError } from "./unknown-name-error.ts";
