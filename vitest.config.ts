import { defineConfig } from "vitest/config";

/** Where CI wants the figures of a run, as JSON. */
const report = process.env.FLAGSTONE_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    globalSetup: "test/support/prepare.ts",
    maxWorkers: "100%",
    // No test leaves anything behind in what it imports, and importing it anew for each file takes a quarter of the time.
    isolate: false,
    testTimeout: 90_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
