import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf, filesOf } from "../support/fences.ts";
import { installPrograms } from "../support/install-programs.ts";
import { makeService, programs, runNode } from "../support/programs.ts";
import { repository } from "../support/shipped-instance.ts";

const page = readFileSync(join(repository, "docs/openfeature.md"), "utf8");
const recipes = filesOf(page, "client ");
const packages = [
  ...["core", "server-sdk", "web-sdk", "react-sdk", "nestjs-sdk", "open-telemetry-hooks"].map(
    (name) => `@openfeature/${name}`,
  ),
  ...["common", "core", "platform-express"].map((name) => `@nestjs/${name}`),
  ...["api", "sdk-trace-base", "context-async-hooks"].map((name) => `@opentelemetry/${name}`),
  ...[
    "@flags-sdk/openfeature",
    "@sveltejs/kit",
    "flags",
    "react",
    "react-dom",
    "@types/react",
    "@testing-library/react",
  ],
  ...["reflect-metadata", "rxjs", "typescript"],
];
const compilerOptions = {
  ...{ strict: true, module: "nodenext", target: "es2022", lib: ["es2023", "dom"], jsx: "react-jsx", types: [] },
  ...{ experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true, noEmit: true },
};
let folder: string;
beforeAll(async () => {
  installPrograms();
  folder = makeService(
    {
      "package.json": '{ "private": true, "type": "module" }',
      "tsconfig.json": JSON.stringify({ compilerOptions }),
      "jest.config.cjs": 'module.exports = { testMatch: ["**/*.test.cjs"] };',
      ...recipes,
      ...uses,
    },
    packages,
  );
  const path = join(folder, "node_modules/@acme/flags/package.json");
  const own = JSON.parse(readFileSync(path, "utf8"));
  const { exports, ...more } = JSON.parse(blocksOf(page, "json")[0] ?? "{}");
  writeFileSync(path, JSON.stringify({ ...own, ...more, exports: { ...own.exports, ...exports } }));
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Programs that use the code on the page. */
const uses = {
  "use-compare.ts": `import { InMemoryProvider, OpenFeature } from "@openfeature/server-sdk";
import { compareWith } from "./compare.js";
const old = new InMemoryProvider({
  public_teams: { defaultVariant: "off", variants: { on: true, off: false }, disabled: false },
  payments: { defaultVariant: "on", variants: { on: true }, disabled: false },
});
await compareWith(old, (answers) => console.log(JSON.stringify(answers, ["from", "flagKey", "value"])));
const client = OpenFeature.getClient();
for (const targetingKey of ["acme", "globex"])
  console.log(await client.getBooleanValue("public_teams", false, { targetingKey }));
console.log(await client.getBooleanValue("payments", false, {}));
`,
  "use-nest.ts": `import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./nest.js";
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, "127.0.0.1");
for (const organization of ["acme", "globex"]) {
  const answer = await fetch(await app.getUrl() + "/teams", { headers: { "x-organization": organization } });
  console.log(answer.status, answer.ok ? await answer.text() : "");
}
await app.close();
`,
  "use-telemetry.ts": `import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { OpenFeature } from "@openfeature/server-sdk";
import { digest } from "@acme/flags";
const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
await import("./telemetry.js");
await trace.getTracer("service").startActiveSpan("request", async (span) => {
  await OpenFeature.getClient().getBooleanValue("public_teams", false, { targetingKey: "acme" });
  span.end();
});
const [event] = exporter.getFinishedSpans()[0]?.events ?? [];
const { "feature_flag.version": version, ...attributes } = event?.attributes ?? {};
console.log(event?.name, JSON.stringify(attributes), version === digest());
`,
  "use-vercel.ts": `import { publicTeams } from "./vercel.js";
for (const organization of ["acme", "globex"]) {
  const request = new Request("https://example.com", { headers: { cookie: "organization=" + organization } });
  console.log(await publicTeams(request as never, "a secret that is long enough" as never));
}
`,
  "use-keys.ts": `import { OpenFeature } from "@openfeature/server-sdk";
import { OpenFeature as Page } from "@openfeature/web-sdk";
import type {} from "@acme/flags/openfeature/keys";
import { FlagstoneProvider } from "@acme/flags/openfeature/server";
const [client, page] = [OpenFeature.getClient(), Page.getClient()];
client.getBooleanValue("public_teams", false);
client.getBooleanValue("audit_log", false);
client.getStringValue("web_widget", "");
page.getStringValue("checkout_layout", "");
client.getObjectValue("search_limits", {});
// @ts-expect-error: no such name
client.getBooleanValue("public_team", false);
// @ts-expect-error: a string
client.getBooleanValue("checkout_layout", false);
// @ts-expect-error: no flag is a number
page.getNumberValue("search_limits", 1);
// @ts-expect-error: a retired name
client.getBooleanValue("new_checkout", false);
// @ts-expect-error: no such scope
new FlagstoneProvider({ scope: "organisation" });
// @ts-expect-error: no such environment
new FlagstoneProvider({ scope: "account", environment: "stagign" });
`,
  "page.test.cjs": `/** @jest-environment ${join(programs, "jest-environment-jsdom/build/index.js")} */
const { act, render, screen } = require("@testing-library/react");
const { lookup } = require("@acme/flags");
const snapshotOf = (account) => JSON.stringify(lookup({ account }).snapshot());
globalThis.snapshot = snapshotOf("special-customer-2");
const { page, provider } = require("./page.cjs");
test("shows what is answered", async () => {
  await act(async () => { render(page); });
  expect(screen.getByText("two_page").title).toBe("two_page");
  await act(() => provider.refresh(snapshotOf("nobody-in-particular-7")));
  expect(screen.getByText("one_page").title).toBe("one_page");
});
`,
  "common.cts": `import { FlagstoneProvider } from "@acme/flags/openfeature/server";
new FlagstoneProvider({ scope: "account", strict: true });
import web = require("@acme/flags/openfeature/web");
new web.FlagstoneWebProvider({});
`,
  "types.d.ts": 'declare module "reflect-metadata";\n',
};

async function printed(file: string): Promise<string> {
  const { text } = await runNode(folder, join(programs, "tsx/dist/cli.mjs"), file);
  return text;
}

describe("the code on the page", () => {
  it("compiles, but with typed keys no other name or type does", async () => {
    const compiler = join(programs, "typescript/bin/tsc");
    expect(await runNode(folder, compiler, "--pretty", "false")).toEqual({ status: 0, text: "" });
  });

  it("works next to another vendor, with ComparisonStrategy", async () => {
    const told =
      '[{"from":"old","flagKey":"public_teams","value":false},{"from":"flagstone","flagKey":"public_teams","value":true}]';
    expect(await printed("use-compare.ts")).toBe(`${told}\nfalse\nfalse\ntrue\n`);
  });

  it("works in React: a component shows an answer, and the new one after a refresh", async () => {
    const compile = `const { transpileModule } = require("typescript"); const { readFileSync, writeFileSync } = require("node:fs");
const compilerOptions = { module: "commonjs", jsx: "react-jsx", target: "es2022" };
writeFileSync("page.cjs", transpileModule(readFileSync("page.tsx", "utf8"), { compilerOptions }).outputText);`;
    expect(await runNode(folder, "--eval", compile)).toEqual({ status: 0, text: "" });
    const { status, text } = await runNode(folder, join(programs, "jest-30/bin/jest.js"));
    expect(text).toContain("1 passed");
    expect(status).toBe(0);
  });

  it("works in NestJS: a guard admits customers who have the flag", async () => {
    expect(await printed("use-nest.ts")).toBe("200 public\n404 \n");
  });

  it("works with OpenTelemetry: a span has the answer, its reason, and the version of the data", async () => {
    const text = await printed("use-telemetry.ts");
    expect(text).toMatch(/^feature_flag.evaluation .* true\n$/);
    expect(JSON.parse(text.replace(/^\S+ (.*) true\n$/, "$1"))).toMatchObject({
      "feature_flag.key": "public_teams",
      "feature_flag.result.reason": "targeting_match",
      "feature_flag.result.variant": "on",
      "feature_flag.provider.name": "flagstone",
      "feature_flag.context.id": "acme",
    });
  });

  it("works with Vercel's flags", async () => {
    expect(await printed("use-vercel.ts")).toBe("true\nfalse\n");
  });
});
