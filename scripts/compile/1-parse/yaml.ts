import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

let loaded: typeof import("yaml") | undefined;

/** The package that reads any YAML, loaded for the first text that is not written in the usual way. */
export function yaml(): typeof import("yaml") {
  loaded ??= require("#yaml") as typeof import("yaml");
  return loaded;
}
