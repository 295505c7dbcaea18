import { spawnSync } from "node:child_process";
import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";
import { countOf } from "../wording.mjs";

/** A day after the last day of every entry, and before the last day of the flag that lists them. */
const tooLate = "2031-06-01";

const targets = { text: 1.5, markdown: 3, json: 3, sarif: 3, gitlab: 3, github: 3, rdjson: 3 };

/** The cost of check when a whole list has expired. */
export const findings = {
  name: "findings",
  title: "Many findings of one kind",
  about: [
    "Whole processes: `check` in each format, of a flag whose entries have all ended, compared with `check` of the same files on an",
    "earlier day, when there is nothing to report.",
  ].join("\n"),
  run({ sizes, rounds, workplace }) {
    return [3000, 100_000]
      .filter((customers) => customers <= Math.max(...sizes))
      .flatMap((customers) => findingsOf(customers, { rounds, workplace }));
  },
};

function findingsOf(customers, { rounds, workplace }) {
  const cwd = workplace.instance({ flags: 1, customers, dated: true, by: "flag" });
  const check = (day, format) => [cli, "check", "--as-of", day, "--format", format];
  const formats = Object.keys(targets);
  const samples = inTurn(2 * rounds, {
    nothing: () => timeProcess(check(today, "text"), { cwd }),
    ...Object.fromEntries(
      formats.map((format) => [format, () => timeProcess(check(tooLate, format), { cwd, status: 1 })]),
    ),
  });
  const { stdout } = spawnSync(process.execPath, check(tooLate, "text"), { cwd });
  return [
    ...formats.map((format) =>
      figure({
        work: `${countOf(customers)} findings: check --format ${format}`,
        unit: "ms",
        samples: samples[format],
        base: ["check, no findings", samples.nothing],
        atMost: targets[format],
      }),
    ),
    figure({
      work: `${countOf(customers)} findings: size of the text output`,
      unit: "bytes",
      samples: [stdout.length],
      atMost: 1_000_000,
    }),
  ];
}
