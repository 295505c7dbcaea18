import type { Draw } from "./draw.ts";
import type { MadeFlag } from "./flags.ts";

/** What a flag requires of those made before it: they end no earlier, and are asked of its scopes, a broader one or none. */
export function makeRequirements(
  draw: Draw,
  { scopes, end }: Pick<MadeFlag, "scopes" | "end">,
  earlier: readonly MadeFlag[],
): readonly unknown[] {
  // A flag that is the same for everyone can require only others like it, which are few.
  const isGlobal = scopes.length === 0;
  if (!draw.chance(isGlobal ? 90 : 60)) return [];
  const isAsked = (scope: string): boolean =>
    scopes.includes(scope) || (scope === "organization" && scopes.includes("account"));
  const fitting = earlier.filter(
    (other) => other.end >= end && (other.scopes.length === 0 || other.scopes.some(isAsked)),
  );
  return draw.some(fitting, isGlobal ? 80 : 50).map(({ name, values }) => {
    if (values.includes(true)) return name;
    const other = draw.pick(values);
    return { [name]: draw.chance(50) ? other : values.filter((value) => value !== other || values.length === 1) };
  });
}
