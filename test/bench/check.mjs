// What the command costs as a whole process, beside what people would use or cannot go below: js-yaml loading the same
// files, and node doing nothing. Each figure is the median of runs in turn.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cli = join(root, "dist/cli.js");
const rounds = 7;

const loadAll = `
  import { readdirSync, readFileSync } from "node:fs";
  import { load } from ${JSON.stringify(new URL("../../node_modules/js-yaml/dist/js-yaml.mjs", import.meta.url).href)};
  let files = 0;
  for (const folder of ["flags", "groups"])
    for (const name of readdirSync(folder)) files += typeof load(readFileSync(folder + "/" + name, "utf8")) === "object" ? 1 : 0;
  if (files !== 1001) throw new Error("not all files");
`;

const folder = mkdtempSync(join(tmpdir(), "flagstone-bench-"));
try {
  const clean = { status: 0 };
  print(
    "1,000 flags and a group of 100,000 plain ids",
    makeInstance(folder, (id) => `    - ${id}\n`),
    {
      "js-yaml loads the files": [["--input-type=module", "-e", loadAll], clean],
      "flagstone check": [[cli, "check", "--as-of", "2026-11-21"], clean],
      "flagstone build": [[cli, "build", "--as-of", "2026-11-21"], clean],
    },
  );
  const dated = (id, index) =>
    `    - id: ${id}\n      until: 2030-${`${(index % 12) + 1}`.padStart(2, "0")}-15\n      reason: Agreed in SALES-${index}\n`;
  print("1,000 flags and a group of 100,000 entries with until and reason", makeInstance(folder, dated), {
    "js-yaml loads the files": [["--input-type=module", "-e", loadAll], clean],
    "flagstone check": [[cli, "check", "--as-of", "2026-11-21"], clean],
  });
  print("the same plain ids, and a change of one flag and one member", makeChange(folder), {
    "flagstone check": [[cli, "check", "--as-of", "2026-11-21"], clean],
    "flagstone check --base": [[cli, "check", "--as-of", "2026-11-21", "--base", "main"], clean],
  });
  print("the shipped instance", root, {
    "node -e 0": [["-e", "0"], clean],
    "flagstone --help": [[cli, "--help"], clean],
    "flagstone check": [[cli, "check", "--as-of", "2026-11-21"], clean],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeInstance(folder, entry) {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ["flags", "groups"]) mkdirSync(join(folder, part), { recursive: true });
  const config = { name: "bench", type: "module", flagstone: { scopes: { account: {} } } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(config));
  for (let index = 0; index < 1000; index++)
    writeFileSync(
      join(folder, `flags/feature_${index}_on.yaml`),
      [
        `flag: feature_${index}_on`,
        `description: Customers see feature number ${index} in their menu.`,
        "owner: growth",
        "scope: account",
        "expires: 2030-12-31",
        "default: false",
        "enabled:",
        "  groups: [ring/canary]",
        "  account:",
        `    - extra-${index}`,
        `    - { id: guest-${index}, until: 2030-06-30, reason: Agreed in SALES-${index} }`,
        "",
      ].join("\n"),
    );
  const members = Array.from({ length: 100_000 }, (_, index) => entry(`customer-${index}`, index)).join("");
  writeFileSync(
    join(folder, "groups/ring.yaml"),
    `groups: ring\ndescription: Who receives a deploy first.\nowner: growth\nscope: account\nmembers:\n  canary:\n${members}`,
  );
  return folder;
}

/** A repository with the instance of plain ids on `main`, and a change in the folder. */
function makeChange(folder) {
  makeInstance(folder, (id) => `    - ${id}\n`);
  const git = (...words) => assert.equal(spawnSync("git", words, { cwd: folder }).status, 0);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "base");
  appendFileSync(join(folder, "flags/feature_0_on.yaml"), "    - one-more\n");
  appendFileSync(join(folder, "groups/ring.yaml"), "    - one-more\n");
  return folder;
}

/** Runs the commands in turn and prints their medians, and their ratio to the first. */
function print(title, cwd, commands) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, [words, { status }]] of Object.entries(commands)) {
      const began = process.hrtime.bigint();
      const run = spawnSync(process.execPath, words, { cwd, encoding: "utf8" });
      const time = Number(process.hrtime.bigint() - began) / 1e6;
      assert.equal(run.status, status, `${name}: ${run.stdout}${run.stderr}`);
      if (round > 0) times.get(name).push(time);
    }
  const medians = [...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[rounds >> 1]]);
  const base = medians[0][1];
  const lines = medians.map(
    ([name, time]) => `${name.padEnd(28)}${time.toFixed(0).padStart(8)} ms${(time / base).toFixed(2).padStart(8)} ×`,
  );
  console.log(`${title}\n${lines.join("\n")}\n`);
}
