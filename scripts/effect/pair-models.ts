import type { Decision, Model } from "../model/model.ts";
import { inOrder } from "./mention-classes.ts";
import { modelIn, type Revision } from "./revision.ts";

/** The two sides of one environment; with its name unless it is the first of both. */
export interface Pair {
  readonly environment: string | undefined;
  readonly before: Model | undefined;
  readonly after: Model | undefined;
}

/**
 * The first environments, which lookups without an environment use, and each other one that both sides have. If only
 * one side has it, nobody got another answer before.
 */
export function pairsOf(base: Revision, head: Revision): readonly Pair[] {
  const [before, after] = [base.models[0], head.models[0]];
  const named = head.models.flatMap((model): Pair[] => {
    const other = modelIn(base, model.environment);
    if (other === undefined || (other === before && model === after)) return [];
    return [{ environment: model.environment, before: other, after: model }];
  });
  return [{ environment: undefined, before, after }, ...named];
}

/** The decisions of both sides, by kind and name. */
export function* decisionPairs(
  before: Model | undefined,
  after: Model | undefined,
): Generator<readonly [Decision | undefined, Decision | undefined]> {
  for (const kind of ["flags", "releases", "privileges"] as const) {
    const [one, other]: readonly (ReadonlyMap<string, Decision> | undefined)[] = [before?.[kind], after?.[kind]];
    for (const name of inOrder([...(one?.keys() ?? []), ...(other?.keys() ?? [])]))
      yield [one?.get(name), other?.get(name)] as const;
  }
}
