import type { Effect } from "../../effect/effect.ts";
import type { Picture } from "../../effect/pictures.ts";
import type { NotCompared } from "../not-compared.ts";

/** What a reporter of effects may know besides the effect. */
interface EffectReporterOptions {
  readonly colour: boolean;
  readonly notCompared?: readonly NotCompared[];
  /** The changes of rollouts and stages, for reports that draw. */
  readonly pictures?: readonly Picture[];
}

/** An effect as text, for one kind of reader. It ends in a line break. */
export type EffectReporter = (effect: Effect, options: EffectReporterOptions) => string;
