import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emitTypes } from "../../scripts/emit/types.ts";
import { isMissing } from "../support/counterpart.ts";
import { judgeTypes, outputOf } from "../support/judge-types.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

/** Compilers older than the one in `npm test`, by their folders in node_modules. */
const compilers = ["typescript-5.9"];

describe.each(compilers)("%s", (compiler) => {
  it.skipIf(isMissing(`node_modules/${compiler}`))(
    "accepts correct uses, hostile texts included, and rejects misuse",
    () => {
      const { wrong, found, text } = judgeTypes(compiler);
      expect(found, text).toEqual(wrong);
    },
  );
});

const use = `import { flags, isFlagName, type Lookup, lookup } from "./flags.js";
export const acme: Lookup<"user"> = lookup({ user: "u", account: "a" });
export const on = acme.isEnabled("flag_9") && acme.variant(flags.flag_3) && acme.value("flag_1") && acme.explain("flag_9").value;
export const isOn = (name: string) => isFlagName(name) && lookup({ account: "a" }).isEnabled(name);
`;

/** 10,000 flags; those whose last digit is below `choices` have variants. */
function manyFlags(choices: number): string {
  const flags = Array.from({ length: 10_000 }, (_, n) => {
    const about = `flag: flag_${n}\ndescription: It is there for a test.\nowner: me\npermanent: It is for a test.`;
    const kind = n % 10 < choices ? "variants: [one, two]\ndefault: one" : "default: false";
    return [`flags/flag_${n}.yaml`, `${about}\nscope: ${n % 2 === 0 ? "account" : "user"}\n${kind}\n`] as const;
  });
  const config = packageJson({ scopes: { account: {}, user: {} } });
  const [model] = modelsOf(treeOf({ "package.json": config, ...Object.fromEntries(flags) }));
  return emitTypes(model);
}

it.each([5, 10])("checks 10,000 flags quickly, %s of ten with variants", (choices) => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-types-"));
  try {
    writeFileSync(join(folder, "flags.d.ts"), manyFlags(choices));
    writeFileSync(join(folder, "use.ts"), choices === 5 ? use : use.replace('acme.isEnabled("flag_9")', "true"));
    const began = Date.now();
    expect(outputOf("typescript", folder, ["use.ts"])).toBe("");
    // about 1.5 s, but a minute if something is compared name by name
    expect(Date.now() - began).toBeLessThan(30_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
