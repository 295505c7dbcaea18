import { reasonOf } from "../decide/explanation.ts";
import type { Group } from "../declare/declarations.ts";
import { frozen } from "../declare/frozen.ts";
import type { Details } from "./details.ts";

/** The answer of a name according to a test. */
export interface ForcedAnswer {
  /** For a decision, what `isEnabled`, `value`, `version` or `hasPrivilege` answers. */
  readonly value?: unknown;
  /** Of a flag with variants; left out, `variant` answers as usual. */
  readonly variant?: string | undefined;
  /** For a release; by default they are as usual. */
  readonly stage?: string | undefined;
  readonly properties?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Of a group set, the groups that the customer is in. */
  readonly groups?: readonly string[];
}

/** Returns the forced answer of a name; undefined if it answers as usual. */
type Forcer = (name: string) => ForcedAnswer | undefined;

/** What tests can do to a module. */
export interface Forcing {
  /** From now on, this function is asked first. */
  readonly force: (forcer: Forcer) => void;
  /** The test API of this module, which all files of its build share. */
  door?: unknown;
}

/** The symbol under which `lookup` has it. */
export const forcing = Symbol.for("flagstone.forcing");

let forcer: Forcer | undefined;

/** Answers of a forcer take precedence over those of the data. */
export function force(next: Forcer): void {
  forcer = next;
}

/** Whether a test says what a name answers. */
export function isForced(name: string): boolean | undefined {
  return forcedAnswer(name) !== undefined;
}

/** The answer of a name according to a test; undefined outside tests. */
export function forcedAnswer(name: string): ForcedAnswer | undefined {
  return forcer === undefined ? undefined : forcer(name);
}

/** Whether the customer is in a group according to a test. */
export function forcedMembership({ set, name }: Group): boolean | undefined {
  return forcedAnswer(set.name)?.groups?.includes(name);
}

/** The same as details: as if a request had overridden it. */
export function forcedDetails(name: string): (Details & { readonly rule: "override" }) | undefined {
  const forced = forcedAnswer(name);
  if (forced === undefined) return undefined;
  const { value, variant } = forced;
  const rule = "override";
  return { value: frozen(value), ...(variant === undefined ? {} : { variant }), reason: reasonOf(rule, false), rule };
}
