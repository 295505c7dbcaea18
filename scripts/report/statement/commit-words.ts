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

/** The newest commit that changed something that another one decided. */
export function changeDetails(commit: NamedCommit | undefined): readonly Detail[] {
  if (commit === undefined) return [];
  return [["last change", `${commitWords(commit)}: ${commit.subject} (approved by ${approvedBy(commit)})`]];
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

/** The columns of a table for the commit that decided, and the one that changed something last. */
export const commitColumns = [
  "commit",
  "committed",
  "author",
  "approved_by",
  "changed",
  "changed_on",
  "changed_approved_by",
];

/** The cells of these columns. */
export function commitCells(commit: NamedCommit | undefined, changed: NamedCommit | undefined): readonly string[] {
  const approvals = (of: NamedCommit | undefined): string => of?.approvals.map(({ by }) => by).join("; ") ?? "";
  const day = (of: NamedCommit | undefined): string => (of === undefined ? "" : formatDay(of.at));
  const own = [commit?.id ?? "", day(commit), commit?.author ?? "", approvals(commit)];
  return [...own, changed?.id ?? "", day(changed), approvals(changed)];
}
