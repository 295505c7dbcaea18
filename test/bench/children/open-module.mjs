// Imports a generated module in a process that does nothing else, and asks it once: the milliseconds until the answer, and the
// megabytes that it then holds. Request: { path, listed, absent, flag }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { heldMegabytes } from "../memory.mjs";

const { path, listed, absent, flag } = JSON.parse(process.argv[2]);
const { href } = pathToFileURL(path);
const before = heldMegabytes();
const began = performance.now();
const module = await import(href);
const answer = module.lookup({ account: listed }).isEnabled(flag);
const ms = performance.now() - began;
assert.equal(answer, true);
assert.equal(module.lookup({ account: absent }).isEnabled(flag), false);
console.log(JSON.stringify({ ms, MB: heldMegabytes() - before }));
assert.equal(module.lookup({ account: listed }).isEnabled(flag), true);
