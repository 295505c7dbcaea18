import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

/** Builds the command from the current sources before the tests, and before each rerun. */
export default function prepare(project: TestProject): void {
  const build = (): void => {
    execFileSync(process.execPath, [fileURLToPath(new URL("../../build.mjs", import.meta.url))], { stdio: "inherit" });
  };
  build();
  project.onTestsRerun(async () => build());
}
