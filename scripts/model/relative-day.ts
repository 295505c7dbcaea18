import { dayLength, formatDay, type Instant } from "./time.ts";

const shape = /^([+-])(\d{1,5})([dwmy])$/;

/**
 * The day that is a number of days, weeks, months or years after or before another one: `+90d`, `-2w`, `+6m`, `+1y`. If
 * the month has no such day, it is the last day of the month. Undefined if a text does not have that form.
 */
export function readRelativeDay(text: string, today: Instant): string | undefined {
  const [, sign, digits, unit] = shape.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const count = Number(digits) * (sign === "-" ? -1 : 1);
  if (unit === "d" || unit === "w") return formatDay(today + count * (unit === "w" ? 7 : 1) * dayLength);
  const day = new Date(today);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + count * (unit === "y" ? 12 : 1)];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return formatDay(Date.UTC(year, month, Math.min(day.getUTCDate(), lastOfMonth)));
}
