import type { Subject } from "../../model/query/subject.ts";
import { printableJson } from "../../model/text/escape-controls.ts";

/** Named things for programs, as schema/list.schema.json describes them. */
export function listJson(subjects: readonly Subject[], environment: string): string {
  return printableJson({
    version: 1,
    environment,
    names: subjects.map(({ kind, name, description, owner, scopes, states, groups, expires = null }) => ({
      kind,
      name,
      description,
      owner,
      scopes,
      states,
      groups,
      expires,
    })),
  });
}
