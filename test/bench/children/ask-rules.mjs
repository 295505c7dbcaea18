// The nanoseconds per answer of a generated module and of each peer with the same rules, which take turns in one process.
// Request: { flags, versioned, module, rounds, questions }.
import { pathToFileURL } from "node:url";
import { asked } from "../instances.mjs";
import { median } from "../measure.mjs";
import { rulePeers } from "../peers/rules.mjs";
import { timeAnswers } from "../questions.mjs";
import { attributesOf, ruleOf } from "../rules.mjs";
import { at } from "../subjects.mjs";

const { flags, versioned, module, rounds, questions } = JSON.parse(process.argv[2]);
process.env.NODE_ENV = "production";
const warmUps = 2;
const rules = Object.fromEntries(Array.from({ length: flags }, (_, n) => [`feature_${n}_on`, ruleOf(n, versioned)]));
const { lookup } = await import(pathToFileURL(module).href);
const subjects = { ours: (attributes) => lookup({}, { at, attributes }).isEnabled(asked) };
for (const [name, open] of Object.entries(rulePeers)) subjects[name] = open(rules);

let next = 0;
/** The attributes of this many requests, made before the clock starts. */
const requests = (count) => Array.from({ length: count }, () => attributesOf(next++, versioned));
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round < warmUps + rounds; round++)
  for (const [name, ask] of Object.entries(subjects)) {
    const time = timeAnswers({ ask }, requests, questions);
    if (round >= warmUps) times[name].push(time);
  }
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))));
