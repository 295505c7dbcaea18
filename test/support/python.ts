import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";
import { inTurn } from "./turn.ts";

/** Version 2 of the core hashes differently from flagd. */
const packages = ["openfeature-sdk==0.10.0", "openfeature-provider-flagd==0.5.2", "openfeature-flagd-core==1.0.0"];

/** The path of a Python with OpenFeature's SDK and flagd's provider. */
export function pythonWithFlagd(): string {
  const cache = join(repository, "node_modules/.cache/flagstone");
  const environment = join(cache, "python");
  const python = join(environment, "bin/python");
  mkdirSync(cache, { recursive: true });
  for (const call of [
    ["python3", "-m", "venv", environment],
    [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages],
  ]) {
    const [command = "", ...words] = [...inTurn(join(cache, "python.lock")), ...call];
    execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return python;
}
