import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf, digestOfContent } from "../../scripts/runtime/bin/digest.ts";
import { serialize, serializeTo } from "../../scripts/runtime/bin/serialize.ts";
import { open, openPacked } from "../../scripts/runtime/index.ts";
import type {
  Bundle,
  BundleAlias,
  BundleAttribute,
  BundleFlag,
  BundleGroupSet,
  BundleListing,
  BundleRollout,
  BundleValue,
} from "../../scripts/runtime/shapes/bundle.ts";
import { packWhole } from "../support/pack-whole.ts";
import { randomBundle } from "../support/random-bundle.ts";
import { flag, groupSet, privilege, release, sealed } from "../support/sample-bundle.ts";

const accounts = (...entries: string[]) => [{ value: true, scope: "account", entries }];

const parts = {
  flags: {
    checkout: flag({ listed: accounts("acme") }),
    teams: flag({ scopes: ["account", "user"] }),
    sky: flag({ scopes: [] }),
    layout: flag({ variants: ["one", "two"], default: "one" }),
  },
  groups: {
    beta: groupSet({ exclusive: false, members: { beta: ["acme"] } }),
    plan: groupSet({ told: true, members: { free: [], pro: [] } }),
    ring: groupSet({ default: "regular", members: { canary: ["acme"] } }),
  },
  releases: { widget: release({ properties: { size: 1 } }) },
  privileges: { export: privilege({ frozen: ["acme"] }) },
  environments: ["production", "staging"],
  identities: {
    children: [{ scope: "user", within: "account", of: { acme: ["u_1"] } }],
    aliases: [{ scope: "account", id: "acme", was: "acme-old" }],
  },
};
const built = sealed(parts);

/** The built bundle with some parts replaced. */
function changed(part: Partial<Bundle>): Bundle {
  return sealed({ ...parts, ...part });
}

/** The built bundle with `layout` replaced. */
function flagged(layout: BundleFlag): Bundle {
  return changed({ flags: { ...parts.flags, layout } });
}

/** The built bundle with one more alias. */
function aliased(alias: BundleAlias): Bundle {
  const { children, aliases } = parts.identities;
  return changed({ identities: { children, aliases: [...aliases, alias] } });
}

function rollout(by: string, value: BundleValue, share: number): BundleRollout {
  return { by, salt: "", shares: [{ value, share }] };
}

function pinned(scope: string, value: BundleValue): BundleListing[] {
  return [{ value, scope, entries: ["acme"] }];
}

const about = { description: "For a test.", owner: "team" };

const number = { type: "number" } as const;

/** A bundle with an attribute of a type. */
function told(type: BundleAttribute["type"]): Partial<Bundle> {
  return { attributes: { it: { ...about, type } } };
}

/** A bundle with a flag whose only variant has a value of a shape. */
function valued(value: unknown, shape: object | undefined): Partial<Bundle> {
  const values = shape === undefined ? {} : { values: [value], shape };
  return { flags: { it: flag({ variants: ["one"], default: "one", ...(values as Partial<BundleFlag>) }) } };
}

/** Sets by which a release may go. */
function rings(...names: readonly string[]): Record<string, BundleGroupSet> {
  return Object.fromEntries(names.map((name) => [name, groupSet({ default: "regular", members: { regular: [] } })]));
}

/** What a flag with values, an attribute or a release was when a module was built, what it is now, and what is wrong with that. */
const promises: readonly (readonly [what: string, was: Partial<Bundle>, is: Partial<Bundle>])[] = [
  ["a version that may be any text", told("version"), told("text")],
  ["a text that must be a version", told("text"), told("version")],
  ["a number that is a date", told("number"), told("date")],
  ["an attribute that is gone", told("number"), {}],
  ["values that stay", valued(1, { type: "number" }), valued(2, { type: "number" })],
  ["no values any more", valued(1, { type: "number" }), valued(undefined, undefined)],
  ["values that may be null", valued(1, { type: "number" }), valued(null, { type: "number", nullable: true })],
  [
    "values that might be null before",
    valued(null, { type: "number", nullable: true }),
    valued(null, { type: "number", nullable: true }),
  ],
  ["values that were null", valued(null, { type: "null" }), valued(1, { type: "number" })],
  ["values that are null now", valued(null, { type: "number", nullable: true }), valued(null, { type: "null" })],
  ["values that stay null", valued(null, { type: "null" }), valued(null, { type: "null" })],
  ["values that are a text", valued(1, { type: "number" }), valued("a", { type: "string" })],
  [
    "a key that is gone, one that may be missing, one of another type, and one more",
    valued(
      { a: 1, b: 1, c: 1 },
      { type: "object", properties: { a: number, b: number, c: number }, required: ["a", "b", "c"] },
    ),
    valued(
      { b: 1, c: "", d: 1 },
      { type: "object", properties: { b: number, c: { type: "string" }, d: number }, required: ["c", "d"] },
    ),
  ],
  [
    "items of another type",
    valued({ list: [1] }, { type: "object", properties: { list: { type: "array", items: number } } }),
    valued({ list: [""] }, { type: "object", properties: { list: { type: "array", items: { type: "string" } } } }),
  ],
  [
    "a record whose value has the shape",
    valued(1, { type: "number" }),
    { retired: [{ kind: "flag", name: "it", answer: "one", value: 2 as never }] },
  ],
  [
    "a record whose value has another shape",
    valued(1, { type: "number" }),
    { retired: [{ kind: "flag", name: "it", answer: "one", value: "a" as never }] },
  ],
  [
    "a record without the value",
    valued(1, { type: "number" }),
    { retired: [{ kind: "flag", name: "it", answer: "one" }] },
  ],
  [
    "a release of another set",
    { groups: rings("ring", "lane"), releases: { widget: release() } },
    { groups: rings("ring", "lane"), releases: { widget: release({ by: "lane" }) } },
  ],
  [
    "a set that anyone may be in twice",
    { groups: rings("ring") },
    { groups: { ring: { ...rings("ring").ring, exclusive: false } } as never },
  ],
  ["a scope that is gone", { scopes: { account: { ignoreCase: false }, team: { ignoreCase: false } } }, {}],
];

function without<Value>(record: Record<string, Value>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

describe("a bundle that is loaded", () => {
  const next = changed({
    flags: { ...parts.flags, checkout: flag({ listed: accounts("globex") }), brand_new: flag({ default: true }) },
  });

  test.each([
    ["an object", next],
    ["its text", serialize(next)],
    ["its text on one line", JSON.stringify(next)],
  ])("replaces the data: %s", (_, bundle) => {
    const module = open(built);
    const held = module.lookup({ account: "acme" });
    expect(module.load(bundle)).toEqual([]);
    expect(module.digest()).toBe(next.digest);
    expect(module.lookup({ account: "acme" }).isEnabled("checkout")).toBe(false);
    expect(module.lookup({ account: "globex" }).isEnabled("checkout")).toBe(true);
    expect(module.lookup({ account: "globex" }).isEnabled("brand_new")).toBe(true);
    expect(module.isFlagName("brand_new")).toBe(true);
    expect(module.flags.brand_new).toBe(undefined);

    expect(held.isEnabled("checkout")).toBe(true);
    expect(() => held.isEnabled("brand_new")).toThrow();
  });

  test("can be rolled back", () => {
    const module = open(built);
    expect(module.load(next)).toEqual([]);
    expect(module.load(built)).toEqual([]);
    expect(module.digest()).toBe(built.digest);
    expect(module.lookup({ account: "acme" }).isEnabled("checkout")).toBe(true);
  });

  test("may add to what was built", () => {
    const wider = changed({
      flags: { ...parts.flags, checkout: flag({ scopes: ["account", "user"] }), teams: flag({ scopes: [] }) },
      groups: { ...parts.groups, ring: groupSet({ default: "regular", members: { canary: [], vip: [] } }) },
      releases: { widget: release({ properties: { size: 2, color: "red" } }) },
      environments: ["production", "staging", "testing"],
    });
    expect(open(built).load(wider)).toEqual([]);
  });

  test("may be any valid bundle, for a module with the same names", () => {
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const bundle = randomBundle(random);
        expect(open(bundle).load(serialize(bundle))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a retired name", () => {
  const module = open(built);
  const retired = changed({
    flags: without(without(parts.flags, "checkout"), "layout"),
    groups: { beta: parts.groups.beta },
    releases: {},
    privileges: {},
    retired: [
      { kind: "flag", name: "checkout", answer: true },
      { kind: "flag", name: "layout", answer: "two" },
      { kind: "groups", name: "plan", answer: "pro" },
      { kind: "groups", name: "ring", answer: "canary" },
      { kind: "privilege", name: "export" },
      { kind: "release", name: "widget", answer: "9" },
      { kind: "flag", name: "never_built" },
    ],
  });

  test("gives its answer to code that was built with it", () => {
    expect(module.load(retired)).toEqual([]);
    const acme = module.lookup({ account: "acme" });
    expect(acme.isEnabled("checkout")).toBe(true);
    expect(acme.explain("checkout")).toEqual({ value: true, reason: "STATIC", rule: "retired" });
    expect(acme.variant("layout")).toBe("two");
    expect(module.lookup({}, { groups: { plan: "free" } }).group("plan")).toBe("pro");
    expect(module.lookup({}, { groups: { plan: "gold" } }).group("plan")).toBe("pro");
    expect(module.lookupIn("staging")({ account: "acme" }).isEnabled("checkout")).toBe(true);
    expect(acme.version("widget")).toBe("9");
    expect(acme.release("widget")).toEqual({ version: "9", stage: "regular", properties: { size: 1 } });
    expect(acme.hasPrivilege("export", ["export"])).toBe(false);
    expect(acme.privileges(["export"])).toEqual([]);
    expect(module.lookup({ account: "whoever" }).group("ring")).toBe("canary");
    expect(module.lookup({ user: "u" }).isIn("ring/canary")).toBe(true);
    expect(acme.isIn("ring/regular")).toBe(false);
    expect(() => acme.isEnabled("never_built")).toThrow();
  });

  test("gives its answer in a module that was built later, loaded or opened", () => {
    const parts = {
      flags: { teams: flag() },
      privileges: { old_switch: privilege({ frozen: ["acme"] }) },
      retired: [
        { kind: "flag", name: "old_choice", answer: "two" },
        { kind: "flag", name: "old_client", answer: true, client: true },
        { kind: "flag", name: "old_switch", answer: true },
        { kind: "groups", name: "old_beta" },
        { kind: "groups", name: "old_ring", answer: "canary" },
        { kind: "privilege", name: "old_export", answer: true },
        { kind: "privilege", name: "old_import" },
        { kind: "release", name: "old_widget", answer: "9" },
      ],
    } satisfies Partial<Bundle>;
    const later = sealed(parts);
    const { head, file, stamp } = packWhole(later);
    const loaded = open(sealed({ flags: { teams: flag() } }));
    expect(loaded.load(later)).toEqual([]);
    const packed = open(sealed({ flags: { teams: flag() } }));
    expect(packed.load(file)).toEqual([]);
    for (const module of [open(later), openPacked(head, stamp, () => file), loaded, packed]) {
      const acme = module.lookup({ account: "acme" }, { overrides: { old_switch: false }, groups: { old_beta: "x" } });
      expect(acme.isEnabled("old_switch")).toBe(true);
      expect(acme.explain("old_client")).toEqual({ value: true, reason: "STATIC", rule: "retired" });
      expect(acme.explain("old_switch")).toMatchObject({ rule: "listed" });
      expect(acme.variant("old_choice")).toBe("two");
      expect(() => acme.isEnabled("old_choice")).toThrow("needs another call");
      expect(acme.version("old_widget")).toBe("9");
      expect(acme.release("old_widget")).toEqual({ version: "9", stage: "", properties: {} });
      expect([acme.hasPrivilege("old_export"), acme.hasPrivilege("old_import", ["old_import"])]).toEqual([true, false]);
      expect(acme.privileges()).toEqual(["old_switch"]);
      expect([acme.group("old_ring"), acme.group("old_beta")]).toEqual(["canary", undefined]);
      const references = ["old_ring/canary", "old_ring/vip", "old_beta", "old_beta/x"];
      expect(references.map((each) => acme.isIn(each))).toEqual([true, false, false, false]);
      expect(acme.snapshot().flags).toEqual({ old_client: true });
      expect(() => acme.isEnabled("old_swich")).toThrow(expect.objectContaining({ suggestion: undefined }));

      const { settings, problems } = module.parseOverrides("no_old_switch,teams");
      expect({ ...settings }).toEqual({ teams: true });
      expect(problems).toMatchObject([{ token: "no_old_switch", kind: "retired" }]);
      expect(["old_switch", "old_choice", "teams"].map(module.isFlagName)).toEqual([false, false, true]);
      expect(["old_switch", "old_choice", "old_widget", "old_export"].map(module.isName)).toEqual([
        true,
        false,
        false,
        false,
      ]);
      expect([...Object.keys(module.flags), ...Object.keys(module.groups)]).toEqual(["teams"]);
    }
  });

  test("is not a flag for overrides", () => {
    expect(module.load(retired)).toEqual([]);
    expect([module.isFlagName("checkout"), module.isName("checkout")]).toEqual([false, false]);
    const overrides = module.parseOverrides("no_checkout");
    expect(overrides.problems).toMatchObject([{ kind: "retired" }]);
    for (const given of [overrides, { checkout: false }]) {
      expect(module.lookup({ account: "acme" }, { overrides: given }).isEnabled("checkout")).toBe(true);
    }
  });

  test("does not affect overrides that were parsed before", () => {
    const other = open(built);
    const overrides = other.parseOverrides("no_checkout,teams");
    expect(other.load(retired)).toEqual([]);
    const acme = other.lookup({ account: "acme" }, { overrides });
    expect([acme.isEnabled("checkout"), acme.isEnabled("teams")]).toEqual([true, true]);
  });

  test("may be a privilege with the flag's former name", () => {
    const frozen = changed({
      flags: without(parts.flags, "checkout"),
      privileges: { ...parts.privileges, checkout: privilege({ frozen: ["acme"] }) },
      retired: [{ kind: "flag", name: "checkout", answer: false }],
    });
    const other = open(built);
    expect(other.load(frozen)).toEqual([]);
    const acme = other.lookup({ account: "acme" });
    expect(acme.isEnabled("checkout")).toBe(false);
    expect(acme.explain("checkout")).toMatchObject({ value: true, rule: "listed" });
  });

  test("may be the default group if it has no answer", () => {
    const other = open(built);
    const bundle = changed({
      groups: without(parts.groups, "ring"),
      releases: {},
      retired: [
        { kind: "groups", name: "ring" },
        { kind: "release", name: "widget", answer: "9" },
      ],
    });
    expect(other.load(bundle)).toEqual([]);
    expect(other.lookup({ account: "acme" }).group("ring")).toBe("regular");
    expect(other.lookup({ account: "acme" }).release("widget").stage).toBe("regular");
  });
});

describe("an object that throws when it is read", () => {
  const fail = (): never => {
    throw new Error("not for you");
  };
  const traps = ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"] as const;
  const detached = new ArrayBuffer(8);
  structuredClone(detached, { transfer: [detached] });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();

  test.each<[string, unknown]>([
    ["a getter", Object.defineProperty({}, "format", { get: fail, enumerable: true })],
    ["a tag", Object.defineProperty({}, Symbol.toStringTag, { get: fail })],
    ["a wrong tag", { [Symbol.toStringTag]: "ArrayBuffer" }],
    ["toJSON", { toJSON: fail }],
    ["a BigInt", { format: 1n }],
    ["a revoked proxy", revoked.proxy],
    ["a detached buffer", detached],
    ...traps.map((trap): [string, unknown] => [`a proxy's ${trap}`, new Proxy({}, { [trap]: fail })]),
  ])("is a problem: %s", (_, input) => {
    const module = open(built);
    expect(module.load(input)).toEqual([expect.any(String)]);
    expect(module.digest()).toBe(built.digest);
  });
});

test.each([600, 3000])("supports a chain of %d required flags", (count) => {
  const chain = Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const requires = at === 0 ? [] : [`a${at - 1}`];
      return [`a${at}`, flag({ requires, listed: accounts(...(at === 0 ? ["acme"] : ["acme", "globex"])) })];
    }),
  );
  const bundle = sealed({ flags: chain });
  const loaded = open(sealed({ flags: {} }));
  expect(loaded.load(bundle)).toEqual([]);
  for (const { lookup } of [open(bundle), loaded]) {
    const last = `a${count - 1}`;
    expect(lookup({ account: "acme" }).isEnabled(last)).toBe(true);
    expect(lookup({ account: "globex" }).isEnabled(last)).toBe(false);
    expect(lookup({ account: "acme" }).explain(last)).toMatchObject({ value: true, rule: "listed" });
    expect(lookup({ account: "globex" }).explain(last)).toMatchObject({ value: false, rule: "requires" });
  }
});

/** A bundle whose flag `it` has conditions, with the attributes that they test. */
function conditional(where: unknown, groups: Bundle["groups"] = {}): Bundle {
  const about = { description: "Known of an account.", owner: "growth" };
  const attributes = {
    country: { ...about, type: "text" },
    total: { ...about, type: "number" },
    labels: { ...about, type: "list" },
  };
  const it = flag({ conditional: [{ value: true, where }] as never });
  return sealed({
    ...parts,
    attributes: attributes as never,
    flags: { ...parts.flags, it },
    groups: { ...parts.groups, ...groups },
  });
}

/** A set without a scope whose only group lists these ids. */
function scopeless(early: readonly string[]): Bundle["groups"][string] {
  const { scope: _, ...set } = groupSet({ members: { early: [...early] } });
  return set;
}

test.each<[string, unknown, unknown]>([
  ["country", ["de", "at"], "at"],
  ["country", [{ not: ["de"] }], "at"],
  ["country", [{ untold: true }], undefined],
  ["country", [{ match: "d*" }], "de"],
  ["total", [{ from: 1, below: 2 }], 1],
  ["labels", [{ has: "a" }], ["b", "a"]],
])("loads a test of an attribute: %s %j", (name, tests, told) => {
  const loaded = open(built);
  expect(loaded.load(conditional({ [name]: tests }))).toEqual([]);
  expect(loaded.lookup({ account: "acme" }, { attributes: { [name]: told } }).isEnabled("it")).toBe(true);
});

test("refuses to remove values that a module was built with", () => {
  const sized = flag({ variants: ["one", "two"], default: "one", values: [1, 2], shape: { type: "number" } });
  const before = changed({ flags: { ...parts.flags, layout: sized } });
  const loaded = open(before);
  expect(loaded.load(built)).toEqual(["`flags.layout` has no values any more"]);
  expect(loaded.lookup({ account: "acme" }).value("layout")).toBe(1);
});

test("loads a set without a scope, which lists no one", () => {
  expect(open(built).load(conditional({ country: ["de"] }, { early: scopeless([]) }))).toEqual([]);
});

describe("a bundle that is refused", () => {
  const cases: [string, unknown][] = [
    ["a truncated text", serialize(built).slice(0, 700)],
    ["an empty text", ""],
    ["nothing", undefined],
    ["null", null],
    ["a number", 7],
    ["a list", [built]],
    ["an empty object", {}],
    [
      "an object that throws",
      Object.defineProperty({}, "format", {
        enumerable: true,
        get: () => {
          throw new Error("no");
        },
      }),
    ],
    ["an object without end", circular()],
    ["a function", () => built],
    ["another format", { ...built, format: 2 }],
    ["another digest", { ...built, digest: `sha256-${"0".repeat(64)}` }],
    ["a changed entry", { ...built, flags: { ...built.flags, checkout: flag({ listed: accounts("evil") }) } }],
    ["a key of the future", sealed({ ...parts, patterns: {} } as Partial<Bundle>)],
    ["a setting of the future", changed({ flags: { ...parts.flags, checkout: { ...flag(), rollout: 25 } as never } })],
    [
      "an entry that is no id",
      changed({ flags: { ...parts.flags, checkout: flag({ listed: accounts(7 as never) }) } }),
    ],
    [
      "a window that is no date",
      changed({ privileges: { export: privilege({ frozen: [{ id: "a", until: "2027-02-30T00:00:00Z" }] }) } }),
    ],
    ["a day that is no instant", changed({ privileges: { export: privilege({ sunset: "2027-02-20" }) } })],
    ["an unknown scope", changed({ privileges: { export: privilege({ scope: "acount" }) } })],
    [
      "an unknown scope of an entry",
      changed({ flags: { ...parts.flags, checkout: flag({ listed: [{ value: true, scope: "user", entries: [] }] }) } }),
    ],
    [
      "an unknown group",
      changed({ flags: { ...parts.flags, checkout: flag({ grouped: [{ value: true, group: "ring/canry" }] }) } }),
    ],
    [
      "a group of another scope",
      changed({
        flags: { ...parts.flags, teams: flag({ scopes: ["user"], grouped: [{ value: true, group: "beta" }] }) },
      }),
    ],
    ["an unknown set", changed({ releases: { widget: release({ by: "rings" }) } })],
    ["a test of an unknown attribute", conditional({ county: ["de"] })],
    ["a test that asks whether something is told", conditional({ country: [{ untold: false }] })],
    ["a test of two kinds", conditional({ country: [{ match: "d*", untold: true }] })],
    ["a pattern without a `*`", conditional({ country: [{ match: "de" }] })],
    ["a bound that is no number", conditional({ total: [{ from: null }] })],
    ["a set that lists customers of no scope", conditional({ country: ["de"] }, { early: scopeless(["acme"]) })],
    [
      "a stage that is no group",
      changed({ releases: { widget: release({ stages: [...release().stages, { group: "x", version: "2" }] }) } }),
    ],
    [
      "a release without a default",
      changed({ releases: { widget: release({ stages: [{ group: "canary", version: "2" }] }) } }),
    ],
    [
      "values of two types",
      changed({
        flags: { ...parts.flags, checkout: flag({ listed: [{ value: "x", scope: "account", entries: [] }] }) },
      }),
    ],
    [
      "a name that is retired and still there",
      changed({ retired: [{ kind: "flag", name: "checkout", answer: true }] }),
    ],

    ["a variant that it does not have", flagged({ ...parts.flags.layout, default: "three" })],
    ["a rollout by another scope", flagged({ ...parts.flags.layout, rollout: rollout("user", "one", 10_000) })],
    [
      "a rollout that is more than whole",
      flagged({ ...parts.flags.layout, rollout: rollout("account", "one", 10_001) }),
    ],
    ["a rollout of a share below nothing", flagged({ ...parts.flags.layout, rollout: rollout("account", "one", -1) })],
    ["a rollout to a strange value", flagged({ ...parts.flags.layout, rollout: rollout("account", true, 10_000) })],
    [
      "another default for who was created in another scope",
      flagged({ ...parts.flags.layout, created: { by: "user", from: "2027-01-01T00:00:00Z", value: "one" } }),
    ],
    ["a flag that requires an unknown one", flagged({ ...parts.flags.layout, requires: ["chekout"] })],
    ["a flag that requires one with variants", flagged({ ...parts.flags.layout, requires: ["layout"] })],
    [
      "flags that require each other",
      changed({
        flags: { ...parts.flags, checkout: flag({ requires: ["teams"] }), teams: flag({ requires: ["checkout"] }) },
      }),
    ],
    [
      "flags that require each other in one environment",
      changed({
        flags: {
          ...parts.flags,
          checkout: flag({ requires: ["sky"] }),
          sky: flag({ scopes: [], environments: { staging: { requires: ["checkout"] } } }),
        },
      }),
    ],
    [
      "another value in an environment",
      flagged({ ...parts.flags.layout, environments: { staging: { default: "x" } } }),
    ],
    ["an unknown environment", flagged({ ...parts.flags.layout, environments: { stagin: { default: "two" } } })],
    ["the first environment", flagged({ ...parts.flags.layout, environments: { production: { default: "two" } } })],
    [
      "a type in an environment",
      flagged({ ...parts.flags.layout, environments: { staging: { variants: ["x"] } as never } }),
    ],
    [
      "other groups in an environment",
      changed({
        groups: {
          ...parts.groups,
          beta: groupSet({ members: { beta: [] }, environments: { staging: { members: { beta: [], more: [] } } } }),
        },
      }),
    ],
    [
      "a pin of another scope",
      changed({ releases: { widget: release({ ...parts.releases.widget, pinned: pinned("user", "1") }) } }),
    ],
    [
      "a pin to no version",
      changed({ releases: { widget: release({ ...parts.releases.widget, pinned: pinned("account", true) }) } }),
    ],
    ["no environment", changed({ environments: [] })],
    ["an environment twice", changed({ environments: ["production", "staging", "staging"] })],
    [
      "children that are broader",
      changed({ identities: { ...parts.identities, children: [{ scope: "account", within: "user", of: {} }] } }),
    ],
    [
      "scopes within themselves",
      changed({
        scopes: { account: { ignoreCase: false, within: "user" }, user: { ignoreCase: false, within: "account" } },
      }),
    ],
    ["an alias of an unknown scope", aliased({ scope: "acount", id: "a", was: "b" })],
    ["an alias twice", aliased({ scope: "account", id: "globex", was: "acme-old" })],
    ["an alias of an alias", aliased({ scope: "account", id: "acme-old", was: "acme-ng" })],

    [
      "a scope within one that does not exist",
      changed({ scopes: { account: { ignoreCase: false, within: "team" }, user: { ignoreCase: false } } }),
    ],
    ["a flag that is named like a release", changed({ flags: { ...parts.flags, widget: flag() } })],
    [
      "a group that two sets have",
      changed({
        groups: {
          ...parts.groups,
          ring: groupSet({ members: { canary: [] } }),
          "ring/canary": groupSet({ members: { "ring/canary": [] } }),
        },
      }),
    ],
    [
      "a condition of a group that does not exist",
      changed({
        groups: {
          ...parts.groups,
          beta: groupSet({ ...parts.groups.beta, conditions: [{ group: "gamma", where: { plan: ["pro"] } }] }),
        },
      }),
    ],
    [
      "a share of a group that does not exist, beyond the whole",
      changed({
        groups: {
          ...parts.groups,
          beta: groupSet({ ...parts.groups.beta, shares: [{ group: "gamma", salt: "", start: 9000, end: 10001 }] }),
        },
      }),
    ],
    [
      "a share that ends before it starts",
      changed({
        groups: {
          ...parts.groups,
          beta: groupSet({ ...parts.groups.beta, shares: [{ group: "beta", salt: "", start: 2, end: 1 }] }),
        },
      }),
    ],
    [
      "sets that test each other",
      changed({
        groups: {
          ...parts.groups,
          beta: groupSet({ ...parts.groups.beta, conditions: [{ group: "beta", where: { gamma: ["gamma"] } }] }),
          gamma: groupSet({
            exclusive: false,
            members: { gamma: [] },
            conditions: [{ group: "gamma", where: { beta: ["beta"] } }],
          }),
        },
      }),
    ],
    [
      "an attribute of a scope that does not exist",
      changed({ attributes: { country: { ...about, scope: "team", type: "text" } } }),
    ],
    ["an attribute that is named like a set", changed({ attributes: { plan: { ...about, type: "text" } } })],
    [
      "tests that attributes do not take",
      changed({
        attributes: {
          country: { ...about, type: "text" },
          interests: { ...about, type: "list" },
          total: { ...about, type: "number" },
          since: { ...about, type: "date" },
          app: { ...about, type: "version" },
        },
        flags: {
          ...parts.flags,
          checkout: flag({
            conditional: [
              { interests: ["a"] },
              { country: [{ has: ["a"] }] },
              { total: [{ match: "a*" }] },
              { total: ["a"] },
              { country: [{ from: "a" }] },
              { since: ["soon"] },
              { app: ["new"] },
              { app: [{ not: [{ below: "new" }] }] },
              { gone: ["a"] },
            ].map((where) => ({ value: true, where })) as never,
          }),
        },
      }),
    ],
    [
      "values that their shape does not fit, and fewer than variants",
      changed({
        flags: {
          ...parts.flags,
          a: flag({ variants: ["one", "two"], default: "one", values: [1, "b"], shape: { type: "number" } }),
          b: flag({ variants: ["one", "two"], default: "one", values: [1], shape: { type: "number" } }),
          c: flag({ variants: ["one", "two"], default: "one", values: [1, 2] }),
        },
      }),
    ],
    ["an environment that is gone", changed({ environments: ["production"] })],
    ["children that are gone", changed({ identities: { ...parts.identities, children: [] } })],
    ["a variant that is gone", flagged(flag({ variants: ["one", "three"], default: "one" }))],
    ["a flag without its variants", flagged(flag())],
    [
      "a flag that is retired with an answer that is none of its variants",
      changed({ flags: without(parts.flags, "layout"), retired: [{ kind: "flag", name: "layout", answer: "three" }] }),
    ],
    [
      "a set that is not told any more",
      changed({ groups: { ...parts.groups, plan: groupSet({ members: { free: [], pro: [] } }) } }),
    ],
    ["a flag that is gone", changed({ flags: without(parts.flags, "checkout") })],
    [
      "a flag that is retired without an answer",
      changed({ flags: without(parts.flags, "checkout"), retired: [{ kind: "flag", name: "checkout" }] }),
    ],
    [
      "a flag that is retired with an answer of another type",
      changed({ flags: without(parts.flags, "checkout"), retired: [{ kind: "flag", name: "checkout", answer: "on" }] }),
    ],
    [
      "a flag that is retired as something else",
      changed({
        flags: without(parts.flags, "checkout"),
        retired: [{ kind: "release", name: "checkout", answer: true }],
      }),
    ],
    [
      "a flag of another type",
      changed({ flags: { ...parts.flags, checkout: flag({ variants: ["x"], default: "x" }) } }),
    ],
    ["a flag that lost a scope", changed({ flags: { ...parts.flags, teams: flag({ scopes: ["account"] }) } })],
    ["a flag that was global", changed({ flags: { ...parts.flags, sky: flag() } })],
    ["a release that is gone", changed({ releases: {} })],
    ["a release without a property", changed({ releases: { widget: release() } })],
    [
      "a release with a property of another type",
      changed({ releases: { widget: release({ properties: { size: "1" } }) } }),
    ],
    ["a privilege that is gone", changed({ privileges: {} })],
    ["a privilege of another scope", changed({ privileges: { export: privilege({ scope: "user" }) } })],
    ["a set that is gone", changed({ groups: without(parts.groups, "beta") })],
    [
      "a set of another scope",
      changed({
        groups: { ...parts.groups, beta: groupSet({ scope: "user", exclusive: false, members: { beta: [] } }) },
      }),
    ],
    [
      "a set that is not exclusive any more",
      changed({ groups: { ...parts.groups, ring: groupSet({ ...parts.groups.ring, exclusive: false }) } }),
    ],
    ["a set without a group", changed({ groups: { ...parts.groups, ring: groupSet({ default: "regular" }) } })],
    [
      "a set without a default",
      changed({
        groups: { ...parts.groups, ring: groupSet({ members: { canary: [], regular: [] } }) },
        releases: {},
        retired: [{ kind: "release", name: "widget", answer: "1" }],
      }),
    ],
    [
      "a scope that is gone",
      changed({ scopes: { account: { ignoreCase: false } }, flags: { ...parts.flags, teams: flag() } }),
    ],
  ];

  test.each(cases)("changes nothing: %s", (_, bundle) => {
    const module = open(built);
    const problems = module.load(bundle);
    expect(problems).not.toEqual([]);
    expect(problems.every((problem) => /^\S[^\n]*[^\n.]$/.test(problem))).toBe(true);
    expect(module.digest()).toBe(built.digest);
    expect(module.lookup({ account: "acme" }).isEnabled("checkout")).toBe(true);
  });

  test("is said to be wrong in words that name the place", async () => {
    const said = [
      ...cases.map(([name, bundle]) => [name, ...open(built).load(bundle)]),
      ...promises.map(([name, was, is]) => [name, ...open(sealed(was)).load(sealed(is))]),
    ];
    const text = said.map(([name, ...problems]) => `${[name, ...problems].join("\n    ")}\n`);
    await expect(text.join("")).toMatchFileSnapshot("problems.txt");
  });

  test("may be any part of a text", () => {
    const module = open(built);
    const text = serialize(built);
    for (let end = 0; end < text.length - 2; end += 7) expect(module.load(text.slice(0, end))).not.toEqual([]);
  });

  test("changes nothing and throws nothing, with anything anywhere in a bundle", () => {
    const strange = fc.constantFrom<unknown>(
      null,
      7,
      "x",
      "",
      true,
      [],
      {},
      [null],
      [[]],
      { id: 1 },
      { __proto__: null },
    );
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const module = open(built);
        const bundle: unknown = replaceOne(
          structuredClone(built),
          random(fc.nat, 110),
          random(() => strange),
        );
        const whole = resealed(bundle);
        if (module.load(whole).length === 0) {
          expect(() => module.lookup({ account: "acme" }).isEnabled("teams")).not.toThrow();
          expect(() => module.lookupIn("staging")({ user: "u_1" }).snapshot()).not.toThrow();
        } else expect(module.digest()).toBe(built.digest);
      }),
      { numRuns: 300 },
    );
  });
});

function circular(): object {
  const object: Record<string, unknown> = {};
  object.self = object;
  return object;
}

/** An object with the value at one place replaced; places are numbered breadth first. */
function replaceOne(root: object, place: number, value: unknown): unknown {
  const queue: [object, string][] = Object.keys(root).map((key) => [root, key]);
  for (let at = 0; at < queue.length; at++) {
    const [parent, key] = queue[at] as [Record<string, unknown>, string];
    if (at === place) {
      parent[key] = value;
      return root;
    }
    const child = parent[key];
    if (typeof child === "object" && child !== null) for (const inner of Object.keys(child)) queue.push([child, inner]);
  }
  return root;
}

/** The bundle with a matching digest, so that it is not refused for that. */
function resealed(bundle: unknown): unknown {
  return { ...(bundle as Bundle), digest: digestOf(serialize(bundle as Bundle)) };
}

describe("the canonical text", () => {
  test("does not depend on the order of keys, and round-trips", () => {
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const bundle = randomBundle(random);
        const text = serialize(bundle);
        expect(serialize(reversed(bundle) as Bundle)).toBe(text);
        expect(serialize(JSON.parse(text))).toBe(text);
        expect(digestOf(text)).toBe(bundle.digest);
        expect(digestOf(text.replace(bundle.digest, ""))).toBe(bundle.digest);
      }),
      { numRuns: 100 },
    );
  });

  test("is written in parts of whole lines", () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `customer-${n}`);
    const entries = ids.map((id, n) => (n % 7000 < 5000 ? id : { id, until: "2027-01-01T00:00:00Z" }));
    const bundle = sealed({ flags: { a: flag({ listed: [{ value: true, scope: "account", entries }] }) } });
    const parts: string[] = [];
    serializeTo(bundle, (part) => parts.push(part));
    expect(parts.length).toBeGreaterThan(5);
    for (const part of parts.slice(1)) expect(part).toMatch(/^,\n/);
    const lines = parts
      .join("")
      .split("\n")
      .filter((line) => line.includes("customer-"));
    expect(lines.map((line) => JSON.parse(line.replace(/,$/, "")))).toEqual(entries);
    expect(serialize(JSON.parse(parts.join("")))).toBe(parts.join(""));
    expect(digestOfContent(bundle)).toBe(bundle.digest);
  });

  test("has one item per line, and keys in the order of their code units", () => {
    const entries = ["acme", { until: "2027-01-01T00:00:00Z", id: "globex" }];
    const flags = {
      b: flag(),
      10: flag({ listed: [{ value: true, scope: "account", entries }] }),
      9: flag(),
      a: flag(),
    };
    const text = serialize(sealed({ flags: { ...flags, ["__proto__"]: flag() } }));
    expect(
      text
        .slice(0, text.indexOf('"format"'))
        .match(/^ {2}"[^"]*": \{$/gm)
        ?.map((line) => line.trim()),
    ).toEqual(['"10": {', '"9": {', '"__proto__": {', '"a": {', '"b": {']);
    expect(text).toContain(`"entries": [
      "acme",
      { "id": "globex", "until": "2027-01-01T00:00:00Z" }
     ],`);
    expect(text).toContain('"scopes": [\n    "account"\n   ]\n  }');
    expect(text).toContain('"listed": [],');
    expect(text.endsWith("}\n")).toBe(true);
  });
});

/** The same content with the keys of every object reversed. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const);
  return Object.fromEntries(pairs.reverse());
}
