export { parseConfig } from "./config.ts";
export { type Parsed, parse } from "./file.ts";
