// The nanoseconds of `variant` and of `value`, which take turns in one process: the median of rounds. Lookups are made before the
// clock starts. Request: { path, flag }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { median } from "../measure.mjs";

const { path, flag } = JSON.parse(process.argv[2]);
const { lookup } = await import(pathToFileURL(path).href);
const ways = { variant: (held) => held.variant(flag), value: (held) => held.value(flag) };
const times = { variant: [], value: [] };
const questions = 50_000;
for (let round = 0; round < 12; round++)
  for (const [name, ask] of Object.entries(ways)) {
    const held = Array.from({ length: questions }, (_, n) => lookup({ account: `acct-${n}` }));
    let found = 0;
    const began = performance.now();
    for (const each of held) if (ask(each) !== undefined) found++;
    const time = performance.now() - began;
    assert.equal(found, questions);
    if (round >= 4) times[name].push((time / questions) * 1e6);
  }
console.log(JSON.stringify({ variant: median(times.variant), value: median(times.value) }));
