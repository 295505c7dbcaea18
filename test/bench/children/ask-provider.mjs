// The nanoseconds per answer of the module and of an OpenFeature provider that asks it, which take turns in one process: the median
// of rounds, in processor time. Request: { folder, flag }; `folder` has the outputs.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { median } from "../measure.mjs";

const { folder, flag } = JSON.parse(process.argv[2]);
const load = (path) => import(pathToFileURL(`${folder}/${path}`).href);
const [{ lookup }, { FlagstoneProvider }] = [await load("flags.js"), await load("openfeature/server.js")];
const provider = new FlagstoneProvider({ scope: "account" });
await provider.initialize();

const attributes = { attribute_0: "7.190.2", attribute_1: "c1", attribute_2: "ios" };
const kinds = {
  // the smallest context, and one that other vendors read as well
  key: { context: (id) => ({ targetingKey: id }), options: undefined },
  full: {
    context: (id) => ({ targetingKey: id, email: "a@example.com", ...attributes, created: { account: "2026-01-31" } }),
    options: { attributes, created: { account: new Date("2026-01-31") } },
  },
};
const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { own: [], provider: [] }]));
const questions = 20_000;
for (let round = 0; round < 14; round++)
  for (const [kind, { context, options }] of Object.entries(kinds)) {
    const contexts = Array.from({ length: questions }, (_, n) => context(`acct-${n % 5000}`));
    const [own, resolved] = [[], []];
    const began = process.cpuUsage();
    for (const { targetingKey } of contexts) own.push(lookup({ account: targetingKey }, options).details(flag));
    const between = process.cpuUsage(began);
    const resumed = process.cpuUsage();
    for (const each of contexts) resolved.push(await provider.resolveBooleanEvaluation(flag, false, each));
    const ended = process.cpuUsage(resumed);
    for (const [n, { value, reason }] of own.entries())
      assert.deepEqual([resolved[n].value, resolved[n].reason, resolved[n].errorCode], [value, reason, undefined]);
    if (round < 4) continue;
    times[kind].own.push(nanoseconds(between));
    times[kind].provider.push(nanoseconds(ended));
  }
function nanoseconds({ user, system }) {
  return ((user + system) / questions) * 1e3;
}
const medians = ({ own, provider }) => ({
  own: median(own),
  more: median(provider.map((time, round) => time - own[round])),
});
console.log(JSON.stringify({ key: medians(times.key), full: medians(times.full) }));
