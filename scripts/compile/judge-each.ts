import type { Diagnostic } from "../model/diagnostic.ts";
import type { Document } from "../model/document.ts";
import type { Config, Model } from "../model/model.ts";
import { onceFor } from "../model/once-for.ts";
import type { RuleOf, Surroundings } from "./4-rules/surroundings.ts";

/**
 * A rule that checks each of some things by some rules. One that is the same object in another model, with the same
 * surroundings, is not checked again: if one file of a thousand changes, each of the others costs one lookup.
 */
export function judgeEach<Thing extends object>(
  thingsIn: (model: Model) => Iterable<Thing>,
  rules: readonly RuleOf<Thing>[],
): (model: Model) => Generator<Diagnostic> {
  const knownIn = onceFor((_: Origin) => new WeakMap<Thing, readonly Diagnostic[]>());
  return function* judgeThings(model) {
    const known = knownIn(originOf(model));
    const surroundings: Surroundings = { ...model, isWhole: (document) => !model.partial.has(document) };
    for (const thing of thingsIn(model)) {
      let found = known.get(thing);
      if (found === undefined) {
        found = judge(thing, rules, surroundings);
        known.set(thing, found);
      }
      if (found !== nothing) yield* found;
    }
  };
}

/** Shared, as most things are as they should be. */
const nothing: readonly Diagnostic[] = [];

function judge<Thing>(
  thing: Thing,
  rules: readonly RuleOf<Thing>[],
  surroundings: Surroundings,
): readonly Diagnostic[] {
  let found: Diagnostic[] | undefined;
  for (const rule of rules)
    for (const finding of rule(thing, surroundings)) {
      found ??= [];
      found.push(finding);
    }
  return found ?? nothing;
}

/** What surroundings are made of. A document is never changed, so the same one always means the same. */
interface Origin {
  readonly environment: string;
  readonly others: readonly Document[];
  readonly unreadable: string;
}

/** So many are kept for a config: of each environment, on both sides of a change. */
const most = 8;
const keptWith = onceFor((_: Config): Origin[] => []);

/** The origin of a model's surroundings: the same object for models that differ only in their flags and their day. */
const originOf = onceFor(({ config, environment, documents, unreadable }: Model): Origin => {
  const others = documents.filter(({ kind }) => kind !== "flag");
  const origin = { environment, others, unreadable: JSON.stringify([...unreadable]) };
  const kept = keptWith(config);
  const before = kept.find((other) => isSame(origin, other));
  if (before === undefined) kept.splice(0, Math.max(0, kept.length + 1 - most), origin);
  return before ?? origin;
});

function isSame(one: Origin, other: Origin): boolean {
  return (
    one.environment === other.environment &&
    one.unreadable === other.unreadable &&
    one.others.length === other.others.length &&
    one.others.every((document, index) => document === other.others[index])
  );
}
