import type { Decision } from "../../declare/declarations.ts";

/** The compiler has found it out. */
export function asksCaller(decision: Decision): boolean {
  return decision.asksCaller === true;
}
