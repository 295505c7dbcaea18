import { resolvePrivilege } from "../compile/3-resolve/privilege.ts";
import type { Frozen, Model, Privilege } from "../model/model.ts";
import { ignoresCaseIn } from "../model/model-queries.ts";
import { sealOf } from "../model/seal.ts";
import type { PrivilegeDocument } from "../model/shapes/documents.ts";
import type { History } from "./history.ts";

/** A privilege with a frozen list. */
export type Held = Privilege & { readonly frozen: Frozen };

/** A frozen list as it was before a change. */
export interface FrozenBefore {
  readonly privilege: Held;
  /** Whether the base has it; otherwise its line once had it. */
  readonly isOnBase: boolean;
}

/** Whether a privilege has a frozen list. */
export function isFrozen(privilege: Privilege | undefined): privilege is Held {
  return privilege?.frozen !== undefined;
}

/**
 * The frozen list that a base has under a name, or last had; undefined if there never was one, or if that is not known.
 */
export function frozenBefore(
  before: Model | undefined,
  name: string,
  history: (name: string) => History,
): FrozenBefore | undefined {
  const own = before?.privileges.get(name);
  if (before === undefined) return undefined;
  if (isFrozen(own)) return { privilege: own, isOnBase: true };
  const last = frozenVersions(before, name, history).at(-1);
  return last && { privilege: last, isOnBase: false };
}

/** The last frozen list under a name that matches its own seal: the base's, or else one of its line. */
export function sealedBefore(
  before: Model,
  name: string,
  history: (name: string) => History,
): FrozenBefore | undefined {
  const isSealed = (list: Held): boolean =>
    sealOf(list, ignoresCaseIn(before, list.scopes[0] ?? "")) === list.frozen.seal;
  const own = before.privileges.get(name);
  if (isFrozen(own) && isSealed(own)) return { privilege: own, isOnBase: true };
  const last = frozenVersions(before, name, history).findLast(isSealed);
  return last && { privilege: last, isOnBase: false };
}

/** The frozen lists that the line of a base had under a name, the oldest first. */
function frozenVersions({ config }: Model, name: string, history: (name: string) => History): readonly Held[] {
  return history(name).versions.flatMap(({ document }) => {
    if (document?.kind !== "privilege" || (document.data as Partial<PrivilegeDocument>).frozen === undefined) return [];
    const privilege = resolvePrivilege(config, document);
    return isFrozen(privilege) ? [privilege] : [];
  });
}
