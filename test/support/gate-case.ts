import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Source } from "../../scripts/model/text/source.ts";
import { filesIn } from "./files.ts";
import { completeFiles } from "./instance-folder.ts";
import type { Snapshot } from "./snapshot.ts";
import { usualDate } from "./usual-dates.ts";

/** The contents of a case's options.json. */
interface Options {
  readonly asOf?: string;
  readonly allowExpired?: boolean;
  readonly newOnly?: boolean;
  readonly dates?: readonly string[];
  /** Whether only the newest commit was fetched. */
  readonly shallow?: boolean;
}

/** A change: the commits of the base branch, and the files on the head. */
export interface GateCase {
  readonly options: Options;
  readonly commits: readonly Snapshot[];
  readonly head: readonly Source[];
}

/**
 * Reads a case from its folder. `base/` and `head/` are the two revisions of a change; instead of `base/` there may be `1/`,
 * `2/`, `3/`, the commits of the base branch, with their dates in options.json. Files in `always/` are in all of them.
 */
export function readGateCase(folder: string): GateCase {
  const options = readOptions(join(folder, "options.json"));
  const at = (step: string): readonly Source[] => {
    const files = ["always", step].flatMap((each) => filesIn(join(folder, each)));
    return completeFiles([...new Map(files.map((file) => [file.path, file])).values()]);
  };
  const steps = readdirSync(folder).filter((step) => /^(?:base|\d+)$/.test(step));
  const commits = steps.sort().map((step, index) => ({ files: at(step), date: options.dates?.[index] ?? usualDate }));
  return { options, commits, head: at("head") };
}

function readOptions(file: string): Options {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Options) : {};
}
