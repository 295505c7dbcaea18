import type { Flag, GroupSet, Model, Privilege, Release, Retired } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { compareText } from "../model/text/words.ts";
import type { Effect, Kind, NameEffect, PropertyEffect } from "./effect.ts";

/** Anything with a name that services ask for. */
export type Thing = Flag | Release | Privilege | GroupSet;

/** The named things of a model, by kind and name. */
export function namesOf(model: Model | undefined): ReadonlyMap<string, Thing> {
  if (model === undefined) return new Map();
  return new Map([...decisionsOf(model), ...model.sets.values()].map((thing) => [keyOf(thing), thing]));
}

/** The names that were added, removed, or retired. */
export function compareNames(before: Model | undefined, after: Model | undefined): Effect["names"] {
  const [names, own] = [namesOf(before), namesOf(after)];
  const retired = new Set(recordsOf(before).map(keyOf));
  return {
    added: effects([...own].filter(([key]) => !names.has(key)).map(([, thing]) => thing)),
    removed: effects([...names].filter(([key]) => !own.has(key)).map(([, thing]) => thing)),
    retired: effects(recordsOf(after).filter((each) => !retired.has(keyOf(each)))),
  };
}

/** A record of a name that services ask for; attributes they only tell. */
export type AnsweringRecord = Retired & { readonly kind: Kind };

/** The records of a model; empty without a model. */
export function recordsOf(model: Model | undefined): readonly AnsweringRecord[] {
  return (model?.retired ?? []).filter((record): record is AnsweringRecord => record.kind !== "attribute");
}

/** The properties of releases that have another value of the same type. */
export function compareProperties(before: Model | undefined, after: Model | undefined): readonly PropertyEffect[] {
  return [...(after?.releases.values() ?? [])].flatMap(({ name, properties }) => {
    const known = before?.releases.get(name)?.properties ?? {};
    return Object.keys(properties)
      .sort(compareText)
      .flatMap((property): PropertyEffect[] => {
        const [from, to] = [known[property], properties[property]];
        if (from === undefined || to === undefined || from === to || typeof from !== typeof to) return [];
        return [{ release: name, property, from, to }];
      });
  });
}

function effects(things: readonly NameEffect[]): readonly NameEffect[] {
  return [...new Map(things.map((thing) => [keyOf(thing), { kind: thing.kind, name: thing.name }])).values()].sort(
    (a, b) => compareText(keyOf(a), keyOf(b)),
  );
}

/** A name among those of all kinds. */
export function keyOf({ kind, name }: { readonly kind: Kind; readonly name: string }): string {
  return `${kind} ${name}`;
}
