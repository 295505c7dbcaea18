import { resolvePrivilege } from "../compile/3-resolve/privilege.ts";
import type { Frozen, Model, Privilege } from "../model/model.ts";
import type { PrivilegeDocument } from "../model/shapes/documents.ts";
import type { History } from "./history.ts";

/** A privilege with a frozen list. */
export type Held = Privilege & { readonly frozen: Frozen };

/** A frozen list as a change finds it. */
export interface FrozenBefore {
  readonly privilege: Held;
  /** Whether the base has it; else its line had it once. */
  readonly isOnBase: boolean;
}

/** Whether a privilege has a frozen list. */
export function isFrozen(privilege: Privilege | undefined): privilege is Held {
  return privilege?.frozen !== undefined;
}

/** The frozen list that a base has under a name, or had last; undefined where there never was one, or nobody can tell. */
export function frozenBefore(
  before: Model | undefined,
  name: string,
  history: (name: string) => History,
): FrozenBefore | undefined {
  const own = before?.privileges.get(name);
  if (before === undefined) return undefined;
  if (isFrozen(own)) return { privilege: own, isOnBase: true };
  const last = history(name).versions.findLast(
    ({ document }) =>
      document?.kind === "privilege" && (document.data as Partial<PrivilegeDocument>).frozen !== undefined,
  );
  const privilege = last?.document && resolvePrivilege(before.config, last.document);
  return isFrozen(privilege) ? { privilege, isOnBase: false } : undefined;
}
