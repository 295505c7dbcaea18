import { attributesOf, conditionsIn, cutOf, type TestedKind } from "../declare/attributes.ts";
import { sourceOf } from "../declare/source.ts";
import type { Bundle, BundleTest } from "../shapes/bundle.ts";
import type { Fault } from "./shape-checks.ts";

/** What conditions of a bundle in one environment test that does not exist, or with a test that it does not support. */
export function* checkConditions(bundle: Bundle): Generator<Fault> {
  const { scopes, groups, attributes = {} } = bundle;
  for (const [name, { scope }] of Object.entries(attributes)) {
    const path = `attributes.${name}`;
    if (scope !== undefined && !Object.hasOwn(scopes, scope))
      yield { path: `${path}.scope`, message: `refers to scope \`${scope}\`, which does not exist` };
    if (Object.hasOwn(groups, name)) yield { path, message: "is also the name of a group set" };
  }
  const kinds = attributesOf(bundle);
  for (const { path, where } of conditionsIn(sourceOf(bundle)))
    for (const [name, tests] of Object.entries(where)) {
      const kind = kinds.get(name);
      if (kind === undefined) yield { path, message: `tests \`${name}\`, which does not exist` };
      else if (!tests.every((test) => takes(kind, test)))
        yield { path, message: `has a test that \`${name}\` does not take` };
    }
  yield* checkCircles(groups);
}

/** Whether the constants of a test have the attribute's type. */
function takes(kind: TestedKind, test: BundleTest): boolean {
  if (typeof test !== "object") return kind.type !== "list" && isConstant(kind, test);
  if ("untold" in test) return true;
  if ("not" in test) return test.not.every((each) => takes(kind, each));
  if ("has" in test) return kind.type === "list";
  if ("match" in test) return kind.type === "text";
  return (
    ["number", "version", "date"].includes(kind.type) && Object.values(test).every((each) => isConstant(kind, each))
  );
}

function isConstant(kind: TestedKind, value: string | number | boolean): boolean {
  const type = kind.type === "number" || kind.type === "boolean" ? kind.type : "string";
  if (typeof value !== type) return false;
  const cut = cutOf(kind, value);
  return kind.type === "version" ? cut !== "" : !Number.isNaN(cut);
}

/** Removes sets that test no remaining set, until nothing changes; what remains tests itself. */
function* checkCircles(groups: Bundle["groups"]): Generator<Fault> {
  const open = new Map(
    Object.entries(groups).map(([name, { conditions = [], shares = [] }]) => [
      name,
      [...conditions, ...shares].flatMap(({ where }) => Object.keys(where ?? {})),
    ]),
  );
  for (let count = Infinity; open.size < count; ) {
    count = open.size;
    for (const [name, tested] of open) if (!tested.some((each) => open.has(each))) open.delete(name);
  }
  const [name] = open.keys();
  if (name !== undefined) yield { path: `groups.${name}`, message: "tests itself" };
}
