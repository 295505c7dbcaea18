/** An instant in milliseconds since 1970-01-01T00:00:00Z. `Infinity` is never, `-Infinity` is always. */
export type Instant = number;

const dayLength = 86_400_000;
const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampShape = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const parts = dayShape.exec(text);
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Whether a text is a day, or an RFC 3339 timestamp with its offset. */
export function isDate(text: string): boolean {
  if (isDay(text)) return true;
  const parts = timestampShape.exec(text);
  if (parts === null) return false;
  const [, year, month, day, hour, minute, second, offsetHour = "0", offsetMinute = "0"] = parts;
  return (
    isCalendarDay(Number(year), Number(month), Number(day)) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    Number(offsetHour) < 24 &&
    Number(offsetMinute) < 60
  );
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** The first instant of a date: of a day its 00:00 UTC, of a timestamp itself. The text must be a date. */
export function startOf(date: string): Instant {
  return Date.parse(date.length === 10 ? `${date}T00:00:00Z` : date.toUpperCase());
}

/** The first instant after a date: of a day the next 00:00 UTC, of a timestamp itself. The text must be a date. */
export function endOf(date: string): Instant {
  return date.length === 10 ? startOf(date) + dayLength : startOf(date);
}

/** An instant as an RFC 3339 timestamp in UTC, without a fraction where it has none. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** An instant as people write it: a day where it is the beginning of one, else a timestamp. */
export function formatDate(instant: Instant): string {
  return instant % dayLength === 0 ? formatDay(instant) : formatInstant(instant);
}

/** The day in which an instant lies, as `YYYY-MM-DD` in UTC. */
export function formatDay(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The last day of a half-open window that ends at `instant`. */
export function formatLastDay(instant: Instant): string {
  return formatDay(instant - 1);
}

/** The end of a half-open window as people write it: the last day, or the instant where it is not the end of a day. */
export function formatEnd(instant: Instant): string {
  return instant % dayLength === 0 ? formatLastDay(instant) : formatInstant(instant);
}

const units = [
  ["day", dayLength],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A time in milliseconds in the largest unit that it has two of, rounded down: `90 minutes`. */
export function formatDuration(milliseconds: number): string {
  const [unit, length] = units.find(([, length]) => milliseconds >= 2 * length) ?? ["second", 1_000];
  const number = Math.floor(milliseconds / length);
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** Whole days from one instant to another, rounded up. */
export function daysBetween(from: Instant, to: Instant): number {
  return Math.ceil((to - from) / dayLength);
}
