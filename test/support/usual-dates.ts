import type { CompileOptions } from "../../scripts/compile/compile.ts";
import { startOf } from "../../scripts/model/time.ts";

/** The day as of which examples are judged, unless they name another. */
export const usualDay: CompileOptions = { asOf: startOf("2026-11-21"), allowExpired: false };

/** The date of commits in examples that do not give one. */
export const usualDate = "2026-11-20T12:00:00Z";
