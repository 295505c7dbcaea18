import type { BundleRetired, BundleValue } from "../shapes/bundle.ts";
import type { Decision, Declarations, Flag, GroupSet, Release } from "./declarations.ts";
import { declareDecision } from "./declare-decision.ts";
import { retiredSet, retireSet } from "./declare-set.ts";
import type { LazyMap } from "./lazy-map.ts";
import { Payloads } from "./payloads.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** What is declared, by kind and name. */
interface Declared {
  readonly flags: LazyMap<Flag> | Map<string, Flag>;
  readonly releases: Map<string, Release>;
  readonly privileges: Map<string, Decision>;
  readonly sets: Map<string, GroupSet>;
}

/**
 * Retired names answer what they were retired with. Those that a module was built with are added to the declared ones,
 * unchanged except for their answer; the others are returned separately.
 */
export function declareRetired(
  draft: Draft,
  records: readonly BundleRetired[],
  built: Declarations | undefined,
  declared: Declared,
): Declared {
  const others: Declared = { flags: new Map(), releases: new Map(), privileges: new Map(), sets: new Map() };
  for (const record of records) {
    const { kind, name, answer, value } = record;
    switch (kind) {
      case "flag": {
        const known = built?.flags.get(name);
        if (known !== undefined) {
          const payloads = payloadOf(draft, answer, value);
          declared.flags.set(name, { ...known, ...retire(draft, name, answer ?? false), payloads });
        } else if (answer !== undefined) others.flags.set(name, retiredFlag(draft, record, answer));
        break;
      }
      case "release": {
        const known = built?.releases.get(name);
        if (known !== undefined) declared.releases.set(name, { ...known, ...retire(draft, name, answer ?? "") });
        else if (answer !== undefined) others.releases.set(name, retiredRelease(draft, record, answer));
        break;
      }
      case "privilege": {
        const { privileges } = built?.privileges.has(name) ? declared : others;
        privileges.set(name, retire(draft, name, answer ?? false));
        break;
      }
      case "groups": {
        const known = built?.sets.get(name);
        if (known !== undefined) declared.sets.set(name, retireSet(draft, known, answer));
        else others.sets.set(name, retiredSet(name, answer));
        break;
      }
      // Services may still pass the attribute, but nothing reads it.
      case "attribute":
    }
  }
  return others;
}

/** The value of a retired answer; undefined if there is only the answer. */
function payloadOf(draft: Draft, answer: BundleValue | undefined, value: unknown): Flag["payloads"] {
  return answer === undefined || value === undefined ? undefined : new Payloads([valueNumber(draft, answer)], [value]);
}

function retiredFlag(draft: Draft, { name, client, value }: BundleRetired, answer: BundleValue): Flag {
  const variants = typeof answer === "string" ? [answer] : undefined;
  const payloads = payloadOf(draft, answer, value);
  return { ...retire(draft, name, answer), variants, payloads, shape: undefined, client: client === true };
}

function retiredRelease(draft: Draft, { name }: BundleRetired, answer: BundleValue): Release {
  const set = retiredSet(name, undefined);
  return { ...retire(draft, name, answer), set, stages: new Set(), properties: Object.freeze({}) };
}

function retire(draft: Draft, name: string, answer: BundleValue): Decision {
  return { ...declareDecision(draft, name, { scopes: [], default: answer }), fixed: "retired" };
}
