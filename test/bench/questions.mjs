import { strict as assert } from "node:assert";

/** How many strings are made at a time, before the clock starts: few enough to stay in the cache. */
const batch = 500;

/** The default of `prepare`, which turns an id into what the subject is asked with. */
const itself = (id) => id;

/** Asks about this many fresh ids and asserts each answer: every other id is listed. */
export function verify({ ask, prepare = itself }, fresh, count) {
  for (const [n, id] of fresh(count).entries()) assert.equal(ask(prepare(id)), n % 2 === 0, `${ask}: ${id}`);
}

/**
 * The mean nanoseconds per answer, over `count` answers. Half as many before them are not timed: they fetch the subject's table
 * into the processor's caches, where the one before may have left its own, or the same.
 */
export function timeAnswers(subject, fresh, count) {
  timeFrom(subject, fresh, 2 * Math.ceil(count / 4));
  return timeFrom(subject, fresh, count);
}

function timeFrom({ ask, prepare = itself }, fresh, count) {
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

/** The same for a subject that returns promises, awaited one after the other. */
export async function timePromises(subject, fresh, count) {
  await timePromisesFrom(subject, fresh, 2 * Math.ceil(count / 4));
  return timePromisesFrom(subject, fresh, count);
}

async function timePromisesFrom({ ask }, fresh, count) {
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
