// The nanoseconds per answer of the baselines and of each module, which take turns in one process. Request:
// { customers, modules: { name: path }, rounds, questions }.
import { pathToFileURL } from "node:url";
import { freshIds, idsOf } from "../ids.mjs";
import { lastDays } from "../instances.mjs";
import { median } from "../measure.mjs";
import { timeAnswers, verify } from "../questions.mjs";
import { limitsOf, subjectsOf } from "../subjects.mjs";

const { customers, modules, rounds, questions } = JSON.parse(process.argv[2]);
const warmUps = 3;
const ends = lastDays.map((day) => Date.parse(`${day}T24:00:00Z`));
const fresh = freshIds(customers);

const subjects = limitsOf(idsOf(customers), (n) => ends[n % 12]);
for (const [name, path] of Object.entries(modules))
  for (const [way, subject] of Object.entries(subjectsOf(await import(pathToFileURL(path).href))))
    subjects[`${name}: ${way}`] = subject;

for (const subject of Object.values(subjects)) verify(subject, fresh, questions);
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round < warmUps + rounds; round++)
  for (const [name, subject] of Object.entries(subjects)) {
    const time = timeAnswers(subject, fresh, questions);
    if (round >= warmUps) times[name].push(time);
  }
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))));
