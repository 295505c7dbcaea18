import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { Host } from "../../scripts/host/host.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { wordsOf } from "../support/edit-case.ts";
import { filesIn } from "../support/files.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { readCall } from "../support/read-call.ts";
import { reporters } from "../support/reporters.ts";
import { treeOfFiles } from "../support/trees.ts";
import { usualDate, usualDay } from "../support/usual-dates.ts";

/**
 * Many calls in one instance, `instance/`, which has something of everything. calls.txt has each behind a `$`, and then all that
 * it says; with UPDATE_CASES=1 that is written anew, to be read in the diff before it is committed. A new call is a new line.
 */
const file = fileURLToPath(new URL("calls.txt", import.meta.url));
const files = filesIn(fileURLToPath(new URL("instance", import.meta.url)));
const repository = memoryRepository([{ files, date: usualDate }]);
const isUpdate = process.env.UPDATE_CASES === "1";
/** What each call is expected to say. */
const expected = new Map(
  readFileSync(file, "utf8")
    .split(/^\$ /m)
    .slice(1)
    .map((part) => [part.split("\n", 1)[0] ?? "", part.slice(part.indexOf("\n") + 1).trimEnd()]),
);
const calls = [...expected.keys()];

interface Said {
  readonly text: string;
  /** The files that it would write; no text for those that it would delete. */
  readonly writes: ReadonlyMap<string, string | undefined>;
}

/** What a call says and writes; on standard input are accounts, one by a former id. */
async function call(line: string, tree: Tree): Promise<Said> {
  const { run, input } = await readCall(wordsOf(line));
  const host = {
    directory: tree.root,
    readTree: () => tree,
    readInput: () => "old-umbra\nnewcomer # soon\n",
    readFile: () => undefined,
    now: () => usualDay.asOf,
    today: () => usualDay.asOf,
    openRepository: () => repository,
    gitPrefix: () => "",
  } as unknown as Host;
  const outcome: Outcome = await run({ ...input, dryRun: true }, host);
  const { problem, details = [], proposals = [], writes, report, output = "", note } = outcome;
  const options = { colour: false, version: "0", gitPrefix: "", pageOf: () => undefined, urlOf: () => undefined };
  const parts = [
    ...(problem === undefined ? [] : [problem, ...details]),
    ...proposals.map((proposal) => proposal.output),
    output,
    report === undefined ? "" : reporters.text(report, options),
    note ?? "",
  ];
  const all = [...writes, ...proposals.flatMap((proposal) => proposal.writes)];
  return {
    text: parts.flatMap((part) => part.split("\n").filter((row) => row.trim() !== "")).join("\n"),
    writes: new Map(all.map((write) => [write.path, "text" in write ? write.text : undefined])),
  };
}

const tree = treeOfFiles(files);
/** What calls said before, for the comparison with other files. */
const known = new Map<string, Said>();

describe("a call says what it would do", () => {
  test.each(calls)("%s", async (line) => {
    const said = await call(line, tree);
    known.set(line, said);
    if (isUpdate) expected.set(line, said.text);
    expect(said.text).toBe(expected.get(line));
  });
});

afterAll(() => {
  if (isUpdate) writeFileSync(file, [...expected].map(([line, text]) => `$ ${line}\n${text}\n\n`).join(""));
});

test("some calls have the same effect on files with carriage returns", async () => {
  const inOther = (each: string): string => each.replaceAll("\n", "\r\n");
  const other = treeOfFiles(files.map(({ path, text }): Source => ({ path, text: inOther(text) })));
  for (const line of calls.filter((_, index) => index % 8 === 0)) {
    const [{ writes }, returned] = [known.get(line) ?? (await call(line, tree)), await call(line, other)];
    for (const [path, own] of writes) {
      if (own === undefined || !files.some((each) => each.path === path)) continue;
      expect([line, returned.writes.get(path)]).toEqual([line, inOther(own)]);
    }
  }
});
