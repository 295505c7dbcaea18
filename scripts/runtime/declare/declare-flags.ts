import { declareCondition } from "./conditions.ts";
import type { Condition, Decision, Flag, Requirement } from "./declarations.ts";
import { declareDecision } from "./declare-decision.ts";
import { LazyMap } from "./lazy-map.ts";
import { Payloads } from "./payloads.ts";
import type { FlagSource } from "./source.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** All flags, each declared when it is first asked for; their keys are consecutive. */
export function declareFlags(draft: Draft, source: FlagSource): LazyMap<Flag> {
  const firstKey = draft.keys;
  draft.keys += source.names.length;
  const flags = new LazyMap(source.names, (name, index): Flag => {
    const flag = source.at(index);
    const requires: Requirement[] = [];
    const requiredConditions: Condition[] = [];
    for (const item of flag.requires ?? [])
      if (typeof item === "string") requires.push(new LazyRequirement(flags, item, [1]));
      else if ("where" in item) requiredConditions.push(declareCondition(draft.attributes, item.where));
      else requires.push(new LazyRequirement(flags, item.flag, numbersOf(draft, item.values)));
    const expires = flag.keep === true ? undefined : flag.expires;
    return {
      ...declareDecision(draft, name, { ...flag, expires, requires, requiredConditions }, firstKey + index),
      isOverridable: typeof flag.default === "boolean",
      variants: flag.variants,
      payloads: flag.values && new Payloads(numbersOf(draft, flag.variants), flag.values),
      shape: flag.shape,
      client: flag.client === true,
    };
  });
  return flags;
}

/** Its flag is declared when it is first needed, since chains of requirements may have any length. */
export class LazyRequirement implements Requirement {
  readonly values: readonly number[];
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #name: string;
  #flag: Decision | undefined;

  constructor(flags: ReadonlyMap<string, Flag>, name: string, values: readonly number[]) {
    this.values = values;
    this.#flags = flags;
    this.#name = name;
  }

  get flag(): Decision {
    this.#flag ??= this.#flags.get(this.#name) as Decision;
    return this.#flag;
  }
}

function numbersOf(draft: Draft, values: readonly (string | boolean)[] = []): readonly number[] {
  return values.map((value) => valueNumber(draft, value));
}
