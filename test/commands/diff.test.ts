import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { diff } from "../../scripts/commands/diff.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { createHost } from "../../scripts/host/host.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { filesIn } from "../support/files.ts";
import { makeRepository, makeShallow } from "../support/git-repository.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import type { Snapshot } from "../support/snapshot.ts";
import { usualDate, usualDay } from "../support/usual-dates.ts";

const flag = (accounts: string, more = ""): string => `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2027-03-31
default: false
enabled:
  account: [${accounts}]
${more}`;

const packageFile = (key: object | undefined): string =>
  JSON.stringify({ name: "acme", type: "module", ...(key === undefined ? {} : { flagstone: key }) });
const config = packageFile({ scopes: { account: {} }, owners: ["growth"] });

let around = "";
let root = "";
/** The commits; a repository in memory, unless a test uses git. */
let snapshots: readonly Snapshot[] = [];
let asksGit = false;

beforeEach(() => {
  // Keep the git settings of the person who runs the tests out of the repositories.
  for (const [name, value] of Object.entries({
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Somebody",
    GIT_AUTHOR_EMAIL: "somebody@example.com",
    GIT_COMMITTER_NAME: "Somebody",
    GIT_COMMITTER_EMAIL: "somebody@example.com",
  }))
    vi.stubEnv(name, value);
  around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone diff ")));
  root = join(around, "instance");
  write("package.json", config);
  write("flags/new_checkout.yaml", flag("acme"));
  snapshots = [];
  asksGit = false;
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(around, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

function git(...words: readonly string[]): void {
  execFileSync("git", words, { cwd: root, stdio: "pipe" });
}

/** Commits the folder to `main` after each step. */
function commits(...steps: readonly (() => void)[]): void {
  snapshots = steps.map((step) => {
    step();
    return { files: filesIn(root), date: usualDate };
  });
}

/** The same, in git. */
function inGit(...steps: readonly (() => void)[]): void {
  asksGit = true;
  commits(...steps);
  makeRepository(root, snapshots);
  git("reset", "--quiet");
}

const nothing = (): void => {};

function run(operands: readonly string[], input: Partial<Input> = {}, folder = root): Outcome {
  const host = createHost(folder);
  const asked = asksGit ? host : { ...host, openRepository: () => memoryRepository(snapshots) };
  return diff({ operands, colour: false, asOf: usualDay.asOf, ...input }, asked);
}

/** The lines of the report, without headings and summary. */
function told(...operands: readonly string[]): readonly string[] {
  const { output = "", problem } = run(operands);
  expect(problem).toBeUndefined();
  return output.split("\n").flatMap((line) => (line.startsWith("  ") ? [line.trim()] : []));
}

const gains = (...ids: readonly string[]): string =>
  `gains ${ids.length} account${ids.length === 1 ? "" : "s"}: ${ids.join(", ")} (listed)`;

describe("the comparison", () => {
  it("is of the working tree, including untracked files, with a commit", () => {
    commits(nothing);
    expect(run(["main"]).output).toBe("no effect on any customer\n");
    write("flags/new_checkout.yaml", flag("acme, globex"));
    write("flags/another.yaml", flag("acme").replace("new_checkout", "another"));
    expect(run(["main"]).output).toBe(
      [
        "flag another, which is new",
        "  true for 1 account: acme (listed)",
        "  everyone else: false",
        "",
        "flag new_checkout",
        `  ${gains("globex")}`,
        "",
        "from 2027-04-01 on: flag another",
        "  loses 1 account: acme (expiry)",
        "",
        "from 2027-04-01 on: flag new_checkout",
        "  loses 1 account: globex (expiry)",
        "",
        "an effect on 2 flags, later on 2 flags; adds to the generated API",
        "",
      ].join("\n"),
    );
  });

  it("may be of one commit with another", () => {
    inGit(
      () => write("flags/new_checkout.yaml", flag("acme")),
      () => write("flags/new_checkout.yaml", flag("acme, globex")),
      () => write("flags/new_checkout.yaml", flag("acme, globex, initech")),
    );
    write("flags/new_checkout.yaml", flag(""));
    expect(told("main~2", "main~1")[0]).toBe(gains("globex"));
    expect(told("main~2", "main")[0]).toBe(gains("globex", "initech"));
  });

  it("starts where the branch began, so later changes to the base do not count as undone", () => {
    inGit(nothing, () => write("flags/new_checkout.yaml", flag("acme, of-main")));
    git("checkout", "--quiet", "-b", "feature", "main~1");
    write("flags/new_checkout.yaml", flag("acme, of-feature"));
    expect(told("main")[0]).toBe(gains("of-feature"));
    git("branch", "--quiet", "--set-upstream-to", "main");
    expect(told()[0]).toBe(gains("of-feature"));
  });

  it("shows everything as new if the base has no key `flagstone`", () => {
    write("package.json", packageFile(undefined));
    commits(nothing);
    write("package.json", config);
    expect(told("main")).toEqual([
      "true for 1 account: acme (listed)",
      "everyone else: false",
      "loses 1 account: acme (expiry)",
    ]);
  });

  it("is as of the given day", () => {
    commits(nothing);
    write("flags/new_checkout.yaml", flag("acme, { id: globex, from: 2026-12-01 }"));
    expect(told("main")[0]).toBe("gains 1 account: globex (date)");
    expect(run(["main"]).output).toMatch(/^from 2026-12-01 on: flag new_checkout\n/);
    expect(run(["main"], { asOf: Date.parse("2026-12-01") }).output).toMatch(/^flag new_checkout\n/);
  });
});

describe("a comment on a pull request", () => {
  const head = (): string | undefined => run(["main"], { format: "markdown" }).output?.split("\n")[2];

  it("says in its first line which checks will fail within 30 days because of the change, and when", () => {
    const old = flag("acme, { id: old, until: 2026-12-05 }");
    commits(() => write("flags/new_checkout.yaml", old));
    write("flags/new_checkout.yaml", old.replace("acme,", "acme, { id: pilot, until: 2026-12-09 },"));
    write("flags/far.yaml", flag("").replace("new_checkout", "far"));
    write(
      "flags/soon.yaml",
      flag("acme", "examples: [{ when: { account: acme }, expect: true }]\n")
        .replace("new_checkout", "soon")
        .replace("2027-03-31", "2026-12-19"),
    );
    expect(head()).toMatch(
      /; checks fail from 2026-12-10 on \(`pilot` in flag `new_checkout` ended on 2026-12-09, and 2 more\)\.\*\*$/,
    );
    expect(head()).not.toContain("`old`");
    expect(head()).toContain("; flag `far` is new;");
  });

  it("does not say so if the base would fail too, or if they fail later", () => {
    commits(() => write("flags/new_checkout.yaml", flag("acme").replace("2027-03-31", "2026-12-05")));
    write("flags/far.yaml", flag("").replace("new_checkout", "far"));
    expect(head()).not.toContain("checks fail");
  });
});

describe("what cannot be read", () => {
  it("is named in the report, which says nothing else about it, and fails", () => {
    commits(nothing);
    write("flags/new_checkout.yaml", "flag: new_checkout\ndescription: [\n");
    const { output, failed } = run(["main"]);
    expect(output).toMatch(
      /^not compared\n {2}flags\/new_checkout.yaml on the head: [^\n]+\n\nno effect on any customer; 1 file/,
    );
    expect(failed).toBe(true);
    const json = JSON.parse(run(["main"], { format: "json" }).output ?? "");
    expect(json).toMatchObject({ impact: "none", notCompared: [{ side: "head", path: "flags/new_checkout.yaml" }] });
    expect(run(["main"], { format: "markdown" }).output).toContain("- `flags/new_checkout.yaml` on the head: ");
  });

  it("is compared with its last readable version on the base, and still reported", () => {
    commits(nothing, () => write("flags/new_checkout.yaml", "flag: new_checkout\ndescription: [\n"));
    write("flags/new_checkout.yaml", flag("acme, globex"));
    const { output, failed } = run(["main"]);
    expect(output).toContain(`flag new_checkout\n  ${gains("globex")}\n`);
    expect(output).toMatch(/not compared\n {2}flags\/new_checkout.yaml on the base: [^\n]+\n/);
    expect(failed).toBe(true);
  });

  it("leaves out only broken references, and names them", () => {
    commits(nothing);
    write("flags/new_checkout.yaml", flag("acme, globex").replace("enabled:", "enabled:\n  groups: [nowhere]"));
    expect(told("main")[0]).toBe(gains("globex"));
    write(
      "flags/widget.yaml",
      "release: widget\ndescription: Is by no group set.\nowner: growth\nby: nowhere\nstages: [{ group: a, version: v1 }]\n",
    );
    const { output } = run(["main"]);
    expect(output).toContain(
      "  flags/widget.yaml on the head: release `widget` refers to what is not there; `flagstone check` says why\n",
    );
    expect(output).not.toContain("which is gone");
  });

  it("is named once if it is broken in one environment, and so is what requires it in another", () => {
    write("package.json", packageFile({ scopes: { account: {} }, environments: ["production", "staging"] }));
    write("flags/other.yaml", flag("acme", "requires: [new_checkout]\n").replace("flag: new_checkout", "flag: other"));
    commits(nothing);
    const broken = flag("acme", "environments: { staging: { default: false } }\n");
    write("flags/new_checkout.yaml", broken.replace("default: false", "default: one"));
    const { output } = run(["main"]);
    expect(output?.match(/^ {2}flags\S+ on the head/gm)).toEqual([
      "  flags/new_checkout.yaml on the head",
      "  flags/other.yaml on the head",
    ]);
  });

  it("includes a reference that the change breaks, without reporting its target as removed", () => {
    const set = "groups: beta\ndescription: Who tries things.\nowner: growth\nscope: account\nmembers: [acme]\n";
    const release = "release: widget\ndescription: The widget.\nowner: growth\nby: ring\nstages: []\n";
    const ring =
      "groups: ring\ndescription: Who gets it.\nowner: growth\nscope: account\ndefault: all\nmembers:\n  all: []\n  few: [acme]\n";
    write("groups/beta.yaml", set);
    write("groups/ring.yaml", ring);
    write("flags/widget.yaml", release.replace("[]", "[{ group: few, version: v1 }, { group: all, version: v1 }]"));
    commits(nothing);
    write("groups/ring.yaml", `<<<<<<< HEAD\n${ring}`);
    expect(run(["main"])).toMatchObject({ failed: true, output: expect.not.stringMatching("which is gone|widget") });
    fs.rmSync(join(root, "groups/ring.yaml"));
    expect(run(["main"])).toMatchObject({ failed: true, output: expect.not.stringMatching("release widget, which") });
  });

  it("is everything if the config is broken", () => {
    commits(nothing);
    write("package.json", packageFile({ scopes: 1 }));
    expect(run(["main"]).problem).toMatch(/^the config in `package.json` cannot be read: /);
  });
});

describe("an error says what to do", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["no upstream", [], "this branch has no upstream to compare with; name a base: `flagstone diff main`"],
    ["a base that is not there", ["trunk"], "git does not know `trunk`; name a local branch or commit, or fetch it"],
    [
      "a head that is not there",
      ["main", "origin/topic"],
      "git does not know `origin/topic`; fetch it: `git fetch origin topic:refs/remotes/origin/topic`",
    ],
    [
      "a base that is an option",
      ["--output=x"],
      "git does not know `--output=x`; name a local branch or commit, or fetch it",
    ],
    [
      "a head that is an option",
      ["main", "--all"],
      "git does not know `--all`; name a local branch or commit, or fetch it",
    ],
  ])("%s", (_, operands, problem) => {
    inGit(nothing);
    expect(run(operands)).toEqual({ writes: [], problem });
  });

  it("an unknown format", () => {
    expect(run([], { format: "jsn" }).problem).toBe("unknown format `jsn`; did you mean `json`?");
  });

  it("no repository, and no instance", () => {
    asksGit = true;
    expect(run(["main"]).problem).toMatch(/^`diff` needs git, but `.*` is not in a git repository$/);
    expect(run(["main"], {}, around).problem).toMatch(/^no package.json with the key `flagstone`/);
  });

  it("no common commit, or none in the fetched history", () => {
    inGit(nothing, nothing);
    git("checkout", "--quiet", "--orphan", "other");
    git("commit", "--quiet", "--message", "other");
    expect(run(["main"]).problem).toBe(
      "`main` and `HEAD` have no commit in common; name the branch that this one started from",
    );
    makeShallow(root);
    expect(run(["main"]).problem).toBe(
      "the fetched history does not reach where the branch left `main`; fetch the rest: `git fetch --unshallow`",
    );
  });
});

it("exits with 0 whatever it finds, in the given format and colours", () => {
  inGit(nothing);
  write("flags/new_checkout.yaml", flag("acme, globex"));
  const command = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
  const call = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const options = { cwd: root, encoding: "utf8", env: { ...inherited, ...env } } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, "diff", ...words], options);
    return { status, stdout, stderr };
  };
  const json = call(["main", "--format", "json", "--as-of", "2026-11-21"]);
  expect(json).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, at: "2026-11-21", impact: "data" });
  expect(call(["main"], { FORCE_COLOR: "1" }).stdout).toContain("\x1b[32mgains 1 account: globex");
  expect(call(["trunk"])).toMatchObject({ status: 2, stdout: "" });
});

describe("a retired name", () => {
  const record = (kind: string, answer: string, outcome = "shipped"): string =>
    `retired:\n  old_page: { kind: ${kind}, date: 2026-11-01, outcome: ${outcome}, answer: ${answer} }\n`;
  const retire = (answer: string, outcome?: string) => (): void => {
    fs.rmSync(join(root, "flags/new_checkout.yaml"));
    write("flags/retired.yaml", record("flag", answer, outcome).replace("old_page", "new_checkout"));
  };

  it("gives another answer to everyone who had a different one", () => {
    commits(() => write("flags/new_checkout.yaml", flag("acme").replace("default: false", "default: true")));
    retire("false", "dropped")();
    expect(told("main")).toEqual(["loses 1 account: acme (listed)", "everyone else: true → false"]);
    expect(run(["main"]).output).toMatch(/^flag new_checkout, which is retired\n/);
  });

  it("gives unlisted customers what listed ones already had", () => {
    commits(nothing);
    retire("true")();
    expect(told("main")).toEqual(["stays true for 1 account: acme (listed)", "everyone else: false → true"]);
  });

  it("gives another answer than the default if the flag was frozen", () => {
    commits(nothing);
    retire("true", "frozen")();
    expect(told("main")).toContain("everyone else: false → true");
  });

  it.each([
    ["flag", "true", "false", "everyone: true → false"],
    ["flag", "one_page", "two_page", "everyone: one_page → two_page"],
    ["release", "v1", "v9", "everyone: v1 → v9"],
    ["groups", "regular", "canary", "everyone: regular → canary"],
  ])("gives everyone the new answer if its record changes: %s", (kind, before, after, line) => {
    commits(() => write("flags/retired.yaml", record(kind, before)));
    write("flags/retired.yaml", record(kind, after));
    expect(told("main")).toEqual([line]);
  });
});
