import type { Decision } from "../declare/declarations.ts";
import { reachOf } from "./reach.ts";

/** Whether anything that a caller tells by name may affect an answer. */
export function asksCaller(decision: Decision): boolean {
  decision.asksCaller ??= findsTold(decision);
  return decision.asksCaller;
}

function findsTold(decision: Decision): boolean {
  const { sets, conditions } = reachOf([decision]);
  return (
    [...sets].some(({ told }) => told) ||
    [...conditions].some(({ tests }) => tests.flat().some(({ attribute }) => attribute.isTold))
  );
}
