import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import * as flags from "../../generated/flags.js";
import * as lite from "../../generated/lite.js";
import { liteData } from "../../scripts/emit/lite-data.ts";
import type { LiteLookup } from "../../scripts/runtime/api/lite-lookup.ts";
import { open } from "../../scripts/runtime/index.ts";
import { open as openLite } from "../../scripts/runtime/lite.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { askedTree } from "../support/random-tree/questions.ts";
import { flag, sealed } from "../support/sample-bundle.ts";
import { repository } from "../support/shipped-instance.ts";

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

it("gives the answers of flags.js, for any tree in any environment", () => {
  fc.assert(
    fc.property(askedTree(6), ({ bundle, questions }) => {
      const [whole, small] = [open(bundle), openLite(liteData(bundle))];
      expect(small.digest()).toBe(whole.digest());
      for (const { context, ...options } of questions)
        expect(answers(small.lookup(context, options), bundle)).toEqual(
          answers(whole.lookup(context, options), bundle),
        );
    }),
    { numRuns: 8 },
  );
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
  const [whole, small] = [open(bundle), openLite(liteData(bundle))];
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
