import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, aroundEach, describe, expect, it, vi } from "vitest";
import type * as Flags from "../../generated/flags.js";
import type * as Testing from "../../generated/testing.js";
import { repository } from "../support/shipped-instance.ts";

const generated = join(repository, "generated");
const require = createRequire(import.meta.url);
const { lookup, UnknownNameError } = require(join(generated, "flags.cjs")) as typeof Flags;
const { withFlags, setFlags, resetFlags } = require(join(generated, "testing.cjs")) as typeof Testing;
const acme = lookup({ account: "acme", organization: "acme" });
const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
afterEach(() => resetFlags());

describe("an answer that a test sets", () => {
  it("is given by every call", () => {
    const answers: Testing.Answers = {
      public_teams: false,
      checkout_layout: "two_page",
      search_limits: "large",
      web_widget: "790",
      ring: "vip",
      audit_log: true,
    };
    withFlags(answers, () => {
      expect(acme.isEnabled("public_teams")).toBe(false);
      expect(acme.variant("checkout_layout")).toBe("two_page");
      expect(acme.value("checkout_layout")).toBe("two_page");
      expect(acme.variant("search_limits")).toBe("large");
      expect(acme.value("search_limits")).toMatchObject({ results: 500 });
      expect(acme.version("web_widget")).toBe("790");
      expect(acme.release("web_widget")).toMatchObject({
        version: "790",
        stage: "regular",
        properties: { integrity: true },
      });
      expect(acme.group("ring")).toBe("vip");
      expect([acme.isIn("ring/vip"), acme.isIn("ring/regular")]).toEqual([true, false]);
      expect(acme.hasPrivilege("audit_log", [])).toBe(true);
      expect(acme.privileges([])).toEqual(["audit_log"]);
      expect(acme.explain("public_teams")).toEqual({ value: false, reason: "TARGETING_MATCH", rule: "override" });
      expect(acme.explain("checkout_layout").value).toBe("two_page");
      expect(acme.details("search_limits")).toMatchObject({
        variant: "large",
        value: { results: 500 },
        rule: "override",
      });
      expect(acme.snapshot().flags).toEqual({ checkout_layout: "two_page", quick_replies: false });
    });
    expect(acme.isEnabled("public_teams")).toBe(true);
    expect(acme.group("ring")).toBe("regular");
  });

  it("may be any value, a complete release, or no group", () => {
    withFlags({ search_limits: { value: { results: 1, timeout_ms: 2 } } }, () => {
      expect(acme.value("search_limits")).toEqual({ results: 1, timeout_ms: 2 });
      expect(acme.variant("search_limits")).toBe("small");
    });
    withFlags({ web_widget: { version: "1", stage: "vip" }, design_partners: null }, () => {
      expect(acme.release("web_widget")).toMatchObject({ version: "1", stage: "vip" });
      expect(acme.group("design_partners")).toBeUndefined();
      expect(acme.isIn("design_partners")).toBe(false);
    });
  });

  it("leaves other names alone, even those that depend on it", () => {
    const usual = acme.snapshot();
    withFlags({ public_teams: false, payments: undefined }, () => {
      expect(acme.snapshot()).toEqual(usual);
      expect(acme.isEnabled("payments")).toBe(true);
    });
  });

  it("holds after an await, and separately for concurrent calls", async () => {
    const seen = await Promise.all(
      [true, false, undefined].map((public_teams) =>
        withFlags({ public_teams }, async () => {
          await pause();
          return acme.isEnabled("public_teams");
        }),
      ),
    );
    expect(seen).toEqual([true, false, true]);
  });

  it("can be nested, and ends when the function throws", async () => {
    withFlags({ public_teams: false, payments: false }, () => {
      withFlags({ public_teams: true }, () => {
        expect([acme.isEnabled("public_teams"), acme.isEnabled("payments")]).toEqual([true, false]);
      });
      expect(acme.isEnabled("public_teams")).toBe(false);
    });
    const fail = () => {
      throw new Error("mine");
    };
    expect(() => withFlags({ public_teams: false }, fail)).toThrow("mine");
    await expect(withFlags({ public_teams: false }, async () => fail())).rejects.toThrow("mine");
    expect(acme.isEnabled("public_teams")).toBe(true);
  });

  it("can be set and reset, and yields to one set for a function", () => {
    setFlags({ public_teams: false, payments: false });
    setFlags({ payments: true });
    expect([acme.isEnabled("public_teams"), acme.isEnabled("payments")]).toEqual([false, true]);
    expect(withFlags({ public_teams: true }, () => acme.isEnabled("public_teams"))).toBe(true);
    resetFlags();
    expect(acme.isEnabled("public_teams")).toBe(true);
  });

  it("is the only answer in strict mode", () => {
    const ask = () => acme.isEnabled("payments");
    withFlags(
      { public_teams: false },
      () => {
        expect(acme.isEnabled("public_teams")).toBe(false);
        expect(ask).toThrow("`payments` was looked up, but this test does not set its answer");
        expect(() => withFlags({}, ask)).toThrow(/this test does not set/);
        expect(withFlags({}, ask, { strict: false })).toBe(true);
        expect(withFlags({ payments: false }, ask)).toBe(false);
        expect(() => acme.isEnabled("payment" as never)).toThrow(UnknownNameError);
      },
      { strict: true },
    );
    expect(ask()).toBe(true);
  });

  it.each<[string, unknown]>([
    ["public_team", true],
    ["new_checkout", true],
    ["constructor", true],
  ])("is refused for %s, which is not a name", (name, said) => {
    expect(() => withFlags({ [name]: said }, () => 0)).toThrow(UnknownNameError);
  });

  it.each<[string, unknown]>([
    ["public_teams", "on"],
    ["public_teams", null],
    ["checkout_layout", "three_page"],
    ["checkout_layout", true],
    ["checkout_layout", {}],
    ["search_limits", { value: 1, variant: "huge" }],
    ["web_widget", 790],
    ["web_widget", { stage: "vip" }],
    ["ring", "canry"],
    ["audit_log", 1],
  ])("for %s is refused if it is not a possible answer: %j", (name, said) => {
    const run = vi.fn();
    expect(() => withFlags({ [name]: said }, run)).toThrow(TypeError);
    expect(() => setFlags({ [name]: said })).toThrow(TypeError);
    expect(run).not.toHaveBeenCalled();
  });

  it("is refused with the nearest name", () => {
    expect(() => withFlags({ public_team: true } as never, () => 0)).toThrow(/did you mean `public_teams`\?$/);
    expect(() => withFlags("public_teams" as never, () => 0)).toThrow(TypeError);
  });
});

describe("around each test of vitest", () => {
  aroundEach((runTest) => withFlags({ checkout_layout: "two_page" }, runTest));

  it.concurrent.each(["one_page", "two_page", undefined] as const)("%s holds concurrently", async (checkout_layout) => {
    await withFlags({ checkout_layout }, async () => {
      await pause();
      expect(acme.variant("checkout_layout")).toBe(checkout_layout ?? "two_page");
    });
    expect(acme.variant("checkout_layout")).toBe("two_page");
  });
});

it("and no longer holds after them", () => {
  expect(acme.variant("checkout_layout")).toBe("one_page");
});

/** The output of an ES module that runs in the folder of the module. */
function printed(script: string): unknown {
  const words = ["--no-warnings", "--input-type=module", "--eval", script];
  return JSON.parse(execFileSync(process.execPath, words, { cwd: generated, encoding: "utf8" }));
}

describe("one build", () => {
  it("has one module, one set of errors and one door, however its files are loaded", () => {
    const script = `import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/x.js");
const [es, common] = [await import("./flags.js"), require("./flags.cjs")];
const [door, other] = [await import("./testing.js"), require("./testing.cjs")];
const same = Object.keys(es).every((name) => es[name] === common[name]);
const ask = () => es.lookup({ organization: "acme" }).isEnabled("public_teams");
const { readFileSync } = await import("node:fs");
const bundle = JSON.parse(readFileSync("flags.json", "utf8"));
let heard = 0; es.subscribe(() => heard++);
bundle.flags.public_teams.default = true;
const problems = common.load(bundle).length;
console.log(JSON.stringify([same, door.withFlags === other.withFlags, other.withFlags({ public_teams: false }, ask), ask(), problems]));`;
    expect(printed(script)).toEqual([true, true, false, true, 1]);
  });

  it("throws the same errors as the client, in both module formats", () => {
    const script = `import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/x.js");
const [es, common, server] = [await import("./client.js"), require("./client.cjs"), await import("./flags.js")];
const thrown = (act) => { try { act(); } catch (error) { return error; } };
const errors = [...[es, common].map(({ readSnapshot }) => thrown(() => readSnapshot({ format: 1, flags: {} }).isEnabled("nope"))),
  thrown(() => server.lookup({ organization: "acme" }).isEnabled("nope"))];
const kinds = [es, common, server].map(({ UnknownNameError }) => UnknownNameError);
const others = [new Error("x"), null, undefined, "x", Object.create(null)];
console.log(JSON.stringify([
  kinds.every((kind) => errors.every((error) => error instanceof kind && error instanceof Error)),
  kinds.some((kind) => others.some((other) => other instanceof kind)),
]));`;
    expect(printed(script)).toEqual([true, false]);
  });

  it("works in tests with a DOM, which resolve for browsers, but not in a page", () => {
    const asked = `import("./browser.js").then(({ watch, lookup }) => {
const watcher = watch("flags.json"); watcher.close();
console.log(JSON.stringify([typeof lookup, typeof watcher.close]));
}, (error) => console.log(JSON.stringify(error.message.slice(0, 31))));`;
    expect(printed(asked)).toEqual(["function", "function"]);
    expect(printed(`process.getBuiltinModule = undefined; ${asked}`)).toBe("the lookup module has customers");
  });

  it("is not shared if globals cannot be added", () => {
    const script = `import { createRequire } from "node:module";
Object.preventExtensions(globalThis);
const { lookup } = createRequire(process.cwd() + "/x.js")("./flags.cjs");
console.log(JSON.stringify([lookup({ organization: "acme" }).isEnabled("public_teams")]));`;
    expect(printed(script)).toEqual([true]);
  });
});

describe("without AsyncLocalStorage", () => {
  // as in a browser
  const begin = `process.getBuiltinModule = undefined; delete globalThis.AsyncLocalStorage;
const { lookup } = await import("./flags.js"); const { withFlags, setFlags, resetFlags } = await import("./testing.js");
const ask = () => lookup({ organization: "acme" }).isEnabled("public_teams"); const pause = () => new Promise((resolve) => setTimeout(resolve, 2));`;

  it("a stack keeps the answers until a function or its promise ends", () => {
    const script = `${begin}
const seen = [withFlags({ public_teams: false }, ask), ask()];
const run = withFlags({ public_teams: false }, async () => { await pause(); return ask(); });
seen.push(ask(), await run, ask());
try { withFlags({ public_teams: false }, () => { throw 0; }); } catch {}
await withFlags({ public_teams: false }, () => Promise.reject(0)).catch(() => 0);
seen.push(ask()); setFlags({ public_teams: false }); seen.push(ask()); resetFlags(); seen.push(ask());
console.log(JSON.stringify(seen));`;
    expect(printed(script)).toEqual([false, true, false, false, true, true, false, true]);
  });
});
