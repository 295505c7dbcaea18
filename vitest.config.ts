import { accessSync, constants, statfsSync } from "node:fs";
import { configDefaults, defineConfig, type Plugin } from "vitest/config";

/** Where CI wants the figures of a run, as JSON. */
const report = process.env.FLAGSTONE_TEST_REPORT;

/** Where tests make their folders: memory, if there is enough of it, for disks take their time over thousands of small files. */
const folders = hasRoom("/dev/shm") ? { TMPDIR: "/dev/shm" } : {};

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
}

/** Keeps what tests make in their folders, and import from there, out of the cache: it is new in each run. */
const cacheOwn: Plugin = {
  name: "cache-own",
  configureVitest: ({ experimental_defineCacheKeyGenerator }) =>
    experimental_defineCacheKeyGenerator(({ id }) => (id.startsWith(import.meta.dirname) ? undefined : false)),
};

/** `npm test`; `npm run test:clients` has what needs programs of others. */
export default defineConfig({
  plugins: [cacheOwn],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/clients/**"],
    setupFiles: ["test/support/seed.ts"],
    globalSetup: "test/support/prepare.ts",
    env: folders,
    maxWorkers: "100%",
    // Most of what a test makes is soon forgotten: with room for it, it is thrown away before it is copied. All cores are
    // busy with tests, so threads that collect garbage only get in the way; and most code runs only a few times, so it is
    // compiled at once, and optimised only where it runs for long: that is a fifth of the processor time.
    execArgv: ["--max-semi-space-size=64", "--single-threaded-gc", "--always-sparkplug", "--interrupt-budget=1000000"],
    // No test leaves anything behind in what it imports, and importing it anew for each file takes a quarter of the time.
    isolate: false,
    // What has not changed since the last run is not transformed again.
    experimental: { fsModuleCache: true },
    testTimeout: 90_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
