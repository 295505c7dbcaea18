import { importing } from "./import.mjs";
import { lookup } from "./lookup.mjs";

/** Every table, in the order of the page. */
export const tables = [lookup, importing];
