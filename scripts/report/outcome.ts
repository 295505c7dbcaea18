import type { TextWrite, Write } from "../model/text/source.ts";
import type { Report } from "./report.ts";

/** The result of a command. Nothing has been printed or written yet. */
export interface Outcome {
  /** What the command checked; if given, its findings are reported, and an error among them is exit code 1. */
  readonly report?: Report;
  /**
   * The folder that the paths of writes are relative to; otherwise the root of the report, or the folder of the call.
   */
  readonly root?: string;
  /** Files to write or remove, all or none. */
  readonly writes: readonly Write[];
  /** Changes to make if the person at the terminal agrees, or if there is no terminal. */
  readonly proposals?: readonly Proposal[];
  /** What to do after the proposals were accepted and written. */
  readonly next?: string;
  /** What only a person at the terminal can say; the command runs again with the answer. */
  readonly question?: Question;
  /** The output that was asked for, for standard output. */
  readonly output?: string;
  /** A note for the reader: printed before proposals are shown, otherwise after the writes. */
  readonly note?: string;
  /** What keeps running until it is stopped, once everything else is done. */
  readonly service?: Service;
  /** Whether something is wrong that no report contains: exit code 1. */
  readonly failed?: boolean;
  /** Why the command cannot run: exit code 2. */
  readonly problem?: string;
  /** The details of the problem, one per line. */
  readonly details?: readonly string[];
}

/** Something that keeps running until it is stopped. */
export interface Service {
  /** Starts, and reports events as lines; returns the reason if it cannot. */
  readonly start: (note: (line: string) => void) => Promise<RunningService | string>;
}

/** A service that goes on. */
interface RunningService {
  /** Finishes what was begun. */
  readonly end: () => Promise<void>;
  /** Finishes nothing. */
  readonly abort: () => void;
}

/** A question for the value of an option. */
export interface Question {
  readonly text: string;
  /** The name of the option in the input of the command. */
  readonly option: string;
  /** The answer if nothing is typed. */
  readonly usual: string;
}

/** A change as it is shown, and the files that it writes, all or none. */
export interface Proposal {
  readonly output: string;
  readonly writes: readonly TextWrite[];
}

/** The outcome of a command that cannot run. */
export function cannotRun(problem: string, ...details: readonly string[]): Outcome {
  return { writes: [], problem, ...(details.length === 0 ? {} : { details }) };
}

/** Says that paths are relative to a folder and not to the root of a git repository, since there is none. */
export function outsideRepository(root: string): string {
  return `paths start at \`${root}\`, since it is not in a git repository`;
}
