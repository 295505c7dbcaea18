import { meant } from "../model/did-you-mean.ts";
import type { Repository } from "../model/repository.ts";

/** What a change is compared with. */
export interface BaseCommit {
  /** The commit that the name of the base means now: the tip of its branch. */
  readonly tip: string;
  /** The newest commits that the tip and what is checked out have in common; several where branches were merged crosswise. */
  readonly commits: readonly [string, ...string[]];
}

/** The commits that a change began at, by the names of its base and head; or in one sentence why there is none, and what to do. */
export function findBase(repository: Repository, name: string, head = "HEAD"): BaseCommit | string {
  const tip = repository.commitOf(name);
  if (tip === undefined) return whyUnknown(repository, name);
  const own = repository.commitOf(head);
  if (own === undefined) return head === "HEAD" ? noCommit : whyUnknown(repository, head);
  const [first, ...others] = repository.mergeBases(tip, own);
  if (first !== undefined) return whyNoPlace(repository, [first, ...others]) ?? { tip, commits: [first, ...others] };
  return repository.isShallow
    ? `the fetched history does not reach where the branch left \`${name}\`; fetch the rest: \`${unshallow}\``
    : `\`${name}\` and \`${head}\` have no commit in common; name the branch that this one started from`;
}

const noCommit = "there is no commit on this branch yet, so nothing can be compared";

/** That nobody can say which of several instances of a commit this one was; undefined where one is known, or there is none. */
export function whyNoPlace(repository: Repository, commits: readonly string[]): string | undefined {
  const [places] = commits.map((commit) => repository.placesAt(commit)).filter(({ length }) => length > 1);
  if (places === undefined) return undefined;
  const names = places.map((place) => `\`${place === "" ? "./" : place}\``).sort();
  return `the base has no instance in \`${repository.prefix || "./"}\`, and ${names.join(", ")} are gone; move one at a time`;
}

/** The command that completes a history that was fetched only in part. */
const unshallow = "git fetch --unshallow";

/** That git knows no commit of a name, and what to do about it. */
export function whyUnknown(repository: Repository, name: string): string {
  const unknown = `git does not know \`${name}\``;
  if (repository.commitOf("HEAD") === undefined) return `${unknown}, and this branch has no commits`;
  const remote = `origin/${name}`;
  if (repository.commitOf(remote) !== undefined) return `${unknown}; ${meant(remote)}`;
  const [, branch, steps = ""] = /^origin\/([^~^:@]+)(.*)$/.exec(name) ?? [];
  if (branch !== undefined && (steps === "" || repository.commitOf(`origin/${branch}`) === undefined)) {
    const all = repository.isShallow ? " --unshallow" : "";
    return `${unknown}; fetch it: \`git fetch${all} origin ${branch}:refs/remotes/origin/${branch}\``;
  }
  // In a shallow clone every name of an older commit is unknown, whether it is `HEAD^1`, `main~3` or an id.
  if (repository.isShallow)
    return `${unknown}: only a part of the history was fetched; fetch the rest: \`${unshallow}\`, or \`fetch-depth: 0\` in CI`;
  const [, start] = /^(.+?)[~^]/.exec(name) ?? [];
  if (start !== undefined && repository.commitOf(start) !== undefined)
    return `${unknown}; the history of \`${start}\` does not go so far`;
  return `${unknown}; name a local branch or commit, or fetch it`;
}
