import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

/** Before the tests, and before they run again: the command that they call is made from the sources as they are. */
export default function prepare(project: TestProject): void {
  const build = (): void => {
    execFileSync(process.execPath, [fileURLToPath(new URL("../../build.mjs", import.meta.url))], { stdio: "inherit" });
  };
  build();
  project.onTestsRerun(async () => build());
}
