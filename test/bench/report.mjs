const units = { ns: 0, ms: 1, MB: 1, bytes: 0, exponent: 2 };

/** A number with a comma for thousands, and with significant digits if it is small. */
export function formatNumber(value, digits) {
  const shown = Math.abs(value) >= 100 ? 0 : Math.abs(value) < 1 ? Math.max(digits, 2) : digits;
  return value.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

function formatValue(value, unit) {
  if (unit === "exponent") return `n^${formatNumber(value, units[unit])}`;
  return `${formatNumber(value, units[unit])} ${unit}`;
}

function formatRatio(value) {
  return `${value < 0.1 ? value.toPrecision(2) : formatNumber(value, 2)} ×`;
}

const heads = ["what", "median", "baseline", "median", "ratio", "target", "met"];

function cells({ work, unit, value, against, atMost, met }) {
  const target = against === undefined ? formatValue : (limit) => `${limit} ×`;
  return [
    work,
    formatValue(value, unit),
    against?.name ?? "",
    against === undefined ? "" : formatValue(against.value, unit),
    against === undefined ? "" : formatRatio(against.ratio),
    atMost === undefined ? "" : `≤ ${target(atMost, unit)}`,
    met === undefined ? "" : met ? "yes" : "**no**",
  ];
}

/** A table of figures in Markdown, aligned for reading in a terminal. */
export function formatTable(figures) {
  const rows = [heads, ...figures.map(cells)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => pad(cell, widths[column], column)).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
}

function isText(column) {
  return column === 0 || column === 2 || column === 6;
}

function pad(cell, width, column) {
  return isText(column) ? cell.padEnd(width) : cell.padStart(width);
}

/** A table with its title, its description, facts about its run, and its figures. */
export function formatSection({ title, about, facts, figures }) {
  const run = facts.length === 0 ? "" : `${facts.join(". ")}.\n\n`;
  return `## ${title}\n\n${about}\n\n${run}${formatTable(figures)}\n`;
}

/** The hand-written reasons, by row name: sections of Markdown under the names of rows. */
export function readReasons(text) {
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.split("\n", 1)[0].trim(), section.replace(/^.*\n/, "").trim()]));
}

/** The names that have a reason but no row, as after a row was renamed. */
export function reasonsWithoutRow(sections, reasons) {
  const names = new Set(sections.flatMap(({ figures }) => figures.map(({ work }) => work)));
  return [...reasons.keys()].filter((name) => !names.has(name));
}

/** The figures that miss their targets, each with its written reason. */
export function formatMisses(sections, reasons) {
  const missed = sections.flatMap(({ figures }) => figures).filter(({ met }) => met === false);
  if (missed.length === 0) return "## Targets missed\n\nNone.\n";
  const explained = missed
    .filter(({ work }) => reasons.has(work))
    .map(({ work }) => `### ${work}\n\n${reasons.get(work)}\n`);
  return ["## Targets missed", "", formatTable(missed), "", ...explained].join("\n");
}

/** The page. Facts that are the same for the runs of all tables are listed once. */
export function formatPage({ repeat, sections, reasons }) {
  const isShared = (fact) => sections.every(({ facts }) => facts.includes(fact));
  const [{ facts } = { facts: [] }] = sections;
  const judged = sections.flatMap(({ figures }) => figures).filter(({ met }) => met !== undefined);
  const met = judged.filter((each) => each.met).length;
  return [
    "# Benchmarks",
    "",
    "How fast Flagstone is, compared with the tools that people would use instead, and with the fastest that plain JavaScript",
    "can be. Lower is better everywhere: a ratio is Flagstone's figure divided by the baseline's, and a target is the highest that",
    "it may be. The benchmark writes this page; the reasons for missed targets come from `test/bench/reasons.md`.",
    "",
    ...facts.filter(isShared).map((fact) => `- ${fact}`),
    "",
    repeat,
    "",
    `${met} of ${judged.length} targets are met.`,
    "",
    formatMisses(sections, reasons),
    ...sections.map((section) => formatSection({ ...section, facts: section.facts.filter((fact) => !isShared(fact)) })),
  ].join("\n");
}
