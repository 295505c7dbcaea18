import type { Repository } from "./repository.ts";

/**
 * The command that gets what git lacks here: older commits or objects that were left out; or the one that names damaged
 * objects.
 */
export function remedyOf({ isShallow, isPartial }: Pick<Repository, "isShallow" | "isPartial">): string {
  if (isShallow) return "git fetch --unshallow";
  return isPartial ? "git fetch --refetch --no-filter" : "git fsck";
}
