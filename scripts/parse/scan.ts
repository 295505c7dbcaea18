import type { Run } from "../document.ts";

/** A run of entries that the scanner took out of a text, behind the entry that stands before them. */
export interface FoundRun {
  readonly run: Run;
  /** Where that entry ends. */
  readonly headEnd: number;
  /** Where the last entry of the run ends. */
  readonly end: number;
}

/** A text of the same length in which each run is a comment, and the runs by the offset of the entry before them. */
export interface Scan {
  readonly text: string;
  readonly runs: ReadonlyMap<number, FoundRun>;
}
export function scan(text: string): Scan { return { text, runs: new Map() }; }
