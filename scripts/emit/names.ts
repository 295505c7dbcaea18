import type { Model } from "../model/model.ts";
import { escapeUnits } from "../model/text/escape-controls.ts";
import type { Output } from "../model/text/source.ts";
import { header } from "./header.ts";
import { bothForms, bothTypes } from "./module-forms.ts";

/** Only the constants, in both forms: importing them does not include customers or the evaluator. */
export function emitNames(model: Model): readonly Output[] {
  const names = {
    flags: [...model.flags.keys()],
    releases: [...model.releases.keys()],
    privileges: [...model.privileges.keys()],
    groups: [...model.sets.values()].flatMap((set) => [
      set.name,
      ...[...set.groups.values()].map(({ reference }) => reference),
    ]),
  };
  const exports = Object.entries(names).map(
    ([kind, list]) => [kind, `/* @__PURE__ */ names(${literal(list)})`] as const,
  );
  return [
    ...bothForms("names", () => ({ statements: [namesOf], exports })),
    ...bothTypes("names", (flags) => `${header}\nexport { flags, groups, privileges, releases } from "${flags}";\n`),
  ];
}

/** Without a prototype, since `constructor` may be a name; bundlers leave out what is unused. */
const namesOf = `const names = (list) => Object.freeze(Object.assign(Object.create(null), Object.fromEntries(list.map((name) => [name, name]))));`;

function literal(list: readonly string[]): string {
  return escapeUnits(JSON.stringify([...new Set(list)].sort(), undefined, 1)).replaceAll("<", "\\u003c");
}
