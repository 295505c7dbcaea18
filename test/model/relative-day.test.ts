import { expect, test } from "vitest";
import { readRelativeDay } from "../../scripts/model/relative-day.ts";

test.each([
  ["2026-11-28", "+1d", "2026-11-29"],
  ["2026-12-31", "+1d", "2027-01-01"],
  ["2026-11-28", "-2w", "2026-11-14"],
  ["2026-11-28", "+6m", "2027-05-28"],
  ["2026-08-31", "+6m", "2027-02-28"],
  ["2027-08-31", "+6m", "2028-02-29"],
  ["2028-02-29", "+1y", "2029-02-28"],
  ["2026-01-31", "-1m", "2025-12-31"],
  ["2026-11-28", "90d", undefined],
  ["2026-11-28", "+1.5d", undefined],
  ["2026-11-28", "+90", undefined],
])("from %s, %s is %s", (today, text, day) => {
  expect(readRelativeDay(text, Date.parse(`${today}T13:00:00Z`))).toBe(day);
});
