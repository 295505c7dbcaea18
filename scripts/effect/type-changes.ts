import type { Attribute, Model } from "../model/model.ts";
import { findRetired, reachOf, scopesOfSet } from "../model/model-queries.ts";
import { compareText } from "../model/text/words.ts";
import { breachesOf } from "../runtime/load/value-shape.ts";
import type { TypeEffect } from "./effect.ts";
import { namesOf, type Thing } from "./names.ts";

/** What differs in how services ask: breaking if what compiled before would not. */
export function compareTypes(before: Model | undefined, after: Model | undefined): readonly TypeEffect[] {
  if (before === undefined || after === undefined) return [];
  const now = namesOf(after);
  const common = [...before.config.scopes.keys()].filter((scope) => after.config.scopes.has(scope));
  const things = [...namesOf(before)].flatMap(([key, thing]) => {
    const other = now.get(key);
    const { kind, name } = thing;
    return other === undefined
      ? []
      : [
          ...compareWords({ kind, name }, tellingOf(thing, before, common), tellingOf(other, after, common)),
          ...compareShapes(thing, other),
        ];
  });
  return [
    ...compareLists("scope", [...before.config.scopes.keys()], [...after.config.scopes.keys()]),
    ...compareLists("environment", before.config.environments, after.config.environments),
    ...things,
    ...[...before.attributes.values()].flatMap((one) => {
      const other = after.attributes.get(one.name);
      return other === undefined ? [goneAttribute(one, after)] : compareAttributes(one, other);
    }),
    ...[...after.attributes.values()].flatMap(({ name }) =>
      before.attributes.has(name) ? [] : [{ kind: "attribute", name, isBreaking: false, message: "is new" } as const],
    ),
  ].sort((a, b) => compareText(textOf(a), textOf(b)));
}

/** What the types say about a thing, as words of several sorts: losing one breaks, gaining one does not. */
function tellingOf(thing: Thing, model: Model, common: readonly string[]): Readonly<Record<string, readonly string[]>> {
  switch (thing.kind) {
    case "flag":
      return {
        answers: [thing.variants === undefined ? "true or false" : "variants"],
        scope: askedIn(thing.scopes, model, common),
        variant: thing.variants ?? [],
        key: thing.client ? ["client"] : [],
      };
    case "release":
      return {
        scope: askedIn(thing.scopes, model, common),
        "group set": [thing.by],
        property: Object.entries(thing.properties).map(([name, value]) => `${name}: ${typeof value}`),
      };
    case "privilege":
      return { scope: askedIn(thing.scopes, model, common) };
    case "groups":
      return {
        scope: askedIn(scopesOfSet(thing), model, common),
        group: [...thing.groups.keys()],
        promise: [
          ...(thing.exclusive ? ["exclusive"] : []),
          ...(thing.default === undefined ? [] : ["default"]),
          ...(thing.told ? ["told"] : []),
        ],
      };
  }
}

/** The scopes of contexts that may ask, of those that both sides have; a global flag can be asked of any. */
function askedIn(scopes: readonly string[], model: Model, common: readonly string[]): readonly string[] {
  if (scopes.length === 0) return [...common, "none"];
  return common.filter((scope) => reachOf(model, scope).some((each) => scopes.includes(each)));
}

function compareWords(
  thing: Pick<TypeEffect, "kind" | "name">,
  before: Readonly<Record<string, readonly string[]>>,
  after: Readonly<Record<string, readonly string[]>>,
): readonly TypeEffect[] {
  return Object.entries(before).flatMap(([sort, words]) => {
    const own = after[sort] ?? [];
    const lost = words.filter((word) => !own.includes(word));
    const gained = own.filter((word) => !words.includes(word));
    return [
      ...lost.map((word) => ({ ...thing, isBreaking: true, message: `loses ${sort} \`${word}\`` })),
      ...gained.map((word) => ({ ...thing, isBreaking: false, message: `gains ${sort} \`${word}\`` })),
    ];
  });
}

/** Code that passes an attribute that is gone no longer compiles. */
function goneAttribute({ name }: Attribute, after: Model): TypeEffect {
  const isRetired = findRetired(after, "attribute", name) !== undefined;
  return { kind: "attribute", name, isBreaking: true, message: isRetired ? "is retired" : "is removed" };
}

/** What changes for code that passes an attribute: every value that it may pass must still be valid. */
function compareAttributes(before: Attribute, after: Attribute): readonly TypeEffect[] {
  const thing = { kind: "attribute", name: before.name } as const;
  // Every version is a text.
  const isWider = before.type === "version" && after.type === "text" && after.values === undefined;
  if (before.type !== after.type && !isWider)
    return [{ ...thing, isBreaking: true, message: `was a ${before.type} and is now a ${after.type}` }];
  if (before.values === undefined) {
    if (after.values === undefined) return [];
    return [{ ...thing, isBreaking: true, message: "was any text and is now one of a list" }];
  }
  if (after.values === undefined) return [{ ...thing, isBreaking: false, message: "may be any text now" }];
  return compareWords(thing, { value: before.values }, { value: after.values });
}

/** What code that reads the values of a flag would find changed. */
function compareShapes(before: Thing, after: Thing): readonly TypeEffect[] {
  if (before.kind !== "flag" || after.kind !== "flag" || before.shape === undefined) return [];
  const { kind, name, shape } = before;
  // Code that asked for the value of a flag without values got the variant, a text.
  const breaches = [...breachesOf(shape, after.shape ?? { type: "string" })];
  return breaches.map(({ path, message }) => ({
    kind,
    name,
    isBreaking: true,
    message: path === "" ? `its value ${message}` : `\`${path}\` of its values ${message}`,
  }));
}

function compareLists(
  kind: "scope" | "environment",
  before: readonly string[],
  after: readonly string[],
): readonly TypeEffect[] {
  return [
    ...before
      .filter((name) => !after.includes(name))
      .map((name) => ({ kind, name, isBreaking: true, message: "is removed" })),
    ...after
      .filter((name) => !before.includes(name))
      .map((name) => ({ kind, name, isBreaking: false, message: "is new" })),
  ];
}

function textOf({ kind, name, message }: TypeEffect): string {
  return JSON.stringify([kind, name, message]);
}
