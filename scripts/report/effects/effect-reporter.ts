import type { Effect } from "../../effect/effect.ts";
import type { NotCompared } from "../not-compared.ts";

/** What a reporter of effects may know besides the effect. */
interface EffectReporterOptions {
  readonly colour: boolean;
  readonly notCompared?: readonly NotCompared[];
}

/** An effect as text, for one kind of reader. It ends in a line break. */
export type EffectReporter = (effect: Effect, options: EffectReporterOptions) => string;
