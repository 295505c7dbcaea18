// One process of a mutation run. It loads files of tests on demand, and answers one question at a time.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
let active = -1;
const hits = new Uint8Array(Number(process.argv[3]));
globalThis.mutant = (number) => {
  hits[number] = 1;
  return number === active;
};

/** The mutants that have run since the last call. */
function met() {
  const numbers = [...hits.keys()].filter((number) => hits[number] === 1);
  hits.fill(0);
  return numbers;
}

const { collect, runTest } = await import(pathToFileURL(join(folder, "test-api.js")).href);
await import(pathToFileURL(join(folder, "seed.js")).href);
const collected = new Map();

/** The tests of a file, and the mutants that ran while it was loaded. */
async function testsOf(file) {
  if (!collected.has(file)) {
    met();
    const tests = await collect(dirname(file), () => import(pathToFileURL(join(folder, `${file}.js`)).href));
    collected.set(file, { tests, met: met() });
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

/** The time limit of a test, in milliseconds, by its time without a mutant; the machine may be busy. */
const patienceFor = (took) => 20_000 + 20 * took;

const questions = {
  /** Runs each test of a file without mutants: how long it takes, and which mutants it runs; leaves out those that fail. */
  async survey({ file }) {
    const { tests, met: early } = await testsOf(file);
    const rows = [];
    for (const [index, test] of tests.entries()) {
      met();
      const before = process.cpuUsage();
      if (await fails(test)) continue;
      const { user, system } = process.cpuUsage(before);
      rows.push({ file, index, took: (user + system) / 1000, met: met() });
    }
    return { met: early, rows, count: tests.length };
  },
  /** The first test of a list that fails with a mutant, and whether it also fails without. */
  async judge({ number, tests }) {
    active = number;
    for (const { file, index, took } of tests) {
      process.send({ within: patienceFor(took) });
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
