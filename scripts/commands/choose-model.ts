import { unknownName } from "../model/did-you-mean.ts";
import type { Model } from "../model/model.ts";

/** The model of an environment, or of the first one if none is named; or that there is no such environment. */
export function chooseModel(models: readonly [Model, ...Model[]], environment: string | undefined): Model | string {
  const [first] = models;
  if (environment === undefined) return first;
  const found = models.find((model) => model.environment === environment);
  return found ?? unknownName("environment", environment, first.config.environments);
}
