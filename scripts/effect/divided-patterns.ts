import { isSameTest } from "../model/space/box.ts";
import type { Transition } from "./effect.ts";

/** The part of a transition, or of a move between groups of a set, that says whom it is about. */
type Own = Pick<Transition, "patterns" | "where"> & { readonly scope?: Transition["scope"] | undefined };

/**
 * The patterns of a transition only some of whose customers are in it, as where a rollout divides them: others are in
 * another one of `all`, which may have the transition itself.
 */
export function dividedPatterns(transition: Own, all: readonly Own[]): ReadonlySet<string> {
  const others = all.filter((each) => each !== transition && isBeside(transition, each));
  return new Set(transition.patterns.filter((text) => others.some(({ patterns }) => patterns.includes(text))));
}

/** Whether two transitions concern customers of one scope, in parts of the space that overlap. */
function isBeside(one: Own, other: Own): boolean {
  if (one.scope !== other.scope) return false;
  return Object.entries(one.where ?? {}).every(([name, tests]) => {
    const others = other.where?.[name];
    return others === undefined || others.some((test) => tests.some((own) => isSameTest(own, test)));
  });
}
