import { remedyOf } from "../../model/git-remedy.ts";
import type { Repository } from "../../model/repository.ts";
import type { Instant } from "../../model/time.ts";
import type { Tree } from "../../model/tree.ts";
import { readLog } from "../log/index.ts";
import type { Subject } from "../log/subject.ts";
import type { Log } from "../logged-change.ts";
import { commitNamer, mergeLogs, type NameCommit } from "./deciding-commit.ts";

/** What git knows of some subjects, and how far. */
export interface Past {
  readonly log: ReturnType<typeof mergeLogs>;
  /** The logs of the subjects, in their order. */
  readonly logs: readonly Log[];
  readonly nameCommit: NameCommit;
  /** Why commits may be missing, in sentences. */
  readonly gaps: readonly string[];
}

/** A commit and the files that it has. */
interface Tip {
  readonly commit: string;
  readonly tree: Tree;
}

/** Reads what the commits up to one did to some subjects; none is taken as made after `now`. */
export async function readPast(
  repository: Repository,
  { commit, tree }: Tip,
  subjects: readonly Subject[],
  now: Instant,
): Promise<Past> {
  const line = repository.line(commit);
  const options = { now, since: -Infinity, limit: Infinity, mergedAt: new Map() };
  const logs: Log[] = [];
  for (const subject of subjects) logs.push(await readLog(repository, tree, line, { ...options, subject }));
  const log = mergeLogs(line.commits, logs);
  const isCut = logs.some(({ cut, isIncomplete }) => cut !== undefined || isIncomplete);
  const nameCommit = commitNamer(
    repository,
    log.flatMap(([first]) => first ?? []),
  );
  const gap = (): string =>
    `Git does not have the full history here, so older commits are not named; fetch it: \`${remedyOf(repository)}\`.`;
  return { log, logs, nameCommit, gaps: isCut ? [gap()] : [] };
}

/** The past without git: no commit, for a reason. */
export function unknownPast(why: string): Past {
  const unnamed = { id: "", at: 0, author: "", subject: "", approvals: [] };
  return { log: [], logs: [], nameCommit: () => unnamed, gaps: [`No commits are named: ${why}.`] };
}
