import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EvaluationContext, OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type * as Server from "../../generated/openfeature/server.js";
import type { Module } from "../../scripts/runtime/index.ts";
import { type BuiltDoors, buildDoors, bundleTextOf, doorFile, doorTree } from "../support/doors.ts";

type Doors = {
  readonly FlagstoneProvider: new (
    options: Omit<Server.FlagstoneProviderOptions, "scope" | "environment"> & { scope: string; environment?: string },
  ) => Server.FlagstoneProvider;
};

let built: BuiltDoors;
let module: Module;
let FlagstoneProvider: Doors["FlagstoneProvider"];
const original = bundleTextOf(doorTree());

beforeAll(async () => {
  built = buildDoors(doorTree());
  module = await built.import<Module>("flags.js");
  ({ FlagstoneProvider } = await built.import<Doors>("openfeature/server.js"));
});
afterEach(async () => {
  await OpenFeature.close();
  module.load(original);
});
afterAll(() => built.remove());

/** A provider that is ready, and its client. */
async function clientOf(options: Partial<ConstructorParameters<Doors["FlagstoneProvider"]>[0]> = {}) {
  const provider = new FlagstoneProvider({ scope: "account", ...options });
  await OpenFeature.setProviderAndWait("test", provider);
  return { provider, client: OpenFeature.getClient("test") };
}

describe("the server provider answers", () => {
  it.each<[string, unknown, EvaluationContext, object]>([
    ["teams", false, { targetingKey: "hooli" }, { value: true, variant: "on", reason: "TARGETING_MATCH" }],
    ["teams", true, { account: "somebody" }, { value: false, variant: "off", reason: "DEFAULT" }],
    ["teams", false, { account: "somebody", plan: "pro" }, { value: true, reason: "TARGETING_MATCH" }],
    ["teams", false, { targetingKey: "somebody", account: "hooli" }, { value: true }],
    ["shared", true, { user: "u_1" }, { value: false, reason: "TARGETING_MATCH" }],
    ["shared", true, { account: "a", created: { account: "2027-01-01" } }, { value: false, reason: "TARGETING_MATCH" }],
    ["shared", false, { account: "a", created: { account: "2026-12-31T23:59:59Z", planet: 1 } }, { value: true }],
    ["shared", true, { account: "a", created: { account: new Date("2027-03-01") } as never }, { value: false }],
    ["modern", false, { app_version: "7.190.0" }, { value: true, reason: "TARGETING_MATCH" }],
    ["modern", true, { app_version: 7 }, { value: false, reason: "DEFAULT" }],
    ["payments", false, {}, { value: true, variant: "on", reason: "STATIC" }],
    ["halted", true, { account: "acme" }, { value: false, reason: "DISABLED" }],
    ["layout", "three_page", { account: "acme" }, { value: "two_page", variant: "two_page" }],
    ["share", 7, { device: "d" }, { value: 1, variant: "all", reason: "SPLIT" }],
    ["limits", {}, { account: "acme" }, { value: { results: 500 }, variant: "large" }],
    ["note", "", { account: "acme" }, { value: "The sale ends today", variant: "sale" }],
    ["widget", "", { account: "acme" }, { value: "2", variant: "2", reason: "TARGETING_MATCH" }],
    ["audit", false, { account: "a", privileges: ["audit"] }, { value: true, variant: "on" }],
    ["audit", true, { account: "a", privileges: [] }, { value: false, variant: "off" }],
    ["old_checkout", false, { account: "acme" }, { value: true, reason: "STATIC" }],
    ["old_layout", {}, {}, { value: { pages: 1 }, variant: "small", reason: "STATIC" }],
    ["teams", true, {}, { value: false, reason: "DEFAULT" }],
    ["teams", false, { account: "hooli", email: "a@b.example", nested: { account: 5 } }, { value: true }],
    ["teams", true, { targetingKey: null as never, account: null as never }, { value: false, reason: "DEFAULT" }],
    ["teams", false, JSON.parse('{ "account": "hooli", "__proto__": { "account": "x" } }'), { value: true }],
  ])("%s, with the fallback %j, for %j", async (name, fallback, context, expected) => {
    const { client } = await clientOf();
    const details = await ask(client, name, fallback, context);
    expect(details).toMatchObject({ ...expected, flagKey: name });
    expect(details.errorCode).toBeUndefined();
  });

  it.each<[string, unknown, EvaluationContext, string, string]>([
    ["nothing", true, {}, "FLAG_NOT_FOUND", "there is no flag, release or privilege `nothing`"],
    ["constructor", true, {}, "FLAG_NOT_FOUND", "there is no flag, release or privilege `constructor`"],
    ["ring", "canary", { account: "acme" }, "FLAG_NOT_FOUND", "there is no flag, release or privilege `ring`"],
    ["teams", "x", {}, "TYPE_MISMATCH", "`teams` was requested as string, but its value is boolean"],
    ["layout", true, {}, "TYPE_MISMATCH", "`layout` was requested as boolean, but its value is string"],
    ["share", {}, {}, "TYPE_MISMATCH", "`share` was requested as object, but its value is number"],
    ["limits", 1, {}, "TYPE_MISMATCH", "`limits` was requested as number, but its value is object"],
    ["note", "x", {}, "TYPE_MISMATCH", "`note` was requested as string, but its value is null"],
    ["teams", true, { targetingKey: 5 as never }, "INVALID_CONTEXT", "`targetingKey` must be a text, not a number"],
    ["teams", true, { account: 5 }, "INVALID_CONTEXT", "`account` must be an id, which is a text, not a number"],
    ["teams", true, { user: ["u"] }, "INVALID_CONTEXT", "`user` must be an id, which is a text, not a list"],
    ["teams", true, { privileges: "audit" }, "INVALID_CONTEXT", "`privileges` must be a list of names, not a string"],
    [
      "teams",
      true,
      { created: "2027-01-01" },
      "INVALID_CONTEXT",
      "`created` must be an object with a date for each scope, not a string",
    ],
    [
      "teams",
      true,
      { created: { account: "2027-02-30" } },
      "INVALID_CONTEXT",
      "`created.account` must be a date, as `2027-01-31` or `2027-01-31T09:30:00Z`",
    ],
  ])("an error for %s, with the fallback %j, for %j", async (name, fallback, context, errorCode, errorMessage) => {
    const { client } = await clientOf();
    const details = await ask(client, name, fallback, context);
    expect(details).toMatchObject({ value: fallback, reason: "ERROR", errorCode, errorMessage });
  });

  it("an error in strict mode if the context has no id that decides the flag", async () => {
    const { client } = await clientOf({ strict: true });
    expect(await client.getBooleanDetails("teams", true, { device: "d" })).toMatchObject({
      value: true,
      errorCode: "TARGETING_KEY_MISSING",
      errorMessage: "`teams` needs an id of `account` or `user`",
    });
    for (const [name, context] of [
      ["teams", { user: "u_1" }],
      ["payments", {}],
      ["old_checkout", {}],
    ] as const)
      expect((await client.getBooleanDetails(name, true, context)).errorCode).toBeUndefined();
  });

  it("in tests with a DOM too, which resolve for browsers; pages get an error", async () => {
    const { FlagstoneProvider } = await built.import<Doors>("browser.js");
    const provider = new FlagstoneProvider({ scope: "account" });
    expect(await provider.resolveBooleanEvaluation("teams", false, { account: "hooli" })).toMatchObject({
      value: true,
    });
    const text = readFileSync(join(built.folder, "browser.js"), "utf8");
    expect(text).toContain("is not for browsers");
    expect(text).not.toContain("hooli");
  });

  it("for another environment", async () => {
    const flag = doorFile("flags/teams.yaml");
    module.load(
      bundleTextOf(doorTree({ "flags/teams.yaml": `${flag}environments: { staging: { default: true } }\n` })),
    );
    const { client } = await clientOf({ environment: "staging" });
    expect(await client.getBooleanValue("teams", false, { account: "nobody" })).toBe(true);
  });

  it("with metadata that is the same object each time, unless something was untold", async () => {
    const { client } = await clientOf();
    const of = async (name: string, context: EvaluationContext) =>
      (await ask(client, name, name === "widget" ? "" : false, context)).flagMetadata;
    const version = module.digest();
    const teams = await of("teams", { account: "acme", plan: "free" });
    expect(teams).toEqual({
      owner: "growth",
      expires: "2036-07-01T00:00:00Z",
      rule: "group",
      group: "ring/canary",
      version,
    });
    expect(await of("teams", { account: "acme", plan: "free" })).toBe(teams);
    expect(await of("teams", { account: "hooli" })).toMatchObject({ rule: "listed" });
    expect(await of("modern", {})).toEqual({ owner: "apps", rule: "default", untold: "app_version", version });
    expect(await of("widget", { account: "acme" })).toMatchObject({ base_url: "https://static.example.com", version });
    expect(await of("audit", { account: "a", privileges: ["audit"] })).toMatchObject({ rule: "plan" });
    expect(await of("old_checkout", {})).toEqual({ rule: "retired", version });
  });
});

describe("the state of the server provider", () => {
  it("follows its data: stale after a failed load, ready after the next, with an event that names what changed", async () => {
    const { client } = await clientOf();
    const heard: unknown[] = [];
    for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Error] as const)
      client.addHandler(event, (details) => heard.push([event, details?.message]));
    client.addHandler(ProviderEvents.ConfigurationChanged, (details) => heard.push(details?.flagsChanged));
    heard.length = 0;
    expect(module.load("{")).toEqual(["the bundle is not JSON"]);
    expect(client.providerStatus).toBe("STALE");
    expect(await client.getBooleanValue("teams", false, { account: "hooli" })).toBe(true);
    module.load(new Error("the file cannot be read: it is not there"));
    module.load(original);
    expect(client.providerStatus).toBe("READY");
    const changed = doorTree({
      "flags/teams.yaml": doorFile("flags/teams.yaml").replace("[hooli]", "[hooli, initech]"),
      "flags/share.yaml": doorFile("flags/share.yaml").replace("all: 1 ", "all: 2 "),
    });
    expect(module.load(bundleTextOf(changed))).toEqual([]);
    module.load("");
    module.load(bundleTextOf(changed));
    expect(heard).toEqual([
      ["PROVIDER_STALE", "the bundle is not JSON"],
      ["PROVIDER_STALE", "the file cannot be read: it is not there"],
      ["PROVIDER_READY", "the flags are up to date"],
      ["share", "teams"],
      ["PROVIDER_STALE", "the bundle is not JSON"],
      ["PROVIDER_READY", "the flags are up to date"],
    ]);
    expect(await client.getNumberValue("share", 0, { device: "d" })).toBe(2);
    expect((await client.getNumberDetails("share", 0, {})).flagMetadata.version).toBe(module.digest());
  });

  it("stops when it is closed, even twice, and starts again", async () => {
    const { provider, client } = await clientOf();
    const heard: unknown[] = [];
    client.addHandler(ProviderEvents.Stale, () => heard.push("stale"));
    await provider.onClose();
    await provider.onClose();
    module.load("{");
    expect([heard, client.providerStatus]).toEqual([[], "READY"]);
    await provider.initialize();
    module.load("{");
    expect(heard).toEqual(["stale"]);
    await OpenFeature.close();
    await OpenFeature.close();
  });

  it("is fatal only until there is data", async () => {
    const many = Array.from({ length: 700 }, (_, index) => `${"customer".repeat(12)}${index}`).join(", ");
    const ring = doorFile("groups/ring.yaml").replace("canary: [acme]", `canary: [acme, ${many}]`);
    const packed = buildDoors(doorTree({ "groups/ring.yaml": ring }));
    try {
      const bytes = readFileSync(join(packed.folder, "flags.bin"));
      rmSync(join(packed.folder, "flags.bin"));
      const { FlagstoneProvider } = await packed.import<Doors>("openfeature/server.js");
      const { load } = await packed.import<Module>("flags.js");
      const provider = new FlagstoneProvider({ scope: "account" });
      await expect(OpenFeature.setProviderAndWait("test", provider)).rejects.toThrow(/`flags.bin` cannot be read/);
      const client = OpenFeature.getClient("test");
      expect(client.providerStatus).toBe("FATAL");
      load("{");
      expect(client.providerStatus).toBe("FATAL");
      expect(await client.getBooleanDetails("teams", true, {})).toMatchObject({ errorCode: "PROVIDER_FATAL" });
      expect(load(bytes)).toEqual([]);
      expect(client.providerStatus).toBe("READY");
      expect(await client.getBooleanValue("teams", false, { account: `${"customer".repeat(12)}699` })).toBe(true);
    } finally {
      packed.remove();
    }
  });

  it("follows a watched file that is removed", async () => {
    const { client } = await clientOf();
    const { watch } = await built.import<typeof import("../../generated/watch.js")>("watch.js");
    const path = join(built.folder, "live.json");
    writeFileSync(path, original);
    const watcher = watch(path, { interval: 5, onProblem: () => {} });
    try {
      rmSync(path);
      await expect.poll(() => client.providerStatus).toBe("STALE");
      writeFileSync(path, original);
      await expect.poll(() => client.providerStatus).toBe("READY");
    } finally {
      watcher.close();
    }
  });

  it.each([
    [{ scope: "acount" }, "unknown scope `acount`; did you mean `account`?"],
    [{ scope: "account", environment: "stagign" }, "unknown environment `stagign`; did you mean `staging`?"],
    [{}, "`scope` must be"],
  ])("refuses mistakes in its options: %j", (options, message) => {
    expect(() => new FlagstoneProvider(options as never)).toThrow(message);
  });
});

/** Evaluates a flag by the type of the fallback. */
function ask(
  client: ReturnType<typeof OpenFeature.getClient>,
  name: string,
  fallback: unknown,
  context: EvaluationContext,
) {
  switch (typeof fallback) {
    case "boolean":
      return client.getBooleanDetails(name, fallback, context);
    case "string":
      return client.getStringDetails(name, fallback, context);
    case "number":
      return client.getNumberDetails(name, fallback, context);
    default:
      return client.getObjectDetails(name, fallback as object as never, context);
  }
}
