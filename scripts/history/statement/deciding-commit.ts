import { type Read, readOnce } from "../../compile/compile.ts";
import type { Kind } from "../../effect/effect.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Approval, LineCommit, Repository } from "../../model/repository.ts";
import type { WaiverDocument } from "../../model/shapes/documents.ts";
import type { Instant } from "../../model/time.ts";
import type { Log, LoggedCommit } from "../logged-change.ts";

/** A commit as a statement names it. */
export interface NamedCommit {
  readonly id: string;
  readonly at: Instant;
  readonly author: string;
  readonly subject: string;
  readonly approvals: readonly Approval[];
}

/** The commits of several logs, each once, newest first, as the line has them. */
export function mergeLogs(line: readonly LineCommit[], logs: readonly Log[]): readonly LoggedCommit[][] {
  const byId = groupBy(
    logs.flatMap(({ commits }) => commits),
    ({ commit }) => commit.id,
  );
  return line.flatMap(({ id }) => {
    const own = byId.get(id);
    return own === undefined ? [] : [own];
  });
}

/** Whether a commit changed what a customer gets of a name, now or later, or what a list says about the customer there. */
export function concerns(
  { effect, facts }: LoggedCommit,
  kind: Kind,
  name: string,
  environment: string | undefined,
): boolean {
  const isOwn = (each: { readonly kind?: string; readonly name: string; readonly environment: string | undefined }) =>
    (each.kind ?? "groups") === kind && each.name === name && each.environment === environment;
  return (
    [effect, ...effect.later, ...effect.undone].some(
      ({ decisions, groups }) => decisions.some(isOwn) || groups.some(isOwn),
    ) || facts.some((fact) => isOwn(fact) || (environment !== undefined && isOwn({ ...fact, environment })))
  );
}

/** Names a commit; with a name of the data, only waivers for that name count. */
export type NameCommit = (logged: Pick<LoggedCommit, "commit" | "at">, name?: string) => NamedCommit;

/** Names commits with who approved them: in their messages, and in the waivers that they add. */
export function commitNamer(repository: Repository, commits: readonly LoggedCommit[]): NameCommit {
  const approvals = repository.approvals(commits.map(({ commit }) => commit));
  const read = readOnce();
  return ({ commit, at }, name) => {
    const { id, author, subject } = commit;
    const waived = approvalsByWaiver(repository, commit, name, read);
    return { id, at, author, subject, approvals: [...(approvals.get(id) ?? []), ...waived] };
  };
}

function approvalsByWaiver(
  repository: Repository,
  { changes }: LineCommit,
  name: string | undefined,
  read: Read,
): readonly Approval[] {
  const added = changes.filter(({ before, after, isPlain }) => isPlain && before === undefined && after !== undefined);
  if (added.length === 0) return [];
  const texts = repository.texts(added.flatMap(({ after }) => after ?? []));
  return added.flatMap(({ path, after = "" }): Approval[] => {
    const text = texts.get(after);
    if (!text?.includes("approved_by:")) return [];
    const { document } = read({ path, text });
    if (document?.kind !== "waiver") return [];
    const { approved_by: by, allow } = document.data as WaiverDocument;
    return name === undefined || allow.some((each) => each.name === name) ? [{ by, how: "approved_by" }] : [];
  });
}
