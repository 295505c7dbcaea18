import type { Subject } from "../../model/query/subject.ts";
import { csvOf } from "../csv.ts";

/** Named things as a table; what is several in a cell has spaces between. */
export function listCsv(subjects: readonly Subject[]): string {
  const rows = subjects.map(({ kind, name, owner, scopes, states, groups, expires = "", description }) => [
    kind,
    name,
    owner,
    scopes.join(" "),
    states.join(" "),
    expires,
    groups.join(" "),
    description,
  ]);
  return csvOf([["kind", "name", "owner", "scopes", "states", "expires", "groups", "description"], ...rows]);
}
