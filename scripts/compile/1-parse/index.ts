export { type Parsed, parse } from "./file.ts";
export { kindAt } from "./kind.ts";
export { parseConfig } from "./package-json.ts";
