import type { Diagnostic } from "./diagnostic.ts";
import type { Progress } from "./progress.ts";
import type { Write } from "./source.ts";
import type { Instant } from "./time.ts";
import type { Tree } from "./tree.ts";

/** What a command line says, once it is read: an option means the same in every command that takes it. */
export interface Input {
  /** The words that are no options, in their order. */
  readonly operands: readonly string[];
  /** The instant to judge for; undefined is today. */
  readonly asOf?: Instant | undefined;
  /** The instant to answer for; undefined is now. */
  readonly at?: Instant | undefined;
  readonly environment?: string;
  readonly allowExpired?: boolean;
  /** The branch or commit that a change is compared with. */
  readonly base?: string;
  /** Whether only what the change brought is reported. */
  readonly newOnly?: boolean;
  /** How the output is written, where a command has several ways. */
  readonly format?: string;
  readonly verify?: boolean;
  readonly out?: string;
  /** The file to write to. */
  readonly write?: string;
  /** Whether a change is only shown. */
  readonly dryRun?: boolean;
  /** Whether a change is made without a question, at a terminal too. */
  readonly yes?: boolean;
  /** The file to read ids from; `-` for standard input. */
  readonly idsFrom?: string;
  /** Where in other people's files their settings stand, as a JSON pointer. */
  readonly pointer?: string;
  /** Whether what can be done is done though something else cannot. */
  readonly keepGoing?: boolean;
  /** A setting that is looked for, and a flag without one. */
  readonly set?: string;
  readonly missing?: string;
  /** Whether the output may have colours. */
  readonly colour: boolean;
  /** Who hears how the work gets on; undefined is nobody. */
  readonly progress?: Progress;
}

/** What a command comes to. Nothing is printed or written yet. */
export interface Outcome {
  /** What the command judged; then its findings are reported, and an error among them is exit code 1. */
  readonly report?: Report;
  /** The folder that the paths of writes are relative to; else the root of the report, or else the folder of the call. */
  readonly root?: string;
  /** Files to write or take away, all or none. */
  readonly writes: readonly Write[];
  /** Changes that are made if whoever sits at a terminal agrees, or nobody does. */
  readonly proposals?: readonly Proposal[];
  /** What was asked for, for standard output. */
  readonly output?: string;
  /** What was done, for a person, once the writes are in place. */
  readonly note?: string;
  /** Whether something is wrong that no report tells: exit code 1. */
  readonly failed?: boolean;
  /** Why the command cannot run: exit code 2. */
  readonly problem?: string;
}

/** A change as it is shown, and the files that it writes, all or none. */
export interface Proposal {
  readonly output: string;
  readonly writes: readonly Write[];
}

/** The findings about an instance, for a reporter. */
export interface Report {
  readonly root: string;
  /** How many documents were judged. */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The lines that the change under review adds or edits, by paths relative to the root; undefined where there is no base. */
  readonly touched?: ReadonlyMap<string, readonly LineRange[]> | undefined;
  /** How many findings were there before the change and are not reported. */
  readonly older?: number | undefined;
}

/** Consecutive lines of a file, from 1, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** The report of what was found in a tree. */
export function reportOf(tree: Tree, diagnostics: readonly Diagnostic[]): Report {
  return { root: tree.root, files: tree.files.length, diagnostics };
}

/** The outcome of a command that cannot run. */
export function cannotRun(problem: string): Outcome {
  return { writes: [], problem };
}

/** The outcome of a command that needs an instance and was called outside one. */
export function noInstance(directory: string): Outcome {
  return cannotRun(`no package.json with the key \`flagstone\` in \`${directory}\` or above it`);
}

/** Whether any finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((finding) => finding.severity === "error");
}

/** A number with its noun: `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
