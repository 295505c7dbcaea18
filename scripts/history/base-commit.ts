import { meant } from "../model/did-you-mean.ts";
import type { Repository } from "../model/repository.ts";

/** What a change is compared with. */
export interface BaseCommit {
  /** The commit that the name of the base refers to now: the tip of its branch. */
  readonly tip: string;
  /** The merge bases of the tip and what is checked out; several if branches were merged crosswise. */
  readonly commits: readonly [string, ...string[]];
}

/**
 * The commits at which a change began, by the names of its base and head; or one sentence about why there is none, and
 * what to do.
 */
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

/**
 * The message that a commit has several instances of which this could be one; undefined if it is known, or if there is
 * none.
 */
export function whyNoPlace(repository: Repository, commits: readonly string[]): string | undefined {
  const [places] = commits.map((commit) => repository.placesAt(commit)).filter(({ length }) => length > 1);
  if (places === undefined) return undefined;
  const names = places.map((place) => `\`${place === "" ? "./" : place}\``).sort();
  return `the base has no instance in \`${repository.prefix || "./"}\`, and ${names.join(", ")} are gone; move one at a time`;
}

/** The command that completes a partially fetched history. */
const unshallow = "git fetch --unshallow";

/** The message that git does not know a commit by a name, and what to do about it. */
export function whyUnknown(repository: Repository, name: string): string {
  const one = commitsIn(name);
  if (one !== undefined) return `\`${name}\` does not name one commit; ${meant(one)}`;
  const unknown = `git does not know \`${name}\``;
  if (repository.commitOf("HEAD") === undefined) return `${unknown}, and this branch has no commits`;
  const remote = `origin/${name}`;
  if (repository.commitOf(remote) !== undefined) return `${unknown}; ${meant(remote)}`;
  const [, branch, steps = ""] = /^origin\/([^~^:@]+)(.*)$/.exec(name) ?? [];
  if (branch !== undefined && (steps === "" || repository.commitOf(`origin/${branch}`) === undefined)) {
    const all = repository.isShallow ? " --unshallow" : "";
    return `${unknown}; fetch it: \`git fetch${all} origin ${branch}:refs/remotes/origin/${branch}\``;
  }
  // In a shallow clone every name of an older commit is unknown, be it `HEAD^1`, `main~3` or an id.
  if (repository.isShallow)
    return `${unknown}: only a part of the history was fetched; fetch the rest: \`${unshallow}\`, or \`fetch-depth: 0\` in CI`;
  const [, start] = /^(.+?)(?:[~^]\d*)+$/.exec(name) ?? [];
  if (start !== undefined && repository.commitOf(start) !== undefined)
    return `${unknown}; the history of \`${start}\` does not go so far`;
  return `${unknown}; name a local branch or commit, or fetch it`;
}

/** The commit that is probably meant by what git takes for several commits, such as `main..HEAD` or `^main`. */
function commitsIn(name: string): string | undefined {
  const [, beginning, excluded, parents] = /^(?:([^^].*?)\.{2,3}.*|\^(.+)|(.+\^)(?:[!@]|-\d*))$/.exec(name) ?? [];
  return beginning ?? excluded ?? parents;
}
