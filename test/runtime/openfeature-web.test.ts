import { type EvaluationContext, OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type * as Server from "../../generated/openfeature/server.js";
import type * as Web from "../../generated/openfeature/web.js";
import type { Module } from "../../scripts/runtime/index.ts";
import { type BuiltDoors, buildDoors, doorTree } from "../support/doors.ts";

let built: BuiltDoors;
let module: Module;
let server: Server.FlagstoneProvider;
let FlagstoneWebProvider: typeof Web.FlagstoneWebProvider;

beforeAll(async () => {
  built = buildDoors(doorTree());
  module = await built.import<Module>("flags.js");
  const { FlagstoneProvider } = await built.import<{
    FlagstoneProvider: new (options: { scope: string }) => Server.FlagstoneProvider;
  }>("openfeature/server.js");
  server = new FlagstoneProvider({ scope: "account" });
  ({ FlagstoneWebProvider } = await built.import<typeof Web>("openfeature/web.js"));
});
afterEach(async () => {
  await OpenFeature.close();
  await OpenFeature.clearContexts();
});
afterAll(() => built.remove());

const silent = { error() {}, warn() {}, info() {}, debug() {} };

async function clientOf(options: Web.FlagstoneWebProviderOptions, context: EvaluationContext = {}) {
  const provider = new FlagstoneWebProvider(options);
  await OpenFeature.setProviderAndWait("page", provider, context);
  const client = OpenFeature.getClient("page");
  const heard: unknown[] = [];
  for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Error] as const)
    client.addHandler(event, (details) => heard.push([event, details?.message]));
  client.addHandler(ProviderEvents.ConfigurationChanged, (details) => heard.push(details?.flagsChanged));
  heard.length = 0;
  return { provider, client, heard };
}

describe("the web provider answers", () => {
  it("from the snapshot, with the reasons if a server provider made it", async () => {
    const { client } = await clientOf({ snapshot: server.snapshot({ targetingKey: "acme", device: "d" }) });
    const flagMetadata = { version: module.digest() };
    expect(client.getBooleanDetails("teams", false)).toEqual({
      flagKey: "teams",
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      flagMetadata,
    });
    expect(client.getStringDetails("layout", "")).toMatchObject({ value: "two_page", variant: "two_page" });
    expect(client.getNumberDetails("share", 0)).toMatchObject({ value: 1, variant: "all", reason: "SPLIT" });
    expect(client.getObjectDetails("limits", {})).toMatchObject({ value: { results: 500 }, variant: "large" });
    expect(client.getBooleanDetails("shared", false)).toMatchObject({ value: true, reason: "DEFAULT" });
  });

  it("without reasons if the module made the snapshot, and from its text", async () => {
    const { client } = await clientOf({ snapshot: JSON.stringify(module.lookup({ account: "acme" }).snapshot()) });
    expect(client.getBooleanDetails("teams", false)).toMatchObject({ value: true, variant: "on", reason: "UNKNOWN" });
  });

  it("the default of a flag that the snapshot lacks, or answers with a value that the page does not know", async () => {
    const { client } = await clientOf({ snapshot: { format: 1, flags: { layout: "three_page", teams: "yes" } } });
    expect(client.getStringDetails("layout", "x")).toEqual({
      flagKey: "layout",
      value: "one_page",
      variant: "one_page",
      reason: "DEFAULT",
      flagMetadata: {},
    });
    expect(client.getBooleanDetails("teams", true)).toMatchObject({ value: false, reason: "DEFAULT" });
    expect(client.getObjectDetails("limits", {})).toMatchObject({ value: { results: 20 }, variant: "small" });
  });

  it("an error for an unknown name or another type", async () => {
    const { client } = await clientOf({ snapshot: { format: 1, flags: {} } });
    expect(client.getBooleanDetails("payments", true)).toMatchObject({
      value: true,
      errorCode: "FLAG_NOT_FOUND",
      errorMessage: "there is no flag `payments`",
    });
    for (const name of ["constructor", "__proto__"])
      expect(client.getBooleanDetails(name, true).errorCode).toBe("FLAG_NOT_FOUND");
    expect(client.getBooleanDetails("layout", true)).toMatchObject({ value: true, errorCode: "TYPE_MISMATCH" });
    expect(client.getStringDetails("share", "x")).toMatchObject({ value: "x", errorCode: "TYPE_MISMATCH" });
  });
});

describe("the state of the web provider", () => {
  it("follows the context, and never gives one account the answers of another", async () => {
    let isDown = false;
    const fetch = vi.fn(async (context: EvaluationContext) => {
      if (isDown) throw new Error("the server is down");
      return JSON.stringify(server.snapshot(context));
    });
    const { client, heard } = await clientOf({ fetch }, { account: "acme" });
    const answers = () => [client.getBooleanValue("teams", false), client.getStringValue("layout", "")];
    expect(answers()).toEqual([true, "two_page"]);
    await OpenFeature.setContext("page", { account: "nobody" });
    expect(answers()).toEqual([false, "one_page"]);
    await OpenFeature.setContext("page", { account: "acme" });
    isDown = true;
    await OpenFeature.setContext("page", { account: "hooli" });
    expect(answers()).toEqual([false, "one_page"]);
    await vi.waitFor(() => expect(client.providerStatus).toBe("STALE"));
    isDown = false;
    await OpenFeature.setContext("page", { account: "hooli" });
    await new Promise((resolve) => setTimeout(resolve));
    expect([client.providerStatus, ...answers()]).toEqual(["READY", true, "one_page"]);
    expect(heard).toEqual([["PROVIDER_STALE", "the server is down"]]);
  });

  it("uses the last of several contexts, whichever response comes first", async () => {
    const waiting: (() => void)[] = [];
    let waits = false;
    const fetch = async (context: EvaluationContext) => {
      if (waits) await new Promise<void>((resolve) => waiting.push(resolve));
      return server.snapshot(context);
    };
    const { client } = await clientOf({ fetch }, { account: "nobody" });
    waits = true;
    const changes = ["acme", "nobody"].map((account) => OpenFeature.setContext("page", { account }));
    for (const resolve of waiting.reverse()) resolve();
    await Promise.all(changes);
    waits = false;
    expect([client.providerStatus, client.getStringValue("layout", "")]).toEqual(["READY", "one_page"]);
  });

  it("stays the same without a way to fetch answers, since the server knows the customer", async () => {
    const { provider, client, heard } = await clientOf({ snapshot: module.lookup({ account: "acme" }).snapshot() });
    await OpenFeature.setContext("page", { account: "nobody" });
    expect([client.providerStatus, client.getBooleanValue("teams", false)]).toEqual(["READY", true]);
    await provider.refresh();
    expect([client.providerStatus, client.getBooleanValue("teams", false)]).toEqual(["STALE", true]);
    await provider.refresh(module.lookup({ account: "hooli" }).snapshot());
    expect(heard).toEqual([
      ["PROVIDER_STALE", "there is neither a snapshot nor a `fetch`"],
      ["PROVIDER_READY", "the flags are up to date"],
      ["layout", "limits"],
    ]);
  });

  it("keeps its answers if it cannot refresh them, and reports what changed when it can", async () => {
    let [account, text] = ["acme", ""];
    const fetch = async () => text || server.snapshot({ account });
    const { provider, client, heard } = await clientOf({ fetch }, { page: "/" });
    for (text of ["{", "[]", '{ "format": 2, "flags": {} }']) await provider.refresh();
    expect([client.providerStatus, client.getBooleanValue("teams", false)]).toEqual(["STALE", true]);
    [account, text] = ["nobody", ""];
    await provider.refresh();
    await provider.refresh();
    expect(heard.slice(-3)).toEqual([
      ["PROVIDER_STALE", "this is not a snapshot that this client can read"],
      ["PROVIDER_READY", "the flags are up to date"],
      ["layout", "limits", "teams"],
    ]);
  });

  it.each<[Web.FlagstoneWebProviderOptions]>([
    [{}],
    [{ snapshot: "{" }],
    [{ fetch: () => Promise.reject(new Error("down")) }],
  ])("is fatal only until there is a snapshot: %j", async (options) => {
    OpenFeature.setLogger(silent);
    const provider = new FlagstoneWebProvider(options);
    await expect(OpenFeature.setProviderAndWait("page", provider)).rejects.toThrow();
    const client = OpenFeature.getClient("page");
    expect(client.providerStatus).toBe("FATAL");
    await provider.refresh();
    expect(client.providerStatus).toBe("FATAL");
    await provider.refresh({ format: 1, flags: { teams: true } });
    expect([client.providerStatus, client.getBooleanValue("teams", false)]).toEqual(["READY", true]);
  });

  it("stops when it is closed, even twice, and drops later responses", async () => {
    let resolve = (_: string): void => {};
    const { provider, client, heard } = await clientOf({ snapshot: module.lookup({ account: "acme" }).snapshot() });
    const late = new FlagstoneWebProvider({ fetch: () => new Promise<string>((done) => (resolve = done)) });
    const started = late.initialize();
    await late.onClose();
    resolve("{}");
    await expect(started).rejects.toThrow("it was closed");
    await provider.onClose();
    await provider.onClose();
    expect([client.getBooleanValue("teams", false), heard]).toEqual([true, []]);
  });
});
