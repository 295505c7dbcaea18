import { parseConfig } from "../../compile/1-parse/index.ts";
import { type Read, type Reading, readDocument } from "../../compile/compile.ts";
import type { Effect } from "../../effect/effect.ts";
import { onceFor } from "../../model/once-for.ts";
import type { Line, LineCommit, Repository } from "../../model/repository.ts";
import type { Source } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import type { Tree } from "../../model/tree.ts";
import { isReadable } from "../baseline.ts";
import type { Log, LoggedCommit } from "../logged-change.ts";
import { type MergeTimes, timesOf } from "../merge-times.ts";
import { compareFiles } from "./compare-files.ts";
import { lastReadable } from "./last-readable.ts";
import { namesBehind } from "./relevant-files.ts";
import type { Subject } from "./subject.ts";
import { withoutOthers } from "./trim-lists.ts";
import { type Files, walk } from "./walk.ts";

interface LogOptions {
  /** The instant after which nothing was merged, whatever a clock said. */
  readonly now: Instant;
  /** What was merged before is left out. */
  readonly since: Instant;
  readonly limit: number;
  /** Undefined for everything that commits did. */
  readonly subject: Subject | undefined;
  /** When commits were merged, if given. */
  readonly mergedAt: MergeTimes;
}

/**
 * What the commits of a first-parent line did, newest first; no more of them are read than needed. `tree` is what the
 * newest commit has.
 */
export async function readLog(repository: Repository, tree: Tree, line: Line, options: LogOptions): Promise<Log> {
  const { commits, ...log } = await readCommits(repository, tree, line, options);
  const authors = repository.authorsMerged(commits.map(({ commit }) => commit));
  return { ...log, commits: commits.map((each) => ({ ...each, merged: authors.get(each.commit.id) ?? [] })) };
}

type Found = Omit<LoggedCommit, "merged">;

async function readCommits(
  repository: Repository,
  tree: Tree,
  whole: Line,
  { now: present, since, limit, subject, mergedAt }: LogOptions,
): Promise<Omit<Log, "commits"> & { readonly commits: readonly Found[] }> {
  const read = readEachOnce();
  const line = whole.commits;
  const byId = timesOf(whole, present, mergedAt);
  const times = line.map(({ id, at }) => byId.get(id) ?? at);
  const isWanted = await namesBehind(repository, line, tree, subject, read);
  const mend = lastReadable(
    repository,
    line,
    onceFor((source: Source) => isReadable(source, { asOf: present, allowExpired: true }, read)),
  );
  const commits: Found[] = [];
  let isIncomplete = false;
  for await (const { commit, index, before, after, changed, missing } of walk(repository, line, tree, isWanted)) {
    const at = times[index] ?? present;
    if (at < since) break;
    if (repository.isShallow && commit.parents.length === 0) return { commits, older: 0, cut: commit, isIncomplete };
    if (commits.length === limit)
      return { commits, older: countFrom(line, index, times, since, isWanted), cut: undefined, isIncomplete };
    const known = (files: Files): Files => new Map([...files].filter(([path]) => !missing.has(path)));
    const missingHere = changed.filter((path) => missing.has(path)).map((path) => ({ path, message: notHere }));
    isIncomplete ||= missingHere.length > 0;
    const whole = [known(before), known(after)] as const;
    const [old, now] = subject?.kind === "customer" ? withoutOthers(...whole, subject.customer.id) : whole;
    const [base, head] = [mend(old, index + 1), mend(now, index)];
    const change = compareFiles(base, head, { tree, at, subject, read });
    const unreadable = [...missingHere, ...schemaErrorsOf(changed, now, { asOf: at, allowExpired: true }, read)];
    if (change === undefined && unreadable.length === 0) continue;
    const { effect, facts } = change ?? { effect: nothingAt(at), facts: [] };
    commits.push({ commit, at, effect, facts, unreadable });
  }
  return { commits, older: 0, cut: undefined, isIncomplete: isIncomplete || !whole.isWhole };
}

const notHere = "git does not have its text here";

/** A reader that reads each Source once, for as long as something holds on to it. */
function readEachOnce(): Read {
  const known = new WeakMap<Source, Reading>();
  return (source) => {
    const reading = known.get(source) ?? readDocument(source);
    known.set(source, reading);
    return reading;
  };
}

/** How many commits from one on changed something that was asked for. */
function countFrom(
  line: readonly LineCommit[],
  from: number,
  times: readonly Instant[],
  since: Instant,
  isWanted: (path: string) => boolean,
): number {
  const isOne = ({ changes }: LineCommit, index: number): boolean =>
    index >= from && (times[index] ?? 0) >= since && changes.some(({ path, isPlain }) => !isPlain || isWanted(path));
  return line.filter(isOne).length;
}

/** The errors in files that a commit changed, which cannot be read as it left them. */
function schemaErrorsOf(
  changed: readonly string[],
  after: Files,
  options: Parameters<typeof isReadable>[1],
  read: Read,
): LoggedCommit["unreadable"] {
  return changed.flatMap((path) => {
    if (!after.has(path)) return [];
    const source = after.get(path);
    if (source === undefined) return [{ path, message: "it is not UTF-8" }];
    if (isReadable(source, options, read)) return [];
    const { diagnostics } = path === "package.json" ? parseConfig(source) : read(source);
    const fault = diagnostics.find(({ severity }) => severity === "error");
    return [{ path, message: fault?.message ?? "it is not a config" }];
  });
}

function nothingAt(at: Instant): Effect {
  const names = { added: [], removed: [], retired: [] };
  return {
    at,
    impact: "none",
    decisions: [],
    groups: [],
    names,
    types: [],
    properties: [],
    later: [],
    undone: [],
    unsaid: [],
  };
}
