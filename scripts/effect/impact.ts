import type { Effect, Impact } from "./effect.ts";

/** What an effect means for services that compiled before. */
export function impactOf({
  names,
  types,
  decisions,
  groups,
  properties,
  later,
  undone,
  unsaid,
}: Omit<Effect, "impact">): Impact {
  if (names.removed.length > 0 || types.some(({ isBreaking }) => isBreaking)) return "breaking";
  if (names.added.length + types.length > 0) return "added";
  const all = [decisions, groups, properties, later, undone, unsaid];
  return all.some(({ length }) => length > 0) ? "data" : "none";
}
