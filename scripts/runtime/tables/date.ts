const shape = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d)))?$/;
const dayLength = "YYYY-MM-DD".length;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return text.length === dayLength && isDate(text);
}

/** Whether a text is a day, or an RFC 3339 timestamp with its offset; a 60th second stands only where UTC can have one. */
export function isDate(text: string): boolean {
  const parts = shape.exec(text);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ...offset] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (
    isCalendarDay(year, month, day) &&
    hour < 24 &&
    minute < 60 &&
    (second < 60 || (second === 60 && isLeapMinute(text))) &&
    (offset[0] as number) < 24 &&
    (offset[1] as number) < 60
  );
}

/** Leap seconds end a month in UTC, regardless of the offset of the text. */
function isLeapMinute(text: string): boolean {
  const after = new Date(parseDate(text));
  return after.getUTCDate() === 1 && Math.floor((after.getTime() % 86_400_000) / 1_000) === 0;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Milliseconds of a date; for a day, its 00:00 UTC. A 60th second is the first of the next minute, as in Unix time. */
export function parseDate(date: string): number {
  if (date.length === dayLength) return Date.parse(`${date}T00:00:00Z`);
  const isLeap = date.slice(17, 19) === "60";
  return Date.parse((isLeap ? `${date.slice(0, 17)}59${date.slice(19)}` : date).toUpperCase()) + (isLeap ? 1_000 : 0);
}
