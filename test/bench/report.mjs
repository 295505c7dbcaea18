const units = { ns: 0, ms: 1, MB: 1, bytes: 0, exponent: 2 };

/** A number with a comma for thousands, and with significant digits if it is small. */
export function formatNumber(value, digits) {
  const shown = Math.abs(value) >= 100 ? 0 : Math.abs(value) < 1 ? Math.max(digits, 2) : digits;
  return value.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

function formatValue(value, unit) {
  return `${formatNumber(value, units[unit])} ${unit}`;
}

function formatRatio(value) {
  return `${value < 0.1 ? value.toPrecision(2) : formatNumber(value, 2)} ×`;
}

const heads = ["work", "median", "beside", "median", "ratio", "at most", "met"];

function cells({ work, unit, value, against, atMost, met }) {
  const bar = against === undefined ? (limit) => formatValue(limit, unit) : (limit) => `${limit} ×`;
  return [
    work,
    formatValue(value, unit),
    against?.name ?? "",
    against === undefined ? "" : formatValue(against.value, unit),
    against === undefined ? "" : formatRatio(against.ratio),
    atMost === undefined ? "" : bar(atMost),
    met === undefined ? "" : met ? "yes" : "**no**",
  ];
}

/** A table of figures in Markdown that can also be read at a terminal. */
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

/** A table with its title, its description, and its figures. */
export function formatSection({ title, about, figures }) {
  return `## ${title}\n\n${about}\n\n${formatTable(figures)}\n`;
}

/** The hand-written reason for each figure: sections of Markdown under the figure's work. */
export function readReasons(text) {
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.split("\n", 1)[0].trim(), section.replace(/^.*\n/, "").trim()]));
}

/** The figures above their limits, each with its written reason. */
export function formatMisses(sections, reasons) {
  const missed = sections.flatMap(({ figures }) => figures).filter(({ met }) => met === false);
  if (missed.length === 0) return "## What is above its bar\n\nNothing.\n";
  const told = missed
    .filter(({ work }) => reasons.has(work))
    .map(({ work }) => `### ${work}\n\n${reasons.get(work)}\n`);
  return ["## What is above its bar", "", formatTable(missed), "", ...told].join("\n");
}

/** The page: `facts` are lines about the run. */
export function formatPage({ facts, repeat, sections, reasons }) {
  const judged = sections.flatMap(({ figures }) => figures).filter(({ met }) => met !== undefined);
  const met = judged.filter((each) => each.met).length;
  return [
    "# Benchmarks",
    "",
    "Flagstone beside what people would use instead, and beside what nothing in JavaScript can go below. This page is",
    "written by the benchmark; what stands under a miss comes from `test/bench/reasons.md`.",
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    repeat,
    "",
    `${met} of ${judged.length} bars are met.`,
    "",
    formatMisses(sections, reasons),
    ...sections.map(formatSection),
  ].join("\n");
}
