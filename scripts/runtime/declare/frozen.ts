/** A value, deeply frozen when it is first asked for: most values of a bundle never are. */
export function frozen(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const open: object[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const part of Object.values(next)) if (typeof part === "object" && part !== null) open.push(part);
    Object.freeze(next);
  }
  return value;
}
