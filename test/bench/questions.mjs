import { strict as assert } from "node:assert";

/** Strings are made so many at a time, before the clock runs; few enough to stay near. */
const batch = 500;

/** A subject that hands back what it was asked with; `prepare` makes what it is asked with of an id. */
const itself = (id) => id;

/** Asks so many fresh ids, and asserts every answer: every other id is listed. */
export function verify({ ask, prepare = itself }, fresh, count) {
  for (const [n, id] of fresh(count).entries()) assert.equal(ask(prepare(id)), n % 2 === 0, `${ask}: ${id}`);
}

/** The mean nanoseconds of one answer, of so many. */
export function timeAnswers({ ask, prepare = itself }, fresh, count) {
  let yes = 0;
  let time = 0;
  for (let asked = 0; asked < count; asked += batch) {
    const arguments_ = fresh(Math.min(batch, count - asked)).map(prepare);
    const began = performance.now();
    for (let n = 0; n < arguments_.length; n++) if (ask(arguments_[n])) yes++;
    time += performance.now() - began;
  }
  assert.equal(yes, count / 2);
  return (time / count) * 1e6;
}

/** The same of a subject that promises its answers, one after the other. */
export async function timePromises({ ask }, fresh, count) {
  let yes = 0;
  let time = 0;
  for (let asked = 0; asked < count; asked += batch) {
    const ids = fresh(Math.min(batch, count - asked));
    const began = performance.now();
    for (let n = 0; n < ids.length; n++) if (await ask(ids[n])) yes++;
    time += performance.now() - began;
  }
  assert.equal(yes, count / 2);
  return (time / count) * 1e6;
}
