import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { onceForText } from "../model/once-for.ts";
import type { Source } from "../model/text/source.ts";
import { type Outcome, outsideRepository, type Proposal } from "../report/outcome.ts";
import type { Report } from "../report/report.ts";
import { type Caller, complain, tell, wantsColour, writeParts } from "./caller.ts";
import type { Answer } from "./confirm.ts";
import { findReporter, type Write } from "./find-reporter.ts";
import { type Call, type Given, readArguments } from "./read-arguments.ts";
import { type Stopwatch, startStopwatch } from "./stopwatch.ts";
import { UsageError } from "./usage-error.ts";
import { writeUndisturbed } from "./write-undisturbed.ts";

/** At a terminal, at most this many lines of a diff are shown. */
const mostAtTerminal = 100;

/** Runs a command line and returns the exit code. */
export async function runCommandLine(words: readonly string[], caller: Caller): Promise<number> {
  const { env, stdout, stderr } = caller;
  const stopwatch = startStopwatch(caller.now, (line) => {
    if (stderr.isTTY && env.TERM !== "dumb") stderr.write(`\r\x1b[2K${line}`);
  });
  try {
    const read = readArguments(words, caller.today());
    if ("command" in read) return await run(read, caller, stopwatch);
    (read.isComplaint ? stderr : stdout).write(read.text);
    return read.isComplaint ? 2 : 0;
  } catch (error) {
    stopwatch.hide();
    if (error instanceof UsageError) complain(caller, error.message, error.details);
    else reportBug(caller, error);
    return 2;
  }
}

async function run({ command, operands, given }: Call, caller: Caller, stopwatch: Stopwatch): Promise<number> {
  const { createHost } = await import("../host/host.ts");
  const host = createHost(given.C ?? ".", caller.directory);
  if (!host.isFolder(".")) throw new UsageError(`there is no folder \`${given.C}\``);
  // However many reports ask for its place, git is started once for an instance, and one outside a repository noted once.
  const unplaced = new Set<string>();
  const gitPrefixOf = onceForText((folder) => {
    const prefix = host.gitPrefix(folder);
    if (prefix === undefined) unplaced.add(outsideRepository(folder));
    return prefix ?? "";
  });
  const write = await findReporter((command.options.includes("format") && given.format) || "text", host, gitPrefixOf);
  const files = (given.report ?? []).map(({ file }) => host.pathFrom(".", file));
  const twice = given.report?.find((_, index) => files.indexOf(files[index] ?? "") < index);
  if (twice !== undefined) throw new UsageError(`two reports would go to \`${twice.file}\``);
  const others = await Promise.all(
    (given.report ?? []).map(async ({ format, file }) => ({
      file,
      write: await findReporter(format, host, gitPrefixOf),
    })),
  );
  const execute = await command.load();
  tell(caller, host.recover());
  const shown = caller.stdout.isTTY === true ? { mostLines: mostAtTerminal } : {};
  const canAsk = (): boolean => isAsking(given, caller);
  const input = { ...given, ...shown, canAsk, operands, colour: wantsColour(caller), progress: stopwatch };
  const answers: Record<string, string> = {};
  let outcome = await execute(input, host);
  while (outcome.question !== undefined) {
    const { option } = outcome.question;
    const { answer, isInterrupted } = await (await import("./confirm.ts")).askFor(outcome.question, {
      input: caller.stdin,
      prompt: caller.stderr,
    });
    if (answer === undefined) {
      tell(caller, writtenNote([]));
      return isInterrupted ? 130 : 1;
    }
    answers[option] = answer;
    outcome = await execute({ ...input, ...answers }, host);
  }
  if (outcome.problem !== undefined) throw new UsageError(outcome.problem, outcome.details);

  const { report, proposals = [] } = outcome;
  const reports = report === undefined ? [] : others.map((other) => reportFile(other, report, host));
  // The note is printed before the question that it helps to answer.
  if (proposals.length > 0) tell(caller, outcome.note);
  const { accepted, isInterrupted } = await choose(proposals, given, caller);
  const writes = [...outcome.writes, ...accepted.flatMap((proposal) => proposal.writes), ...reports];
  stopwatch.enter("write");
  const { failure, signal } = await writeUndisturbed(caller, host, outcome.root ?? report?.root ?? ".", writes);
  stopwatch.enter("report");
  stopwatch.hide();
  caller.stdout.write(outcome.output ?? "");
  if (report !== undefined) await writeParts(caller, write(report, wantsColour(caller)));
  if (failure !== undefined) throw new UsageError(failure);
  if (proposals.length === 0) tell(caller, outcome.note);
  else {
    tell(caller, writtenNote(accepted));
    if (accepted.length > 0) tell(caller, outcome.next);
  }
  for (const line of unplaced) tell(caller, line);
  if (outcome.service !== undefined) return (await import("./run-service.ts")).runService(outcome.service, caller);
  if (given.timings) tell(caller, stopwatch.table());
  const isDeclined = accepted.length < proposals.length && !given.dryRun;
  if (isInterrupted || signal !== undefined) return signal === "SIGTERM" ? 143 : 130;
  return isDeclined ? 1 : exitCodeOf(outcome, given.strict ?? false);
}

/** Whether there is someone at a terminal to ask. */
function isAsking({ dryRun, yes }: Given, caller: Caller): boolean {
  return !dryRun && !yes && caller.stdin.isTTY === true && caller.stderr.isTTY === true;
}

/** Shows changes and, at a terminal, asks for each one unless `--yes` was given. */
async function choose(proposals: readonly Proposal[], given: Given, caller: Caller): Promise<Answer> {
  if (proposals.length > 0 && isAsking(given, caller))
    return (await import("./confirm.ts")).ask(proposals, { input: caller.stdin, prompt: caller.stderr, show });
  for (const { output } of proposals) show(output);
  return { accepted: given.dryRun ? [] : proposals, isInterrupted: false };

  function show(output: string): void {
    caller.stdout.write(output);
  }
}

/** What was written, in one line. */
function writtenNote(accepted: readonly Proposal[]): string {
  const { length, 0: first } = accepted.flatMap(({ writes }) => writes);
  if (first === undefined) return "nothing was written";
  return length === 1 ? `${first.text === undefined ? "removed" : "wrote"} ${first.path}` : `wrote ${length} files`;
}

/** A report that goes to a file, whose path is relative to the folder of the call. */
function reportFile({ file, write }: { file: string; write: Write }, report: Report, host: Host): Source {
  return { path: host.pathFrom(report.root, file), text: [...write(report, false)].join("") };
}

function exitCodeOf({ report, failed = false }: Outcome, strict: boolean): number {
  if (failed) return 1;
  if (report === undefined) return 0;
  return hasErrors(report.diagnostics) || (strict && report.diagnostics.length > 0) ? 1 : 0;
}

function reportBug(caller: Caller, error: unknown): void {
  complain(
    caller,
    `this is a bug of flagstone: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`,
  );
  if (caller.env.FLAGSTONE_DEBUG) caller.stderr.write(`${error instanceof Error ? error.stack : ""}\n`);
  else complain(caller, "report it with the output of the same call with FLAGSTONE_DEBUG=1 set");
}
