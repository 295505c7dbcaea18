import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../figures.mjs";
import { today, writeInstance } from "../instances.mjs";
import { inTurn, median } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const check = ["check", "--as-of", today];

/** For each thing that can grow: four sizes, the command, and how to make an instance of a given size. */
const things = {
  customers: {
    sizes: [100_000, 200_000, 400_000, 800_000],
    command: check,
    make: (path, customers) => writeInstance(path, { flags: 1, customers }),
  },
  entries: {
    sizes: [100_000, 200_000, 400_000, 800_000],
    command: check,
    make: (path, customers) => writeInstance(path, { flags: 1, customers, dated: true, by: "flag" }),
  },
  flags: {
    sizes: [1000, 2000, 4000, 8000],
    command: ["build", "--as-of", today, "--out", "built"],
    make: (path, flags) => writeInstance(path, { flags, customers: 1 }),
  },
  files: {
    sizes: [1000, 2000, 4000, 8000],
    command: check,
    make: (path, files) => {
      writeInstance(path, { flags: 1, customers: 1 });
      for (let n = 0; n < files; n++) writeFileSync(join(path, `groups/set_${n}.yaml`), setFile(n));
    },
  },
  commits: { sizes: [250, 500, 1000, 2000], command: ["log", "feature_0_on", "--limit", "all"], make: writeHistory },
  findings: {
    sizes: [1000, 2000, 4000, 8000],
    command: ["check", "--as-of", "2032-06-01"],
    status: 1,
    make: (path, flags) => writeInstance(path, { flags, customers: 0, each: 1 }),
  },
};

/** How the cost grows with the number of each thing. */
export const growth = {
  name: "growth",
  title: "Growth",
  about: [
    "Whole processes at four sizes, each twice the one before, minus the same process with a size of one. The exponent that fits the",
    "four best is below them: n^1 is linear growth. `check` has customers in one group, dated entries in one list, files with one group",
    "each, and flags that have expired (findings); `build` has flags; `log` is of one flag whose list changes in every commit.",
  ].join("\n"),
  run({ rounds, workplace }) {
    return Object.entries(things).flatMap(([name, { sizes, command, status, make }]) => {
      const subject = (size) => {
        const cwd = workplace.once(`${name}-${size}`, (path) => make(path, size));
        return () => timeProcess([cli, ...command], { cwd, status: size === 1 && name !== "findings" ? 0 : status });
      };
      const samples = inTurn(rounds, Object.fromEntries([1, ...sizes].map((size) => [size, subject(size)])));
      const grown = (size) => samples[size].map((ms, round) => ms - samples[1][round]);
      const costs = sizes.map((size) => median(grown(size)));
      return [
        ...sizes.map((size) =>
          figure({ work: `${countOf(size)} ${name}: ${command[0]}`, unit: "ms", samples: grown(size) }),
        ),
        figure({
          work: `growth with ${name}: ${command[0]}`,
          unit: "exponent",
          samples: [exponentOf(sizes, costs)],
          atMost: 1.1,
        }),
      ];
    });
  },
};

/** The slope of the least-squares line through the logarithms. */
export function exponentOf(sizes, costs) {
  const points = sizes.map((size, index) => [Math.log(size), Math.log(costs[index])]);
  const [middle, height] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const rise = points.reduce((sum, [x, y]) => sum + (x - middle) * (y - height), 0);
  return rise / points.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
}

function setFile(n) {
  return `groups: set_${n}\ndescription: Customers of sort number ${n}.\nowner: growth\nscope: account\nmembers: [one-of-${n}]\n`;
}

/** A repository in which each commit lists one more customer of a flag. */
function writeHistory(path, commits) {
  mkdirSync(path, { recursive: true });
  const flag = (n) =>
    `flag: feature_0_on\ndescription: Customers see feature number 0 in their menu.\nowner: growth\nscope: account\nexpires: 2031-12-31\ndefault: false\nenabled: { account: [acme-${n}] }\n`;
  const config = JSON.stringify({ name: "bench", flagstone: { scopes: { account: {} } } });
  const put = (file, text) => `M 100644 inline ${file}\ndata ${text.length}\n${text}\n`;
  const texts = Array.from({ length: commits }, (_, n) => [
    `commit refs/heads/main\ncommitter bench <bench@example.com> ${1760000000 + 60 * n} +0000\ndata 1\n.\n`,
    n === 0 ? put("package.json", config) : "",
    put("flags/feature_0_on.yaml", flag(n)),
  ]);
  const git = (words, input = "") => {
    const { status, stderr } = spawnSync("git", words, { cwd: path, input, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  };
  git(["init", "--quiet", "--initial-branch=main"]);
  git(["fast-import", "--quiet"], texts.flat().join(""));
  git(["reset", "--quiet", "--hard", "main"]);
}
