/** A rule as flagd reads it: JSON Logic. */
export type Logic = null | boolean | string | number | readonly Logic[] | { readonly [operator: string]: Logic };

/** What the context has at a path, or null. */
export function contextAt(path: string): Logic {
  return { var: path };
}

/** Whether the context has something at a path, even an empty text. */
export function isThere(path: string): Logic {
  return { "!==": [contextAt(path), null] };
}

/** Whether the context has a text at a path: only a text begins with the empty text. */
export function isText(path: string): Logic {
  return allOf([isThere(path), { starts_with: [contextAt(path), ""] }]);
}

/** Whether all parts hold. */
export function allOf(parts: readonly Logic[]): Logic {
  const open = parts.filter((part) => part !== true).flatMap((part) => partsOf("and", part));
  if (open.includes(false)) return false;
  return open.length < 2 ? (open[0] ?? true) : { and: open };
}

/** Whether one of the parts holds. */
export function anyOf(parts: readonly Logic[]): Logic {
  const open = parts.filter((part) => part !== false).flatMap((part) => partsOf("or", part));
  if (open.includes(true)) return true;
  return open.length < 2 ? (open[0] ?? false) : { or: open };
}

/** Whether a part does not hold. */
export function not(part: Logic): Logic {
  return typeof part === "boolean" ? !part : { "!": [part] };
}

/** One of two; what is already decided is left out. */
export function when(condition: Logic, then: Logic, otherwise: Logic): Logic {
  if (typeof condition === "boolean") return condition ? then : otherwise;
  if (then === otherwise) return then;
  if (otherwise === false) return allOf([condition, then]);
  if (then === true) return anyOf([condition, otherwise]);
  if (then === false) return allOf([not(condition), otherwise]);
  if (otherwise === null) return { if: [condition, then] };
  return { if: [condition, then, ...partsOf("if", otherwise)] };
}

/** Whether something is one of some texts. */
export function isOneOf(what: Logic, texts: readonly string[]): Logic {
  if (typeof what === "string") return texts.includes(what);
  const [first] = texts;
  if (first === undefined) return false;
  return texts.length === 1 ? { "===": [what, first] } : { in: [what, texts] };
}

/** The parts of an operation, or a single part. */
function partsOf(operator: string, logic: Logic): readonly Logic[] {
  const parts = typeof logic === "object" && logic !== null && !isList(logic) ? logic[operator] : undefined;
  return parts !== undefined && isList(parts) ? parts : [logic];
}

function isList(logic: Logic): logic is readonly Logic[] {
  return Array.isArray(logic);
}
