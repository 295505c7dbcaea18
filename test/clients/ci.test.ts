import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repository } from "../support/shipped-instance.ts";
import { packageJson } from "../support/trees.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

const action = read<Action>("action.yml");
const command = `${process.execPath} ${join(repository, "dist/cli.js")}`;
const flag = `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2027-03-31
default: false
`;

const around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone ci ")));
afterAll(() => fs.rmSync(around, { recursive: true, force: true }));
let root = "";
/** A repository with one commit; each test gets a copy. */
const template = join(around, "template");
beforeAll(() => {
  root = template;
  write("flags of acme/package.json", packageJson({ scopes: { account: {} }, owners: ["growth"] }));
  write("flags of acme/flags/new_checkout.yaml", flag.replace("2027-03-31", "9999-12-31"));
  git("init", "--quiet", "--template=");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "one");
});
beforeEach(() => {
  root = fs.mkdtempSync(join(around, "repository "));
  fs.cpSync(template, root, { recursive: true });
});

function read<Data>(path: string): Data {
  return parse(fs.readFileSync(join(repository, path), "utf8")) as Data;
}

function write(path: string, text: string, mode = 0o644): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text, { mode });
}

function textOf(path: string): string {
  return fs.existsSync(join(root, path)) ? fs.readFileSync(join(root, path), "utf8") : "";
}

function git(...words: string[]): void {
  execFileSync("git", words, { cwd: root, stdio: "pipe" });
}

/** A command that records its arguments and writes the requested reports; in bash, which starts quickly. */
function noteTaker(path: string, commands = "  check\n  diff [base]\n"): void {
  const script = `#!/usr/bin/env bash
if [ "$1" = --help ]; then printf 'Commands:\\n%s' '${commands}'; exit; fi
if [ "\${2-}" = --help ]; then echo --merged-at; exit; fi
printf '%s\\0' "$@" '' >> '${join(root, "calls")}'
if [ "$1" = diff ]; then printf '%s\\n' '## What this change does' '' '**Nobody.**' '' '## Impact'; fi
for word in "$@"; do
  case $word in
    json=*) printf '{ "summary": { "errors": 3, "warnings": 4 } }' > "\${word#json=}" ;;
    markdown=*) echo '## Report' > "\${word#markdown=}" ;;
  esac
done
if [ "$1" = check ]; then exit 1; fi
`;
  write(path, script, 0o755);
}

/** The recorded words of each call: each is followed by a NUL, and each call by one more. */
function calls(): string[][] {
  return textOf("calls")
    .split("\0\0")
    .filter((call) => call !== "")
    .map((call) => call.split("\0"));
}

/** Runs the script of the action's step with these inputs, as the runner does. */
function runAction(
  inputs: Readonly<Record<string, string>>,
  actionPath = repository,
  runner: Readonly<Record<string, string>> = {},
) {
  const [step] = action.runs.steps;
  const values: Record<string, string> = { "github.action_path": actionPath };
  for (const [name, input] of Object.entries(action.inputs)) values[`inputs.${name}`] = inputs[name] ?? input.default;
  const env = Object.fromEntries(
    Object.entries(step?.env ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (\S+) \}\}/g, (_, key) => values[key] ?? `no ${key}`),
    ]),
  );
  fs.mkdirSync(join(root, "temp"), { recursive: true });
  const { status, stdout, stderr } = spawnSync("bash", ["-c", step?.run ?? ""], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      ...env,
      NO_COLOR: "1",
      RUNNER_TEMP: join(root, "temp"),
      GITHUB_OUTPUT: join(root, "output"),
      GITHUB_STEP_SUMMARY: join(root, "summary"),
      ...runner,
    },
  });
  const outputs = Object.fromEntries(
    textOf("output")
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  return { status, stdout, stderr, outputs, summary: textOf("summary") };
}

const directory = "flags of acme";

describe("action.yml", () => {
  it("passes its inputs to scripts as variables, and its outputs on", () => {
    expect(action.runs.using).toBe("composite");
    for (const { run, shell, env } of action.runs.steps) {
      expect(shell).toBe("bash");
      expect(run).not.toContain("${{");
      for (const name of Object.keys(action.inputs))
        expect(Object.values(env ?? {})).toContain(`\${{ inputs.${name} }}`);
    }
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`);
      expect(action.runs.steps[0]?.run).toContain(`${name}=`);
    }
  });

  it("passes if there are no findings", () => {
    const { status, stdout, outputs, summary } = runAction({ directory, command });
    expect({ status, stdout, summary }).toEqual({
      status: 0,
      stdout: "no findings in 1 file\n",
      summary: "## Flagstone: no findings in 1 file\n",
    });
    expect(outputs).toMatchObject({ errors: "0", warnings: "0", impact: "" });
    expect(fs.readFileSync(outputs.summary ?? "", "utf8")).toBe(summary);
  });

  it("fails if there are errors, with annotations, a summary and the numbers", () => {
    write(`${directory}/flags/new_checkout.yaml`, flag.replace("growth", "grwoth"));
    const { status, stdout, outputs, summary } = runAction({ directory, command });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=flags of acme\/flags\/new_checkout.yaml,line=3,/);
    expect(summary).toContain("### ❌ Error `model/unknown-owner`: ");
    expect(outputs).toMatchObject({ errors: "1", warnings: "0" });
  });

  it("is as strict as its inputs say", () => {
    write(`${directory}/flags/new_checkout.yaml`, flag.replace("2027-03-31", "2020-03-31"));
    expect(runAction({ directory, command }).status).toBe(1);
    expect(runAction({ directory, command, "allow-expired": "true" }).status).toBe(0);
    expect(runAction({ directory, command, "allow-expired": "true", strict: "true" }).status).toBe(1);
    const run = runAction({ directory, command, strict: "yes" });
    expect(run).toMatchObject({ status: 2, stdout: expect.stringContaining("the input strict is true or false") });
  });

  it("says why the command cannot run", () => {
    expect(runAction({ command })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("flagstone: no package.json with the key `flagstone`"),
      summary: "",
    });
  });

  it("passes the base to check and diff, and does not run its text", () => {
    noteTaker("taker");
    const base = "$(touch pwned); `touch pwned` \" ' -- x";
    const { status, outputs, summary } = runAction({ directory, base, command: "bash taker" });
    expect(status).toBe(1);
    expect(calls()).toEqual([
      [
        "check",
        "-C",
        directory,
        "--format",
        "github",
        "--report",
        expect.any(String),
        "--report",
        expect.any(String),
        `--base=${base}`,
      ],
      ["diff", "-C", directory, "--format", "markdown", "--", base],
    ]);
    expect(fs.existsSync(join(root, "pwned"))).toBe(false);
    expect(summary).toBe("**❌ 3 errors. Nobody.**\n\n## Impact\n");
    expect(outputs).toMatchObject({ errors: "3", warnings: "4" });
    expect(fs.readFileSync(outputs.comment ?? "", "utf8")).toBe(summary);
    expect(fs.readFileSync(outputs.impact ?? "", "utf8")).toBe(
      "## What this change does\n\n**Nobody.**\n\n## Impact\n",
    );
  });

  it("says in the first line what fails, who loses and who gains, and leaves out whole sections that do not fit", () => {
    write(`${directory}/flags/new_checkout.yaml`, `${flag.replace("growth", "grwoth")}enabled: { account: [acme] }\n`);
    const { outputs } = runAction({ directory, command, base: "HEAD" });
    const comment = fs.readFileSync(outputs.comment ?? "", "utf8");
    expect(comment).toMatch(
      /^\*\*❌ 1 error \(`model\/unknown-owner`\)\. Flag `new_checkout` is gained by 1 account; .*\.\*\*\n\n/,
    );
    expect(comment).toContain(
      "\n<details open><summary>What the checks say</summary>\n\n### ❌ Error `model/unknown-owner`",
    );
    const ids = Array.from({ length: 90 }, (_, index) => `${"a".repeat(700)}-${index}`).join(", ");
    write(`${directory}/flags/new_checkout.yaml`, `${flag}enabled: { account: [${ids}] }\n`);
    const long = fs.readFileSync(runAction({ directory, command, base: "HEAD" }).outputs.comment ?? "", "utf8");
    expect(long.length).toBeLessThan(65_536);
    expect(long).toMatch(/did not fit here/);
    expect([...long.matchAll(/<details/g)].length).toBe([...long.matchAll(/<\/details>/g)].length);
  });

  it("shows what a waiver allowed, even if there are no findings", () => {
    const waiver = "waiver: hot_fix\ndescription: The page is gone today.\nowner: growth\napproved_by: lead\n";
    write(`${directory}/flags/hot_fix.yaml`, `${waiver}allow: [{ policy: gate/not-retired, name: new_checkout }]\n`);
    fs.rmSync(join(root, directory, "flags/new_checkout.yaml"));
    const { outputs } = runAction({ directory, command, base: "HEAD" });
    expect(fs.readFileSync(outputs.comment ?? "", "utf8")).toContain(
      "\n<details open><summary>What the checks say</summary>\n\n### Waived by this change\n\n- waived by `hot_fix` (lead): ",
    );
  });

  describe("the comment", () => {
    /** Runs the action with GitHub's answers for each page of comments; returns its requests. */
    function commentsAfter(pages: readonly (readonly object[])[], status = 200, inputs = {}) {
      noteTaker("taker");
      write("event.json", JSON.stringify({ pull_request: { number: 7, base: { ref: "main" } } }));
      write("pages.json", JSON.stringify(pages));
      write(
        "fetch.cjs",
        `const fs = require("node:fs");
globalThis.fetch = async (url, { method = "GET", body } = {}) => {
  if (!url.includes("/issues/")) return { ok: false, status: 404 };
  fs.appendFileSync(${JSON.stringify(join(root, "asked"))}, JSON.stringify([method, url, body && JSON.parse(body)]) + "\\n");
  const page = Number(new URL(url).searchParams.get("page") ?? 0);
  const pages = JSON.parse(fs.readFileSync(${JSON.stringify(join(root, "pages.json"))}, "utf8"));
  return { ok: method === "GET" || ${status} < 400, status: ${status}, json: async () => pages[page - 1] ?? {} };
};
`,
      );
      const own = { directory, base: "HEAD", token: "secret", comment: "true", command: "bash taker", ...inputs };
      const run = runAction(own, repository, {
        GITHUB_API_URL: "https://api.example.com",
        GITHUB_EVENT_PATH: join(root, "event.json"),
        GITHUB_REPOSITORY: "acme/flags",
        NODE_OPTIONS: `--require="${join(root, "fetch.cjs")}"`,
      });
      const asked = textOf("asked")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as [string, string, { body: string }?]);
      return { ...run, asked };
    }
    const marker = "<!-- flagstone flags%20of%20acme -->";
    const body = `${marker}\n**❌ 3 errors. Nobody.**\n\n## Impact\n`;
    const bot = { type: "Bot" };

    it("is created if there is none", () => {
      const { asked } = commentsAfter([[{ id: 1, user: { type: "User" }, body }]]);
      expect(asked).toEqual([
        ["GET", "https://api.example.com/repos/acme/flags/issues/7/comments?per_page=100&page=1", null],
        ["POST", "https://api.example.com/repos/acme/flags/issues/7/comments", { body }],
      ]);
    });

    it("is found by its first line on any page, and updated", () => {
      const others = Array.from({ length: 100 }, (_, id) => ({ id, user: bot, body: "<!-- flagstone other -->\n" }));
      const { asked } = commentsAfter([others, [{ id: 123, user: bot, body: `${marker}\r\nOld.` }]]);
      expect(asked.at(-1)).toEqual(["PATCH", "https://api.example.com/repos/acme/flags/issues/comments/123", { body }]);
      expect(asked).toHaveLength(3);
    });

    it("is left alone if it would not change, and only requested if configured", () => {
      expect(commentsAfter([[{ id: 5, user: bot, body: body.replaceAll("\n", "\r\n") }]]).asked).toHaveLength(1);
      fs.rmSync(join(root, "asked"));
      expect(commentsAfter([[]], 200, { comment: "false" }).asked).toEqual([]);
    });

    it("becomes a warning if the token may not write it", () => {
      const { stdout, status } = commentsAfter([[]], 403);
      expect(stdout).toContain(
        "::warning title=flagstone::the comment could not be written (HTTP 403); does the token",
      );
      expect(status).toBe(1);
    });
  });

  describe("soak times", () => {
    const token = "secret";
    /** The arguments of the command in a pull request, if GitHub gives this answer about pushes. */
    function timesOf(answer: string, event: object = { pull_request: { base: { ref: "main" } } }) {
      noteTaker("taker");
      write("event.json", JSON.stringify(event));
      const { stderr } = runAction({ directory, base: "HEAD", token, command: "bash taker" }, repository, {
        GITHUB_API_URL: `data:application/json,${encodeURIComponent(answer)}#`,
        GITHUB_EVENT_PATH: join(root, "event.json"),
        GITHUB_REPOSITORY: "acme/flags",
      });
      const checked = calls().findLast((words) => words[0] === "check" && words[1] !== "--help") ?? [];
      return { stderr, times: checked.filter((word) => word.startsWith("--merged-at=")) };
    }
    const head = () => execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
    const push = (after: string) => ({ before: "0".repeat(40), after, timestamp: "2026-11-21T14:30:00Z" });

    it("come from the pushes that GitHub recorded, for each available commit", () => {
      const pushes = [push(head()), push("1".repeat(40)), { ...push(head()), timestamp: "$(touch pwned) --x" }];
      expect(timesOf(JSON.stringify(pushes)).times).toEqual([`--merged-at=${head()}=2026-11-21T14:30:00Z`]);
      const queue = { merge_group: { base_ref: "refs/heads/main" } };
      expect(timesOf(JSON.stringify(pushes), queue).times).toHaveLength(1);
      expect(fs.existsSync(join(root, "pwned"))).toBe(false);
    });

    it("come from the commits if GitHub does not answer, or nothing was merged", () => {
      const { stderr, times } = timesOf("no JSON");
      expect([stderr, times]).toEqual([expect.stringContaining("GitHub does not say when commits were pushed"), []]);
      expect(timesOf(JSON.stringify([push(head())]), { ref: "refs/heads/main" })).toEqual({ stderr: "", times: [] });
    });
  });

  it("shows the impact even if something could not be compared", () => {
    noteTaker("taker");
    write("taker", `${textOf("taker")}exit 1\n`, 0o755);
    expect(runAction({ directory, base: "HEAD", command: "bash taker" }).summary).toContain("## Impact\n");
  });

  it("leaves out the impact if the command does not know it", () => {
    noteTaker("taker", "  check\n");
    expect(runAction({ directory, base: "HEAD^1", command: "bash taker" })).toMatchObject({
      outputs: { errors: "3", impact: "" },
      summary: "## Report\n",
    });
  });

  it("prefers the repository's command to its own", () => {
    fs.mkdirSync(join(root, "action/dist"), { recursive: true });
    fs.writeFileSync(join(root, "action/dist/cli.js"), 'console.log("of the action"); process.exitCode = 2;\n');
    expect(runAction({ directory }, join(root, "action")).stdout).toBe("of the action\n");
    noteTaker("node_modules/.bin/flagstone");
    runAction({ directory }, join(root, "action"));
    expect(calls()).toHaveLength(1);
    noteTaker(`${directory}/node_modules/.bin/flagstone`);
    fs.rmSync(join(root, "node_modules"), { recursive: true });
    runAction({ directory }, join(root, "action"));
    expect(calls()).toHaveLength(2);
  });

  it("compares with the base", () => {
    expect(runAction({ directory, command, base: "HEAD" })).toMatchObject({ status: 0, outputs: { errors: "0" } });
  });
});

describe(".github/workflows/flags.yml", () => {
  const workflow = read<{
    on: Record<string, unknown>;
    permissions: unknown;
    jobs: Record<string, { steps: Step[]; permissions?: unknown }>;
  }>(".github/workflows/flags.yml");
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("runs for pull requests, in the merge queue and every day, and may only read", () => {
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "merge_group", "schedule"]);
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.values(workflow.jobs).map((job) => job.permissions)).toEqual([undefined]);
    expect(steps[0]?.with).toEqual({ "fetch-depth": 0, "persist-credentials": false });
  });

  it("inserts nothing into scripts, and passes only inputs that the action has", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
    const own = steps.find(({ uses }) => uses === "./");
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(own?.with ?? {})));
    expect(own?.with?.base).toContain("github.event.merge_group.base_sha");
  });
});

describe(".pre-commit-hooks.yaml", () => {
  const [hook, ...more] =
    read<{ entry: string; language: string; files: string; pass_filenames: boolean; always_run: boolean }[]>(
      ".pre-commit-hooks.yaml",
    );
  if (hook === undefined) throw new Error("there is no hook");

  it("runs for files of an instance", () => {
    expect(more).toEqual([]);
    expect(hook).toMatchObject({ language: "node", pass_filenames: false });
    const files = new RegExp(hook.files);
    const judged = [
      "flags/a.yaml",
      "flags/a/b.yml",
      "groups/a.yaml",
      "package.json",
      "x/flags/a.yaml",
      "x/package.json",
    ];
    expect(judged.filter((path) => !files.test(path))).toEqual([]);
    expect(["flags/a.md", "my-package.json", "docs/a.yaml"].filter((path) => files.test(path))).toEqual([]);
  });

  it("runs for a commit that only deletes files, moves them away, or turns them into links", () => {
    expect(hook).toMatchObject({ always_run: true, pass_filenames: false });
  });
});

describe("ci/flagstone.gitlab-ci.yml", () => {
  const { flagstone: job } = read<{
    flagstone: {
      variables: Record<string, string>;
      script: string[];
      artifacts: { when: string; reports: { codequality: string } };
    };
  }>("ci/flagstone.gitlab-ci.yml");

  /** The calls of the script, with the variables of a pipeline. */
  function run(env: Readonly<Record<string, string>>): string[] {
    noteTaker("bin/npx");
    spawnSync("sh", ["-e", "-c", job.script.join("\n")], {
      cwd: root,
      env: { ...job.variables, CI_PROJECT_DIR: root, PATH: `${join(root, "bin")}:${process.env.PATH}`, ...env },
    });
    return calls().at(-1) ?? [];
  }

  it("writes the report where the artifact is expected", () => {
    expect(job.artifacts.when).toBe("always");
    expect(run({ CI_PIPELINE_SOURCE: "schedule" })).toContain(`gitlab=${root}/${job.artifacts.reports.codequality}`);
    expect(job.variables.GIT_DEPTH).toBe("0");
  });

  it("compares a merge request with its base, and is strict once a day", () => {
    const request = { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA: "aaa" };
    const start = ["--no-install", "flagstone", "check", "-C", ".", "--report", expect.any(String)];
    expect(run(request)).toEqual([...start, "--allow-expired", "--base", "aaa"]);
    expect(run({ ...request, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "bbb" }).at(-1)).toBe("bbb");
    expect(run({ CI_PIPELINE_SOURCE: "schedule" })).toEqual([...start, "--strict"]);
  });
});
