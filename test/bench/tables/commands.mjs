import { rmSync } from "node:fs";
import { join } from "node:path";
import { figure, growth } from "../figures.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { child, cli, weighProcess } from "../processes.mjs";
import { countOf, only } from "../wording.mjs";

const bars = {
  "1,000 flags, 1,000,000 plain entries, build": 2,
  "1,000 flags, 100,000 entries with `until` and `reason`, check": 1.5,
};

/** What check and build take, from 100 to a million entries and from ten flags to ten thousand. */
export const commands = {
  name: "commands",
  title: "check and build",
  about: [
    "Whole processes: their time from start to end, and the most memory that they had. Beside them a process in which",
    "js-yaml reads and loads the same files. `build` begins without a `generated/`. What 100 customers take is start-up,",
    "and is subtracted where it is told how cost grows.",
  ].join("\n"),
  run({ sizes, flagCounts, rounds, workplace }) {
    const rows = [];
    for (const dated of [false, true]) {
      const taken = new Map();
      for (const customers of sizes) {
        const spec = { flags: 1000, customers, dated };
        taken.set(customers, take(spec, rounds, workplace));
        rows.push(...figuresOf(spec, taken.get(customers)));
      }
      if (taken.has(1_000_000)) rows.push(...growthOf(dated, taken));
    }
    for (const flags of flagCounts.filter((count) => count !== 1000)) {
      const spec = { flags, customers: 10_000, dated: false };
      rows.push(...figuresOf(spec, take(spec, rounds, workplace)));
    }
    return rows;
  },
};

function take(spec, rounds, workplace) {
  const cwd = workplace.instance(spec);
  return inTurn(rounds, {
    yaml: () => weighProcess([child("load-yaml"), JSON.stringify({ files: spec.flags + 1 })], { cwd }),
    check: () => weighProcess([cli, "check", "--as-of", today], { cwd }),
    build: () => {
      rmSync(join(cwd, "generated"), { recursive: true, force: true });
      return weighProcess([cli, "build", "--as-of", today], { cwd });
    },
  });
}

function entriesOf(dated) {
  return dated ? "entries with `until` and `reason`" : "plain entries";
}

function figuresOf({ flags, customers, dated }, samples) {
  const of = `${countOf(flags)} flags, ${countOf(customers)} ${entriesOf(dated)}`;
  return ["check", "build"].flatMap((command) =>
    ["ms", "MB"].map((unit) => {
      const work = `${of}, ${command}${unit === "MB" ? ", memory" : ""}`;
      const base = ["js-yaml", only(unit, samples.yaml)];
      return figure({ work, unit, samples: only(unit, samples[command]), base, atMost: bars[work] });
    }),
  );
}

function growthOf(dated, taken) {
  return ["check", "build"].flatMap((command) =>
    ["ms", "MB"].map((unit) =>
      growth({
        work: `from 100,000 to 1,000,000 ${entriesOf(dated)}, ${command}${unit === "MB" ? ", memory" : ""}`,
        unit,
        few: only(unit, taken.get(100)[command]),
        many: only(unit, taken.get(100_000)[command]),
        most: only(unit, taken.get(1_000_000)[command]),
        atMost: 12,
      }),
    ),
  );
}
