import { configDefaults, defineConfig } from "vitest/config";

/** Where CI wants the figures of a run, as JSON. */
const report = process.env.FLAGSTONE_TEST_REPORT;

/** `npm test`; `npm run test:clients` has what needs programs of others. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/clients/**"],
    setupFiles: ["test/support/seed.ts"],
    globalSetup: "test/support/prepare.ts",
    maxWorkers: "100%",
    // No test leaves anything behind in what it imports, and importing it anew for each file takes a quarter of the time.
    isolate: false,
    testTimeout: 90_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
