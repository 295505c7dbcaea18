import { type ExecFileException, execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { isMissing } from "../support/counterpart.ts";
import { installPrograms } from "../support/install-programs.ts";
import { programs } from "../support/programs.ts";
import { repository } from "../support/shipped-instance.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "flagstone-init-")));
const tarball = join(folder, `flagstone-${packageFile.version}.tgz`);
const compiler = join(repository, "node_modules/typescript/bin/tsc");

beforeAll(() => {
  installPrograms();
  const made = join(folder, "package");
  execFileSync(process.execPath, [join(repository, "package.mjs"), made]);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, made], { cwd: folder, stdio: "ignore" });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of a program in a folder, on both streams, and its exit code. */
function run(at: string, program: string, ...words: readonly string[]): Promise<{ status: number; text: string }> {
  const { VITEST: _, NODE_ENV: __, NODE_OPTIONS: ___, npm_config_prefix: ____, ...env } = process.env;
  return new Promise((resolve) =>
    execFile(
      program,
      words,
      {
        cwd: at,
        encoding: "utf8",
        env: { ...env, NO_COLOR: "1", npm_config_audit: "false", npm_config_fund: "false" },
      },
      (error: ExecFileException | null, out, err) =>
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), text: `${out}${err}` }),
    ),
  );
}

async function succeed(at: string, program: string, ...words: readonly string[]): Promise<string> {
  const { status, text } = await run(at, program, ...words);
  expect(status, text).toBe(0);
  return text;
}

function makeFolder(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Links a program that is installed elsewhere into a package's `node_modules`. */
function link(root: string, name: string, target: string, bin: string): void {
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(target, join(root, "node_modules", name), "junction");
  symlinkSync(join(target, bin), join(root, "node_modules/.bin", name));
}

/** Expects that a lookup compiles, and one with a typo does not; `at` is the folder of the file. */
async function expectTyped(at: string, from: string): Promise<void> {
  const settings = ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "--skipLibCheck", "false"];
  const source = (name: string): string =>
    `import { lookup } from "${from}";\nconst on: boolean = lookup({ account: "acme" }).isEnabled("${name}");\nexport { on };\n`;
  write(at, "typed.mts", source("new_checkout"));
  await succeed(at, process.execPath, compiler, ...settings, "typed.mts");
  write(at, "typed.mts", source("new_chekout"));
  expect((await run(at, process.execPath, compiler, ...settings, "typed.mts")).text).toContain("error TS2345");
  rmSync(join(at, "typed.mts"));
}

/** The output of `init`; expects that a second run changes nothing. */
async function begin(root: string, ...words: readonly string[]): Promise<string> {
  const text = await succeed(root, "npx", "--no-install", "flagstone", "init", "--yes", ...words);
  expect(await succeed(root, "npx", "--no-install", "flagstone", "init", "--yes", ...words)).toBe(
    "nothing is missing\n",
  );
  return text;
}

describe.skipIf(isMissing("npm"))("from nothing to a typed lookup", () => {
  it("in an empty folder", async () => {
    const root = makeFolder("empty", {});
    await succeed(root, "npm", "install", "--offline", "--save-dev", tarball);
    expect(await begin(root)).toContain("next: `npm run build && npm test`");
    await succeed(root, "npm", "run", "build");
    expect(await succeed(root, "npm", "test")).toMatch(/pass 1\n/);
    await expectTyped(root, "empty");
  });

  it("in a service with Jest and CommonJS", async () => {
    const before =
      '{\n    "name": "shop",\n    "scripts": {\n        "build": "node build.js",\n        "test": "jest"\n    }\n}\n';
    const root = makeFolder("service", {
      "package.json": before,
      "build.js": 'require("node:fs").cpSync("src", "dist", { recursive: true });\n',
      "src/checkout.js":
        'const { lookup } = require("#flags");\nexports.isNew = (account) => lookup({ account }).isEnabled("new_checkout");\n',
      "test/checkout.test.js": `const { withFlags } = require("#flags/testing");
const { isNew } = require("../src/checkout.js");
test("the new checkout", () => expect(withFlags({ new_checkout: true }, () => isNew("acme"))).toBe(true));
`,
      ".pre-commit-config.yaml": "repos: []\n",
    });
    await succeed(root, "git", "init", "--quiet");
    await succeed(root, "git", "remote", "add", "origin", "https://github.com/acme/shop.git");
    await succeed(root, "npm", "install", "--offline", "--save-dev", tarball);
    link(root, "jest", join(programs, "jest-30"), "bin/jest.js");
    expect(await begin(root)).toContain('then: `import { lookup } from "#flags"` in this package');
    expect(existsSync(join(root, ".github/workflows/flags.yml"))).toBe(true);
    await succeed(root, "npm", "run", "build");
    expect(await succeed(root, "npm", "test")).toContain("2 passed, 2 total");
    expect(await succeed(root, process.execPath, "-p", 'require("./dist/checkout.js").isNew("acme")')).toBe("false\n");
    await expectTyped(root, "#flags");
  });

  it("in a monorepo with Vite", async () => {
    const web = {
      name: "@acme/web",
      private: true,
      type: "module",
      scripts: { build: "vite build", test: "vitest run" },
    };
    const root = makeFolder("mono", {
      "package.json": JSON.stringify({
        name: "@acme/root",
        private: true,
        workspaces: ["packages/*", "apps/*"],
        scripts: { build: "npm run build --workspaces", test: "npm test --workspaces" },
      }),
      "apps/web/package.json": JSON.stringify(web),
      "apps/web/index.html": '<script type="module" src="/main.ts"></script>',
      "apps/web/main.ts": `import { readSnapshot } from "@acme/flags/client";
import { flags } from "@acme/flags/names";
document.title = readSnapshot(document.body.dataset.flags ?? "") && flags.new_checkout;
`,
      "apps/web/server.ts":
        'import { lookup } from "@acme/flags";\nexport const isNew = (account: string) => lookup({ account }).isEnabled("new_checkout");\n',
      "apps/web/server.test.ts": `import { expect, test } from "vitest";
import { withFlags } from "@acme/flags/testing";
import { isNew } from "./server.ts";
test("the new checkout", () => expect(withFlags({ new_checkout: true }, () => isNew("acme"))).toBe(true));
`,
    });
    await succeed(root, "npm", "install", "--offline", "--save-dev", tarball);
    expect(await begin(root)).toContain("next: `npm install`, which links `@acme/flags`");
    write(root, "apps/web/package.json", JSON.stringify({ ...web, dependencies: { "@acme/flags": "*" } }));
    await succeed(root, "npm", "install", "--offline");
    link(root, "vite", join(programs, "vite"), "bin/vite.js");
    link(root, "vitest", join(repository, "node_modules/vitest"), "vitest.mjs");
    await succeed(root, "npm", "run", "build");
    expect(await succeed(root, "npm", "test")).toMatch(/pass 1\n[\s\S]*1 passed/);
    expect(readFileSync(join(root, "packages/flags/package.json"), "utf8")).toContain('"@acme/flags"');
    await expectTyped(join(root, "apps/web"), "@acme/flags");
  });
});
