// The milliseconds of processor time that JSON.parse takes, once the text has been read. Request: { path }.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";

const { path } = JSON.parse(process.argv[2]);
const text = readFileSync(path, "utf8");
const began = process.cpuUsage();
const parsed = JSON.parse(text);
const { user, system } = process.cpuUsage(began);
assert.equal(typeof parsed, "object");
console.log(JSON.stringify({ ms: (user + system) / 1000 }));
