import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPrograms } from "../support/install-programs.ts";
import { makeService, programs, runNode } from "../support/programs.ts";

const folders: string[] = [];
const service = (files: Readonly<Record<string, string>>, packages?: readonly string[]): string => {
  folders.push(makeService(files, packages));
  return folders.at(-1) as string;
};
beforeAll(installPrograms, 600_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A CommonJS service and its tests, which Jest and plain Node.js can run. */
const layout = `const { lookup } = require("@acme/flags");
const { flags } = require("@acme/flags/names");
exports.layout = (account) => lookup({ account }).variant(flags.checkout_layout);
exports.isOn = async () => { await null; return lookup({ organization: "acme" }).isEnabled(flags.public_teams); };
`;
const tests = `const { resetFlags, setFlags, withFlags } = require("@acme/flags/testing");
const { UnknownNameError, lookup } = require("@acme/flags");
const { readSnapshot } = require("@acme/flags/client");
const { watch } = require("@acme/flags/watch");
const { isOn, layout } = require("./layout.cjs");

test("as usual", () => {
  equal(layout("special-customer-2"), "two_page");
  equal(readSnapshot(lookup({ account: "special-customer-2" }).snapshot()).variant("checkout_layout"), "two_page");
  equal(typeof watch, "function");
});
test("as said", async () => {
  equal(withFlags({ checkout_layout: "one_page" }, () => layout("special-customer-2")), "one_page");
  equal(await withFlags({ public_teams: false }, isOn), false);
  equal(await isOn(), true);
});
test("at the same time", async () => {
  const seen = await Promise.all([true, false].map((on) => withFlags({ public_teams: on }, isOn)));
  equal(JSON.stringify(seen), "[true,false]");
});
test("for all that follows", () => {
  setFlags({ checkout_layout: "one_page" });
  try { equal(layout("special-customer-2"), "one_page"); } finally { resetFlags(); }
  equal(layout("special-customer-2"), "two_page");
});
test("strictly", () => {
  let thrown;
  try { withFlags({ public_teams: true }, () => layout("a"), { strict: true }); } catch (error) { thrown = error.message; }
  equal(thrown, "\`checkout_layout\` was looked up, but this test does not set its answer");
  try { withFlags({ nope: true }, () => 0); } catch (error) { thrown = error; }
  equal(thrown instanceof UnknownNameError, true);
});
`;
const inJest = { "layout.cjs": layout, "layout.test.js": `const equal = (a, b) => expect(a).toBe(b);\n${tests}` };

describe("tests of a service pass", () => {
  it.each(["jest-29", "jest-30"])("in %s with its own settings", async (jest) => {
    const { status, text } = await runNode(service(inJest), join(programs, jest, "bin/jest.js"));
    expect(text).toContain("5 passed");
    expect(status).toBe(0);
  });

  it("in Jest with a DOM, where packages resolve as in browsers", async () => {
    const environment = join(programs, "jest-environment-jsdom/build/index.js");
    const folder = service({
      ...inJest,
      "dom.test.js": 'test("there is a DOM", () => expect(typeof document).toBe("object"));',
    });
    const { status, text } = await runNode(folder, join(programs, "jest-30/bin/jest.js"), "--env", environment);
    expect(text).toContain("6 passed");
    expect(status).toBe(0);
  });

  it("in ts-jest", async () => {
    const folder = service(
      {
        "tsconfig.json":
          '{ "compilerOptions": { "strict": true, "module": "node16", "skipLibCheck": false, "types": [] } }',
        "jest.config.js": `module.exports = { transform: { "\\\\.ts$": [${JSON.stringify(join(programs, "ts-jest"))}, { diagnostics: { ignoreCodes: [151002] } }] } };`,
        "layout.test.ts": `import { flags, lookup } from "@acme/flags";
import { withFlags } from "@acme/flags/testing";
declare const test: (name: string, run: () => void) => void;
declare const expect: (value: unknown) => { toBe(other: unknown): void; toThrow(kind: unknown): void };
const layout = (account: string): "one_page" | "two_page" => lookup({ account }).variant(flags.checkout_layout);
test("as said", () => {
  expect(withFlags({ checkout_layout: "two_page" }, () => layout("a"))).toBe("two_page");
  // @ts-expect-error: no such variant
  expect(() => withFlags({ checkout_layout: "three_page" }, () => layout("a"))).toThrow(TypeError);
});
`,
      },
      ["typescript", "ts-jest"],
    );
    const { status, text } = await runNode(folder, join(programs, "jest-30/bin/jest.js"));
    expect(text).toContain("1 passed");
    expect(status).toBe(0);
  });

  const inNode = `const test = require("node:test"); const { strictEqual: equal } = require("node:assert");\n${tests}`;

  it("in plain Node.js", async () => {
    const { status, text } = await runNode(
      service({ "layout.cjs": layout, "layout.test.cjs": inNode }),
      "--test",
      "--test-concurrency=4",
    );
    expect(text).toMatch(/pass 5\n/);
    expect(status).toBe(0);
  });

  it("in tsx, as CommonJS with types", async () => {
    const typed = `import { flags, lookup } from "@acme/flags";
import { withFlags } from "@acme/flags/testing";
const answer: string = withFlags({ web_widget: "790" }, () => lookup({ account: "a" }).version("web_widget"));
console.log(answer, flags.payments, typeof require);
`;
    const { status, text } = await runNode(service({ "x.cts": typed }), join(programs, "tsx/dist/cli.mjs"), "x.cts");
    expect(text).toBe("790 payments function\n");
    expect(status).toBe(0);
  });

  it("of React components", async () => {
    const component = `const { createElement } = require("react");
const { render, screen } = require("@testing-library/react");
const { lookup } = require("@acme/flags");
const { resetFlags, setFlags } = require("@acme/flags/testing");
const Checkout = () => createElement("p", null, lookup({ account: "a" }).variant("checkout_layout"));
beforeEach(() => setFlags({ checkout_layout: "two_page" }));
afterEach(() => resetFlags());
test("shows what is said", () => {
  render(createElement(Checkout));
  expect(screen.getByText("two_page")).toBeDefined();
});
`;
    const folder = service({ "checkout.test.js": component }, ["react", "react-dom", "@testing-library/react"]);
    const environment = join(programs, "jest-environment-jsdom/build/index.js");
    const { status, text } = await runNode(folder, join(programs, "jest-30/bin/jest.js"), "--env", environment);
    expect(text).toContain("1 passed");
    expect(status).toBe(0);
  });
});
