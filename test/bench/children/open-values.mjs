// Imports a generated module in a process that does nothing else, and asks for a variant: the milliseconds of processor time until
// the answer. Request: { path, flag }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";

const { path, flag } = JSON.parse(process.argv[2]);
const { href } = pathToFileURL(path);
const began = process.cpuUsage();
const { lookup } = await import(href);
const answer = lookup({ account: "acme" }).variant(flag);
const { user, system } = process.cpuUsage(began);
assert.equal(answer, "only");
console.log(JSON.stringify({ ms: (user + system) / 1000 }));
