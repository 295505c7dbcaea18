const shape = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Milliseconds of an instant as a bundle writes it: RFC 3339 in UTC; NaN for any other text. Of a sound bundle, whose
 * instants need no check, they are those of `Date.parse`.
 */
export function parseInstant(text: string): number {
  const day = shape.exec(text)?.[1];
  const instant = Date.parse(text);
  return day !== undefined && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day) ? instant : NaN;
}

/** When something holds, as a bundle writes it. */
export interface Window {
  readonly from?: string;
  readonly until?: string;
}

/** The first instant of a window of a sound bundle, and the first after it. */
export function readWindow({ from, until }: Window): { readonly from: number; readonly until: number } {
  return {
    from: from === undefined ? -Infinity : Date.parse(from),
    until: until === undefined ? Infinity : Date.parse(until),
  };
}

/** Milliseconds of what a caller passes as an instant: a Date, or milliseconds; throws TypeError for anything else. */
export function toInstant(what: string, at: unknown): number {
  const instant = typeof at === "number" ? at : isDate(at) ? at.getTime() : NaN;
  if (Number.isNaN(instant)) throw new TypeError(`\`${what}\` must be a valid Date, or milliseconds since 1970 in UTC`);
  return instant;
}

/** A Date of any realm: tests and workers have their own. */
export function isDate(value: unknown): value is Date {
  return value instanceof Date || Object.prototype.toString.call(value) === "[object Date]";
}
