import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { callFlagstone } from "../support/call-flagstone.ts";
import { buildGo, isGoMissing } from "../support/go.ts";
import { repository } from "../support/shipped-instance.ts";

// Debian packages: shellcheck

const folder = mkdtempSync(join(tmpdir(), "flagstone-actionlint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (path: string): string => readFileSync(join(repository, path), "utf8");

// JavaScript is in single quotes, and its `${}` is not the shell's.
const ignored = "SC2016";

function isShellcheckMissing(): boolean {
  if (spawnSync("shellcheck", ["--version"], { stdio: "ignore" }).status === 0) return false;
  if (process.env.CI) throw new Error("shellcheck is not installed");
  console.warn("shellcheck is not installed: its tests are skipped");
  return true;
}

describe.skipIf(isGoMissing())("actionlint", () => {
  it("finds nothing in our own workflows, in those we ship, and in those that init writes", {
    timeout: 600_000,
  }, async () => {
    mkdirSync(join(folder, "new"));
    const git = (...words: string[]) => execFileSync("git", words, { cwd: join(folder, "new") });
    git("init", "--quiet", "--template=");
    git("remote", "add", "origin", "https://github.com/acme/new.git");
    writeFileSync(join(folder, "new/package.json"), '{ "name": "new" }\n');
    const { status, stderr } = await callFlagstone(["init", "--yes"], join(folder, "new"));
    expect(status, stderr).toBe(0);
    const workflows = [
      join(repository, ".github/workflows/flags.yml"),
      join(repository, "ci/flagstone-upkeep.github.yml"),
      join(folder, "new/.github/workflows/flags.yml"),
    ];
    const program = buildGo("actionlint", "github.com/rhysd/actionlint/cmd/actionlint", "actionlint");
    const options = { cwd: repository, encoding: "utf8" } as const;
    const linted = spawnSync(program, ["-no-color", "-ignore", ignored, ...workflows], options);
    expect([linted.status, linted.stdout, linted.stderr]).toEqual([0, "", ""]);
  });
});

describe.skipIf(isShellcheckMissing())("shellcheck", () => {
  const check = (shell: string, script: string): string =>
    spawnSync("shellcheck", [`--shell=${shell}`, "--severity=warning", "-"], { input: script, encoding: "utf8" })
      .stdout;

  it("finds nothing in the scripts of the action and the GitLab templates", () => {
    const action = parse(textOf("action.yml")) as { runs: { steps: readonly { run: string }[] } };
    for (const { run } of action.runs.steps) expect(check("bash", run)).toBe("");
    for (const path of ["ci/flagstone.gitlab-ci.yml", "ci/flagstone-upkeep.gitlab-ci.yml"])
      for (const { script = [] } of Object.values(parse(textOf(path)) as Record<string, { script?: string[] }>))
        expect(check("sh", script.join("\n"))).toBe("");
  });
});
