import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Run, WaitingRun } from "../../scripts/commands/index.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { createHost, type Host } from "../../scripts/host/host.ts";
import type { Repository } from "../../scripts/model/repository.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { copyInto, filesIn } from "./files.ts";
import { completeFiles, completeInstance, withInstance } from "./instance-folder.ts";
import { memoryRepository } from "./memory-repository.ts";
import { readCall } from "./read-call.ts";
import { reporters } from "./reporters.ts";
import { usualDate, usualDay } from "./usual-dates.ts";

/** A command line, and the instance in which it runs. */
export interface Case {
  readonly folder: string;
  readonly words: readonly string[];
  readonly stdin: string | undefined;
  /** The files that are expected to differ, sorted by path. */
  after(): readonly Source[];
}

/** Reads a case from its folder. */
export function readCase(folder: string): Case {
  const stdin = join(folder, "input.txt");
  return {
    folder,
    words: wordsOf(readFileSync(join(folder, "command.txt"), "utf8")),
    stdin: existsSync(stdin) ? readFileSync(stdin, "utf8") : undefined,
    after: () => sorted(filesIn(join(folder, "after"))),
  };
}

/** The output of a command, the files that it changed, and those that a second call changed. */
export interface Result {
  readonly output: string;
  readonly after: readonly Source[];
  readonly again: readonly Source[];
}

/** Runs a command in a copy of its instance, and runs it again if it changed anything. */
export async function runCase({ folder, words, stdin }: Case): Promise<Result> {
  const { run, input } = await readCall(words);
  return withInstance(async (root) => {
    const repository = makeInstance(folder, root);
    const before = new Map(filesIn(root).map(({ path, text }) => [path, text]));
    const host = hostOf(root, stdin, repository);
    const changed = (): readonly Source[] =>
      sorted(filesIn(root).filter(({ path, text }) => before.get(path) !== text));
    const output = (await call(run, input, host, root)).replaceAll(root, "<root>");
    const after = changed();
    // After an interruption, people run the command again.
    if (after.length > 0) await call(run, input, host, root);
    return { output, after, again: changed() };
  });
}

/** The host of a case, with the usual day and without git. */
export function hostOf(root: string, stdin: string | undefined, repository: Repository): Host {
  return {
    ...createHost(root),
    now: () => usualDay.asOf,
    today: () => usualDay.asOf,
    readInput: () => stdin,
    openRepository: () => repository,
    isTracked: () => false,
    gitPrefix: () => repository.prefix,
  };
}

/** Creates the instance of a case in a folder, and returns a repository with its commits. */
export function makeInstance(folder: string, root: string): Repository {
  const steps = readdirSync(folder)
    .filter((step) => /^(?:before|\d+)$/.test(step))
    .sort();
  copyInto(join(folder, steps.at(-1) ?? "before"), root);
  completeInstance(root);
  const dates = datesOf(folder);
  return memoryRepository(
    steps.map((step, index) => ({
      files: completeFiles(filesIn(join(folder, step))),
      date: dates[index] ?? usualDate,
    })),
  );
}

/** The dates of the commits, one per line, if the case has them. */
function datesOf(folder: string): readonly string[] {
  const file = join(folder, "dates.txt");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

/** Runs a command as the command line does without a terminal; returns all output. */
async function call(run: Run | WaitingRun, input: Input, host: Host, root: string): Promise<string> {
  const outcome: Outcome = await run(input, host);
  const { problem, report, note, proposals = [], writes } = outcome;
  if (problem !== undefined)
    return [`flagstone: ${problem}`, ...(outcome.details ?? []).map((detail) => `  ${detail}`), ""].join("\n");
  const accepted = input.dryRun ? [] : proposals.flatMap((proposal) => proposal.writes);
  const failure = host.writeAll(outcome.root ?? report?.root ?? root, [...writes, ...accepted]);
  if (failure !== undefined) throw new Error(failure);
  const options = { colour: false, version: "0", gitPrefix: "", pageOf: () => undefined, urlOf: () => undefined };
  return [
    ...proposals.map(({ output }) => output),
    outcome.output ?? "",
    report === undefined ? "" : reporters.text(report, options),
    note === undefined ? "" : `${note}\n`,
  ].join("");
}

/** The words of a line; a quoted part with spaces is one word. */
export function wordsOf(line: string): readonly string[] {
  return [...line.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
}

function sorted(files: readonly Source[]): readonly Source[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
