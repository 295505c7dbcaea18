import { printableJson } from "../../model/text/escape-controls.ts";
import { effectData } from "../effect-data.ts";
import type { EffectReporter } from "./effect-reporter.ts";

/** For programs: everything that an effect has, as schema/effect.schema.json describes it. */
export const json: EffectReporter = (effect, { notCompared = [] }) =>
  printableJson({ ...effectData(effect), ...(notCompared.length === 0 ? {} : { notCompared }) });
