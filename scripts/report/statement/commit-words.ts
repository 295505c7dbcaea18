import type { NamedCommit } from "../../history/statement/deciding-commit.ts";
import { formatDay, formatInstant } from "../../model/time.ts";
import { shortId } from "../logged-lines.ts";
import { type Detail, quoted } from "../pages/page.ts";

/** The commit that decided something, and who approved it. */
export function commitDetails(commit: NamedCommit | undefined): readonly Detail[] {
  if (commit === undefined) return [];
  return [
    ["commit", `${commitWords(commit)}: ${commit.subject}`],
    ["approved by", approvedBy(commit)],
  ];
}

/** A commit with its day and author. */
export function commitWords({ id, at, author }: NamedCommit): string {
  return `${shortId(id)} on ${formatDay(at)} by ${quoted(author)}`;
}

/** Who approved a commit, and how git knows. */
export function approvedBy({ approvals }: NamedCommit): string {
  return approvals.length === 0
    ? "nobody that git knows of"
    : approvals.map(({ by, how }) => `${quoted(by)} (${how === "approved_by" ? "waiver" : how})`).join(", ");
}

/** The same as data. */
export function commitData(commit: NamedCommit | undefined): object | undefined {
  if (commit === undefined) return undefined;
  const { id, at, author, subject, approvals } = commit;
  return { id, at: formatInstant(at), author, subject, approvals };
}

/** The cells of a table that say the same: commit, day, author, approvals. */
export const commitColumns = ["commit", "committed", "author", "approved_by"];

export function commitCells(commit: NamedCommit | undefined): readonly string[] {
  if (commit === undefined) return ["", "", "", ""];
  const { id, at, author, approvals } = commit;
  return [id, formatDay(at), author, approvals.map(({ by }) => by).join("; ")];
}
