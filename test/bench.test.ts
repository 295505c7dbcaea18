import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readTree } from "../scripts/host/read-tree.ts";

const repository = fileURLToPath(new URL("../", import.meta.url));
const cli = join(repository, "dist/cli.js");
/** Loads a module of the benchmark, which is plain JavaScript without types. */
const load = (path: string) => import(pathToFileURL(join(repository, "test/bench", path)).href);
const [{ asked, other, today, writeInstance }, { freshIds, idOf }, { subjectsOf }, { verify }, figures, report] =
  await Promise.all(
    ["instances.mjs", "ids.mjs", "subjects.mjs", "questions.mjs", "figures.mjs", "report.mjs"].map(load),
  );
const folder = mkdtempSync(join(tmpdir(), "flagstone-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the benchmark's instances", () => {
  const kinds = {
    plain: {},
    dated: { dated: true },
    patterned: { patterned: true },
    "listed by the flag": { by: "flag" },
    "with conditions": { conditional: true },
  };

  it("may list a few customers in each flag, and have no group", async () => {
    const cwd = join(folder, "each");
    writeInstance(cwd, { flags: 2, customers: 0, each: 3 });
    const { files } = readTree(cwd);
    expect(files.map(({ path }) => path)).toEqual(["flags/feature_0_on.yaml", "flags/feature_1_on.yaml"]);
    expect(files[1]?.text).toMatch(/account:\n {4}- own-0-1\n {4}- own-1-1\n {4}- own-2-1\n$/);
  });

  it.each(Object.entries(kinds))("%s compile, and answer as the benchmark expects", async (name, kind) => {
    const cwd = join(folder, name);
    writeInstance(cwd, { flags: 2, customers: 40, ...kind });
    const built = spawnSync(process.execPath, [cli, "build", "--as-of", today], { cwd, encoding: "utf8" });
    expect(built.status).toBe(0);
    const module = await import(pathToFileURL(join(cwd, "generated/flags.js")).href);
    for (const subject of Object.values(subjectsOf(module))) verify(subject, freshIds(40), 200);
    expect(module.lookup({ account: idOf(0) }).isEnabled(other)).toBe(name !== "listed by the flag");
    expect(module.isFlagName(asked)).toBe(true);
  });
});

describe("the benchmark's report", () => {
  const row = (work: string, samples: readonly number[], atMost?: number) =>
    figures.figure({ work, unit: "ms", samples, base: ["the others", [100, 200, 300]], atMost });
  const section = {
    title: "Some work",
    about: "As it is.",
    figures: [row("quick", [10, 20, 30], 0.5), row("slow", [300, 800, 600], 1.5), row("not judged", [100, 100, 100])],
  };

  it("pairs the samples of each round, and compares their medians", () => {
    expect(section.figures.map(({ against, met }) => [against.ratio, met])).toEqual([
      [0.1, true],
      [3, false],
      [0.5, undefined],
    ]);
    expect(figures.figure({ work: "alone", unit: "ms", samples: [1, 2, 3], atMost: 1 }).met).toBe(false);
    const grown = figures.growth({ work: "growth", unit: "MB", few: [10], many: [20], most: [110], atMost: 12 });
    expect(grown.against.ratio).toBe(10);
  });

  it("finds the exponent with which costs grow", async () => {
    const { exponentOf } = await load("tables/growth.mjs");
    expect(exponentOf([10, 20, 40, 80], [3, 6, 12, 24])).toBeCloseTo(1);
    expect(exponentOf([10, 20, 40, 80], [1, 4, 16, 64])).toBeCloseTo(2);
  });

  it("shows every figure, and a written reason for each that misses its target", () => {
    const reasons = report.readReasons("# Reasons\n\n## slow\n\nIt reads the disk.\n\n## quick\n\nIt does not.\n");
    const page: string = report.formatPage({
      repeat: "Again.",
      sections: [
        { ...section, facts: ["Run on 2026-11-21", "two cores"] },
        { ...section, title: "More work", facts: ["Run on 2026-11-22", "Load: 3", "two cores"] },
      ],
      reasons,
    });
    for (const { work } of section.figures) expect(page).toContain(`| ${work}`);
    expect(page).toContain("2 of 4 targets are met.");
    expect(page).toContain("\n\n- two cores\n\n");
    expect(page).toContain("As it is.\n\nRun on 2026-11-21.\n\n| ");
    expect(page).toContain("As it is.\n\nRun on 2026-11-22. Load: 3.\n\n| ");
    expect(page).toMatch(/\| slow +\| +600 ms \| the others \| +200 ms \| +3\.00 × \| +≤ 1\.5 × \| \*\*no\*\* \|/);
    expect(page).toContain("### slow\n\nIt reads the disk.\n");
    expect(page).not.toContain("It does not.");
  });

  it("finds a reason whose row was renamed or removed", () => {
    const reasons = report.readReasons("## slow\n\nIt reads the disk.\n\n## slower\n\nIt waits.\n");
    expect(report.reasonsWithoutRow([section], reasons)).toEqual(["slower"]);
  });

  it("has a section of the page for every table, and a row for every reason", async () => {
    const page = readFileSync(join(repository, "docs/benchmarks.md"), "utf8");
    const { tables } = await load("tables/index.mjs");
    for (const { title } of tables) expect(page).toContain(`\n## ${title}\n`);
    for (const name of report.readReasons(readFileSync(join(repository, "test/bench/reasons.md"), "utf8")).keys())
      expect(page).toContain(`| ${name} `);
  });
});

describe("the benchmark's package", () => {
  const lock = JSON.parse(readFileSync(join(repository, "test/bench/package-lock.json"), "utf8"));
  const root = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));

  it("names no package registry, and is not part of the root package", () => {
    expect(Object.values(lock.packages).filter((each) => "resolved" in (each as object))).toEqual([]);
    expect(Object.keys(root.packages).filter((path) => path.includes("growthbook"))).toEqual([]);
  });
});
