import type { Tested } from "../attribute.ts";
import type { Attribute, GroupSet } from "../model.ts";

/** What conditions need to know about an attribute or a group set: the group, the groups, or whether it has the customer. */
export function testedOf(found: Attribute | GroupSet): Tested {
  if (found.kind === "attribute") return found;
  const names = [...found.groups.keys()];
  if (isOneList(found)) return { type: "boolean", ignoreCase: false, values: undefined };
  return { type: found.exclusive ? "text" : "list", ignoreCase: false, values: names };
}

/** Whether a set is a plain list: its only group bears its name. */
export function isOneList({ name, groups }: GroupSet): boolean {
  return groups.get(name)?.reference === name;
}

/** Whether it is never untold for a known customer: everyone is in a group, or known not to be in the only one. */
export function isNeverUntold(found: Attribute | GroupSet): boolean {
  return found.kind === "groups" && (found.default !== undefined || (!found.told && isOneList(found)));
}
