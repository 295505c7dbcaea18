// The nanoseconds per answer of a module and of a Set, which take turns in one process. The best of 25 rounds counts, since other
// load on the machine hardly affects it. Request: { customers, path, questions }.
import { pathToFileURL } from "node:url";
import { freshIds, idsOf } from "../ids.mjs";
import { timeAnswers, verify } from "../questions.mjs";
import { limitsOf, subjectsOf } from "../subjects.mjs";

const { customers, path, questions } = JSON.parse(process.argv[2]);
const rounds = 25;
const fresh = freshIds(customers);
const { second: _, ...ours } = subjectsOf(await import(pathToFileURL(path).href));
const { "Map.get": __, ...limits } = limitsOf(idsOf(customers), () => 0);
const subjects = { ...limits, ...ours };
for (const subject of Object.values(subjects)) verify(subject, fresh, questions);
const best = Object.fromEntries(Object.keys(subjects).map((name) => [name, Number.POSITIVE_INFINITY]));
for (let round = 0; round < rounds; round++)
  for (const [name, subject] of Object.entries(subjects))
    best[name] = Math.min(best[name], timeAnswers(subject, fresh, questions));
console.log(JSON.stringify(best));
