const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampShape = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const parts = dayShape.exec(text);
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Whether a text is a day, or an RFC 3339 timestamp with its offset; a 60th second stands only where UTC can have one. */
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
  const after = new Date(parseDate(text));
  return after.getUTCDate() === 1 && Math.floor((after.getTime() % 86_400_000) / 1_000) === 0;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Milliseconds of a date; for a day, its 00:00 UTC. A 60th second is the first of the next minute, as in Unix time. */
export function parseDate(date: string): number {
  if (date.length === 10) return Date.parse(`${date}T00:00:00Z`);
  const isLeap = date.slice(17, 19) === "60";
  return Date.parse((isLeap ? `${date.slice(0, 17)}59${date.slice(19)}` : date).toUpperCase()) + (isLeap ? 1_000 : 0);
}
