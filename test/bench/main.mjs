// Runs the named tables, or all; see docs/benchmarks.md.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPeers } from "./install.mjs";
import { factsOf, loadOf } from "./machine.mjs";
import { formatMisses, formatPage, formatSection, readReasons, reasonsWithoutRow } from "./report.mjs";
import { tables } from "./tables/index.mjs";
import { openWorkplace } from "./workplace.mjs";

const page = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));
const repeat = [
  "To run it yourself: `npm run bench` prints all tables, `npm run bench -- NAME…` only those named",
  `(${tables.map(({ name }) => `\`${name}\``).join(", ")}). \`--quick\` runs three rounds and skips the largest`,
  "instances; `--write` writes this page. The first run installs the other tools into `test/bench`.",
].join("\n");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const unknown = positionals.filter((word) => !tables.some(({ name }) => name === word));
if (unknown.length > 0)
  stop(`no table is named \`${unknown[0]}\`; the tables are ${tables.map(({ name }) => name).join(", ")}`);
if (values.write && (values.quick || positionals.length > 0))
  stop("--write needs all tables and a full run: leave out --quick and the names of tables");

const chosen = tables.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const reasons = readReasons(readFileSync(new URL("reasons.md", import.meta.url), "utf8"));
installPeers();
const loadBefore = loadOf();
const workplace = openWorkplace();
try {
  const context = {
    rounds: values.quick ? 3 : 5,
    sizes: values.quick ? [100, 10_000, 100_000] : [100, 10_000, 100_000, 1_000_000],
    flagCounts: values.quick ? [10, 1000] : [10, 1000, 10_000],
    workplace,
  };
  const began = performance.now();
  const sections = [];
  for (const { run, ...table } of chosen) {
    const section = { ...table, figures: await run(context) };
    sections.push(section);
    console.log(formatSection(section));
    console.error(`${table.name}: ${Math.round((performance.now() - began) / 1000)} s since the start\n`);
  }
  console.log(formatMisses(sections, reasons));
  if (!values.quick && positionals.length === 0)
    for (const name of reasonsWithoutRow(sections, reasons))
      console.error(`test/bench/reasons.md: no row is named "${name}"; rename or remove its section`);
  const facts = factsOf(new Date().toISOString().slice(0, 10), loadBefore);
  if (values.write) writeFileSync(page, formatPage({ facts, repeat, sections, reasons }));
} finally {
  workplace.close();
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
