import { parseDate } from "../runtime/tables/date.ts";

export { isDate, isDay } from "../runtime/tables/date.ts";

/** An instant in milliseconds since 1970-01-01T00:00:00Z. `Infinity` means never, `-Infinity` always. */
export type Instant = number;

/** A part of time: from the first instant at which something holds to the first at which it no longer does. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/** All of time. */
export const always: Window = { from: -Infinity, until: Infinity };

/** The length of a day in milliseconds; days are UTC, so all are the same length. */
export const dayLength = 86_400_000;
/** The first and the last instant that RFC 3339 can write in UTC. */
const first: Instant = -62_167_219_200_000;
const last: Instant = 253_402_300_799_999;

/**
 * The instant that a date names; for a day, its 00:00 UTC. An instant outside the years 0000 to 9999 UTC becomes the
 * nearest one inside.
 */
export function instantOf(date: string): Instant {
  return Math.min(Math.max(parseDate(date), first), last);
}

/**
 * The first instant of a window; for a day, its 00:00 UTC; `-Infinity` before the year 0000. The text must be a date.
 */
export function startOf(date: string): Instant {
  const start = parseDate(date);
  return start < first ? -Infinity : Math.min(start, last);
}

/**
 * The first instant after a window: the next 00:00 UTC for a day, the instant itself for a timestamp. After the year
 * 9999 it is `Infinity`, since people write 9999-12-31 for "no end". The text must be a date.
 */
export function endOf(date: string): Instant {
  const end = date.length === 10 ? parseDate(date) + dayLength : parseDate(date);
  return end > last ? Infinity : Math.max(end, first);
}

/**
 * An instant as an RFC 3339 timestamp in UTC, without a fraction if it has none; the nearest one that can be written.
 */
export function formatInstant(instant: Instant): string {
  return new Date(Math.min(Math.max(instant, first), last)).toISOString().replace(".000Z", "Z");
}

/** An instant as people write it: a day if it is midnight, else a timestamp. */
export function formatDate(instant: Instant): string {
  return isMidnight(instant) ? formatDay(instant) : formatInstant(instant);
}

/** The day that contains an instant, as `YYYY-MM-DD` in UTC. */
export function formatDay(instant: Instant): string {
  return formatInstant(instant).slice(0, 10);
}

/** The last day of a half-open window that ends at `instant`. */
export function formatLastDay(instant: Instant): string {
  return formatDay(instant - 1);
}

/** The end of a half-open window as people write it: the last day, or the instant if it is not midnight. */
export function formatEnd(instant: Instant): string {
  return isMidnight(instant) ? formatLastDay(instant) : formatInstant(instant);
}

/** `-Infinity` and `Infinity` are written as days too. */
function isMidnight(instant: Instant): boolean {
  return !Number.isFinite(instant) || instant % dayLength === 0;
}

const units = [
  ["day", dayLength],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A duration in milliseconds in the largest unit of which it has at least two, rounded down: `90 minutes`. */
export function formatDuration(milliseconds: number): string {
  const [unit, length] = units.find(([, length]) => milliseconds >= 2 * length) ?? ["second", 1_000];
  const number = Math.floor(milliseconds / length);
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** Whole days from one instant to another, rounded up. */
export function daysBetween(from: Instant, to: Instant): number {
  return Math.ceil((to - from) / dayLength);
}
