// The same as open-module.mjs for one of the peers, with a JSON list of ids. Request: { peer, path, listed, absent }.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { heldMegabytes } from "../memory.mjs";
import { peers } from "../peers/index.mjs";

const { peer, path, listed, absent } = JSON.parse(process.argv[2]);
process.env.NODE_ENV = "production";
const before = heldMegabytes();
const began = performance.now();
const { ask, close } = await peers[peer]([{ ids: JSON.parse(readFileSync(path, "utf8")) }]);
const answer = ask(listed);
const ms = performance.now() - began;
assert.equal(answer, true);
assert.equal(ask(absent), false);
console.log(JSON.stringify({ ms, MB: heldMegabytes() - before }));
assert.equal(ask(listed), true);
close?.();
