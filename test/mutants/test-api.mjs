// What tests import as `vitest` in a mutation run: it collects tests, to run them one at a time and as often as needed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as spy from "@vitest/spy";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** `expect` for the tests. */
export const expect = (value, message) => chai.expect(value, message);
for (const key of Reflect.ownKeys(chai.expect)) if (!(key in expect)) expect[key] = chai.expect[key];

/** The folder of the running test. */
let folder;
chai.Assertion.addMethod("toMatchFileSnapshot", function toMatchFileSnapshot(name) {
  expect(this._obj).toBe(readFileSync(join(folder, name), "utf8"));
});

let suite;

/** Loads a file of tests in a folder; returns the tests with their hooks. */
export async function collect(path, load) {
  const top = newSuite(undefined);
  top.folder = path;
  suite = top;
  await load();
  const tests = [];
  const walk = (each) => {
    for (const part of each.parts) "run" in part ? tests.push(part) : walk(part);
  };
  walk(top);
  return tests;
}

/** Runs one test with its hooks; throws its failure. */
export async function runTest({ run, within }) {
  const suites = [];
  folder = within.folder;
  for (let each = within; each !== undefined; each = each.above) suites.unshift(each);
  const after = [];
  try {
    for (const { beforeAll, afterAll } of suites) {
      for (const hook of beforeAll) after.unshift(await hook());
      after.unshift(...afterAll);
    }
    for (const { beforeEach, afterEach } of suites) {
      for (const hook of beforeEach) after.unshift(await hook());
      after.unshift(...afterEach);
    }
    await run();
  } finally {
    for (const hook of after) if (typeof hook === "function") await hook();
  }
}

function newSuite(above) {
  return { above, folder: above?.folder, parts: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

const rowOf = (row) => (Array.isArray(row) ? row : [row]);
const never = () => {};

function addTest(_name, first, second) {
  const run = typeof first === "function" ? first : second;
  const within = suite;
  suite.parts.push({
    within,
    run: () => run({ expect, task: {}, onTestFinished: (hook) => within.afterEach.push(hook) }),
  });
}
addTest.each = (table) => (name, first, second) => {
  const run = typeof first === "function" ? first : second;
  for (const row of table) addTest(name, () => run(...rowOf(row)));
};
addTest.skipIf = (isSkipped) => (isSkipped ? Object.assign(() => never, { each: () => never }) : addTest);
addTest.skip = never;

function addSuite(_name, first, second) {
  const fill = typeof first === "function" ? first : second;
  const above = suite;
  suite = newSuite(above);
  above.parts.push(suite);
  fill();
  suite = above;
}
addSuite.each = (table) => (name, fill) => {
  for (const row of table) addSuite(name, () => fill(...rowOf(row)));
};
addSuite.skipIf = (isSkipped) => (isSkipped ? never : addSuite);
addSuite.concurrent = addSuite;

export { addSuite as describe, addTest as it, addTest as test };
export const beforeAll = (hook) => suite.beforeAll.push(hook);
export const afterAll = (hook) => suite.afterAll.push(hook);
export const beforeEach = (hook) => suite.beforeEach.push(hook);
export const afterEach = (hook) => suite.afterEach.push(hook);

const [variables, globals] = [new Map(), new Map()];
const clock = Date.now;

/** The parts of `vi` that the tests use; of the clock, only `Date.now`. */
export const vi = {
  fn: spy.fn,
  spyOn: spy.spyOn,
  stubEnv: (name, value) => stub(process.env, variables, name, value),
  unstubAllEnvs: () => restore(process.env, variables),
  stubGlobal: (name, value) => stub(globalThis, globals, name, value),
  unstubAllGlobals: () => restore(globalThis, globals),
  clearAllMocks: spy.clearAllMocks,
  async waitFor(check, { interval = 50, timeout = 1000 } = {}) {
    const end = performance.now() + timeout;
    while (true) {
      try {
        return await check();
      } catch (error) {
        if (performance.now() > end) throw error;
        await new Promise((go) => setTimeout(go, interval));
      }
    }
  },
  useFakeTimers({ now }) {
    Date.now = () => now;
  },
  advanceTimersByTime(more) {
    const now = Date.now() + more;
    Date.now = () => now;
  },
  useRealTimers() {
    Date.now = clock;
  },
};

function stub(place, kept, name, value) {
  if (!kept.has(name)) kept.set(name, place[name]);
  put(place, name, value);
}

function restore(place, kept) {
  for (const [name, value] of kept) put(place, name, value);
  kept.clear();
}

function put(place, name, value) {
  if (value === undefined && place === process.env) delete place[name];
  else place[name] = value;
}
