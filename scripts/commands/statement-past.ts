import { isSameTree } from "../gate/compare-trees.ts";
import { readLog } from "../history/log/index.ts";
import type { Subject } from "../history/log/subject.ts";
import type { Log } from "../history/logged-change.ts";
import { commitNamer, mergeLogs, type NameCommit } from "../history/statement/deciding-commit.ts";
import type { Host } from "../host/host.ts";
import { remedyOf } from "../model/git-remedy.ts";
import type { Model } from "../model/model.ts";
import type { Repository } from "../model/repository.ts";
import { dayLength, type Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import type { Standing } from "../report/statement/heading.ts";

/** What a statement is made of, and when. */
export interface Stated {
  readonly host: Host;
  readonly tree: Tree;
  readonly model: Model;
  readonly asOf: Instant;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
}

/** What git knows of some subjects, and how far. */
interface Past {
  readonly log: ReturnType<typeof mergeLogs>;
  readonly nameCommit: NameCommit;
  readonly standing: Standing;
}

/** Reads what git knows of some subjects up to the end of the day. */
export function readPast({ host, tree, asOf, environment }: Stated, subjects: readonly Subject[]): Past {
  const repository = host.openRepository(tree.root);
  const tip = repository?.commitOf("HEAD");
  const about = { asOf, environment };
  if (repository === undefined || tip === undefined) {
    const why = repository === undefined ? host.whyNoRepository(tree.root) : "there is no commit on this branch yet";
    const standing = { ...about, commit: undefined, isUncommitted: true, gaps: [`No commits are named: ${why}.`] };
    return { log: [], nameCommit: () => unnamed, standing };
  }
  const line = repository.line(tip);
  // The end of the day, so that a statement is the same all day.
  const now = host.today() + dayLength - 1;
  const logs = subjects.map((subject) =>
    readLog(repository, tip, line, { now, since: -Infinity, limit: Infinity, subject, mergedAt: new Map() }),
  );
  const log = mergeLogs(line.commits, logs);
  const [newest] = line.commits;
  return {
    log,
    nameCommit: commitNamer(
      repository,
      log.flatMap(([first]) => first ?? []),
    ),
    standing: {
      ...about,
      commit: newest ?? { id: tip, at: now },
      isUncommitted: !isSameTree(repository.readTree(tip), tree),
      gaps: gapsOf(logs, repository),
    },
  };
}

const unnamed = { id: "", at: 0, author: "", subject: "", approvals: [] };

function gapsOf(logs: readonly Log[], repository: Repository): readonly string[] {
  const isCut = logs.some(({ cut, isIncomplete }) => cut !== undefined || isIncomplete);
  return isCut
    ? [
        `Git does not have the full history here, so older commits are not named; fetch it: \`${remedyOf(repository)}\`.`,
      ]
    : [];
}
