import type { Effect } from "../../effect/effect.ts";
import type { Picture } from "../../effect/pictures.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Instant } from "../../model/time.ts";
import type { NotCompared } from "../not-compared.ts";

/** What a reporter of effects may know besides the effect. */
interface EffectReporterOptions {
  readonly colour: boolean;
  readonly notCompared?: readonly NotCompared[];
  /** The changes of rollouts and stages, for reports that draw. */
  readonly pictures?: readonly Picture[];
  /** What will stop CI from a later day on because of the change, in the order of days. */
  readonly red?: readonly { readonly from: Instant; readonly finding: Diagnostic }[];
}

/** An effect as text, for one kind of reader. It ends in a line break. */
export type EffectReporter = (effect: Effect, options: EffectReporterOptions) => string;
