import { reasonOf } from "../decide/explanation.ts";
import { frozen } from "../declare/frozen.ts";
import type { Details } from "./details.ts";

/** What a test says that a name answers. */
export interface ForcedAnswer {
  /** Of a decision, what `isEnabled`, `value`, `version` or `hasPrivilege` answers. */
  readonly value?: unknown;
  /** Of a flag with variants; left out, `variant` answers as usual. */
  readonly variant?: string | undefined;
  /** Of a release; left out, they are as usual. */
  readonly stage?: string | undefined;
  readonly properties?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Of a group set, the groups that the customer is in. */
  readonly groups?: readonly string[];
}

/** Says what a name answers; undefined where it answers as usual. */
type Forcer = (name: string) => ForcedAnswer | undefined;

/** What tests can do to a module. */
export interface Forcing {
  /** From now on this is asked first. */
  readonly force: (forcer: Forcer) => void;
  /** What was made for tests of this module, and belongs to all files of its build. */
  door?: unknown;
}

/** Under which symbol `lookup` has it. */
export const forcing = Symbol.for("flagstone.forcing");

let forcer: Forcer | undefined;

/** Answers of a forcer come before those of the data. */
export function force(next: Forcer): void {
  forcer = next;
}

/** What a test says that a name answers; outside tests nothing is asked. */
export function forcedAnswer(name: string): ForcedAnswer | undefined {
  return forcer === undefined ? undefined : forcer(name);
}

/** The same as details say it: as if a request had overridden it. */
export function forcedDetails(name: string): (Details & { readonly rule: "override" }) | undefined {
  const forced = forcedAnswer(name);
  if (forced === undefined) return undefined;
  const { value, variant } = forced;
  const rule = "override";
  return { value: frozen(value), ...(variant === undefined ? {} : { variant }), reason: reasonOf(rule, false), rule };
}
