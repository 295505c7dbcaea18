// One process of a mutation run. It loads files of tests when they are first asked for, and answers one question at a time.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
let active = -1;
let hits = new Set();
globalThis.mutant = (number) => {
  hits.add(number);
  return number === active;
};

const { collect, runTest } = await import(pathToFileURL(join(folder, "test-api.js")).href);
await import(pathToFileURL(join(folder, "seed.js")).href);
const collected = new Map();

/** The tests of a file, and the mutants that were met while it was loaded. */
async function testsOf(file) {
  if (!collected.has(file)) {
    hits = new Set();
    const tests = await collect(dirname(file), () => import(pathToFileURL(join(folder, `${file}.js`)).href));
    collected.set(file, { tests, met: [...hits] });
  }
  return collected.get(file);
}

async function fails(test) {
  try {
    await runTest(test);
    return false;
  } catch {
    return true;
  }
}

const questions = {
  /** Each test of a file without mutants: how long it takes and which mutants it meets; those that fail are left out. */
  async survey({ file }) {
    const { tests, met } = await testsOf(file);
    const rows = [];
    for (const [index, test] of tests.entries()) {
      hits = new Set();
      const began = performance.now();
      if (!(await fails(test))) rows.push({ file, index, took: performance.now() - began, met: [...hits] });
    }
    return { met, rows, count: tests.length };
  },
  /** The first test of a list that fails with a mutant, and whether it still does without. */
  async judge({ number, tests }) {
    active = number;
    for (const { file, index } of tests) {
      let found;
      try {
        found = (await testsOf(file)).tests[index];
      } catch {
        return { by: { file, index }, spoilt: false };
      }
      if (!(await fails(found))) continue;
      active = -1;
      return { by: { file, index }, spoilt: await fails(found) };
    }
    active = -1;
    return {};
  },
};

process.on("message", async ({ ask, ...question }) => {
  try {
    process.send({ answer: await questions[ask](question) });
  } catch (error) {
    process.send({ problem: String(error?.stack ?? error) });
  }
});
process.on("disconnect", () => process.exit());
process.on("uncaughtException", () => {});
process.on("unhandledRejection", () => {});
process.send({ answer: "ready" });
