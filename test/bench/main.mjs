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
/** The last run of each table that was written. */
const resultsFile = fileURLToPath(new URL("results.json", import.meta.url));
const repeat = [
  "To run it yourself: `npm run bench` prints all tables, `npm run bench -- NAME…` only those named",
  `(${tables.map(({ name }) => `\`${name}\``).join(", ")}). \`--quick\` runs three rounds and skips the largest`,
  "instances; `--write` puts the tables that ran on this page. The first run installs the other tools into `test/bench`.",
].join("\n");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const unknown = positionals.filter((word) => !tables.some(({ name }) => name === word));
if (unknown.length > 0)
  stop(`no table is named \`${unknown[0]}\`; the tables are ${tables.map(({ name }) => name).join(", ")}`);
if (values.write && values.quick) stop("--write needs a full run: leave out --quick");

const chosen = tables.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const reasons = readReasons(readFileSync(new URL("reasons.md", import.meta.url), "utf8"));
installPeers();
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
  for (const table of chosen) {
    const loadBefore = loadOf();
    const figures = await table.run(context);
    const result = { facts: factsOf(new Date().toISOString().slice(0, 10), loadBefore), figures };
    sections.push({ ...table, ...result });
    console.log(formatSection({ ...table, figures, facts: [] }));
    console.error(`${table.name}: ${Math.round((performance.now() - began) / 1000)} s since the start\n`);
    if (values.write) write(table.name, result);
  }
  console.log(formatMisses(sections, reasons));
} finally {
  workplace.close();
}

/** Puts the result of a table on the page, with the last results of the others. */
function write(name, result) {
  const results = { ...JSON.parse(readFileSync(resultsFile, "utf8")), [name]: result };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  const sections = tables.flatMap((table) => {
    const { [table.name]: known } = results;
    return known === undefined ? [] : [{ ...table, ...known }];
  });
  // Before the first whole run, rows are missing because their tables are.
  for (const row of sections.length === tables.length ? reasonsWithoutRow(sections, reasons) : [])
    console.error(`test/bench/reasons.md: no row is named "${row}"; rename or remove its section`);
  writeFileSync(page, formatPage({ repeat, sections, reasons }));
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
