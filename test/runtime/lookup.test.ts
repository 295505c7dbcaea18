import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { open, UnknownNameError } from "../../scripts/runtime/index.ts";
import { answersOf, changesOf, referenceAnswers, referenceChanges } from "../support/all-answers.ts";
import { expectSame } from "../support/expect-same.ts";
import { randomBundle, randomQuestion } from "../support/random-bundle.ts";
import { flagAnswer } from "../support/reference.ts";
import { flag, groupSet, privilege, release, sealed } from "../support/sample-bundle.ts";

test("the module gives the reference's answers for any bundle, caller and time", () => {
  fc.assert(
    fc.property(fc.gen(), (random) => {
      const bundle = randomBundle(random);
      const module = open(random(fc.boolean) ? bundle : serialize(bundle));
      for (let count = 0; count < 2; count++) {
        const question = randomQuestion(random, bundle);
        const { context, at, environment, ...told } = question;
        const options = { at: random(fc.boolean) ? at : new Date(at), ...told };
        const lookup =
          environment === undefined || random(fc.boolean)
            ? module.lookup(context, { ...options, environment })
            : module.lookupIn(environment)(context, options);

        for (const [name, { default: standard }] of Object.entries(bundle.flags))
          expect(() => (typeof standard === "boolean" ? lookup.variant(name) : lookup.isEnabled(name))).toThrow(
            UnknownNameError,
          );
        for (const [name, { exclusive }] of Object.entries(bundle.groups))
          if (!exclusive) expect(() => lookup.group(name)).toThrow(UnknownNameError);
        const plan = random(fc.subarray<string>, ["export", "valueOf", "unheard_of"]);
        expectSame(answersOf(lookup, bundle, plan), referenceAnswers(bundle, question, plan));
        expectSame(changesOf(lookup, bundle), referenceChanges(bundle, question));
      }
    }),
    { numRuns: 200 },
  );
});

test("each of thousands of customers is found, and no one else", () => {
  const entries = Array.from({ length: 5000 }, (_, at) =>
    at % 3 === 0 ? `id-${at}` : { id: `id-${at}`, until: dateOf(at % 7) },
  );
  const bundle = sealed({
    flags: { a: flag({ listed: [{ value: true, scope: "account", entries }] }) },
    groups: { beta: groupSet({ members: { beta: entries.slice(2000) } }) },
  });
  const { lookup } = open(bundle);
  const wrong: string[] = [];
  for (let id = 0; id < 6000; id++) {
    for (const day of [0, 3, 8]) {
      const holds = id < 5000 && (id % 3 === 0 || day < id % 7);
      const customer = lookup({ account: `id-${id}` }, { at: Date.parse(dateOf(day)) });
      if (customer.isEnabled("a") !== holds) wrong.push(`a ${id} ${day}`);
      if (customer.isIn("beta") !== (holds && id >= 2000)) wrong.push(`beta ${id} ${day}`);
    }
  }
  expect(wrong).toEqual([]);
});

function dateOf(day: number): string {
  return `2027-01-${String(day + 1).padStart(2, "0")}T00:00:00Z`;
}

describe("time", () => {
  afterEach(() => void vi.useRealTimers());

  test("an entry holds to its last millisecond in a running process", () => {
    const until = "2027-02-01T00:00:00Z";
    const { lookup } = open(
      sealed({ flags: { a: flag({ listed: [{ value: true, scope: "account", entries: [{ id: "acme", until }] }] }) } }),
    );
    vi.useFakeTimers({ now: Date.parse(until) - 1 });
    const held = lookup({ account: "acme" });
    expect(held.isEnabled("a")).toBe(true);
    vi.advanceTimersByTime(1);
    expect(lookup({ account: "acme" }).isEnabled("a")).toBe(false);
    expect(held.isEnabled("a")).toBe(true);
  });

  test("a flag answers its default from the instant it expires, unless its answers are kept", () => {
    const expires = "2027-02-01T00:00:00Z";
    const listed = [{ value: true, scope: "account", entries: ["acme"] }];
    const { lookup } = open(
      sealed({ flags: { ends: flag({ expires, listed }), stays: flag({ expires, keep: true, listed }) } }),
    );
    const at = Date.parse(expires);
    expect(lookup({ account: "acme" }, { at: at - 1 }).isEnabled("ends")).toBe(true);
    expect(lookup({ account: "acme" }, { at }).explain("ends")).toEqual({
      value: false,
      reason: "DEFAULT",
      rule: "expired",
    });
    expect(lookup({ account: "acme" }, { at }).isEnabled("stays")).toBe(true);
  });

  test.each([Number.NaN, new Date("never"), "2027-01-01", null])("`at` must be an instant, not %s", (at) => {
    const { lookup } = open(sealed({}));
    expect(() => lookup({}, { at: at as number })).toThrow(TypeError);
  });
});

describe("contexts", () => {
  const { lookup } = open(
    sealed({
      flags: {
        a: flag({ scopes: ["account", "user"], listed: [{ value: true, scope: "account", entries: ["acme"] }] }),
        everywhere: flag({ scopes: [], default: true }),
      },
      groups: { ring: groupSet({ default: "regular" }) },
    }),
  );

  test("a scope that is absent or undefined is skipped", () => {
    expect(lookup({ account: "acme" }).isEnabled("a")).toBe(true);
    expect(lookup({ account: "acme", user: undefined }).isEnabled("a")).toBe(true);
    expect(lookup({ user: "u" }).isEnabled("a")).toBe(false);
    expect(lookup({}).isEnabled("everywhere")).toBe(true);
    expect(lookup({ user: "u" }).group("ring")).toBe(undefined);
    expect(lookup({ account: "whoever" }).group("ring")).toBe("regular");
  });

  test.each([7, null, true, {}, ["acme"]])("an id must be a string, not %j", (id) => {
    expect(() => lookup({ account: id as never }).isEnabled("a")).toThrow(TypeError);
    expect(() => lookup({ account: id as never }).isEnabled("a")).toThrow("`account`");
  });

  test.each([undefined, null, "acme"])("a context must be an object, not %j", (context) => {
    expect(() => lookup(context as never)).toThrow(TypeError);
  });

  test("an unknown scope is an error if no known one decides", () => {
    const misspelt = lookup({ acount: "acme" });
    for (const ask of [
      () => misspelt.isEnabled("a"),
      () => misspelt.group("ring"),
      () => misspelt.isIn("ring/regular"),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ kind: "scope", unknown: "acount", suggestion: "account" }));
    }
  });
});

describe("names", () => {
  const bundle = sealed({
    flags: { checkout: flag(), constructor: flag() },
    groups: {
      ring: groupSet({ default: "regular", members: { canary: [] } }),
      beta: groupSet({ members: { beta: [] } }),
    },
    releases: { widget: release({ properties: { base_url: "https://example.com", size: 3 } }) },
    privileges: { export: privilege() },
  });
  const module = open(bundle);
  const anyone = module.lookup({ account: "acme" });

  test("an unknown name is an error that suggests the nearest one", () => {
    expect(() => anyone.isEnabled("chekout")).toThrow(
      new UnknownNameError("flag", "chekout", "unknown flag `chekout`", "checkout"),
    );
    expect(() => anyone.isEnabled("widget")).toThrow(UnknownNameError);
    expect(() => anyone.isEnabled("__proto__")).toThrow(UnknownNameError);
    expect(() => anyone.isEnabled(undefined as never)).toThrow(UnknownNameError);
    expect(() => anyone.version("checkout")).toThrow(UnknownNameError);
    expect(() => anyone.release("wigdet")).toThrow(expect.objectContaining({ kind: "release", suggestion: "widget" }));
    expect(() => anyone.group("ring/canary")).toThrow(UnknownNameError);
    expect(() => anyone.isIn("ring")).toThrow(UnknownNameError);
    expect(() => anyone.isIn("ring/canry")).toThrow(expect.objectContaining({ suggestion: "ring/canary" }));
    expect(() => anyone.hasPrivilege("exprt")).toThrow(expect.objectContaining({ suggestion: "export" }));
    expect(() => anyone.explain("ring")).toThrow(UnknownNameError);
  });

  test("constants equal their names, and are frozen", () => {
    expect({ ...module.flags }).toEqual({ checkout: "checkout", constructor: "constructor" });
    expect({ ...module.groups }).toEqual({
      beta: "beta",
      ring: "ring",
      "ring/canary": "ring/canary",
      "ring/regular": "ring/regular",
    });
    expect(module.releases.widget).toBe("widget");
    expect(module.privileges.toString).toBe(undefined);
    expect([module.flags, module.releases, module.privileges, module.groups].every(Object.isFrozen)).toBe(true);
    expect(module.isFlagName("constructor")).toBe(true);
    expect(module.isFlagName("widget")).toBe(false);
    expect(module.isFlagName("toString")).toBe(false);
    expect(["constructor", "widget", "toString", "ring"].map(module.isName)).toEqual([true, true, false, false]);
  });

  test("a release is a frozen object with its properties", () => {
    const answer = anyone.release("widget");
    expect(answer).toEqual({
      version: "1",
      stage: "regular",
      properties: { base_url: "https://example.com", size: 3 },
    });
    expect(Object.isFrozen(answer) && Object.isFrozen(answer.properties)).toBe(true);
  });

  test("a printed lookup shows nothing about customers", () => {
    expect(JSON.stringify(anyone)).toBe("{}");
  });
});

describe("plans", () => {
  const { lookup } = open(
    sealed({ privileges: { export: privilege({ frozen: ["acme"] }), import: privilege(), zip: privilege() } }),
  );

  test("a privilege is held through the plan or the frozen list", () => {
    const acme = lookup({ account: "acme" });
    expect(acme.privileges()).toEqual(["export"]);
    expect(acme.privileges(null)).toEqual(["export"]);
    expect(acme.privileges(new Set(["zip", "unheard_of"]))).toEqual(["export", "zip"]);
    expect(acme.privileges(["zip", "import"].values())).toEqual(["export", "import", "zip"]);
    expect(acme.hasPrivilege("zip", ["zip"].values())).toBe(true);
    expect(acme.hasPrivilege("zip", (name) => name === "zip")).toBe(true);
    expect(lookup({ account: "other" }).hasPrivilege("export", [])).toBe(false);
    expect(acme.explain("export")).toEqual({ value: true, reason: "TARGETING_MATCH", rule: "listed" });
  });

  test.each(["export", 7, {}, true, async () => true])("anything else than a plan is refused: %s", (plan) => {
    expect(() => lookup({ account: "other" }).hasPrivilege("zip", plan as never)).toThrow(TypeError);
    expect(() => lookup({ account: "other" }).privileges(plan as never)).toThrow(TypeError);
  });
});

describe("overrides", () => {
  const module = open(
    sealed({
      flags: {
        search: flag(),
        teams: flag({ default: true }),
        paused: flag({ paused: true }),
        layout: flag({ variants: ["x", "y"], default: "x" }),
      },
      retired: [{ kind: "flag", name: "old", answer: true }],
    }),
  );
  const isEnabled = (name: string, overrides: Parameters<typeof module.lookup>[1]): boolean =>
    module.lookup({ account: "acme" }, overrides).isEnabled(name);

  test("a parsed list overrides answers, but not a pause", () => {
    const overrides = module.parseOverrides(" search , no_teams,,paused,");
    expect(overrides.problems).toEqual([]);
    expect({ ...overrides.settings }).toEqual({ search: true, teams: false, paused: true });
    expect(isEnabled("search", { overrides })).toBe(true);
    expect(isEnabled("teams", { overrides })).toBe(false);
    expect(isEnabled("paused", { overrides })).toBe(false);
    expect(module.lookup({ account: "a" }, { overrides }).explain("search")).toEqual({
      value: true,
      reason: "TARGETING_MATCH",
      rule: "override",
    });
  });

  test("plain objects and maps override answers too", () => {
    expect(isEnabled("search", { overrides: { search: true, teams: undefined } })).toBe(true);
    expect(isEnabled("search", { overrides: new Map([["search", true]]) })).toBe(true);
    expect(() => isEnabled("search", { overrides: { serch: true } })).toThrow(UnknownNameError);
    expect(() => isEnabled("search", { overrides: { search: "no" as never } })).toThrow(TypeError);
  });

  test("the last of several counts, and problems are reported", () => {
    const { settings, problems } = module.parseOverrides(
      "search,no_search,no_no_search,serch,old,layout,qwertyuiop,no_",
    );
    expect({ ...settings }).toEqual({ search: false });
    expect(problems.map(({ token, kind, suggestion }) => [token, kind, suggestion])).toEqual([
      ["no_search", "contradictory", undefined],
      ["no_no_search", "unknown", "search"],
      ["serch", "unknown", "search"],
      ["old", "retired", undefined],
      ["layout", "unknown", undefined],
      ["qwertyuiop", "unknown", undefined],
      ["no_", "unknown", undefined],
    ]);
  });

  describe("of an attacker", () => {
    const flags = Array.from({ length: 5000 }, (_, at) => `enable_the_new_customer_page_${at * 7919}`);
    const many = open(sealed({ flags: Object.fromEntries(flags.map((name) => [name, flag()])) }));
    /** Processor time in milliseconds, since other tests run at the same time. */
    const elapsed = (act: () => void): number => {
      const start = process.cpuUsage();
      act();
      return process.cpuUsage(start).user / 1000;
    };

    test.each([
      ["misspelt names", Array.from({ length: 3000 }, (_, at) => `enable_the_nw_customer_page_${at}`).join(",")],
      ["a long name", `enable_the_new_customer_page_${"1".repeat(100_000)}`],
      ["commas", ",".repeat(100_000)],
      ["spaces", `${" ".repeat(50_000)},${" ".repeat(50_000)}`],
      ["prefixes", "no_".repeat(30_000)],
      ["contradictions", "enable_the_new_customer_page_0,no_enable_the_new_customer_page_0,".repeat(1500)],
    ])("take time linear in their length, even when all problems are read: %s", (_, text) => {
      expect(elapsed(() => many.parseOverrides(text))).toBeLessThan(1000);
      expect(elapsed(() => JSON.stringify(many.parseOverrides(text)))).toBeLessThan(2000);
      expect(
        elapsed(() => {
          try {
            many.parseOverrides(text, { strict: true });
          } catch {
            // another test checks the message
          }
        }),
      ).toBeLessThan(1000);
    });

    test("get suggestions only for the first names", () => {
      const text = flags
        .slice(0, 20)
        .map((name) => name.replace("new", "nwe"))
        .join(",");
      const { problems } = many.parseOverrides(text);
      expect(problems.map(({ suggestion }) => suggestion)).toEqual([
        ...flags.slice(0, 10),
        ...Array(10).fill(undefined),
      ]);
      expect(problems[3]?.message).toContain("did you mean `");
      expect(() => many.parseOverrides(text, { strict: true })).toThrow(`did you mean \`${flags[0]}\`?`);
    });

    test("do not cause a search for suggestions until a message is read, nor do other names", () => {
      const lookup = many.lookup({ account: "acme" });
      const asks = [
        (name: string) => lookup.isEnabled(name),
        (name: string) => lookup.version(name),
        (name: string) => lookup.explain(name),
        (name: string) => lookup.isIn(name),
        (name: string) => many.lookup({ [name]: "acme" }).isEnabled(flags[0] as string),
      ];
      const isUnknown = (ask: (name: string) => unknown, at: number): boolean => {
        try {
          ask(`enable_the_nw_customer_page_${at}`);
          return false;
        } catch (error) {
          return error instanceof UnknownNameError;
        }
      };
      let unknown = 0;
      const asked = elapsed(() => {
        for (let at = 0; at < 1000; at++) for (const ask of asks) if (isUnknown(ask, at)) unknown++;
      });
      expect(unknown).toBe(5000);
      expect(asked).toBeLessThan(3000);
    });
  });

  test("throw all problems at once in strict mode", () => {
    expect(() => module.parseOverrides("serch,old", { strict: true })).toThrow(
      expect.objectContaining({ name: "OverridesError", problems: [expect.anything(), expect.anything()] }),
    );
    expect(module.parseOverrides("search", { strict: true }).problems).toEqual([]);
    expect(() => module.parseOverrides(undefined as never)).toThrow(TypeError);
  });
});

describe("a group that the caller passes", () => {
  const module = open(
    sealed({
      groups: {
        plan: groupSet({ told: true, default: "free", members: { free: [], pro: [] } }),
        ring: groupSet({ default: "regular", members: { canary: ["acme"] } }),
      },
      flags: {
        reports: flag({
          scopes: ["account", "user"],
          grouped: [
            { value: true, group: "plan/pro" },
            { value: false, group: "ring/canary" },
          ],
        }),
      },
    }),
  );

  test("counts, whatever ids are known", () => {
    const pro = { groups: { plan: "pro" } };
    expect(module.lookup({ account: "globex" }).group("plan")).toBe("free");
    expect(module.lookup({ user: "u" }, pro).isIn("plan/pro")).toBe(true);
    expect(module.lookup({ user: "u" }, pro).explain("reports")).toMatchObject({ value: true, group: "plan/pro" });
    expect(module.lookup({ account: "acme" }, pro).explain("reports")).toMatchObject({ group: "ring/canary" });
    expect(module.lookup({ account: "acme" }, { groups: { plan: undefined } }).isEnabled("reports")).toBe(false);
  });

  test("is the default if untold, but only if the context has the scope of the set", () => {
    const bundle = sealed({
      groups: { plan: groupSet({ told: true, default: "free", members: { free: [], pro: [] } }) },
      flags: {
        ads: flag({ scopes: ["account", "user"], grouped: [{ value: true, group: "plan/free" }] }),
        layout: flag({
          scopes: ["account", "user"],
          variants: ["one", "two"],
          default: "one",
          grouped: [{ value: "two", group: "plan/free" }],
        }),
        quiet: flag({ scopes: ["account", "user"], default: true, grouped: [{ value: false, group: "plan/free" }] }),
      },
      identities: { children: [{ scope: "user", within: "account", of: { acme: ["u_1"] } }], aliases: [] },
    });
    const { lookup } = open(bundle);
    const answers = (context: Record<string, string>, groups?: Record<string, string>) => {
      const asked = lookup(context, groups && { groups });
      const plan = [asked.group("plan"), asked.isIn("plan/free")];
      return [...plan, asked.isEnabled("ads"), asked.variant("layout"), asked.isEnabled("quiet")];
    };
    const free = ["free", true, true, "two", false];
    const none = [undefined, false, false, "one", true];
    expect(answers({ account: "globex" })).toEqual(free);
    expect(answers({ user: "u_1" })).toEqual(free);
    expect(answers({ user: "u_2" })).toEqual(none);
    expect(answers({})).toEqual(none);
    expect(answers({ user: "u_2" }, { plan: "free" })).toEqual(free);
    expect(answers({ account: "globex" }, { plan: "pro" })).toEqual(["pro", false, false, "one", true]);
    expect(flagAnswer(bundle, "ads", { context: { user: "u_2" }, at: 0 }).value).toBe(false);
    expect(() => lookup({ acount: "globex" }).group("plan")).toThrow(expect.objectContaining({ kind: "scope" }));
  });

  test("is ignored if the data lacks the group: a new plan is not an outage", () => {
    const telling = (groups: Record<string, string | null>) => () => module.lookup({}, { groups });
    expect(telling({ ring: "canary" })).toThrow("group set `ring` is not supplied by the caller");
    for (const groups of [{ paln: "pro" }, { plan: "prp" }, { plan: null }, {}])
      expect(module.lookup({ account: "a" }, { groups }).group("plan")).toBe(
        module.lookup({ account: "a" }).group("plan"),
      );
    expect(() => module.lookup({}, { created: { acount: 0 } })).toThrow(expect.objectContaining({ kind: "scope" }));
    expect(() => module.lookup({}, { created: { account: "2027-01-01" as never } })).toThrow(TypeError);
    expect(() => module.lookup({}, { created: { account: new Date("never") } })).toThrow(TypeError);
  });
});

describe("environments", () => {
  const listed = [{ value: true, scope: "account", entries: ["acme"] }];
  const rollout = { by: "account", salt: "a", shares: [{ value: true, share: 10_000 }] };
  const module = open(
    sealed({
      environments: ["production", "staging"],
      flags: {
        a: flag({ listed, rollout, environments: { staging: { listed: [], rollout: null } } }),
        b: flag({ environments: { staging: { paused: true, default: true } } }),
      },
    }),
  );

  test("have their own settings, and the rest from the first", () => {
    const acme = { account: "acme" };
    const staging = module.lookupIn("staging");
    expect([module.lookup(acme).isEnabled("a"), module.lookup(acme).isEnabled("b")]).toEqual([true, false]);
    expect([staging(acme).isEnabled("a"), staging(acme).isEnabled("b")]).toEqual([false, true]);
    expect(module.lookup(acme, { environment: "staging" }).explain("b").rule).toBe("paused");
    expect(staging(acme, { environment: "production" }).isEnabled("a")).toBe(true);
  });

  test("must exist", () => {
    const error = expect.objectContaining({ kind: "environment", unknown: "stagin", suggestion: "staging" });
    expect(() => module.lookupIn("stagin")).toThrow(error);
    expect(() => module.lookup({}, { environment: "stagin" })).toThrow(error);
    expect(open(sealed({})).lookupIn("production")({}).snapshot()).toMatchObject({ format: 1, flags: {} });
    expect(() => open(sealed({})).lookupIn("staging")).toThrow(UnknownNameError);
  });
});

describe("identities", () => {
  const until = "2027-02-01T00:00:00Z";
  const { lookup } = open(
    sealed({
      groups: { beta: groupSet({ members: { beta: [{ prefix: "test-" }, { prefix: "new-", until }] } }) },
      flags: {
        a: flag({
          listed: [{ value: true, scope: "account", entries: ["acme"] }],
          grouped: [{ value: true, group: "beta" }],
        }),
      },
      identities: {
        children: [{ scope: "user", within: "account", of: { acme: ["u_1"], "test-acme": ["u_2"] } }],
        aliases: [
          { scope: "account", id: "acme", was: "acme-old", until },
          { scope: "user", id: "u_2", was: "u_0", until },
        ],
      },
    }),
  );
  const before = { at: Date.parse(until) - 1 };
  const after = { at: Date.parse(until) };

  test("a child gets its parent's answers, unless the context names another parent", () => {
    expect(lookup({ user: "u_1" }, before).explain("a")).toEqual({
      value: true,
      reason: "TARGETING_MATCH",
      rule: "listed",
    });
    expect(lookup({ user: "u_1", account: "globex" }, before).isEnabled("a")).toBe(false);
    expect(lookup({ user: "u_3" }, before).isEnabled("a")).toBe(false);
    expect(lookup({ user: "u_2" }, before).explain("a")).toMatchObject({ rule: "group", group: "beta" });
  });

  test("a former id stands for the customer until the alias ends", () => {
    expect(lookup({ account: "acme-old" }, before).explain("a")).toEqual({
      value: true,
      reason: "TARGETING_MATCH",
      rule: "listed",
      until: new Date(until),
    });
    expect(lookup({ account: "acme-old" }, after).isEnabled("a")).toBe(false);
    expect(lookup({ user: "u_0" }, before).explain("a").until).toEqual(new Date(until));
    expect(lookup({ user: "u_0" }, after).isEnabled("a")).toBe(false);
  });

  test("a pattern holds in its window", () => {
    expect(lookup({ account: "new-1" }, before).explain("a").until).toEqual(new Date(until));
    expect(
      [lookup({ account: "new-1" }, after), lookup({ account: "new" }, before)].map((it) => it.isIn("beta")),
    ).toEqual([false, false]);
  });
});

test("a flag that many others require is evaluated once", () => {
  const listed = [{ value: true, scope: "account", entries: ["acme"] }];
  const layers = Array.from({ length: 40 }, (_, layer) => [`a${layer}`, `b${layer}`]);
  const flags = layers.flatMap((names, layer) =>
    names.map((name) => [name, flag({ listed, requires: layers[layer - 1] ?? [] })]),
  );
  const { lookup } = open(sealed({ flags: Object.fromEntries(flags) }));
  expect(lookup({ account: "acme" }).isEnabled("a39")).toBe(true);
  expect(lookup({ account: "acme" }, { overrides: { b38: true } }).isEnabled("a39")).toBe(true);
  expect(lookup({ account: "acme" }, { overrides: { b7: false } }).explain("a39")).toEqual({
    value: false,
    reason: "DEFAULT",
    rule: "requires",
  });
});

test("an answer changes when a required flag's does", () => {
  const until = "2027-02-01T00:00:00Z";
  const listed = [{ value: true, scope: "account", entries: ["acme"] }];
  const dated = [{ value: true, scope: "account", entries: [{ id: "acme", until }] }];
  const { lookup } = open(
    sealed({
      flags: { base: flag({ scopes: ["account", "user"], listed: dated }), top: flag({ listed, requires: ["base"] }) },
    }),
  );
  expect(lookup({ account: "acme" }, { at: 0 }).explain("top").until).toEqual(new Date(until));
});
