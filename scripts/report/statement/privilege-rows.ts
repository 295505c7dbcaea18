import type { PrivilegeStatement } from "../../history/statement/privilege-statement.ts";
import { formatEnd } from "../../model/time.ts";
import { commitCells, commitColumns } from "./commit-words.ts";

/** The statement of a privilege as a table: a row for each customer of the frozen list. */
export function privilegeRows({ scope, frozen, keepers }: PrivilegeStatement): readonly (readonly string[])[] {
  const columns = [scope, "sha256", "formerly", "state", "since", "until", "ended", "reason", "link", ...commitColumns];
  const rows = keepers.map(({ id = "", sha256 = "", formerIds, state, end, details, commit, changed }) => [
    ...[id, sha256, formerIds.join("; "), state, frozen?.date ?? "", end === undefined ? "" : formatEnd(end)],
    ...[details.date ?? "", details.reason ?? "", details.link ?? "", ...commitCells(commit, changed)],
  ]);
  return [columns, ...rows];
}
