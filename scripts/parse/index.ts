export { parseConfig } from "./config.ts";
export { type Parsed, parse } from "./file.ts";
export { kindAt } from "./kind.ts";
