import { configDefaults, defineConfig } from "vitest/config";
import common from "./vitest.config.ts";

/** `npm run test:clients`: what needs other compilers, package managers, daemons, browsers or editors. */
export default defineConfig({
  ...common,
  test: {
    ...common.test,
    include: ["test/clients/**/*.test.ts"],
    exclude: configDefaults.exclude,
    // What those programs install is too large for memory.
    env: {},
    testTimeout: 300_000,
  },
});
