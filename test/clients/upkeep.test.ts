import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repository } from "../support/shipped-instance.ts";
import { packageJson } from "../support/trees.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>>;
}

type Pipeline = Readonly<Record<string, { readonly extends?: string; readonly script?: readonly string[] }>>;

function read<Data>(path: string): Data {
  return parse(fs.readFileSync(join(repository, path), "utf8")) as Data;
}

const github = read<Workflow>("ci/flagstone-upkeep.github.yml");
const gitlab = read<Pipeline>("ci/flagstone-upkeep.gitlab-ci.yml");
const cli = join(repository, "dist/cli.js");

const around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone upkeep ")));
afterAll(() => fs.rmSync(around, { recursive: true, force: true }));
const template = join(around, "template");
let root = "";
let clone = "";

const flag = (list: string): string => `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
permanent: It is part of the product.
default: false
enabled:
  account: [${list}]
`;
const ended = "{ id: acme, until: 2020-01-31 }, globex";

/** The date this many days from now, as in a file. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function write(folder: string, path: string, text: string, mode = 0o644): void {
  fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
  fs.writeFileSync(join(folder, path), text, { mode });
}

function git(folder: string, ...words: readonly string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  return execFileSync("git", [...identity, ...words], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

beforeAll(() => {
  write(
    template,
    "work/package.json",
    packageJson({ scopes: { account: {} }, owners: ["growth", "idle", 'a "b" $(c)'] }),
  );
  write(template, "work/flags/new_checkout.yaml", flag(ended));
  // The stub of npx runs the command under test; the stub of gh records its arguments, and answers from files.
  write(template, "bin/npx", `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${cli}" "$@"\n`, 0o755);
  write(
    template,
    "bin/gh",
    `#!/usr/bin/env bash
here=$(dirname -- "$(dirname -- "$0")")
printf '%s\\0' "$@" '' >> "$here/calls"
for ((index = 1; index <= $#; index++)); do
  if [ "\${!index}" = --body-file ]; then next=$((index + 1)); cat -- "\${!next}" >> "$here/bodies"; fi
done
if [ "$2" = list ] && [ -f "$here/$1.out" ]; then cat -- "$here/$1.out"; fi
`,
    0o755,
  );
  const work = join(template, "work");
  git(work, "init", "--quiet", "--initial-branch=main", "--template=");
  git(work, "add", "--all");
  git(work, "commit", "--quiet", "--message", "one");
  git(template, "clone", "--quiet", "--bare", "work", "origin.git");
  git(work, "remote", "add", "origin", "../origin.git");
});

beforeEach(() => {
  root = fs.mkdtempSync(join(around, "run "));
  fs.cpSync(template, root, { recursive: true });
  clone = join(root, "work");
});

/** Runs a script with the stubs, as the runner does. */
function run(shell: readonly string[], script: string, env: Readonly<Record<string, string>> = {}) {
  fs.mkdirSync(join(root, "temp"), { recursive: true });
  const { status, stdout, stderr } = spawnSync(shell[0] ?? "", [...shell.slice(1), "-c", script], {
    cwd: clone,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${join(root, "bin")}:${process.env.PATH}`,
      RUNNER_TEMP: join(root, "temp"),
      FLAGSTONE_DIRECTORY: ".",
      GIT_CONFIG_GLOBAL: "/dev/null",
      NO_COLOR: "1",
      ...env,
    },
  });
  expect([status, status === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
  return stdout;
}

function textOf(path: string): string {
  return fs.existsSync(join(root, path)) ? fs.readFileSync(join(root, path), "utf8") : "";
}

/** The calls of gh since the last time. */
function calls(): string[][] {
  const text = textOf("calls");
  fs.rmSync(join(root, "calls"), { force: true });
  return text
    .split("\0\0")
    .filter((call) => call !== "")
    .map((call) => call.split("\0"));
}

/** The prune branch at the remote; empty if there is none. */
const pushed = (): string => git(root, "ls-remote", "origin.git", "refs/heads/flagstone/prune").split("\t")[0] ?? "";

describe("ci/flagstone-upkeep.github.yml", () => {
  const stepOf = (job: string): Step => github.jobs[job]?.steps.find(({ name }) => name !== undefined) ?? {};

  it("grants each job only what it needs, uses our versions of actions, and inserts nothing into scripts", () => {
    expect(github.permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(github.jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      prune: { contents: "write", "pull-requests": "write" },
      issues: { contents: "read", issues: "write" },
      catalog: { contents: "read", pages: "write", "id-token": "write" },
    });
    const own = read<Workflow>(".github/workflows/flags.yml");
    const used = Object.values(own.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    for (const { steps } of Object.values(github.jobs))
      for (const { uses, run: script } of steps) {
        if (/^actions\/(?:checkout|setup-node)@/.test(uses ?? "")) expect(used).toContain(uses);
        expect(script ?? "").not.toContain("${{");
      }
  });

  describe("prune", () => {
    const env = { BASE_BRANCH: "main", GH_TOKEN: "secret" };
    const prune = (): string => run(["bash"], stepOf("prune").run ?? "", env);
    /** Starts over as a new run does: from what is merged, with what was pushed. */
    const again = (): void => {
      git(clone, "switch", "--quiet", "--force", "main");
      git(clone, "fetch", "--quiet", "origin");
      git(clone, "config", "--unset", "user.name");
    };

    it("opens a pull request with its effect, leaves it alone if nothing changes, and closes it when there is nothing left", () => {
      prune();
      const first = pushed();
      expect(git(root, "--git-dir=origin.git", "show", `${first}:flags/new_checkout.yaml`)).toBe(flag("globex").trim());
      expect(calls().map((call) => call.slice(0, 2))).toEqual([
        ["pr", "list"],
        ["pr", "create"],
      ]);
      expect(textOf("bodies")).toContain("**No one's answers change now.**");

      again();
      write(root, "pr.out", "12\n");
      prune();
      expect(pushed()).toBe(first);
      expect(calls().at(-1)).toEqual(["pr", "edit", "12", "--body-file", join(root, "temp/body.md")]);

      again();
      write(clone, "flags/new_checkout.yaml", flag("globex"));
      git(clone, "commit", "--quiet", "--all", "--message", "By hand");
      prune();
      expect(calls().at(-1)).toEqual([
        "pr",
        "close",
        "12",
        "--delete-branch",
        "--comment",
        "Nothing is left to remove.",
      ]);
    });

    it("rebuilds the outputs if they are committed", () => {
      run(["bash"], "npx --no-install flagstone build --allow-expired");
      git(clone, "add", "--all");
      git(clone, "commit", "--quiet", "--message", "With the module");
      prune();
      const { length } = git(
        root,
        "--git-dir=origin.git",
        "diff",
        "--name-only",
        "main",
        pushed(),
        "--",
        "generated",
      ).split("\n");
      expect(length).toBeGreaterThan(1);
      git(clone, "switch", "--quiet", "--force", "flagstone/prune");
      run(["bash"], "npx --no-install flagstone build --verify");
    });
  });

  it("writes an issue for each owner with something to do, updates it, and closes it when there is nothing", () => {
    write(clone, "flags/new_checkout.yaml", flag(`{ id: acme, until: ${day(5)} }, globex`));
    write(
      clone,
      "flags/other.yaml",
      flag(`{ id: initech, until: ${day(6)} }`)
        .replace("new_checkout", "other")
        .replace("growth", "'a \"b\" $(c)'"),
    );
    const issue = (number: number, owner: string) => ({ number, title: `What changes by itself: ${owner}` });
    write(root, "issue.out", JSON.stringify([issue(3, "growth"), issue(4, "idle"), issue(5, "somebody else")]));
    run(["bash"], stepOf("issues").run ?? "");
    const body = ["--body-file", join(root, "temp/body.md")];
    expect(calls().map((call) => call.filter((word) => !word.startsWith("--description")))).toEqual([
      ["label", "create", "flagstone-forecast", "--force", expect.any(String)],
      [
        "issue",
        "list",
        "--label",
        "flagstone-forecast",
        "--state",
        "open",
        "--limit",
        "1000",
        "--json",
        "number,title",
      ],
      ["issue", "create", "--title", 'What changes by itself: a "b" $(c)', "--label", "flagstone-forecast", ...body],
      ["issue", "edit", "3", ...body],
      ["issue", "close", "4", "--comment", expect.stringContaining("Nothing changes by itself")],
    ]);
    expect(textOf("bodies")).toContain("- loses 1 account: `acme` (date)");
    expect(textOf("bodies")).toContain("- loses 1 account: `initech` (date)");
  });

  it("publishes a catalog without customer ids", () => {
    const steps = github.jobs.catalog?.steps ?? [];
    const made = steps.find(({ run: script }) => script?.includes("catalog"))?.run ?? "";
    run(["bash"], made);
    const files = fs.readdirSync(join(root, "temp/catalog"), { recursive: true, encoding: "utf8" });
    expect(files).toContain("index.html");
    for (const file of files.filter((each) => /\.(?:html|js)$/.test(each)))
      expect(fs.readFileSync(join(root, "temp/catalog", file), "utf8")).not.toContain("globex");
  });
});

describe("ci/flagstone-upkeep.gitlab-ci.yml", () => {
  const scriptOf = (job: string): string => (gitlab[job]?.script ?? []).join("\n");

  it("runs only in its own schedule", () => {
    const jobs = Object.keys(gitlab).filter((name) => !name.startsWith("."));
    expect(jobs).toEqual(["flagstone-prune", "flagstone-issues", "flagstone-catalog"]);
    for (const job of jobs) expect(gitlab[job]?.extends).toBe(".flagstone-upkeep");
  });

  it("pushes a branch with a merge request, leaves it alone if nothing changes, and removes it when there is nothing left", () => {
    // The remote is a folder, whatever URL the script builds from the variables; a hook records push options.
    git(root, "--git-dir=origin.git", "config", "receive.advertisePushOptions", "true");
    write(
      root,
      "origin.git/hooks/pre-receive",
      '#!/bin/sh\nindex=0\nwhile [ "$index" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do eval "echo \\"\\$GIT_PUSH_OPTION_$index\\""; index=$((index + 1)); done >> "$PWD/options"\n',
      0o755,
    );
    const url = "https://oauth2:secret@gitlab.example.com:443/acme/flags.git";
    const env = {
      ...{ CI_SERVER_PROTOCOL: "https", CI_SERVER_HOST: "gitlab.example.com", CI_SERVER_PORT: "443" },
      ...{ CI_PROJECT_PATH: "acme/flags", CI_DEFAULT_BRANCH: "main", FLAGSTONE_TOKEN: "secret" },
      ...{
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: `url.${join(root, "origin.git")}.insteadOf`,
        GIT_CONFIG_VALUE_0: url,
      },
    };
    const prune = (): void => {
      git(clone, "checkout", "--quiet", "--force", "main");
      run(["sh", "-e"], scriptOf("flagstone-prune"), env);
    };
    prune();
    const first = pushed();
    expect(git(root, "--git-dir=origin.git", "show", `${first}:flags/new_checkout.yaml`)).toBe(flag("globex").trim());
    expect(textOf("origin.git/options").split("\n")).toEqual(
      expect.arrayContaining([
        "merge_request.create",
        "merge_request.target=main",
        "merge_request.title=Remove what has ended",
      ]),
    );
    prune();
    expect(pushed()).toBe(first);
    git(clone, "checkout", "--quiet", "--force", "main");
    write(clone, "flags/new_checkout.yaml", flag("globex"));
    git(clone, "commit", "--quiet", "--all", "--message", "By hand");
    prune();
    expect(pushed()).toBe("");
  });

  it("writes, updates and closes an issue for each owner", () => {
    write(clone, "flags/new_checkout.yaml", flag(`{ id: acme, until: ${day(5)} }, globex`));
    write(
      root,
      "fetch.cjs",
      `const fs = require("node:fs");
globalThis.fetch = async (url, { method, headers, body }) => {
  if (headers["private-token"] !== "secret") return { ok: false, status: 401 };
  fs.appendFileSync(${JSON.stringify(join(root, "asked"))}, JSON.stringify([method, url, body && JSON.parse(body)]) + "\\n");
  return { ok: true, status: 200, json: async () => (method === "GET" ? JSON.parse(fs.readFileSync(${JSON.stringify(join(root, "issues.json"))}, "utf8")) : {}) };
};
`,
    );
    const issues = (list: readonly object[]): readonly [string, string, Readonly<Record<string, string>>][] => {
      write(root, "issues.json", JSON.stringify(list));
      fs.rmSync(join(root, "asked"), { force: true });
      run(["sh", "-e"], scriptOf("flagstone-issues"), {
        CI_API_V4_URL: "https://gitlab.example.com/api/v4",
        CI_PROJECT_ID: "7",
        FLAGSTONE_TOKEN: "secret",
        NODE_OPTIONS: `--require="${join(root, "fetch.cjs")}"`,
      });
      return textOf("asked")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    };
    const url = "https://gitlab.example.com/api/v4/projects/7/issues";
    const [listed, made, ...more] = issues([{ iid: 4, title: "What changes by itself: idle", description: "Old." }]);
    expect(listed?.slice(0, 2)).toEqual(["GET", `${url}?labels=flagstone-forecast&state=opened&per_page=100&page=1`]);
    expect(made).toEqual([
      "POST",
      url,
      {
        title: "What changes by itself: growth",
        labels: "flagstone-forecast",
        description: expect.stringContaining("loses 1 account: `acme`"),
      },
    ]);
    expect(more).toEqual([["PUT", `${url}/4`, { state_event: "close" }]]);
    const { description = "" } = made?.[2] ?? {};
    expect(issues([{ iid: 9, title: "What changes by itself: growth", description }])).toHaveLength(1);
    expect(issues([{ iid: 9, title: "What changes by itself: growth", description: "Old." }]).at(-1)).toEqual([
      "PUT",
      `${url}/9`,
      { description },
    ]);
  });
});
