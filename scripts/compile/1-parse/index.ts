export { kindAt } from "./document-kind.ts";
export { parseConfig } from "./package-json.ts";
export { isSurelyBroken, type Parsed, parse } from "./parse-file.ts";
