import type { PrivilegeStatement } from "../../history/statement/privilege-statement.ts";
import { printableJson } from "../../model/text/escape-controls.ts";
import { formatInstant } from "../../model/time.ts";
import { commitData } from "./commit-words.ts";
import { type Standing, standingData } from "./heading.ts";

/** The statement of a privilege for programs, as schema/statement.schema.json describes it. */
export function privilegeJson(
  { name, description, owner, scope, frozen, keepers }: PrivilegeStatement,
  standing: Standing,
): string {
  const counted = (state: string): number => keepers.filter((each) => each.state === state).length;
  return printableJson({
    version: 1,
    ...standingData(standing),
    privilege: { name, description, owner, scope },
    frozen:
      frozen === undefined
        ? null
        : { ...frozen, end: frozen.end === undefined ? undefined : formatInstant(frozen.end) },
    totals: { kept: counted("kept"), lapsed: counted("lapsed"), ended: counted("ended") },
    keepers: keepers.map(({ end, commit, changed, ...keeper }) => ({
      ...keeper,
      end: end === undefined ? undefined : formatInstant(end),
      commit: commitData(commit),
      changed: commitData(changed),
    })),
  });
}
