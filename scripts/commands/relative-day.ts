import { dayLength, formatDay, type Instant } from "../model/time.ts";

const shape = /^([+-])(\d{1,5})([dwmy])$/;

/**
 * The day that lies so many days, weeks, months or years after another one, or before it: `+90d`, `-2w`, `+6m`, `+1y`.
 * Where the month has no such day, it is the month's last. Undefined where a text is not of that form.
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
