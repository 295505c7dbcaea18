import { base } from "./base.mjs";
import { catalog } from "./catalog.mjs";
import { commands } from "./commands.mjs";
import { conditions } from "./conditions.mjs";
import { doors } from "./doors.mjs";
import { featurevisor } from "./featurevisor.mjs";
import { findings } from "./findings.mjs";
import { importing } from "./import.mjs";
import { line } from "./line.mjs";
import { lookup } from "./lookup.mjs";
import { many } from "./many.mjs";
import { ofrep } from "./ofrep.mjs";
import { opening } from "./opening.mjs";
import { peers } from "./peers.mjs";
import { rules } from "./rules.mjs";
import { small } from "./small.mjs";
import { start } from "./start.mjs";
import { types } from "./types.mjs";
import { values } from "./values.mjs";

/** Every table, in the order of the page. */
export const tables = [
  lookup,
  conditions,
  rules,
  peers,
  doors,
  ofrep,
  importing,
  small,
  values,
  opening,
  commands,
  findings,
  many,
  line,
  featurevisor,
  base,
  catalog,
  start,
  types,
];
