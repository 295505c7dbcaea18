import type { Repository } from "../model/repository.ts";

/** What a change is compared with. */
export interface BaseCommit {
  /** The commit that the name of the base means now: the tip of its branch. */
  readonly tip: string;
  /** The newest commit that the tip and what is checked out have in common. */
  readonly commit: string;
}

/** The commit that a change began at, by the names of its base and head; or in one sentence why there is none, and what to do. */
export function findBase(repository: Repository, name: string, head = "HEAD"): BaseCommit | string {
  const tip = repository.commitOf(name);
  if (tip === undefined) return whyUnknown(repository, name);
  const own = head === "HEAD" ? head : repository.commitOf(head);
  if (own === undefined) return whyUnknown(repository, head);
  const commit = repository.mergeBase(tip, own);
  if (commit !== undefined) return { tip, commit };
  if (repository.commitOf("HEAD") === undefined)
    return "there is no commit on this branch yet, so nothing can be compared";
  return repository.isShallow
    ? `the fetched history does not reach where the branch left \`${name}\`; fetch the rest: \`${fetchAll}\``
    : `\`${name}\` and \`${head}\` have no commit in common; name the branch that this one started from`;
}

/** The command that completes a history that was fetched only in part. */
export const fetchAll = "git fetch --unshallow";

function whyUnknown(repository: Repository, name: string): string {
  if (repository.commitOf("HEAD") === undefined) return `git does not know \`${name}\`, and this branch has no commits`;
  const remote = `origin/${name}`;
  if (repository.commitOf(remote) !== undefined) return `git does not know \`${name}\`; did you mean \`${remote}\`?`;
  const [, branch] = /^origin\/(.+)$/.exec(name) ?? [];
  const all = repository.isShallow ? " --unshallow" : "";
  const command = `git fetch${all} origin ${branch}:refs/remotes/origin/${branch}`;
  const advice = branch === undefined ? "name a local branch or commit, or fetch it" : `fetch it: \`${command}\``;
  return `git does not know \`${name}\`; ${advice}`;
}
