import type { CompileOptions } from "../../scripts/compile/compile.ts";
import { startOf } from "../../scripts/model/time.ts";

/** The day for which examples are judged if they do not name another. */
export const usualDay: CompileOptions = { asOf: startOf("2026-11-21"), allowExpired: false };

/** When the commits of examples were made that do not say it themselves. */
export const usualDate = "2026-11-20T12:00:00Z";
