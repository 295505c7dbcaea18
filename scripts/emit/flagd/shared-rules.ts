import type { Rule } from "./draft.ts";
import type { FlagdFlag } from "./flag-format.ts";
import type { Logic } from "./logic.ts";

/** Shorter rules are written where they are used. */
const shortest = 64;

/**
 * Flags with references to rules of groups, and the rules that several flags use; a rule with a single use is inlined.
 */
export function shareRules(
  flags: Readonly<Record<string, FlagdFlag>>,
  rules: ReadonlyMap<string, Rule>,
): { readonly flags: Readonly<Record<string, FlagdFlag>>; readonly evaluators: Readonly<Record<string, Logic>> } {
  const uses = new Map<string, number>();
  const countIn = (logic: Logic): Logic =>
    replaceReferences(logic, (name) => {
      uses.set(name, (uses.get(name) ?? 0) + 1);
      return countIn((rules.get(name) as Rule).logic);
    });
  for (const { targeting = null } of Object.values(flags)) countIn(targeting);
  /** A rule with the rules that it refers to inlined, except those that stay shared. */
  const inPlace = (logic: Logic, isKept: (name: string) => boolean): Logic =>
    replaceReferences(logic, (name) =>
      isKept(name) ? { $ref: name } : inPlace((rules.get(name) as Rule).logic, isKept),
    );
  const evaluators: Record<string, Logic> = Object.create(null);
  for (const name of [...uses.keys()].sort()) {
    // A shared rule cannot refer to another.
    const logic = inPlace((rules.get(name) as Rule).logic, () => false);
    if ((uses.get(name) ?? 0) > 1 && isShareable(name, JSON.stringify(logic))) evaluators[name] = logic;
  }
  const written: Record<string, FlagdFlag> = Object.create(null);
  for (const [name, flag] of Object.entries(flags)) {
    const { targeting } = flag;
    written[name] =
      targeting === undefined ? flag : { ...flag, targeting: inPlace(targeting, (each) => each in evaluators) };
  }
  return { flags: written, evaluators };
}

/** flagd substitutes rules as text: it does not find what its JSON escapes, and `$&` in one is special. */
function isShareable(name: string, text: string): boolean {
  return text.length >= shortest && !/["\\<>&\u2028\u2029]/.test(name) && !/\$[$&`']/.test(text);
}

function replaceReferences(logic: Logic, replace: (name: string) => Logic): Logic {
  if (typeof logic !== "object" || logic === null) return logic;
  if (Array.isArray(logic)) {
    // Long lists contain ids.
    return logic.every((each) => typeof each === "string")
      ? logic
      : logic.map((each) => replaceReferences(each, replace));
  }
  const [operator = "", operand = null] = Object.entries(logic)[0] ?? [];
  if (operator === "$ref") return replace(operand as string);
  return { [operator]: replaceReferences(operand as Logic, replace) };
}
