import { base } from "./base.mjs";
import { catalog } from "./catalog.mjs";
import { commands } from "./commands.mjs";
import { conditions } from "./conditions.mjs";
import { featurevisor } from "./featurevisor.mjs";
import { findings } from "./findings.mjs";
import { growth } from "./growth.mjs";
import { importing } from "./import.mjs";
import { importPeers } from "./import-peers.mjs";
import { lookup } from "./lookup.mjs";
import { many } from "./many.mjs";
import { ofrep } from "./ofrep.mjs";
import { openfeature } from "./openfeature.mjs";
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
  openfeature,
  ofrep,
  importing,
  small,
  values,
  importPeers,
  commands,
  findings,
  many,
  growth,
  featurevisor,
  base,
  catalog,
  start,
  types,
];
