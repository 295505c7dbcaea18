import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { build } from "../scripts/commands/build.ts";
import { createHost } from "../scripts/host/host.ts";
import { readTree } from "../scripts/host/read-tree.ts";
import { type Code, codes, isCode } from "../scripts/model/codes.ts";
import type { Diagnostic } from "../scripts/model/diagnostic.ts";
import { positionOf } from "../scripts/model/text/source.ts";
import { readEmitters } from "./support/code-emitters.ts";
import { filesIn, writeFiles } from "./support/files.ts";
import { faultsOfFixes, faultsOfStyle } from "./support/finding-faults.ts";
import { completeInstance, withInstance } from "./support/instance-folder.ts";
import { judge, judgeChange } from "./support/judge.ts";
import { memoryRepository } from "./support/memory-repository.ts";
import { type Example, type Page, readPage } from "./support/page.ts";
import { usualDate, usualDay } from "./support/usual-dates.ts";

const folder = new URL("../docs/codes/", import.meta.url);
const names = Object.keys(codes).filter(isCode);
const pages = new Map<Code, Page>();
for (const code of names) {
  const text = readText(new URL(`${code}.md`, folder));
  if (text !== undefined) pages.set(code, readPage(text));
}

test("each code has one page, and each page a code", () => {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.includes("."));
  expect(found.sort()).toEqual(["README.md", ...names.map((code) => `${code}.md`)].sort());
});

test("the index lists each code with its severity, its page's summary, and the files that emit it", () => {
  const emitters = readEmitters();
  const rows = names.map((code) => {
    const files = emitters.filter((each) => each.codes.includes(code)).map(({ path }) => `\`${path}\``);
    const { severity, summary } = codes[code];
    return `| [\`${code}\`](${code}.md) | ${severity} | ${summary} | ${files.join(", ")} |`;
  });
  const table = readText(new URL("README.md", folder))?.match(/^\| \[.*$/gm);
  expect(table).toEqual(rows);
});

describe.each([...pages])("%s", (code, page) => {
  test("has the structure of a page", () => {
    expect(page.title).toBe(`# ${code}`);
    expect(plain(page.summary)).toBe(`${plain(codes[code].summary)}.`);
    const sections = [...(code.startsWith("gate/") ? ["Before"] : []), "Wrong", "Right"];
    expect(page.headings).toEqual(page.headings.includes("What to do") ? [...sections, "What to do"] : sections);
    expect(page.text.includes("\n\nThis is a warning.\n"), "says whether it is a warning").toBe(
      codes[code].severity === "warning",
    );
    expect(longLines(page.text)).toEqual([]);
    expect(page.wrong.marks.length).toBeGreaterThan(0);
    expect(page.right.marks).toEqual([]);
    expect(page.right.files.length).toBeGreaterThan(0);
  });

  test("has only the expected findings in the wrong example", () => {
    const diagnostics = run(page, page.wrong);
    const own = diagnostics.filter((finding) => finding.code === code).map(placeOf);
    const bare = own.map((place) => place.replace(/:\d+$/, "")).filter((path) => page.wrong.marks.includes(path));
    expect([...new Set(bare.length > 0 ? bare : own)].sort()).toEqual([...page.wrong.marks].sort());
    // A change that affects many customers is also reported as that.
    const others = diagnostics.filter((finding) => finding.code !== code && finding.code !== "gate/wide-effect");
    expect(others.map(say)).toEqual([]);
    expect(faultsOfStyle(diagnostics)).toEqual([]);
  });

  test("has no finding in the right example", () => {
    expect(run(page, page.right).map(say)).toEqual([]);
  });
});

/** The findings in the folder of an example. */
function run({ before }: Page, example: Example): readonly Diagnostic[] {
  return before === undefined ? runExample(example) : runChange(before, example);
}

/** The findings in a change from one example to the files and commands of another. */
function runChange(before: Example, { files, commands }: Example): readonly Diagnostic[] {
  return withInstance((root) => {
    writeFiles(root, before.files);
    completeInstance(root);
    const snapshots = [{ files: filesIn(root), date: usualDate }];
    let isShallow = false;
    for (const line of commands) {
      const [program, ...words] = line.split(" ");
      if (program !== "git") execFileSync("sh", ["-c", line], { cwd: root });
      else if (words.includes("--depth")) isShallow = true;
    }
    writeFiles(root, files);
    return judgeChange(readTree(root), memoryRepository(snapshots, { isShallow })).diagnostics;
  });
}

function runExample({ files, commands }: Example): readonly Diagnostic[] {
  return withInstance((root) => {
    writeFiles(root, [{ path: "flags/.keep", text: "" }, ...files]);
    completeInstance(root);
    let built: readonly Diagnostic[] = [];
    for (const line of commands)
      if (line.startsWith("flagstone ")) built = runBuild(root, line.split(" ").slice(1));
      else execFileSync("sh", ["-c", line], { cwd: root });
    if (built.length > 0) return built;
    const { tree, diagnostics } = judge(root);
    expect(faultsOfFixes(tree, diagnostics)).toEqual([]);
    return diagnostics;
  });
}

/** The findings of `flagstone build` in a git repository. */
function runBuild(root: string, words: readonly string[]): readonly Diagnostic[] {
  expect(words[0]).toBe("build");
  if (words.length === 1) execFileSync("git", ["init", "--quiet"], { cwd: root });
  const host = { ...createHost(root), readPackageFile: () => "" };
  const input = { operands: [], colour: false, asOf: usualDay.asOf, verify: words[1] === "--verify" };
  const { report, writes } = build(input, host);
  expect(host.writeAll(root, writes)).toBeUndefined();
  return report?.diagnostics ?? [];
}

function placeOf({ span }: Diagnostic): string {
  return `${span.source.path}:${positionOf(span.source, span.start).line}`;
}

function say(finding: Diagnostic): string {
  return `${placeOf(finding)} ${finding.code}: ${finding.message}`;
}

/** A sentence in the form in which it is compared: without backticks, and starting in lower case. */
function plain(text: string): string {
  const bare = text.replaceAll("`", "");
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

function longLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.length > 120 && !line.startsWith("|"));
}

function readText(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
