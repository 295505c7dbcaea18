import type { EffectReporter } from "./effect-reporter.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { text } from "./text.ts";

/** The formats of an effect, by the name that `--format` takes. */
export const effectReporters = { text, json, markdown } as const satisfies Record<string, EffectReporter>;

/** The name of a format. */
export type EffectFormat = keyof typeof effectReporters;
