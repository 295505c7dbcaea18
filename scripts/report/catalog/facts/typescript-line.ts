import type { Model } from "../../../model/model.ts";
import { conditionsOf } from "../../../model/model-queries.ts";
import type { Thing } from "./name-facts.ts";

/** The lines of TypeScript with which a service looks a thing up. */
export function typescriptLines(packageName: string, model: Model, thing: Thing): readonly string[] {
  const { kind } = thing;
  const from = `import { lookup } from ${JSON.stringify(packageName)};`;
  if (kind === "attribute") {
    const { scope } = thing;
    return [
      from,
      "",
      `lookup(${contextOf(scope === undefined ? [] : [scope])}, { attributes: { ${thing.name}: … } });`,
    ];
  }
  const name = JSON.stringify(thing.name);
  if (kind === "groups") {
    const options = thing.told ? `, { groups: { ${thing.name}: … } }` : "";
    const [first] = thing.groups.values();
    const isOne = thing.groups.size === 1 && first?.reference === thing.name;
    const call =
      thing.exclusive && !isOne ? `group(${name})` : `isIn(${JSON.stringify(first?.reference ?? thing.name)})`;
    return [from, "", `lookup(${contextOf(thing.scope === undefined ? [] : [thing.scope])}${options}).${call};`];
  }
  const attributes = [
    ...new Set(
      conditionsOf(thing).flatMap(({ tests }) => [...tests.keys()].filter((each) => model.attributes.has(each))),
    ),
  ];
  const told = attributes.length === 0 ? "" : `, { attributes: { ${attributes.join(", ")} } }`;
  const scopes = kind === "release" ? [model.sets.get(thing.by)?.scope ?? []].flat() : thing.scopes;
  return [from, "", `lookup(${contextOf(scopes)}${told}).${callOf(thing, name)};`];
}

function contextOf(scopes: readonly string[]): string {
  return scopes.length === 0
    ? "{}"
    : `{ ${scopes.map((scope) => (/^\w+$/.test(scope) ? scope : JSON.stringify(scope))).join(", ")} }`;
}

function callOf(thing: Exclude<Thing, { kind: "groups" | "attribute" }>, name: string): string {
  switch (thing.kind) {
    case "release":
      return `version(${name})`;
    case "privilege":
      return `hasPrivilege(${name}, plan)`;
    case "flag":
      return thing.variantValues !== undefined
        ? `value(${name})`
        : thing.variants !== undefined
          ? `variant(${name})`
          : `isEnabled(${name})`;
  }
}
