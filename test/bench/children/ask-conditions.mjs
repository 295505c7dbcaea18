// The nanoseconds per answer with and without conditions, which take turns in one process. Request:
// { customers, plain, conditional, rounds, questions }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { freshIds } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { median } from "../measure.mjs";
import { timeAnswers, verify } from "../questions.mjs";
import { at } from "../subjects.mjs";

const { customers, plain, conditional, rounds, questions } = JSON.parse(process.argv[2]);
const warmUps = 3;
const fresh = freshIds(customers);
const [without, having] = await Promise.all([plain, conditional].map((path) => import(pathToFileURL(path).href)));

/** The attributes of a request: the three of ten that the flag's condition tests. */
const attributes = () => ({ attribute_0: "7.120.3", attribute_1: "c0", attribute_2: "android" });
assert.equal(
  having.lookup({ account: "" }, { at, attributes: { ...attributes(), attribute_2: "ios" } }).isEnabled(asked),
  true,
);

const subjects = {
  plain: { ask: (id) => without.lookup({ account: id }, { at }).isEnabled(asked) },
  given: { ask: (id) => having.lookup({ account: id }, { at, attributes: attributes() }).isEnabled(asked) },
  none: { ask: (id) => having.lookup({ account: id }, { at }).isEnabled(asked) },
};
for (const subject of Object.values(subjects)) verify(subject, fresh, questions);
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round < warmUps + rounds; round++)
  for (const [name, subject] of Object.entries(subjects)) {
    const time = timeAnswers(subject, fresh, questions);
    if (round >= warmUps) times[name].push(time);
  }
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))));
