/**
 * What a customer's plan grants: names of privileges, or a function that says whether it grants one; nothing without a
 * plan.
 */
export type Plan = Iterable<string> | ((privilege: string) => boolean) | null | undefined;

/**
 * A function that says whether a plan grants a privilege; throws TypeError for what is not a plan, such as a bare
 * string.
 */
export function readPlan(plan: Plan): (privilege: string) => boolean {
  if (plan === undefined || plan === null) return () => false;
  if (typeof plan === "function") return (privilege) => checkAnswer(plan(privilege));
  if (typeof plan !== "object" || typeof plan[Symbol.iterator] !== "function") {
    throw new TypeError(`a plan must be an iterable of names or a function, not ${describe(plan)}`);
  }
  if (plan instanceof Set) return (privilege) => plan.has(privilege);
  const names: readonly string[] = Array.isArray(plan) ? plan : [...plan];
  return (privilege) => names.includes(privilege);
}

/** A promise would be truthy, and grant everything to everyone. */
function checkAnswer(answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  throw new TypeError(`a plan must answer true or false, not ${describe(answer)}`);
}

function describe(value: unknown): string {
  return value === null ? "null" : `a value of type ${typeof value}`;
}
