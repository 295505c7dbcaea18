import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../figures.mjs";
import { today, writeInstance } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const spec = { flags: 1000, customers: 100_000 };

/** The cost of checking a change against its base. */
export const base = {
  name: "base",
  title: "check --base",
  about: [
    `${countOf(spec.flags)} flags and ${countOf(spec.customers)} customers in a git repository, with \`main\` as the base, compared with`,
    "plain `check` of the same folder. The changed file has one more entry.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const check = (cwd, ...options) => timeProcess([cli, "check", "--as-of", today, ...options], { cwd });
    const same = cloneOf("same", workplace);
    const flag = cloneOf("flag", workplace, "flags/feature_0_on.yaml");
    const group = cloneOf("group", workplace, "groups/ring.yaml");
    const samples = inTurn(rounds, {
      alone: () => check(same),
      same: () => check(same, "--base", "main"),
      flag: () => check(flag, "--base", "main"),
      group: () => check(group, "--base", "main"),
    });
    const row = (work, name, atMost) =>
      figure({ work, unit: "ms", samples: samples[name], base: ["check", samples.alone], atMost });
    return [
      row("check --base, nothing changed", "same", 1.5),
      row("check --base, one flag file changed", "flag", 2.5),
      row("check --base, file with 100,000 customers changed", "group", 2),
    ];
  },
};

/** A clone of the repository; if a file is named, it has one more entry. */
function cloneOf(name, workplace, changed) {
  const origin = originIn(workplace);
  const path = workplace.folder(`clone-${name}`);
  git(path, "clone", "--quiet", origin, ".");
  if (changed !== undefined) appendFileSync(join(path, changed), "    - one-more\n");
  return path;
}

function originIn(workplace) {
  return workplace.once("origin", (path) => {
    writeInstance(path, spec);
    git(path, "init", "--quiet", "--initial-branch=main");
    git(path, "add", ".");
    git(path, "-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "base");
  });
}

function git(cwd, ...words) {
  const { status, stderr } = spawnSync("git", words, { cwd, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
