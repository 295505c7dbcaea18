// The nanoseconds per answer of a generated module and of each peer with the same lists, which take turns in one process.
// Request: { customers, dated, module, rounds }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { freshIds, idsOf } from "../ids.mjs";
import { lastDays } from "../instances.mjs";
import { median } from "../measure.mjs";
import { peers } from "../peers/index.mjs";
import { openOpenFeature } from "../peers/openfeature.mjs";
import { timeAnswers, timePromises, verify } from "../questions.mjs";
import { subjectsOf } from "../subjects.mjs";

const { customers, dated, module, rounds } = JSON.parse(process.argv[2]);
process.env.NODE_ENV = "production";
const fresh = freshIds(customers);
const ids = idsOf(customers);
const untils = lastDays.map((day) => Date.parse(`${day}T24:00:00Z`));
const lists = dated
  ? untils.map((until, month) => ({ until, ids: ids.filter((_, n) => n % 12 === month) }))
  : [{ ids }];

const ours = await import(pathToFileURL(module).href);
const subjects = subjectsOf(ours);
for (const [name, open] of Object.entries(peers)) subjects[name] = await open(lists);
subjects["@openfeature/server-sdk over Flagstone"] = await openOpenFeature(ours);

const counts = {};
for (const [name, subject] of Object.entries(subjects)) counts[name] = await countFor(subject);
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++)
  for (const [name, subject] of Object.entries(subjects)) {
    const time = await timeOf(subject, counts[name]);
    if (round > 0) times[name].push(time);
  }
for (const { close } of Object.values(subjects)) close?.();
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))));

function timeOf(subject, count) {
  return (subject.isPromised ? timePromises : timeAnswers)(subject, fresh, count);
}

/**
 * How many questions take about a tenth of a second once the engine has compiled what answers them, at most 20,000; as many
 * answers are verified first.
 */
async function countFor(subject) {
  let count = 4;
  while (count < 16_384 && (await timeOf(subject, count)) * count < 5e7) count *= 2;
  count = Math.min(20_000, count * 2);
  if (subject.isPromised)
    for (const [n, id] of fresh(count).entries()) assert.equal(await subject.ask(id), n % 2 === 0);
  else verify(subject, fresh, count);
  return count;
}
