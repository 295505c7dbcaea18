import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import type { Tree } from "../../scripts/model/tree.ts";
import { packageJson, treeOf } from "./trees.ts";

/** A flag in the specification's test data. */
interface SpecFlag {
  readonly variants: Readonly<Record<string, unknown>>;
  readonly defaultVariant?: string | null;
  readonly disabled?: boolean;
  readonly contextEvaluator?: string;
}

/** The expressions in the data, as conditions. */
const conditions: Readonly<Record<string, readonly [variant: string, where: object]>> = {
  "email == 'ballmer@macrosoft.com' ? 'zero' : ''": ["zero", { email: "ballmer@macrosoft.com" }],
  "!customer && email == 'ballmer@macrosoft.com' && age > 10 ? 'internal' : ''": [
    "internal",
    { customer: false, email: "ballmer@macrosoft.com", age: { above: 10 } },
  ],
};

/** The values that scenarios pass and expect for flags that are off; here these are the reviewed defaults. */
const whileOff: Readonly<Record<string, unknown>> = { float: 0.1, integer: 1, object: { a: 1 }, string: "bye" };

/** The specification's flags, in this project's language. */
export function specTree(path: string): Tree {
  const flags = Object.entries(JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, SpecFlag>>);
  const documents = flags
    .filter(([, { defaultVariant }]) => typeof defaultVariant === "string")
    .map(([name, flag]) => [`flags/${name}.yaml`, stringify(documentOf(name, flag))] as const);
  const attribute = (name: string, type: string) => [
    `groups/${name}.yaml`,
    stringify({ attribute: name, description: "What the scenarios tell.", owner: "spec", type }),
  ];
  return treeOf({
    "package.json": packageJson({ scopes: { account: {} }, namePattern: "^[a-z][a-z-]*$", outputs: ["openfeature"] }),
    ...Object.fromEntries(documents),
    ...Object.fromEntries([attribute("email", "text"), attribute("age", "number"), attribute("customer", "boolean")]),
  });
}

function documentOf(name: string, { variants, defaultVariant, disabled, contextEvaluator }: SpecFlag): object {
  const [assigned, where] = (contextEvaluator !== undefined && conditions[contextEvaluator]) || [];
  const isSwitch = "on" in variants;
  const known = disabled ? { ...variants, off: whileOff[name.replace(/-.*/, "")] } : variants;
  const standard = disabled ? "off" : defaultVariant;
  return {
    flag: name,
    description: "A flag of the scenarios of OpenFeature.",
    owner: "spec",
    permanent: "Scenarios have no end.",
    client: true,
    ...(isSwitch ? { default: standard === "on" } : { variants: known, default: standard }),
    ...(where === undefined ? {} : { assign: { [`${assigned}`]: { where: [where] } } }),
    ...(disabled ? { paused: "The scenario has it off." } : {}),
  };
}
