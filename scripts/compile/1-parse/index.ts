export { kindAt } from "./document-kind.ts";
export { parseConfig } from "./package-json.ts";
export { type Parsed, parse } from "./parse-file.ts";
