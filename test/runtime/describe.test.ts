import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlagDescription } from "../../scripts/runtime/api/describe.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { type LookupOptions, open, openPacked, UnknownNameError } from "../../scripts/runtime/index.ts";
import { packWhole } from "../support/pack-whole.ts";
import { randomBundle, randomQuestion } from "../support/random-bundle.ts";
import { flag, groupSet, privilege, release, sealed } from "../support/sample-bundle.ts";

const bundle = sealed({
  environments: ["production", "staging"],
  scopes: { account: { ignoreCase: true }, user: { ignoreCase: false, within: "account" } },
  groups: {
    plan: groupSet({ told: true, members: { pro: [], free: [] } }),
    ring: groupSet({ default: "regular", members: { canary: ["acme"] } }),
  },
  flags: {
    zebra: flag({
      scopes: ["account", "user"],
      expires: "2027-01-01T00:00:00Z",
      client: true,
      deprecated: "Use `apple`.",
    }),
    apple: flag({ scopes: [], permanent: "A kill switch.", environments: { staging: { default: true } } }),
    layout: flag({ variants: ["one", "two"], default: "one" }),
    limits: flag({
      variants: ["low", "high"],
      values: [{ max: 1 }, null] as never,
      shape: { type: "object", nullable: true, properties: { max: { type: "number" } }, required: ["max"] },
      default: "low",
    }),
    constructor: flag(),
  },
  releases: {
    widget: release({
      stages: [
        { group: "canary", version: "2" },
        { group: "regular", version: "1" },
      ],
      properties: { size: 1 },
    }),
  },
  privileges: { export: privilege({ frozen: ["acme"], sunset: "2027-02-01T00:00:00Z" }) },
  retired: [
    { kind: "flag", name: "gone", answer: "b", value: 2 as never, client: true },
    { kind: "groups", name: "old" },
  ],
});
const about = { description: "For a test.", owner: "team" };

describe("a description", () => {
  test("has all names, and everything known about each", () => {
    const { names, ...rest } = open(bundle).describe();
    expect(rest).toEqual({
      digest: bundle.digest,
      environments: ["production", "staging"],
      environment: "production",
      scopes: { account: { ignoreCase: true }, user: { ignoreCase: false, within: "account" } },
      attributes: {},
      retired: [
        { kind: "flag", name: "gone", answer: "b", value: 2 as never, client: true },
        { kind: "groups", name: "old", client: false },
      ],
    });
    expect(Object.entries(names)).toEqual([
      [
        "apple",
        {
          kind: "flag",
          ...about,
          scopes: [],
          client: false,
          type: "boolean",
          default: false,
          permanent: "A kill switch.",
        },
      ],
      ["constructor", { kind: "flag", ...about, scopes: ["account"], client: false, type: "boolean", default: false }],
      [
        "export",
        {
          kind: "privilege",
          ...about,
          scopes: ["account"],
          client: false,
          type: "boolean",
          default: false,
          expires: "2027-02-01T00:00:00Z",
        },
      ],
      [
        "layout",
        {
          kind: "flag",
          ...about,
          scopes: ["account"],
          client: false,
          type: "string",
          default: "one",
          variants: ["one", "two"],
        },
      ],
      [
        "limits",
        {
          kind: "flag",
          ...about,
          scopes: ["account"],
          client: false,
          type: "object",
          nullable: true,
          default: "low",
          variants: ["low", "high"],
          values: [{ max: 1 }, null],
        },
      ],
      [
        "plan",
        {
          kind: "groups",
          ...about,
          scopes: ["account"],
          client: false,
          type: "string",
          groups: ["free", "pro"],
          exclusive: true,
          told: true,
        },
      ],
      [
        "ring",
        {
          kind: "groups",
          ...about,
          scopes: ["account"],
          client: false,
          type: "string",
          groups: ["canary", "regular"],
          default: "regular",
          exclusive: true,
          told: false,
        },
      ],
      [
        "widget",
        {
          kind: "release",
          ...about,
          scopes: ["account"],
          client: false,
          type: "string",
          default: "1",
          by: "ring",
          stages: [
            { group: "canary", version: "2" },
            { group: "regular", version: "1" },
          ],
          properties: { size: 1 },
        },
      ],
      [
        "zebra",
        {
          kind: "flag",
          ...about,
          deprecated: "Use `apple`.",
          scopes: ["account", "user"],
          client: true,
          type: "boolean",
          default: false,
          expires: "2027-01-01T00:00:00Z",
        },
      ],
    ]);
    expect(names.toString).toBeUndefined();
  });

  test("is for one environment", () => {
    const module = open(bundle);
    const staging = module.describe("staging");
    expect([staging.environment, staging.names.apple?.default]).toEqual(["staging", true]);
    expect(module.describe("production")).toBe(module.describe());
    expect(() => module.describe("stagin")).toThrow(UnknownNameError);
  });

  test("cannot be changed, and changes nothing", () => {
    const module = open(bundle);
    const { names, retired } = module.describe();
    for (const part of [names, retired, names.limits, (names.limits as FlagDescription).values?.[0], names.ring])
      expect(Object.isFrozen(part)).toBe(true);
    expect(module.lookup({ account: "acme" }).value("limits")).toEqual({ max: 1 });
  });

  test("follows the live data, in any format", () => {
    const next = sealed({ ...bundle, flags: { ...bundle.flags, fresh: flag() } });
    for (const form of [next, serialize(next), packWhole(next).file]) {
      const module = open(bundle);
      expect(module.load(form)).toEqual([]);
      expect(module.describe()).toEqual(open(next).describe());
    }
    const { head, stamp, file } = packWhole(next);
    expect(openPacked(head, stamp, () => file).describe()).toEqual(open(next).describe());
  });
});

describe("details", () => {
  test("agree with the other calls, with the reason, for any name", () => {
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const random_ = randomBundle(random);
        const { context, ...options } = randomQuestion(random, random_);
        const lookup = open(random_).lookup(context, options);
        for (const [name, { variants }] of Object.entries(random_.flags)) {
          const { until: _, value, ...why } = lookup.explain(name);
          const details = { ...why, value: lookup.value(name), ...(variants === undefined ? {} : { variant: value }) };
          for (let times = 0; times < 2; times++) expect(lookup.details(name)).toStrictEqual(details);
        }
        for (const name of Object.keys(random_.releases)) {
          const { until: _, ...details } = lookup.explain(name);
          expect(lookup.details(name)).toStrictEqual(details);
        }
        for (const name of Object.keys(random_.privileges)) {
          if (Object.hasOwn(random_.flags, name)) continue;
          const { until: _, ...details } = lookup.explain(name);
          expect(lookup.details(name)).toStrictEqual(details);
          expect(lookup.details(name)?.value).toBe(lookup.hasPrivilege(name));
        }
      }),
      { numRuns: 100 },
    );
  });

  const lookup = open(bundle).lookup({ account: "acme" }, { at: 0 });

  test("of a privilege say whether the plan grants it", () => {
    const granted = { value: true, reason: "TARGETING_MATCH", rule: "plan" };
    const other = open(bundle).lookup({ account: "globex" }, { at: 0 });
    expect(lookup.details("export")).toEqual({ value: true, reason: "TARGETING_MATCH", rule: "listed" });
    expect(other.details("export")).toEqual({ value: false, reason: "DEFAULT", rule: "default" });
    expect(other.details("export", ["export"])).toEqual(granted);
    expect(other.details("export", (name) => name === "export")).toEqual(granted);
    expect(other.details("export", ["other"])?.value).toBe(false);
    expect(() => lookup.details("export", "export")).toThrow(TypeError);
    expect(lookup.details("zebra", ["zebra"])?.value).toBe(false);
  });

  test("of retired names have the recorded answer", () => {
    expect(lookup.details("gone")).toStrictEqual({ value: 2, variant: "b", reason: "STATIC", rule: "retired" });
    const module = open(bundle);
    module.load(
      sealed({
        ...bundle,
        flags: { ...bundle.flags, zebra: undefined } as never,
        retired: [...bundle.retired, { kind: "flag", name: "zebra", answer: true }],
      }),
    );
    expect(module.lookup({}).details("zebra")).toStrictEqual({ value: true, reason: "STATIC", rule: "retired" });
  });

  test.each([
    "",
    "nope",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "ring",
    "ring/canary",
    "old",
    "account",
    "staging",
  ])("are undefined for `%s`", (name) => {
    expect(lookup.details(name)).toBeUndefined();
  });

  test("name what was untold, whatever the lookup answered before", () => {
    const where = { country: ["de"] };
    const about = { description: "For a test.", owner: "team", type: "text" } as const;
    const bundle = sealed({
      attributes: { country: about, city: about },
      groups: {
        plan: groupSet({ told: true, members: { pro: [], free: [] } }),
        near: groupSet({
          exclusive: false,
          conditions: [{ group: "near", where: { city: ["berlin"] } }],
          members: { near: [] },
        }),
      },
      flags: {
        local: flag({ conditional: [{ value: true, where }] }),
        needs: flag({ requires: ["local"] }),
        paid: flag({ grouped: [{ value: true, group: "plan/pro" }] }),
        close: flag({ grouped: [{ value: true, group: "near" }] }),
      },
    });
    const names = ["local", "needs", "paid", "close", "local", "needs"];
    const untoldBy = (options: LookupOptions) => {
      const asked = open(bundle).lookup({ account: "acme" }, options);
      for (const name of names) asked.isEnabled(name);
      return names.map((name) => asked.details(name)?.untold?.join());
    };
    expect(untoldBy({})).toEqual(["country", "country", "plan", "city", "country", "country"]);
    const told = { attributes: { country: "de", city: "berlin" }, groups: { plan: "pro" } };
    expect(untoldBy(told)).toEqual(names.map(() => undefined));
    expect(untoldBy({ attributes: { country: "de" } })).toEqual([
      undefined,
      undefined,
      "plan",
      "city",
      undefined,
      undefined,
    ]);
  });

  test("are frozen, and the same object for the same details", () => {
    const { lookup: again } = open(bundle);
    const [one, other, third] = ["acme", "acme", "globex"].map((account) =>
      again({ account }, { at: 0 }).details("export"),
    );
    expect(other).toBe(one);
    expect(third).not.toEqual(one);
    expect(Object.isFrozen(one)).toBe(true);
  });

  test("have frozen values", () => {
    expect(Object.isFrozen(lookup.details("limits")?.value)).toBe(true);
  });
});

test("`until` is computed only when it is read", () => {
  const dated = { value: true, scope: "account", entries: [{ id: "acme", until: "2027-01-01T00:00:00Z" }] };
  const explained = open(sealed({ flags: { a: flag({ listed: [dated] }) } }))
    .lookup({ account: "acme" }, { at: 0 })
    .explain("a");
  const { get } = Object.getOwnPropertyDescriptor(explained, "until") ?? {};
  expect(get).toBeTypeOf("function");
  expect(JSON.parse(JSON.stringify(explained))).toEqual({
    value: true,
    reason: "TARGETING_MATCH",
    rule: "listed",
    until: "2027-01-01T00:00:00.000Z",
  });
  expect(explained.until).toBe(explained.until);
});
