import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import * as flags from "../../generated/flags.js";
import * as lite from "../../generated/lite.js";
import { emitLite } from "../../scripts/emit/lite-module.ts";
import type { Core } from "../../scripts/runtime/api/core.ts";
import type { LiteLookup } from "../../scripts/runtime/api/lite-lookup.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { open } from "../../scripts/runtime/index.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { assets } from "../support/built.ts";
import { askedTree } from "../support/random-tree/questions.ts";
import { flag, groupSet, sealed } from "../support/sample-bundle.ts";
import { repository } from "../support/shipped-instance.ts";

/** The emitted module of a bundle. */
function openLite(bundle: Bundle): Core<LiteLookup> {
  const exports = {};
  new Function("exports", textOf(bundle))(exports);
  return exports as Core<LiteLookup>;
}

function textOf(bundle: Bundle): string {
  const module = emitLite({ bytes: [Buffer.from(serialize(bundle))] }, assets()).find(
    ({ path }) => path === "lite.cjs",
  );
  return module !== undefined && "text" in module ? module.text : "";
}

/** Every answer for every name, or the error that it throws. */
function answers(lookup: LiteLookup, { flags, releases, privileges, groups, retired }: Bundle): readonly unknown[] {
  const decisions = [flags, releases, privileges].flatMap((kind) => Object.keys(kind));
  const sets = Object.entries(groups).flatMap(([name, { members }]) => [
    attempt(() => lookup.group(name)),
    ...Object.keys(members).map((group) => attempt(() => lookup.isIn(group === name ? name : `${name}/${group}`))),
  ]);
  return [
    ...[...decisions, ...retired.map(({ name }) => name), "unheard_of"].flatMap((name) => [
      attempt(() => lookup.details(name)),
      attempt(() => lookup.value(name)),
      attempt(() => lookup.release(name)),
    ]),
    ...sets,
    attempt(() => lookup.privileges(["export"])),
    attempt(() => lookup.snapshot()),
  ];
}

function attempt(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return String(error);
  }
}

it.each([true, false])(
  "gives the answers of flags.js, for any tree in any environment; with conditions: %s",
  (isConditional) => {
    fc.assert(
      fc.property(askedTree(6, isConditional), ({ bundle, questions }) => {
        expect(textOf(bundle).includes("padStart")).toBe(isConditional);
        const [whole, small] = [open(bundle), openLite(bundle)];
        expect(small.digest()).toBe(whole.digest());
        for (const { context, ...options } of questions)
          expect(answers(small.lookup(context, options), bundle)).toEqual(
            answers(whole.lookup(context, options), bundle),
          );
      }),
      { numRuns: 8 },
    );
  },
);

it("reads versions and dates only for an instance with conditions", () => {
  const where = { version: [{ from: "7.190" }] };
  const attributes = { version: { description: "It asks.", owner: "team", type: "version" as const } };
  const flags = { f: flag({ conditional: [{ value: true, where }] }) };
  const [plain, conditional] = [sealed({ attributes }), sealed({ attributes, flags })];
  expect(textOf(plain)).not.toContain("padStart");
  expect(textOf(conditional)).toContain("padStart");
  const isOn = (version: string) => openLite(conditional).lookup({}, { attributes: { version } }).isEnabled("f");
  expect(["7.190.2", "7.20", "no version"].map(isOn)).toEqual([true, false, false]);
});

it("finds the longest prefix of an id", () => {
  const prefixes = ["acme-test-old-", "acme-test-", "acme-", "acme.", "b-"];
  const members = Object.fromEntries(prefixes.map((prefix, n) => [`g${n}`, [{ prefix }]]));
  const [whole, small] = [open, openLite].map((make) => make(sealed({ groups: { ring: groupSet({ members }) } })));
  const ids = [...prefixes, ...prefixes.map((prefix) => `${prefix}z`), "acme-test", "acm", "acme-u", "a", "c", ""];
  for (const account of ids)
    expect([account, small?.lookup({ account }).group("ring")]).toEqual([
      account,
      whole?.lookup({ account }).group("ring"),
    ]);
  expect(small?.lookup({ account: "acme-test-old" }).group("ring")).toBe("g1");
});

it("supports many customers, long chains of requirements, and values under any key", () => {
  const names = Array.from({ length: 1200 }, (_, n) => `f${`${n}`.padStart(4, "0")}`);
  const chained = names.map((name, n) => [
    name,
    flag(n === 0 ? { default: true } : { requires: [names[n - 1]] as never }),
  ]);
  const ids = Array.from({ length: 1500 }, (_, n) => `id-${n * n}`);
  const listed = [{ value: "two", scope: "account", entries: ids }];
  const values = JSON.parse('[1, { "__proto__": { "a": [null, "-Infinity"] } }]');
  const flags = {
    ...Object.fromEntries(chained),
    v: flag({ variants: ["one", "two"], default: "one", values, listed }),
  };
  const bundle = sealed({ flags });
  const [whole, small] = [open(bundle), openLite(bundle)];
  for (const account of ["id-4", "id-5", "id-2247001"])
    for (const name of ["v", names.at(-1) as string])
      expect(small.lookup({ account }).details(name)).toEqual(whole.lookup({ account }).details(name));
  expect(Object.isFrozen(small.lookup({ account: "id-4" }).value("v"))).toBe(true);
});

it("is emitted for the shipped instance, with the names, errors and checks of flags.js, and no text that people wrote", () => {
  expect(Object.keys(lite).sort()).toEqual(
    Object.keys(flags)
      .filter((name) => !["load", "subscribe", "describe"].includes(name))
      .sort(),
  );
  const acme = lite.lookup({ organization: "acme", account: "acme" });
  expect(acme.isEnabled("public_teams")).toBe(flags.lookup({ organization: "acme" }).isEnabled("public_teams"));
  expect(lite.flags).toEqual(flags.flags);
  expect(lite.parseOverrides("do_something,no_other_thing")).toEqual(
    flags.parseOverrides("do_something,no_other_thing"),
  );
  expect(() => lite.lookupIn("nowhere" as never)).toThrow(flags.UnknownNameError);
  expect("explain" in acme).toBe(false);
  const { flags: bundled } = JSON.parse(readFileSync(join(repository, "generated/flags.json"), "utf8")) as Bundle;
  const text = readFileSync(join(repository, "generated/lite.js"), "utf8");
  expect(Object.values(bundled).filter(({ description }) => text.includes(description))).toEqual([]);
});
