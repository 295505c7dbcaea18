import packageFile from "../../package.json" with { type: "json" };
import { reasonOf } from "../host/error-reason.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import type { Source } from "../model/text/source.ts";
import type { Outcome, Proposal } from "../report/outcome.ts";
import type { Report } from "../report/report.ts";
import { suggest } from "../runtime/declare/suggest.ts";
import type { Answer } from "./confirm.ts";
import { type Call, type Given, readArguments } from "./read-arguments.ts";
import { startStopwatch } from "./stopwatch.ts";
import { UsageError } from "./usage-error.ts";

/** A reporter with all that it has to know beside the report. */
type Write = (report: Report, colour: boolean) => string;

process.stdout.on("error", (error) => {
  complain(`cannot write the output: ${reasonOf(error)}`);
  process.exit(2);
});
// There is nowhere left to say it.
process.stderr.on("error", () => process.exit(2));
const stopwatch = startStopwatch(() => performance.now(), showLine);
await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  try {
    const read = readArguments(words);
    if ("command" in read) await run(read);
    else if (!read.isComplaint) process.stdout.write(read.text);
    else {
      process.stderr.write(read.text);
      process.exitCode = 2;
    }
  } catch (error) {
    process.exitCode = 2;
    stopwatch.hide();
    if (error instanceof UsageError) complain(error.message, error.details);
    else reportBug(error);
  }
}

async function run({ command, operands, given }: Call): Promise<void> {
  const { createHost } = await import("../host/host.ts");
  const host = createHost(given.C ?? ".");
  if (!host.isFolder(".")) throw new UsageError(`there is no folder \`${given.C}\``);
  const gitPrefixOf = asOnce(host.gitPrefix);
  const write = await reporterOf((command.options.includes("format") && given.format) || "text", host, gitPrefixOf);
  const files = (given.report ?? []).map(({ file }) => host.pathFrom(".", file));
  const twice = given.report?.find((_, index) => files.indexOf(files[index] ?? "") < index);
  if (twice !== undefined) throw new UsageError(`two reports would go to \`${twice.file}\``);
  const others = await Promise.all(
    (given.report ?? []).map(async ({ format, file }) => ({
      file,
      write: await reporterOf(format, host, gitPrefixOf),
    })),
  );
  const execute = await command.load();
  tell(host.recover());
  const outcome = execute({ ...given, operands, colour: wantsColour(process.stdout), progress: stopwatch }, host);
  if (outcome.problem !== undefined) throw new UsageError(outcome.problem, outcome.details);

  const { report, proposals = [] } = outcome;
  const reports = report === undefined ? [] : others.map((other) => reportFile(other, report, host));
  // Whoever is asked is to know before what there is to know.
  if (proposals.length > 0) tell(outcome.note);
  const { accepted, isInterrupted } = await choose(proposals, given);
  const writes = [...outcome.writes, ...accepted.flatMap((proposal) => proposal.writes), ...reports];
  stopwatch.enter("write");
  const { failure, signal } = await writeUndisturbed(host, outcome.root ?? report?.root ?? ".", writes);
  stopwatch.enter("report");
  stopwatch.hide();
  process.stdout.write(outcome.output ?? "");
  if (report !== undefined) process.stdout.write(write(report, wantsColour(process.stdout)));
  if (failure !== undefined) throw new UsageError(failure);
  if (proposals.length === 0) tell(outcome.note);
  else tell(toldOf(accepted));
  if (given.timings) tell(stopwatch.table());
  const isDeclined = accepted.length < proposals.length && !given.dryRun;
  if (isInterrupted || signal !== undefined) process.exitCode = signal === "SIGTERM" ? 143 : 130;
  else process.exitCode = isDeclined ? 1 : exitCodeOf(outcome, given.strict ?? false);
}

/** Lines for a person, who may be reading a report in the other stream. */
function tell(note: string | undefined): void {
  for (const line of note?.split("\n") ?? []) process.stderr.write(`${escapeControls(line)}\n`);
}

/** Shows changes, and asks for each where somebody sits at a terminal and has not said yes already. */
async function choose(proposals: readonly Proposal[], { dryRun, yes }: Given): Promise<Answer> {
  if (proposals.length > 0 && !dryRun && !yes && process.stdin.isTTY && process.stderr.isTTY)
    return (await import("./confirm.ts")).ask(proposals, { input: process.stdin, prompt: process.stderr, show });
  for (const { output } of proposals) show(output);
  return { accepted: dryRun ? [] : proposals, isInterrupted: false };

  function show(output: string): void {
    process.stdout.write(output);
  }
}

/** What was written, in one line. */
function toldOf(accepted: readonly Proposal[]): string {
  const { length, 0: first } = accepted.flatMap(({ writes }) => writes);
  if (first === undefined) return "nothing was written";
  return length === 1 ? `${first.text === undefined ? "removed" : "wrote"} ${first.path}` : `wrote ${length} files`;
}

/** The reporter of a format, with what it has to know of git and of this package. */
async function reporterOf(format: string, host: Host, gitPrefixOf: Host["gitPrefix"]): Promise<Write> {
  const { reporters } = await import("../report/findings/index.ts");
  const names = Object.keys(reporters);
  if (!isFormat(format)) {
    const near = suggest(format, names);
    throw new UsageError(
      `unknown format \`${format}\`; ${near ? `did you mean \`${near}\`?` : `there are ${names.join(", ")}`}`,
    );
  }
  // Pages can be linked to once the package says where it is at home.
  const { homepage } = packageFile as { readonly name: string; readonly homepage?: string };
  return (report, colour) =>
    reporters[format](report, {
      colour,
      version: packageFile.version,
      pageOf: (code) => host.readPackageFile(`docs/codes/${code}.md`),
      urlOf: (code) => (homepage === undefined ? undefined : `${homepage.replace(/\/$/, "")}/docs/codes/${code}.md`),
      // Only the formats that want to know ask git.
      get gitPrefix() {
        return gitPrefixOf(report.root);
      },
    });

  function isFormat(text: string): text is keyof typeof reporters {
    return names.includes(text);
  }
}

/** The same, asked for each text once: git takes milliseconds to start. */
function asOnce(ask: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const answer = known.get(text) ?? ask(text);
    known.set(text, answer);
    return answer;
  };
}

/** A report that goes to a file, which is looked for from where the command was called. */
function reportFile({ file, write }: { file: string; write: Write }, report: Report, host: Host): Source {
  return { path: host.pathFrom(report.root, file), text: write(report, false) };
}

/** Files are not left half written because somebody loses patience in that very moment, who is heard afterwards. */
async function writeUndisturbed(
  host: Host,
  root: string,
  writes: Outcome["writes"],
): Promise<{ readonly failure: string | undefined; readonly signal: NodeJS.Signals | undefined }> {
  let signal: NodeJS.Signals | undefined;
  const note = (sent: NodeJS.Signals): void => {
    signal = sent;
  };
  process.on("SIGINT", note).on("SIGTERM", note);
  try {
    const failure = host.writeAll(root, writes);
    // A signal that came meanwhile is delivered between two turns of the event loop.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
    return { failure, signal };
  } finally {
    process.off("SIGINT", note).off("SIGTERM", note);
  }
}

function exitCodeOf({ report, failed = false }: Outcome, strict: boolean): number {
  if (failed) return 1;
  if (report === undefined) return 0;
  return hasErrors(report.diagnostics) || (strict && report.diagnostics.length > 0) ? 1 : 0;
}

function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = process.env;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return stream.isTTY === true && (refused ?? "") === "" && terminal !== "dumb";
}

/** Shows a line at a terminal in place of the one before; nothing elsewhere. */
function showLine(line: string): void {
  if (process.stderr.isTTY && process.env.TERM !== "dumb") process.stderr.write(`\r\x1b[2K${line}`);
}

function complain(message: string, details: readonly string[] = []): void {
  process.stderr.write(`flagstone: ${escapeControls(message)}\n`);
  for (const detail of details) process.stderr.write(`  ${escapeControls(detail)}\n`);
}

function reportBug(error: unknown): void {
  complain(`this is a bug of flagstone: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
  if (process.env.FLAGSTONE_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : ""}\n`);
  else complain("report it with the output of the same call with FLAGSTONE_DEBUG=1 set");
}
