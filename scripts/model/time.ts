/** An instant in milliseconds since 1970-01-01T00:00:00Z. `Infinity` means never, `-Infinity` always. */
export type Instant = number;

/** The length of a day in milliseconds; days are UTC, so all are the same length. */
export const dayLength = 86_400_000;
const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampShape = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const parts = dayShape.exec(text);
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/**
 * Whether a text is a day, or an RFC 3339 timestamp with its offset; a 60th second is allowed only where UTC can have
 * one.
 */
export function isDate(text: string): boolean {
  if (isDay(text)) return true;
  const parts = timestampShape.exec(text);
  if (parts === null) return false;
  const [, year, month, day, hour, minute, second, offsetHour = "0", offsetMinute = "0"] = parts;
  return (
    isCalendarDay(Number(year), Number(month), Number(day)) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    (Number(second) < 60 || (second === "60" && isLeapMinute(text))) &&
    Number(offsetHour) < 24 &&
    Number(offsetMinute) < 60
  );
}

/** Leap seconds end a month in UTC, regardless of the offset of the text. */
function isLeapMinute(text: string): boolean {
  const after = new Date(parse(text));
  return after.getUTCDate() === 1 && Math.floor((after.getTime() % dayLength) / 1_000) === 0;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** The first and the last instant that RFC 3339 can write in UTC. */
const first: Instant = -62_167_219_200_000;
const last: Instant = 253_402_300_799_999;

/**
 * The instant that a date names; for a day, its 00:00 UTC. An instant outside the years 0000 to 9999 UTC becomes the
 * nearest one inside.
 */
export function instantOf(date: string): Instant {
  return Math.min(Math.max(parse(date), first), last);
}

/**
 * The first instant of a window; for a day, its 00:00 UTC; `-Infinity` before the year 0000. The text must be a date.
 */
export function startOf(date: string): Instant {
  const start = parse(date);
  return start < first ? -Infinity : Math.min(start, last);
}

/**
 * The first instant after a window: the next 00:00 UTC for a day, the instant itself for a timestamp. After the year
 * 9999 it is `Infinity`, since people write 9999-12-31 for "no end". The text must be a date.
 */
export function endOf(date: string): Instant {
  const end = date.length === 10 ? parse(date) + dayLength : parse(date);
  return end > last ? Infinity : Math.max(end, first);
}

/** A 60th second is the first of the next minute, as in Unix time. */
function parse(date: string): Instant {
  if (date.length === 10) return Date.parse(`${date}T00:00:00Z`);
  const isLeap = date.slice(17, 19) === "60";
  return Date.parse((isLeap ? `${date.slice(0, 17)}59${date.slice(19)}` : date).toUpperCase()) + (isLeap ? 1_000 : 0);
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
