import { rmSync } from "node:fs";
import { join } from "node:path";
import { figure, growth } from "../figures.mjs";
import { describe, today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { child, cli, weighProcess } from "../processes.mjs";
import { countOf, only } from "../wording.mjs";

const targets = {
  "1,000 flags, 1,000,000 customers: build": 2,
  "1,000 flags, 100,000 customers with dates: check": 1.5,
};

const growthTargets = { "build, ms, plain": 11, "build, MB, plain": 8 };

/** The cost of check and build, from 100 to a million customers and from ten to ten thousand flags. */
export const commands = {
  name: "commands",
  title: "check and build",
  about: [
    "Whole processes: the time from start to end, and the peak memory, compared with a process in which js-yaml loads the same files.",
    "An entry with a date has `until` and `reason`. `build` starts without `generated/`. In the rows “from 100,000 to 1,000,000”, what",
    "100 customers cost (the start-up) is subtracted from both.",
  ].join("\n"),
  run({ sizes, flagCounts, rounds, workplace }) {
    const rows = [];
    for (const dated of [false, true]) {
      const specs = sizes.map((customers) => ({ flags: 1000, customers, dated }));
      const taken = takeInTurn(specs, rounds, workplace);
      rows.push(...specs.flatMap((spec) => figuresOf(spec, taken)));
      if (sizes.includes(1_000_000)) rows.push(...growthOf(dated, taken));
    }
    const specs = flagCounts
      .filter((count) => count !== 1000)
      .map((flags) => ({ flags, customers: 10_000, dated: false }));
    const taken = takeInTurn(specs, rounds, workplace);
    return [...rows, ...specs.flatMap((spec) => figuresOf(spec, taken))];
  },
};

/** The samples of each command on each instance, taken in turn; by the instance's description, then by command. */
function takeInTurn(specs, rounds, workplace) {
  const taken = new Map(specs.map((spec) => [describe(spec), { yaml: [], check: [], build: [] }]));
  for (let round = 0; round < rounds; round++)
    for (const spec of specs) {
      const samples = inTurn(1, subjectsOn(spec, workplace.instance(spec)));
      for (const [name, [sample]] of Object.entries(samples)) taken.get(describe(spec))[name].push(sample);
    }
  return taken;
}

function subjectsOn(spec, cwd) {
  return {
    yaml: () => weighProcess([child("load-yaml"), JSON.stringify({ files: spec.flags + 1 })], { cwd }),
    check: () => weighProcess([cli, "check", "--as-of", today], { cwd }),
    build: () => {
      rmSync(join(cwd, "generated"), { recursive: true, force: true });
      return weighProcess([cli, "build", "--as-of", today], { cwd });
    },
  };
}

function customersOf(customers, dated) {
  return `${countOf(customers)} customers${dated ? " with dates" : ""}`;
}

function figuresOf(spec, taken) {
  const { flags, customers, dated } = spec;
  const samples = taken.get(describe(spec));
  const of = `${countOf(flags)} flags, ${customersOf(customers, dated)}`;
  return ["check", "build"].flatMap((command) =>
    ["ms", "MB"].map((unit) => {
      const work = `${of}: ${command}${unit === "MB" ? ", peak memory" : ""}`;
      const base = ["js-yaml", only(unit, samples.yaml)];
      return figure({ work, unit, samples: only(unit, samples[command]), base, atMost: targets[work] });
    }),
  );
}

function growthOf(dated, taken) {
  const of = (customers) => taken.get(describe({ flags: 1000, customers, dated }));
  return ["check", "build"].flatMap((command) =>
    ["ms", "MB"].map((unit) =>
      growth({
        work: `from 100,000 to ${customersOf(1_000_000, dated)}: ${command}${unit === "MB" ? ", peak memory" : ""}`,
        unit,
        few: only(unit, of(100)[command]),
        many: only(unit, of(100_000)[command]),
        most: only(unit, of(1_000_000)[command]),
        atMost: growthTargets[`${command}, ${unit}, ${dated ? "dated" : "plain"}`] ?? 12,
      }),
    ),
  );
}
