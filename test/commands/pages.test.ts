import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type Command, commands, topics } from "../../scripts/commands/index.ts";
import { options } from "../../scripts/commands/options.ts";
import { strangeOptions } from "../support/command-options.ts";
import { blocksOf, fencesOf, proseOf } from "../support/fences.ts";
import { copyInstance, repository } from "../support/shipped-instance.ts";
import { transcriptOf } from "../support/transcript.ts";

const folder = mkdtempSync(join(tmpdir(), "flagstone-pages-"));
const instance = join(folder, "instance");
beforeAll(() => copyInstance(instance), 90_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** UPDATE_CASES=1 writes the current output into the pages; review the diff before committing. */
const isUpdate = process.env.UPDATE_CASES === "1";

test("each command has a page and a topic in the help", () => {
  const pages = readdirSync(join(repository, "docs/commands")).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(commands.map(({ name }) => `${name}.md`).sort());
  expect([...new Set(commands.map(({ topic }) => topic))]).toEqual([...topics]);
});

test("the index lists each command in the order and words of the help", () => {
  const rows = topics.flatMap((topic) => [
    `| **${topic}** | |`,
    ...commands
      .filter((command) => command.topic === topic)
      .map(({ name, summary }) => `| [\`${name}\`](${name}.md) | ${summary} |`),
  ]);
  const [, table = ""] =
    /\n\| command \| to \|\n\| --- \| --- \|\n([\s\S]*?)\n\n/.exec(readText("docs/commands/README.md")) ?? [];
  expect(table.split("\n")).toEqual(rows);
});

test("the summary of a command fits on a line", () => {
  const indent = Math.max(...commands.map(({ name }) => name.length), "-v, --version".length) + 4;
  expect(commands.filter(({ summary }) => indent + summary.length > 80).map(({ name }) => name)).toEqual([]);
});

describe.concurrent.each(commands.map((command) => [command.name, command] as const))("%s", (_, command) => {
  const page = readText(`docs/commands/${command.name}.md`);

  it("has the structure of a page", () => {
    expect(page.startsWith(`# flagstone ${command.name}\n\n`)).toBe(true);
    expect(blocksOf(page, "sh")[0]).toBe(`flagstone ${command.name} ${command.operands}`.trim().concat("\n"));
    expect(fencesOf(page).some(({ fence }) => /^console(?: run)?$/.test(fence))).toBe(true);
    expect(page.split("\n").filter((line) => line.length > 120 && !line.startsWith("|"))).toEqual(
      fencesOf(page).flatMap(({ text }) => text.split("\n").filter((line) => line.length > 120)),
    );
  });

  it("names each option of the command, and no others", () => {
    const told = [...page.matchAll(/^\| `(--[^`]*)` \|/gm)].map(([, flags]) => flags);
    expect(told.sort()).toEqual(command.options.map((name) => options[name].flags).sort());
    const spans = [...proseOf(page).matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
    const calls = fencesOf(page).flatMap(({ text }) => [...text.matchAll(/^\$ (.*)$/gm)].map(([, call = ""]) => call));
    expect([...spans, ...calls].filter((words) => strangeOptions(words, command).length > 0)).toEqual([]);
  });

  it("shows the current output", async () => {
    for (const [index, block] of blocksOf(page, "console run").entries()) {
      const copy = join(folder, `${command.name}-${index}`);
      cpSync(instance, copy, { recursive: true });
      const printed = await transcriptOf(block, copy);
      if (isUpdate) replaceInPage(command, block, printed);
      else expect(printed).toBe(block);
    }
  });
});

function replaceInPage({ name }: Command, before: string, after: string): void {
  const path = `docs/commands/${name}.md`;
  writeFileSync(
    join(repository, path),
    readText(path).replace(before, () => after),
  );
}

function readText(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}
