import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as Sdk from "@openfeature/server-sdk";
import * as WebSdk from "@openfeature/web-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type * as Server from "../../generated/openfeature/server.js";
import type * as Web from "../../generated/openfeature/web.js";
import type { Module } from "../../scripts/runtime/index.ts";
import { type BuiltDoors, buildDoors, bundleTextOf } from "../support/doors.ts";
import { silent } from "../support/flagd.ts";
import { specTree } from "../support/openfeature-flags.ts";
import { repository } from "../support/shipped-instance.ts";
import { type Scenario, scenariosIn } from "../support/testbed.ts";

const folder = join(repository, "../shared/data/openfeature/gherkin");
const scenarios = existsSync(folder) ? scenariosIn(folder) : [];

/** Scenarios that are skipped, by name. */
const skipped: readonly { readonly name: string; readonly given?: string; readonly why: string }[] = [
  { name: "Returns metadata", why: "our metadata are the owner, the rule, the version …; a flag has no others" },
  { name: "Flag metadata in evaluation details", why: "the same" },
  { name: "Returns no metadata", why: "the same: each answer has some" },
  { name: "CACHED reason", why: "nothing is cached: an answer costs less than a cache" },
  { name: "Provider status accessibility", given: "a error provider", why: "what was live stays live, and is stale" },
];
const played = scenarios.filter(
  ({ title, steps }) =>
    !skipped.some(
      ({ name, given }) =>
        title.endsWith(`: ${name}`) && (given === undefined || steps.some(({ text }) => text === given)),
    ),
);

type Details = Sdk.EvaluationDetails<Sdk.FlagValue>;
type Hook = Sdk.BaseHook;
type State = "stable" | "not ready" | "fatal" | "stale";

/** One of the two SDKs with our provider. */
interface Played {
  readonly become: (state: State) => Promise<void>;
  readonly status: () => string;
  readonly addHook: (hook: Hook) => void;
  readonly evaluate: (
    flag: { type: string; key: string; fallback: unknown },
    context: Record<string, never>,
    hooks?: readonly Hook[],
  ) => Promise<Details>;
  readonly close: () => Promise<void>;
}

describe.skipIf(scenarios.length === 0)("the scenarios of OpenFeature's specification", () => {
  const tree = specTree(join(folder, "test-flags.json"));
  const folders: BuiltDoors[] = [];
  let text: string;
  let module: Module;
  let FlagstoneProvider: new (options: { scope: string }) => Server.FlagstoneProvider;
  let FlagstoneWebProvider: typeof Web.FlagstoneWebProvider;
  let withoutData: typeof FlagstoneProvider;

  beforeAll(async () => {
    for (const api of [Sdk.OpenFeature, WebSdk.OpenFeature]) api.setLogger(silent);
    const ids = Array.from({ length: 700 }, (_, index) => `${"customer".repeat(12)}${index}`).join(", ");
    const many = {
      path: "groups/many.yaml",
      text: `groups: many\ndescription: So many that they have a file.\nowner: spec\nscope: account\nmembers: [${ids}]\n`,
    };
    const large = { ...tree, files: [...tree.files, many].sort((a, b) => (a.path < b.path ? -1 : 1)) };
    const [built, packed] = [buildDoors(tree), buildDoors(large)];
    folders.push(built, packed);
    text = bundleTextOf(tree);
    rmSync(join(packed.folder, "flags.bin"));
    module = await built.import("flags.js");
    ({ FlagstoneProvider } = await built.import<{ FlagstoneProvider: typeof FlagstoneProvider }>(
      "openfeature/server.js",
    ));
    ({ FlagstoneWebProvider } = await built.import<typeof Web>("openfeature/web.js"));
    ({ FlagstoneProvider: withoutData } = await packed.import<{ FlagstoneProvider: typeof FlagstoneProvider }>(
      "openfeature/server.js",
    ));
  });
  afterEach(() => {
    module.load(text);
  });
  afterAll(() => {
    for (const each of folders) each.remove();
  });

  function onServer(): Played {
    const api = Sdk.OpenFeature;
    const client = api.getClient("spec");
    return {
      become: async (state) => {
        const provider = new (state === "fatal" ? withoutData : FlagstoneProvider)({ scope: "account" });
        if (state === "not ready") provider.initialize = () => new Promise(() => {});
        api.setProvider("spec", provider);
        if (state !== "not ready")
          await expect.poll(() => client.providerStatus, { interval: 1 }).not.toBe("NOT_READY");
        if (state === "stale") module.load("{");
      },
      status: () => client.providerStatus,
      addHook: (hook) => client.addHooks(hook as Sdk.Hook),
      evaluate: ({ type, key, fallback }, context, hooks = []) => {
        const options = { hooks: [...hooks] as Sdk.Hook[] };
        if (type === "boolean") return client.getBooleanDetails(key, fallback as boolean, context, options);
        if (type === "string") return client.getStringDetails(key, fallback as string, context, options);
        if (type === "object") return client.getObjectDetails(key, fallback as object as never, context, options);
        return client.getNumberDetails(key, fallback as number, context, options);
      },
      close: async () => {
        client.clearHooks();
        await api.clearProviders();
      },
    };
  }

  function onWeb(): Played {
    const api = WebSdk.OpenFeature;
    const client = api.getClient("spec");
    const server = new FlagstoneProvider({ scope: "account" });
    let isDown = false;
    return {
      become: async (state) => {
        const fetch = async (context: WebSdk.EvaluationContext) => {
          if (state === "not ready") return new Promise<never>(() => {});
          if (isDown) throw new Error("the server is down");
          return JSON.stringify(server.snapshot(context));
        };
        const provider = new FlagstoneWebProvider(state === "fatal" ? {} : { fetch });
        api.setProvider("spec", provider);
        if (state !== "not ready")
          await expect.poll(() => client.providerStatus, { interval: 1 }).not.toBe("NOT_READY");
        isDown = state === "stale";
        if (isDown) await provider.refresh();
      },
      status: () => client.providerStatus,
      addHook: (hook) => client.addHooks(hook as WebSdk.Hook),
      evaluate: async ({ type, key, fallback }, context, hooks = []) => {
        if (client.providerStatus === "READY") await api.setContext("spec", context);
        const options = { hooks: [...hooks] as WebSdk.Hook[] };
        if (type === "boolean") return client.getBooleanDetails(key, fallback as boolean, options);
        if (type === "string") return client.getStringDetails(key, fallback as string, options);
        if (type === "object") return client.getObjectDetails(key, fallback as object as never, options);
        return client.getNumberDetails(key, fallback as number, options);
      },
      close: async () => {
        client.clearHooks();
        await api.clearProviders();
        await api.clearContexts();
      },
    };
  }

  const ofEvaluation = played.filter(({ title }) => !title.startsWith("contextMerging"));
  test.each(ofEvaluation)("server SDK, $title", (scenario) => play(onServer(), scenario));
  test.each(ofEvaluation)("web SDK, $title", (scenario) => play(onWeb(), scenario));

  // The web SDK has only one level of context, so there is nothing to merge.
  const ofMerging = played.filter(({ title }) => title.startsWith("contextMerging"));
  test.each(ofMerging)("server SDK, $title", async ({ steps }) => {
    const merge = Sdk.OpenFeature;
    const client = merge.getClient("merged");
    let seen: Sdk.EvaluationContext = {};
    class Watched extends FlagstoneProvider {
      override resolveBooleanEvaluation(name: string, fallback: boolean, context: Sdk.EvaluationContext) {
        seen = context;
        return super.resolveBooleanEvaluation(name, fallback, context);
      }
    }
    await merge.setProviderAndWait("merged", new Watched({ scope: "account" }));
    merge.setTransactionContextPropagator(new Sdk.AsyncLocalStorageTransactionContextPropagator());
    const levels: Record<string, Record<string, string>> = {};
    let order: readonly string[] = [];
    try {
      for (const { text, table } of steps) {
        const [key = "", value = "", level = ""] = quoted(text);
        if (text.startsWith("A context entry with key")) levels[level] = { ...levels[level], [key]: value };
        else if (text.startsWith("A table with levels")) order = table.flat();
        else if (text.startsWith("Context entries for each level")) {
          const [down = "", name = ""] = quoted(text);
          for (const each of order.slice(0, order.indexOf(down) + 1)) levels[each] = { [name]: each };
        } else if (text === "Some flag was evaluated") {
          merge.setContext(levels.API ?? {});
          client.setContext(levels.Client ?? {});
          client.clearHooks().addHooks({ before: () => levels["Before Hooks"] ?? {} });
          await new Promise<void>((resolve, reject) =>
            merge.setTransactionContext(levels.Transaction ?? {}, () => {
              client.getBooleanValue("boolean-flag", false, levels.Invocation ?? {}).then(() => resolve(), reject);
            }),
          );
        } else if (text.startsWith("The merged context contains")) expect(seen).toMatchObject({ [key]: value });
        else expect(text).toBe("a stable provider with retrievable context is registered");
      }
    } finally {
      merge.setContext({});
      await merge.clearProviders();
    }
  });

  test("are all known, and at most five are skipped", () => {
    expect(skipped.length).toBeLessThanOrEqual(5);
    for (const { name } of skipped) expect(scenarios.some(({ title }) => title.endsWith(`: ${name}`))).toBe(true);
  });
});

/** Runs the steps of a scenario. */
async function play(played: Played, { steps }: Scenario): Promise<void> {
  let context: Record<string, never> = {};
  let flag = { type: "", key: "", fallback: undefined as unknown };
  let details = {} as Details;
  const called: [stage: string, hook: string, details?: unknown][] = [];
  const hookOf = (name: string): Hook => ({
    before: () => void called.push(["before", name]),
    after: (_, told) => void called.push(["after", name, told]),
    error: (_, error) => void called.push(["error", name, error]),
    finally: (_, told) => void called.push(["finally", name, told]),
  });
  let hooks: readonly Hook[] = [];
  try {
    for (const { text, table } of steps) {
      const [first = "", second = "", third = ""] = quoted(text);
      if (/^an? .* provider$/.test(text)) await played.become(/^an? (.*) provider$/.exec(text)?.[1] as State);
      else if (/^an? \w+-flag with key/i.test(text)) {
        const type = /(\w+)-flag/.exec(text)?.[1]?.toLowerCase() ?? "";
        flag = { type, key: first, fallback: readValue(type, second) };
      } else if (text.endsWith("with null value")) context[first] = null as never;
      else if (text.startsWith("a context containing"))
        context[first] = readValue(second.toLowerCase(), third) as never;
      else if (text === "an evaluation context with modifiable data")
        context = { email: "a", list: ["b"] as never } as never;
      else if (text === "a client with added hook") played.addHook(hookOf("added"));
      else if (text === "evaluation options containing specific hooks") hooks = [hookOf("one"), hookOf("two")];
      else if (text.startsWith("the flag was evaluated with details"))
        details = await played.evaluate(flag, context, hooks);
      else if (text === "the evaluation should complete without blocking") continue;
      else if (text.startsWith("the resolved details value"))
        expect(details.value).toEqual(readValue(flag.type, first));
      else if (text.startsWith("the reason")) expect(details.reason).toBe(first);
      else if (text.startsWith("the error-code")) expect(details.errorCode).toBe(first);
      else if (text.startsWith("the flag key")) expect(details.flagKey).toBe(first);
      else if (text.startsWith("the variant")) expect(details.variant).toBe(first);
      else if (text.startsWith("the provider status")) expect(played.status()).toBe(first);
      else if (text.endsWith("hook should have been executed")) expect(called.map(([stage]) => stage)).toContain(first);
      else if (text.endsWith("should be called with evaluation details"))
        for (const stage of first.split(", "))
          for (const [type = "", key = "", value = ""] of table.slice(1)) {
            const told = called.find(([each]) => each === stage)?.[2] as Record<string, unknown>;
            const property = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
            expect([key, told[property] ?? null]).toEqual([key, value === "null" ? null : readValue(type, value)]);
          }
      else if (text === "the specified hooks should execute during evaluation") expect(called).toHaveLength(6);
      else if (text === "the hook order should be maintained")
        expect(called.map(([stage, name]) => `${stage} ${name}`)).toEqual([
          ...["before one", "before two"],
          ...["after two", "after one", "finally two", "finally one"],
        ]);
      else if (text === "the original evaluation context should remain unmodified")
        expect(context).toEqual({ email: "a", list: ["b"] });
      else if (text === "the evaluation details should be immutable")
        expect(details.flagMetadata).toSatisfy(Object.isFrozen);
      else throw new Error(`what is meant by: ${text}`);
    }
  } finally {
    await played.close();
  }
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, word = ""]) => word.replaceAll('\\"', '"'));
}

function readValue(type: string, text: string): unknown {
  return type === "string" ? text : JSON.parse(text);
}
