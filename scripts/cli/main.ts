import { now } from "../host/clock.ts";
import { reasonOf } from "../host/error-reason.ts";
import { complain } from "./caller.ts";
import { runCommandLine } from "./run-command-line.ts";

process.stdout.on("error", (error) => {
  complain(process, `cannot write the output: ${reasonOf(error)}`);
  process.exit(2);
});
// There is nowhere left to report it.
process.stderr.on("error", () => process.exit(2));

runCommandLine(process.argv.slice(2), {
  directory: process.cwd(),
  env: process.env,
  // Opened only when it is read.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  today: now,
  now: () => performance.now(),
}).then((code) => {
  process.exitCode = code;
});
