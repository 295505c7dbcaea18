import { existsSync, readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import { OpenFeature as Page, type Provider } from "@openfeature/web-sdk";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import type * as Ofrep from "../../generated/ofrep.js";
import type { Module } from "../../scripts/runtime/index.ts";
import { type BuiltDoors, buildDoors, bundleTextOf, doorFile, doorTree } from "../support/doors.ts";
import { repository } from "../support/shipped-instance.ts";

type Options = Partial<Omit<Ofrep.OfrepOptions<Request>, "scope" | "environment">> & {
  scope?: string;
  environment?: string;
};

let built: BuiltDoors;
let module: Module;
let ofrep: typeof Ofrep;
const original = bundleTextOf(doorTree());
beforeAll(async () => {
  built = buildDoors(doorTree());
  module = await built.import<Module>("flags.js");
  ofrep = await built.import<typeof Ofrep>("ofrep.js");
});
afterEach(() => {
  module.load(original);
});
afterAll(() => built.remove());

const path = "/ofrep/v1/evaluate/flags";

function handlerOf(options: Options = {}): (request: Request) => Promise<Response> {
  return ofrep.ofrepHandler({
    context: (_, body) => body.context,
    scope: "account",
    ...options,
  } as Ofrep.OfrepOptions<Request>) as (request: Request) => Promise<Response>;
}

function requestOf(at: string, body: unknown, headers: Record<string, string> = {}, method = "POST"): Request {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(`https://flags.example.com${at}`, {
    method,
    headers,
    ...(method === "POST" ? { body: text } : {}),
  });
}

/** The status, body and tag of a response; expects that it matches the protocol's description. */
async function ask(at: string, body: unknown, options?: Options, headers?: Record<string, string>) {
  const response = await handlerOf(options)(requestOf(at, body, headers));
  const text = await response.text();
  const json = text === "" ? undefined : JSON.parse(text);
  if (json !== undefined) expectDescribed(at, response.status, json);
  return { status: response.status, json, etag: response.headers.get("etag") ?? "" };
}

const description = join(repository, "../shared/data/openfeature/ofrep-openapi.yaml");
const openapi = existsSync(description) ? parse(readFileSync(description, "utf8")) : undefined;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
if (openapi !== undefined) {
  // A flag with the code's default is an object without conditions, so it also matches each other alternative.
  const [, values] = openapi.components.schemas.evaluationSuccess.allOf;
  [values.anyOf, values.oneOf] = [values.oneOf, undefined];
  ajv.addSchema(JSON.parse(JSON.stringify(openapi)), "openapi");
}

function expectDescribed(at: string, status: number, json: unknown): void {
  const place = at === path ? path : `${path}/{key}`;
  const schema = openapi?.paths[place].post.responses[`${status}`]?.content?.["application/json"].schema.$ref;
  if (openapi === undefined || status === 405) return;
  expect([status, schema]).toEqual([status, expect.any(String)]);
  const validate = ajv.getSchema(`openapi${schema}`);
  validate?.(json);
  expect(validate?.errors ?? []).toEqual([]);
}

describe("the OFREP handler answers one flag", () => {
  it.each<[string, object, object]>([
    ["teams", { targetingKey: "hooli" }, { value: true, variant: "on", reason: "TARGETING_MATCH" }],
    ["teams", { targetingKey: "nobody" }, { value: false, variant: "off", reason: "UNKNOWN" }],
    ["teams", { targetingKey: "nobody", plan: "pro" }, { value: true, metadata: { rule: "group", group: "plan/pro" } }],
    ["modern", { app_version: "7.190.0" }, { value: true }],
    ["payments", {}, { value: true, reason: "STATIC", metadata: { owner: "operations" } }],
    ["halted", { account: "acme" }, { value: false, reason: "DISABLED" }],
    ["share", { device: "d" }, { value: 1, variant: "all", reason: "SPLIT" }],
    ["limits", { account: "acme" }, { value: { results: 500 }, variant: "large" }],
    ["note", { account: "nobody" }, { value: null, variant: "none" }],
    ["widget", { account: "acme" }, { value: "2", metadata: { base_url: "https://static.example.com" } }],
    ["audit", { account: "a", privileges: ["audit"] }, { value: true, metadata: { rule: "plan" } }],
    ["old_checkout", {}, { value: true, reason: "STATIC" }],
    ["te%61ms", { account: "hooli" }, { key: "teams", value: true }],
  ])("%s for %j", async (name, context, expected) => {
    const { status, json } = await ask(`${path}/${name}`, { context });
    expect(json).toMatchObject({ key: name, ...expected });
    if (name === "teams") expect(json.metadata.version).toBe(module.digest());
    expect(status).toBe(200);
  });

  it.each<[string, unknown, number, string, string]>([
    ["nothing", { context: {} }, 404, "FLAG_NOT_FOUND", "there is no flag, release or privilege `nothing`"],
    ["ring", { context: {} }, 404, "FLAG_NOT_FOUND", "there is no flag, release or privilege `ring`"],
    ["__proto__", { context: {} }, 404, "FLAG_NOT_FOUND", "there is no flag, release or privilege `__proto__`"],
    ["%E0%A4%A", { context: {} }, 404, "FLAG_NOT_FOUND", "there is no flag, release or privilege `%E0%A4%A`"],
    ["teams", '{ "context": { "acc', 400, "PARSE_ERROR", "the body is not JSON"],
    ["teams", "", 400, "PARSE_ERROR", "the body is not JSON"],
    [
      "teams",
      `{ "context": { "a": "${"x".repeat(10_000_000)}" } }`,
      400,
      "PARSE_ERROR",
      "the body has more than 65536 bytes",
    ],
    ["teams", [], 400, "INVALID_CONTEXT", "the body must be an object with an object `context`"],
    ["teams", {}, 400, "INVALID_CONTEXT", "the body must be an object with an object `context`"],
    ["teams", { context: ["acme"] }, 400, "INVALID_CONTEXT", "the body must be an object with an object `context`"],
    ["teams", { context: null }, 400, "INVALID_CONTEXT", "the body must be an object with an object `context`"],
    ["teams", { context: { targetingKey: 7 } }, 400, "INVALID_CONTEXT", "`targetingKey` must be a text, not a number"],
    [
      "teams",
      { context: { account: { id: "acme" } } },
      400,
      "INVALID_CONTEXT",
      "`account` must be an id, which is a text, not an object",
    ],
  ])("with an error for %s", async (name, body, status, errorCode, errorDetails) => {
    const answer = await ask(`${path}/${name}`, body);
    expect(answer.json).toEqual({ key: name, errorCode, errorDetails });
    expect(answer.status).toBe(status);
  });

  it("with an error in strict mode if there is no id", async () => {
    const { status, json } = await ask(`${path}/teams`, { context: {} }, { strict: true });
    expect([status, json.errorCode]).toEqual([400, "TARGETING_KEY_MISSING"]);
    const all = await ask(path, { context: { device: "d" } }, { strict: true });
    expect(all.json.flags.map((each: { errorCode?: string }) => each.errorCode)).toEqual([
      ...[
        "TARGETING_KEY_MISSING",
        "TARGETING_KEY_MISSING",
        undefined,
        "TARGETING_KEY_MISSING",
        "TARGETING_KEY_MISSING",
      ],
    ]);
  });

  it.each([
    '{ "context": { "__proto__": { "account": "acme" } } }',
    '{ "context": {}, "__proto__": { "context": { "account": "acme" } } }',
  ])("for no other customer for %s", async (body) => {
    for (const context of [
      (_: unknown, { context }: { context: object }) => Object.assign({}, context),
      (_: unknown, { context }: { context: object }) => ({ ...context }),
    ]) {
      const { json } = await ask(`${path}/teams`, body, { context } as never);
      expect(json).toMatchObject({ value: false });
    }
  });
});

describe("the OFREP handler answers all flags", () => {
  it("that browsers may see, without owners and groups, or all flags of all kinds", async () => {
    const { json } = await ask(path, { context: { account: "acme", device: "d" } });
    expect(json).toEqual({
      flags: [
        { key: "layout", value: "two_page", reason: "TARGETING_MATCH", variant: "two_page" },
        { key: "limits", value: { results: 500 }, reason: "TARGETING_MATCH", variant: "large" },
        { key: "share", value: 1, reason: "SPLIT", variant: "all" },
        { key: "shared", value: true, reason: "UNKNOWN", variant: "on" },
        { key: "teams", value: true, reason: "TARGETING_MATCH", variant: "on" },
      ],
      metadata: { version: module.digest() },
    });
    const all = await ask(path, { context: { account: "acme" } }, { bulk: "all" });
    expect(all.json.flags).toHaveLength(13);
    expect(all.json.flags.at(-1)).toMatchObject({
      key: "widget",
      metadata: { owner: "widgets", group: "ring/canary" },
    });
  });

  it("or one error for the request", async () => {
    for (const [body, errorCode] of [
      ['{ "context"', "PARSE_ERROR"],
      [{ context: { account: 5 } }, "INVALID_CONTEXT"],
    ] as const) {
      const { status, json } = await ask(path, body);
      expect([status, json]).toEqual([400, { errorCode, errorDetails: expect.any(String) }]);
    }
  });

  it("with a tag that depends on the answers, not on the data", async () => {
    const of = (account: string, tag?: string) =>
      ask(path, { context: { account } }, {}, tag === undefined ? {} : { "if-none-match": tag });
    const acme = await of("acme");
    const nobody = await of("nobody");
    expect(acme.etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect(nobody.etag).not.toBe(acme.etag);
    for (const tag of [acme.etag, `W/${acme.etag}`, `"other", ${acme.etag}`, "*"])
      expect(await of("acme", tag)).toEqual({ status: 304, json: undefined, etag: acme.etag });
    expect((await of("nobody", acme.etag)).status).toBe(200);
    const payments = doorFile("flags/payments.yaml").replace("default: true", "default: false");
    expect(module.load(bundleTextOf(doorTree({ "flags/payments.yaml": payments })))).toEqual([]);
    expect((await of("acme", acme.etag)).status).toBe(304);
    const teams = doorFile("flags/teams.yaml").replace("[hooli]", "[nobody]");
    module.load(bundleTextOf(doorTree({ "flags/teams.yaml": teams })));
    expect((await of("nobody", nobody.etag)).status).toBe(200);
  });
});

describe("the OFREP handler", () => {
  it("uses the session's customer, whatever the request says", async () => {
    const context = async (request: Request) => ({ account: request.headers.get("x-session") ?? "" });
    const { json } = await ask(
      `${path}/teams`,
      { context: { account: "hooli" } },
      { context },
      { "x-session": "nobody" },
    );
    expect(json.value).toBe(false);
  });

  it("sends the Response that `context` returns to refuse a request", async () => {
    const context = () => new Response("who are you?", { status: 401 });
    const response = await handlerOf({ context })(requestOf(path, { context: {} }));
    expect([response.status, await response.text()]).toEqual([401, "who are you?"]);
  });

  it.each<[string, Options["context"]]>([
    [
      "throws",
      () => {
        throw new Error("the secret of acme");
      },
    ],
    [
      "rejects",
      async () => {
        throw new Error("the secret of acme");
      },
    ],
  ])("reports the reason only to the service if `context` %s", async (_, context) => {
    const onProblem = vi.fn();
    const { status, json } = await ask(path, { context: {} }, { context, onProblem } as Options);
    expect([status, json]).toEqual([500, { errorDetails: "the request cannot be answered now" }]);
    expect(onProblem).toHaveBeenCalledExactlyOnceWith(new Error("the secret of acme"));
  });

  it("accepts only an object as a context", async () => {
    for (const context of [() => "acme", async () => undefined, () => []])
      expect((await ask(`${path}/teams`, { context: {} }, { context } as never)).json.errorCode).toBe(
        "INVALID_CONTEXT",
      );
  });

  it("answers below any path, but only at its own", async () => {
    const handler = handlerOf();
    const of = async (at: string, method = "POST") => {
      const response = await handler(requestOf(at, { context: {} }, {}, method));
      return [response.status, response.headers.get("allow")];
    };
    expect(await of(`/api${path}/teams`)).toEqual([200, null]);
    expect(await of(`/api${path}?flagConfigEtag=x`)).toEqual([200, null]);
    for (const at of ["/", `${path}s`, `${path}/a/b`, "/ofrep/v1/configuration"])
      expect(await of(at)).toEqual([404, null]);
    for (const method of ["GET", "PUT"]) expect(await of(`${path}/teams`, method)).toEqual([405, "POST"]);
  });

  it("reads no more of a body than it accepts", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(10_000));
        sent += 10_000;
      },
    });
    const request = new Request(`https://a.example${path}`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect((await handlerOf({ maxBody: 50_000 })(request)).status).toBe(400);
    expect(sent).toBeLessThan(100_000);
  });

  it.each([{ scope: "acount" }, { environment: "stagign" }])("refuses mistakes in its options: %j", (options) => {
    expect(() => handlerOf(options)).toThrow(/^unknown (scope|environment)/);
  });
});

describe("the real providers, over loopback", () => {
  let server: Server;
  let baseUrl: string;
  /** A tag to send instead of the tag of the answers, for comparison. */
  let otherTag: string | undefined;
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    const listener = ofrep.ofrepListener<import("node:http").IncomingMessage>({
      context: async (_, body) => body.context,
      scope: "account" as never,
    });
    server = createServer((request, response) => {
      asked.push(request.headers["if-none-match"]);
      const tag = otherTag;
      if (tag !== undefined && tag === request.headers["if-none-match"])
        return void response.writeHead(304, { etag: tag }).end();
      const writeHead = response.writeHead.bind(response);
      response.writeHead = ((status: number, headers: object) =>
        writeHead(status, tag === undefined ? { ...headers } : { ...headers, etag: tag })) as never;
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    otherTag = undefined;
    await OpenFeature.close();
    await Page.close();
    await Page.clearContexts();
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("may send a body in two pieces", async () => {
    const body = JSON.stringify({ context: { account: "hooli" } });
    const answer = await new Promise<string>((resolve, reject) => {
      const call = request(`${baseUrl}/ofrep/v1/evaluate/flags/teams`, { method: "POST" }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      });
      call.on("error", reject);
      call.write(body.slice(0, 10), () => setTimeout(() => call.end(body.slice(10)), 20));
    });
    expect(JSON.parse(answer)).toMatchObject({ key: "teams", value: true });
  });

  it("work on servers", async () => {
    await OpenFeature.setProviderAndWait("ofrep", new OFREPProvider({ baseUrl }));
    const client = OpenFeature.getClient("ofrep");
    const targetingKey = "acme";
    expect(await client.getBooleanDetails("teams", false, { targetingKey })).toMatchObject({
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      flagMetadata: { owner: "growth", group: "ring/canary", version: module.digest() },
    });
    expect(await client.getStringValue("layout", "", { targetingKey })).toBe("two_page");
    expect(await client.getNumberValue("share", 0, { device: "d" })).toBe(1);
    expect(await client.getObjectValue("limits", {}, { targetingKey })).toEqual({ results: 500 });
    const errors = [
      await client.getBooleanDetails("nothing", true, { targetingKey }),
      await client.getBooleanDetails("layout", true, { targetingKey }),
      await client.getBooleanDetails("teams", true, { account: 5 }),
    ];
    expect(errors.map(({ value, errorCode }) => [value, errorCode])).toEqual([
      [true, "FLAG_NOT_FOUND"],
      [true, "TYPE_MISMATCH"],
      [true, "INVALID_CONTEXT"],
    ]);
  });

  const webProvider = () => new OFREPWebProvider({ baseUrl, pollInterval: 0, cacheMode: "disabled" });
  /** The answers that a page gets for one account and then for another, and the tags that it sends. */
  async function answersOfTwo() {
    await Page.setProviderAndWait("page", webProvider() as Provider, { account: "acme" });
    const client = Page.getClient("page");
    const first = client.getStringValue("layout", "");
    asked.length = 0;
    await Page.setContext("page", { account: "nobody" });
    return { first, second: client.getStringValue("layout", ""), asked: [...asked] };
  }

  it("give another account its own answers in browsers", async () => {
    expect(await answersOfTwo()).toEqual({
      first: "two_page",
      second: "one_page",
      asked: [expect.stringMatching(/^"\w+"$/)],
    });
  });

  it("would give one account the answers of another in browsers if the tag depended on the data", async () => {
    const tag = `"${module.digest()}"`;
    otherTag = tag;
    expect(await answersOfTwo()).toEqual({ first: "two_page", second: "two_page", asked: [tag] });
  });

  it("get an answer to 10 MB, and the next one over the same connection", async () => {
    const post = async (body: string) => {
      const response = await fetch(`${baseUrl}${path}/teams`, { method: "POST", body });
      return [response.status, ((await response.json()) as { errorCode?: string }).errorCode];
    };
    expect(await post("x".repeat(10_000_000))).toEqual([400, "PARSE_ERROR"]);
    expect(await post('{ "context": {} }')).toEqual([200, undefined]);
    expect(await post('{ "context": {}')).toEqual([400, "PARSE_ERROR"]);
  });
});
