// The milliseconds of the first lookup after a date has passed, on a clock that the program sets. Request: { path, listed, flag,
// before, after }: `listed` has the flag before, and not after.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";

const { path, listed, flag, before, after } = JSON.parse(process.argv[2]);
let now = before;
Date.now = () => now;
const { lookup } = await import(pathToFileURL(path).href);
for (let times = 0; times < 10_000; times++) assert.equal(lookup({ account: listed }).isEnabled(flag), true);
now = after;
const began = performance.now();
const answer = lookup({ account: listed }).isEnabled(flag);
const ms = performance.now() - began;
assert.equal(answer, false);
console.log(JSON.stringify({ ms }));
