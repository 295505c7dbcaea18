import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { init } from "../../scripts/commands/init.ts";
import { isConfig } from "../../scripts/host/find-root.ts";
import type { Host } from "../../scripts/host/host.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { filesOf } from "../support/fences.ts";
import { repository } from "../support/shipped-instance.ts";

type Files = Readonly<Record<string, string>>;

interface Call {
  /** The folder where it is called, relative to the root of the repository. */
  readonly at?: string;
  readonly operands?: readonly string[];
  readonly scope?: string;
  readonly owner?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly canAsk?: boolean;
}

/** Runs the command on files in memory; the root of the repository is `/repo`. */
function run(files: Files, { at = "", canAsk = false, operands = [], ...options }: Call = {}): Outcome {
  const directory = posix.join("/repo", at);
  const from = (path: string): string => posix.relative("/repo", posix.resolve(directory, path));
  const root = (): string | undefined => {
    for (let folder = from("."); ; folder = posix.dirname(folder).replace(/^\.$/, "")) {
      const text = files[posix.join(folder, "package.json")];
      if (text !== undefined && isConfig(text)) return posix.join("/repo", folder);
      if (folder === "") return undefined;
    }
  };
  const host = {
    directory,
    gitPrefix: () => (at === "" ? "" : `${at}/`),
    readFile: (path: string) => files[from(path)],
    listFolder: (path: string) => {
      const folder = from(path);
      const inside = Object.keys(files).filter((each) => folder === "" || each.startsWith(`${folder}/`));
      return [...new Set(inside.map((each) => each.slice(folder === "" ? 0 : folder.length + 1).split("/")[0]))].sort();
    },
    readTree: () => (root() === undefined ? undefined : { root: root() }),
    instancesBelow: () =>
      Object.entries(files)
        .filter(([path, text]) => path.endsWith("/package.json") && isConfig(text))
        .map(([path]) => from(posix.dirname(path))),
    pathFrom: (folder: string, path: string) => posix.relative(folder, posix.resolve(directory, path)) || ".",
    today: () => Date.parse("2026-11-21T00:00:00Z"),
  } as unknown as Host;
  return init({ operands, colour: false, canAsk: () => canAsk, yes: true, ...options }, host);
}

/** The files after the command has written. */
function begin(files: Files, call?: Call): Files {
  const outcome = run(files, call);
  expect(outcome.problem).toBeUndefined();
  const writes = outcome.proposals?.flatMap((proposal) => proposal.writes) ?? [];
  return { ...files, ...Object.fromEntries(writes.map(({ path, text = "" }) => [path, text])) };
}

function packageOf(files: Files, folder = "") {
  return JSON.parse(files[`${folder}package.json`] ?? "");
}

const jestService: Files = {
  "package.json": '{\n\t"name": "shop",\n\t"scripts": {\n\t\t"build": "tsc",\n\t\t"test": "jest"\n\t}\n}\n',
  "src/index.js": "",
};

describe("in an empty folder", () => {
  const after = begin({});

  it("creates a package with the exports in the guide", () => {
    const guide = filesOf(readFileSync(join(repository, "docs/getting-started.md"), "utf8"), "adopt ");
    const { exports, scripts, flagstone, name } = packageOf(after);
    expect(exports).toEqual(JSON.parse(guide["package.json"] ?? "").exports);
    expect({ scripts, flagstone, name }).toEqual({
      scripts: { build: "flagstone build", test: "flagstone build --verify && node --test" },
      flagstone: { scopes: { account: {} } },
      name: "repo",
    });
  });

  it("adds the usual project files, a flag and a test", () => {
    expect(Object.keys(after).sort()).toEqual([
      ".gitattributes",
      ".gitignore",
      ".vscode/settings.json",
      "AGENTS.md",
      "flags/new_checkout.yaml",
      "package.json",
      "test/flags.test.js",
    ]);
    expect(
      after["flags/new_checkout.yaml"],
    ).toBe(`# yaml-language-server: $schema=../node_modules/flagstone/schema/flag.schema.json
flag: new_checkout
description: Customers see the new checkout.
owner: your-team
scope: account
expires: 2027-02-19
default: false
`);
    expect(after["test/flags.test.js"]).toContain('import { withFlags } from "../generated/testing.js";');
    expect(after[".gitattributes"]).toBe("generated/** -text linguist-generated\n");
  });

  it("uses the given scope and owner", () => {
    const { flagstone } = packageOf(begin({}, { scope: "user", owner: "growth" }));
    expect(flagstone).toEqual({ scopes: { user: {} } });
    const flag = begin({}, { scope: "user", owner: "growth" })["flags/new_checkout.yaml"];
    expect(flag).toMatch(/owner: growth\nscope: user\n/);
  });
});

describe("is idempotent", () => {
  const github = { ".git/config": "[remote]\n\turl = https://github.com/acme/shop.git\n" };
  it.each<readonly [string, Files, Call]>([
    ["an empty folder", {}, {}],
    ["a service with Jest", { ...jestService, ...github, ".pre-commit-config.yaml": "repos:\n  - repo: a\n" }, {}],
    [
      "a service with GitLab and husky",
      { ...jestService, ".gitlab-ci.yml": "stages: [lint]\n", ".husky/pre-commit": "npm test" },
      {},
    ],
    ["workspaces", { "package.json": '{"name":"@acme/root","workspaces":["apps/*","packages/*"]}' }, {}],
    ["pnpm", { "package.json": "{}", "pnpm-workspace.yaml": "packages:\n  - 'libs/*'\n" }, {}],
  ])("%s", (_, files, call) => {
    const after = begin(files, call);
    expect(run(after, call)).toEqual({ writes: [], note: "nothing is missing" });
  });
});

describe("the exports and imports", () => {
  it("include all outputs of the config", () => {
    const { exports, flagstone } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const own = {
      exports: { ".": "./generated/flags.js" },
      flagstone: { scopes: { account: {} }, outputs: flagstone.outputs },
    };
    const after = begin({ "package.json": JSON.stringify(own) });
    const added = Object.entries(packageOf(after).exports).slice(1);
    expect(added.map(([key]) => key)).toEqual(expect.arrayContaining(["./ofrep", "./openfeature/server"]));
    expect(exports).toMatchObject(Object.fromEntries(added));
    expect(run(after)).toEqual({ writes: [], note: "nothing is missing" });
  });

  it("are private to a service that has the config already", () => {
    const own = { scripts: { build: "tsc" }, flagstone: { scopes: { account: {} } } };
    const { exports, imports } = packageOf(begin({ "package.json": JSON.stringify(own) }));
    expect([exports, Object.keys(imports)[0]]).toEqual([undefined, "#flags"]);
    const built = { scripts: { build: "flagstone build" }, flagstone: own.flagstone };
    expect(packageOf(begin({ "package.json": JSON.stringify(built) })).exports["."]).toBeDefined();
  });

  it("leave existing exports alone", () => {
    const { exports, imports } = packageOf(begin({ "package.json": '{ "exports": "./index.js" }', "index.js": "" }));
    expect([exports, Object.keys(imports)[0]]).toEqual(["./index.js", "#flags"]);
  });
});

describe("in a service", () => {
  it("builds the flags before the existing scripts", () => {
    const { scripts, imports, exports } = packageOf(begin(jestService));
    expect(scripts).toEqual({
      build: "tsc",
      test: "jest",
      prebuild: "flagstone build --allow-expired",
      pretest: "flagstone build --allow-expired",
    });
    expect(Object.keys(imports)).toEqual(["#flags", "#flags/client", "#flags/names", "#flags/testing", "#flags/watch"]);
    expect(exports).toBeUndefined();
  });

  it("keeps existing pre-scripts, and for Yarn, which does not run them, puts the call in the scripts", () => {
    const withPre = { ...jestService, "package.json": '{"scripts":{"prebuild":"rm -rf dist","build":"tsc"}}' };
    expect(packageOf(begin(withPre)).scripts.prebuild).toBe("flagstone build --allow-expired && rm -rf dist");
    const { scripts } = packageOf(begin({ ...jestService, "yarn.lock": "", ".yarnrc.yml": "" }));
    expect(scripts).toEqual({
      build: "flagstone build --allow-expired && tsc",
      test: "flagstone build --allow-expired && jest",
    });
  });

  it("keeps comments, indentation and line endings", () => {
    const text = jestService["package.json"]?.replaceAll("\n", "\r\n") ?? "";
    const after = begin({
      ...jestService,
      "package.json": text,
      ".vscode/settings.json": '{\n    // mine\n    "a": 1,\n}',
    });
    expect(after["package.json"]?.replaceAll("\r\n", "")).not.toContain("\n");
    expect(after["package.json"]).toContain('\r\n\t"flagstone": {\r\n\t\t"scopes": {');
    expect(after[".vscode/settings.json"]).toMatch(/^\{\n {4}\/\/ mine\n {4}"a": 1,\n {4}"yaml\.schemas": \{\n {8}"/);
  });

  it.each<readonly [string, Files, RegExp]>([
    ["test/flags.test.js", jestService, /^const \{ lookup \} = require\("#flags"\);/],
    [
      "tests/flags.test.js",
      {
        ...jestService,
        "package.json": '{"scripts":{"test":"jest"},"devDependencies":{"jest":"^28.0.0"}}',
        "tests/a.js": "",
      },
      /require\("\.\.\/generated\/flags\.cjs"\)/,
    ],
    [
      "test/flags.test.ts",
      {
        "package.json": '{"scripts":{"test":"jest"},"devDependencies":{"ts-jest":"29"}}',
        "tsconfig.json": '{"compilerOptions":{"module":"commonjs"}}',
      },
      /from "@jest\/globals";\nimport \{ lookup \} from "\.\.\/generated\/flags\.cjs"/,
    ],
    [
      "test/flags.test.ts",
      {
        "package.json": '{"scripts":{"test":"jest"},"devDependencies":{"ts-jest":"29"}}',
        "tsconfig.json": '{"compilerOptions":{"module":"node16"}} // new',
      },
      /import \{ lookup \} from "#flags"/,
    ],
    [
      "test/flags.test.ts",
      {
        "package.json": '{"scripts":{"test":"vitest"}}',
        "tsconfig.json": '{"compilerOptions":{"module":"commonjs","paths":{"#flags":["./generated/flags.d.cts"]}}}',
      },
      /import \{ lookup \} from "#flags"/,
    ],
    [
      "src/__tests__/flags.test.js",
      { "package.json": '{"type":"module","scripts":{"test":"vitest"}}', "src/__tests__/a.test.js": "" },
      /^import \{ expect, test \} from "vitest";\nimport \{ lookup \} from "#flags"/,
    ],
    [
      "test/flags.test.js",
      { "package.json": '{"scripts":{"start":"node ."}}' },
      /^const assert = require\("node:assert/,
    ],
  ])("writes the test %s", (path, files, text) => expect(begin(files)[path]).toMatch(text));

  it("makes Prettier ignore generated files if it is used", () => {
    expect(begin(jestService)[".prettierignore"]).toBeUndefined();
    const used = '{"scripts":{"test":"jest"},"devDependencies":{"prettier":"3"}}';
    expect(begin({ ...jestService, "package.json": used })[".prettierignore"]).toBe("generated/\n");
    expect(begin({ ...jestService, ".prettierignore": "dist" })[".prettierignore"]).toBe("dist\ngenerated/\n");
    expect(begin({ ...jestService, ".prettierignore": "generated\r\n" })[".prettierignore"]).toBe("generated\r\n");
  });

  it("writes no test for an unknown runner", () => {
    const outcome = run({ "package.json": '{"scripts":{"test":"mocha"}}' });
    expect(outcome.note).toContain("no test was written");
    expect(outcome.proposals?.[0]?.writes.some(({ path }) => path.startsWith("test/"))).toBe(false);
  });
});

describe("in a monorepo", () => {
  const root = { "package.json": '{"name":"@acme/root","workspaces":["apps/*","packages/*"]}', ".gitignore": "dist" };

  it("makes the flags their own package", () => {
    const after = begin(root);
    expect(packageOf(after, "packages/flags/").name).toBe("@acme/flags");
    expect(after[".gitignore"]).toBe("dist\nnode_modules/\n*.tmp\n");
    expect(after[".vscode/settings.json"]).toContain('"packages/flags/flags/**/*.yaml"');
    expect(after["packages/flags/flags/new_checkout.yaml"]).toContain("$schema=../../../node_modules/flagstone/");
    expect(run(root).next).toContain("next: `npm install`, which links `@acme/flags`");
  });

  it("accepts another folder, from anywhere above it", () => {
    expect(begin(root, { operands: ["libs/toggles"] })["libs/toggles/package.json"]).toContain('"name": "toggles"');
    expect(
      begin({ ...root, "packages/a.txt": "" }, { at: "packages", operands: ["./x"] })["packages/x/package.json"],
    ).toContain('"@acme/x"');
  });

  it("lets a service have its own flags", () => {
    const after = begin({ ...root, "apps/web/package.json": '{"scripts":{"build":"vite build"}}' }, { at: "apps/web" });
    expect(packageOf(after, "apps/web/").imports["#flags"]).toBeDefined();
    expect(after["apps/web/.gitattributes"]).toBe("generated/** -text linguist-generated\n");
  });
});

describe("the automated check", () => {
  const at = { at: "", operands: ["packages/flags"] };
  const root = { "package.json": '{"workspaces":["packages/*"]}' };

  it("is a workflow on GitHub, with the repository's package manager", () => {
    const files = { ...root, ".github/CODEOWNERS": "", "pnpm-lock.yaml": "" };
    const workflow = begin(files, at)[".github/workflows/flags.yml"];
    expect(workflow).toContain("- run: corepack enable && pnpm install --frozen-lockfile\n");
    expect(workflow).toContain("pnpm exec flagstone check -C packages/flags --base HEAD^1");
  });

  it("is a job on GitLab, in an existing stage", () => {
    expect(begin({ ...root, ".gitlab-ci.yml": "stages:\n  - lint\n" }, at)[".gitlab-ci.yml"]).toMatch(
      /^stages:\n {2}- lint\n\n#.*\nflagstone:\n {2}stage: lint\n/,
    );
    expect(begin({ ...root, ".gitlab-ci.yml": "a: {script: b}\n" }, at)[".gitlab-ci.yml"]).not.toContain("stage:");
  });

  it("is a hook if there are hooks", () => {
    const config = "repos:\n- repo: a\n  hooks:\n  - id: x\n# end\nfail_fast: true\n";
    expect(begin({ ...root, ".pre-commit-config.yaml": config }, at)[".pre-commit-config.yaml"]).toBe(
      config.replace(
        "# end",
        "- repo: local\n  hooks:\n    - id: flagstone\n      name: flagstone check\n      entry: npx --no-install flagstone check -C packages/flags\n      language: system\n      always_run: true\n      pass_filenames: false\n# end",
      ),
    );
    const indented = { ...root, ".pre-commit-config.yaml": "repos:\n  - repo: a\n" };
    expect(begin(indented, at)[".pre-commit-config.yaml"]).toContain("\n  - repo: local\n    hooks:\n");
    expect(begin({ ...root, ".husky/pre-commit": "npm test" }, at)[".husky/pre-commit"]).toBe(
      "npm test\nnpx --no-install flagstone check -C packages/flags\n",
    );
  });

  it("is no schema for an editor that has it among others", () => {
    const settings = '{ "yaml.schemas": { "a.json": "a/*", "./vendor/schema/document.schema.json": "flags/*" } }';
    expect(begin({ ...root, ".vscode/settings.json": settings }, at)[".vscode/settings.json"]).toBe(settings);
  });

  it("leaves files that it cannot edit alone, and says so", () => {
    const files = {
      ...root,
      ".pre-commit-config.yaml": "repos: [",
      ".gitlab-ci.yml": "a: [",
      ".vscode/settings.json": "{",
    };
    const outcome = run(files, at);
    expect(outcome.note?.split("\n").slice(0, 3)).toEqual([
      "`.vscode/settings.json` was not changed, since it is not JSON: close brace expected in line 1",
      "`.gitlab-ci.yml` was not changed, since it is not YAML; fix it, then run this again",
      "`.pre-commit-config.yaml` was not changed, since it is not YAML; fix it, then run this again",
    ]);
    expect(outcome.proposals?.[0]?.writes.map(({ path }) => path).filter((path) => path in files)).toEqual([]);
  });
});

describe("writes nothing", () => {
  it("without a terminal or `--yes`", () => {
    const outcome = run({}, { yes: false });
    expect(outcome).toMatchObject({ failed: true, writes: [] });
    expect(outcome.proposals).toBeUndefined();
    expect(outcome.note).toContain("nothing was written, since there is no terminal to ask at; `--yes` writes it");
    expect(outcome.output).toContain("+++ b/package.json");
  });

  it("at a terminal before it has asked for the scope", () => {
    expect(run({}, { yes: false, canAsk: true }).question?.option).toBe("scope");
    expect(run({}, { yes: false, canAsk: true, scope: "user" }).proposals).toHaveLength(1);
  });

  it.each<readonly [string, Files, Call]>([
    [
      "`package.json` is not JSON: comma expected in line 2; fix it first",
      { "package.json": '{ "a": 1\n"b": 2 }' },
      {},
    ],
    ["`package.json` is not an object; fix it first", { "package.json": "[]" }, {}],
    ["`scripts` in `package.json` is not an object; fix it first", { "package.json": '{ "scripts": [] }' }, {}],
    [
      "`packages/a/package.json` is not JSON: value expected in line 1; fix it first",
      { "packages/a/package.json": "" },
      { at: "packages/a" },
    ],
    ["`Account` cannot be the name of a scope; one is like `account` or `user`", {}, { scope: "Account" }],
    [
      "unknown scope `acount`; did you mean `account`?",
      { "package.json": '{ "flagstone": { "scopes": { "account": {} } } }' },
      { scope: "acount" },
    ],
    [
      "`../x` is not below this folder; start above both with `-C <folder>`",
      { "a/b": "" },
      { at: "a", operands: ["../x"] },
    ],
    [
      "there is no package.json in `/repo/src`; run it with `-C ..`, or name a new folder",
      { ...jestService },
      { at: "src" },
    ],
    ["`.gitignore` is not UTF-8; save it as UTF-8 first", { ".gitignore": "a\uFFFD\n" }, {}],
  ])("%s", (problem, files, call) => expect(run(files, call).problem).toBe(problem));

  it("if the first flag would not pass `check`", () => {
    const config = '{ "flagstone": { "scopes": { "account": {} }, "owners": ["a"], "namePattern": "^x_" } }';
    const { report, note } = run({ "package.json": config });
    expect(report?.diagnostics.map(({ code }) => code)).toEqual(["schema/bad-name"]);
    expect(note).toBe("nothing was written, because `check` would find this");
  });

  it("if several instances could be meant", () => {
    const own = '{ "flagstone": {} }';
    const files = { "package.json": '{"workspaces":["p/*"]}', "p/a/package.json": own, "p/b/package.json": own };
    expect(run(files)).toMatchObject({
      problem: "choose one of the instances below",
      details: ["flagstone init p/a", "flagstone init p/b"],
    });
  });
});
