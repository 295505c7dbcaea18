import { compareText } from "../diagnostic.ts";
import type { Kind, NameEffect, TypeEffect } from "../effect.ts";
import { decisionsOf, type Flag, type GroupSet, type Model, type Privilege, type Release, reachOf } from "../model.ts";

type Thing = Flag | Release | Privilege | GroupSet;

/** The names that came, went, or were retired. */
export function compareNames(base: Model | undefined, head: Model | undefined) {
  const [before, after] = [namesOf(base), namesOf(head)];
  const retiredBefore = new Set((base?.retired ?? []).map(keyOf));
  const effects = (things: readonly NameEffect[]): NameEffect[] =>
    things.map(({ kind, name }) => ({ kind, name })).sort((a, b) => compareText(keyOf(a), keyOf(b)));
  return {
    added: effects([...after].filter(([key]) => !before.has(key)).map(([, thing]) => thing)),
    removed: effects([...before].filter(([key]) => !after.has(key)).map(([, thing]) => thing)),
    retired: effects((head?.retired ?? []).filter((each) => !retiredBefore.has(keyOf(each)))),
  };
}

/** What differs in how services ask: breaking where what compiled before would not. */
export function compareTypes(base: Model | undefined, head: Model | undefined): readonly TypeEffect[] {
  if (base === undefined || head === undefined) return [];
  const [before, after] = [namesOf(base), namesOf(head)];
  const found: TypeEffect[] = [];
  for (const [key, thing] of before) {
    const now = after.get(key);
    if (now === undefined) continue;
    const told = (isBreaking: boolean, message: string): void => {
      found.push({ kind: thing.kind, name: thing.name, isBreaking, message });
    };
    compareSets(tellingOf(thing, base), tellingOf(now, head), told);
  }
  for (const scope of base.config.scopes.keys())
    if (!head.config.scopes.has(scope))
      found.push({ kind: "flag", name: scope, isBreaking: true, message: `scope \`${scope}\` is gone` });
  for (const environment of base.config.environments)
    if (!head.config.environments.includes(environment))
      found.push({
        kind: "flag",
        name: environment,
        isBreaking: true,
        message: `environment \`${environment}\` is gone`,
      });
  return found.sort((a, b) => compareText(keyOf(a), keyOf(b)) || compareText(a.message, b.message));
}

/** What the types say of a thing, as sets of words: losing one breaks, gaining one does not. */
function tellingOf(thing: Thing, model: Model): Readonly<Record<string, ReadonlySet<string>>> {
  switch (thing.kind) {
    case "flag":
      return {
        sort: new Set([thing.variants === undefined ? "true or false" : "variants"]),
        scope: askedIn(thing.scopes, model),
        variant: new Set(thing.variants ?? []),
        client: new Set(thing.client ? ["browsers"] : []),
      };
    case "release":
      return {
        scope: askedIn(thing.scopes, model),
        "group set": new Set([thing.by]),
        property: new Set(Object.entries(thing.properties).map(([name, value]) => `${name}: ${typeof value}`)),
      };
    case "privilege":
      return { scope: askedIn(thing.scopes, model) };
    case "groups":
      return {
        scope: askedIn([thing.scope], model),
        group: new Set(thing.groups.keys()),
        promise: new Set([
          ...(thing.exclusive ? ["exclusive"] : []),
          ...(thing.default === undefined ? [] : ["default"]),
          ...(thing.told ? ["told"] : []),
        ]),
      };
  }
}

/** The scopes of contexts that may ask; a global flag is asked of any. */
function askedIn(scopes: readonly string[], model: Model): ReadonlySet<string> {
  const all = [...model.config.scopes.keys()];
  return new Set(
    scopes.length === 0
      ? [...all, "none"]
      : all.filter((scope) => reachOf(model, scope).some((each) => scopes.includes(each))),
  );
}

function compareSets(
  before: Readonly<Record<string, ReadonlySet<string>>>,
  after: Readonly<Record<string, ReadonlySet<string>>>,
  told: (isBreaking: boolean, message: string) => void,
): void {
  for (const [what, words] of Object.entries(before)) {
    const now = after[what] ?? new Set<string>();
    for (const word of words) if (!now.has(word)) told(true, `loses ${what} \`${word}\``);
    for (const word of now) if (!words.has(word)) told(false, `gains ${what} \`${word}\``);
  }
}

function namesOf(model: Model | undefined): ReadonlyMap<string, Thing> {
  if (model === undefined) return new Map();
  return new Map([...decisionsOf(model), ...model.sets.values()].map((thing) => [keyOf(thing), thing]));
}

function keyOf({ kind, name }: { readonly kind: Kind; readonly name: string }): string {
  return `${kind} ${name}`;
}
