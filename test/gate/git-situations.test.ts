import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../scripts/commands/check.ts";
import { diff } from "../../scripts/commands/diff.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { log } from "../../scripts/commands/log.ts";
import { promote } from "../../scripts/commands/promote.ts";
import { rollback } from "../../scripts/commands/rollback.ts";
import { stages } from "../../scripts/commands/stages.ts";
import { openRepository } from "../../scripts/host/git.ts";
import { createHost } from "../../scripts/host/host.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { packageJson } from "../support/trees.ts";

// The states git may be in where a change is judged. No repository here is wrong in itself.

const config = packageJson({ scopes: { account: {} }, owners: ["growth"] });
const flag = (name: string, accounts = "acme"): string => `flag: ${name}
description: Customers see the new checkout page.
owner: growth
scope: account
permanent: It is a switch for support.
default: false
enabled:
  account: [${accounts}]
`;
const ring = `groups: ring
description: Who receives a deploy, and when.
owner: growth
scope: account
default: regular
members:
  canary: [support]
  regular: []
`;
const release = (canary: string, regular = "v1"): string => `release: widget
description: The widget that the endpoint serves.
owner: growth
by: ring
stages:
  - { group: canary, version: ${canary}, soak: 3h }
  - { group: regular, version: ${regular} }
`;

/** The repository that every test starts from a copy of. */
let template = "";
let around = "";
let top = "";
let root = "";

beforeEach(() => {
  for (const [name, value] of Object.entries({
    GIT_CONFIG_GLOBAL: join(tmpdir(), "no such file"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Somebody",
    GIT_AUTHOR_EMAIL: "somebody@example.com",
    GIT_COMMITTER_NAME: "Somebody",
    GIT_COMMITTER_EMAIL: "somebody@example.com",
  }))
    vi.stubEnv(name, value);
  around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone situations ")));
  top = join(around, "repository");
  root = join(top, "sub");
  if (template === "") {
    write({ "package.json": config, "flags/one.yaml": flag("one"), "flags/two.yaml": flag("two") });
    git("init", "--quiet", "--initial-branch=main", "--template=");
    commit();
    template = fs.mkdtempSync(join(tmpdir(), "flagstone template "));
    fs.cpSync(top, template, { recursive: true, preserveTimestamps: true });
  } else fs.cpSync(template, top, { recursive: true, preserveTimestamps: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(around, { recursive: true, force: true });
});
afterAll(() => fs.rmSync(template, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>, folder = root): void {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
    fs.writeFileSync(join(folder, path), text);
  }
}

function git(...words: readonly string[]): string {
  return gitIn(top, ...words);
}

function gitIn(folder: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

/** Commits everything at a given time; the author's clock may say another. */
function commit(time = "2026-11-20T12:00:00Z", written = time, folder = top): void {
  gitIn(folder, "add", "--all");
  const env = { ...process.env, GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: written };
  execFileSync("git", ["commit", "--quiet", "--allow-empty", "--message", "a change"], { cwd: folder, env });
}

/** The same; returns the commit's id. */
function newCommit(time?: string): string {
  commit(time);
  return git("rev-parse", "HEAD");
}

const now = Date.parse("2026-11-21T12:00:00Z");

type Command<Result = Outcome> = (input: Input, host: ReturnType<typeof createHost>) => Result;

function run<Result>(command: Command<Result>, input: Partial<Input> = {}, folder = root): Result {
  const host = { ...createHost(folder), now: () => now, today: () => Date.parse("2026-11-21") };
  return command({ operands: [], colour: false, ...input }, host);
}

/** The findings of a change as `code path`, or why it was not judged. */
function found(input: Partial<Input> = {}, folder = root): readonly string[] | string {
  const { report, problem } = run(check, { base: "HEAD", ...input }, folder);
  return problem ?? report?.diagnostics.map(({ code, span }) => `${code} ${span.source.path}`) ?? [];
}

/** The hints of a change's findings. */
function hints(input: Partial<Input> = {}, folder = root): readonly string[] {
  const { report } = run(check, { base: "HEAD", ...input }, folder);
  return [...new Set(report?.diagnostics.map(({ hint = "" }) => hint))];
}

const removed = ["gate/not-retired flags/one.yaml"];

describe("the processes of git, each of which takes a large process long to start", () => {
  it.each<readonly [string, Command<Outcome | Promise<Outcome>>, Partial<Input>, number]>([
    ["check --base", check, { base: "HEAD~1" }, 3],
    ["diff", diff, { operands: ["HEAD~1"] }, 3],
    ["diff of two commits", diff, { operands: ["HEAD~1", "HEAD"] }, 4],
    ["log", log, {}, 4],
  ])("are few: %s", async (_, command, input, most) => {
    write({ "flags/one.yaml": flag("one", "acme, globex") });
    commit();
    const [config, trace] = [join(around, "config"), join(around, "trace")];
    fs.writeFileSync(config, `[trace2]\n\teventTarget = ${JSON.stringify(trace)}\n`);
    vi.stubEnv("GIT_CONFIG_GLOBAL", config);
    expect((await run(command, input)).problem).toBeUndefined();
    expect(fs.readFileSync(trace, "utf8").match(/"event":"start"/g)).toHaveLength(most);
  });
});

it.skipIf(process.platform === "win32")("a git that fails to find merge bases still has a repository", () => {
  fs.rmSync(join(root, "flags/one.yaml"));
  const script = `#!/bin/sh\ncase "$*" in *...*) exit 128;; esac\nPATH='${process.env.PATH}' exec git "$@"\n`;
  write({ "bin/git": script }, around);
  fs.chmodSync(join(around, "bin/git"), 0o755);
  vi.stubEnv("PATH", `${join(around, "bin")}:${process.env.PATH}`);
  expect(found()).toEqual(removed);
});

describe("the environment of a hook", () => {
  it("does not lead to another repository, index, folder or store", async () => {
    const other = join(around, "other");
    fs.mkdirSync(other);
    gitIn(other, "init", "--quiet");
    git("worktree", "add", "--quiet", join(around, "wt"));
    const folder = join(around, "wt/sub");
    fs.rmSync(join(folder, "flags/one.yaml"));
    const settings: Readonly<Record<string, string>>[] = [
      { GIT_DIR: join(top, ".git/worktrees/wt"), GIT_INDEX_FILE: join(top, ".git/worktrees/wt/index") },
      { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other, GIT_COMMON_DIR: join(other, ".git") },
      { GIT_OBJECT_DIRECTORY: join(other, ".git/objects") },
      { GIT_PREFIX: "sub/", GIT_CEILING_DIRECTORIES: join(around, "wt"), GIT_NAMESPACE: "x", GIT_SHALLOW_FILE: "x" },
      { GIT_LITERAL_PATHSPECS: "1" },
      { GIT_ICASE_PATHSPECS: "1", GIT_GLOB_PATHSPECS: "1", GIT_EXTERNAL_DIFF: "false", GIT_DIFF_OPTS: "-u0" },
    ];
    for (const each of settings) {
      for (const [name, value] of Object.entries(each)) vi.stubEnv(name, value);
      expect([each, found({}, folder)]).toEqual([each, removed]);
      if ("GIT_DIR" in each) {
        expect((await run(log, {}, folder)).output).toContain("flag one, which is new");
        expect(run(diff, { operands: ["HEAD"] }, folder).output).toContain("flag one, which is gone");
      }
      expect(createHost(folder).gitPrefix(".")).toBe("sub/");
      for (const name of Object.keys(each)) vi.stubEnv(name, undefined);
    }
  });

  it("includes the objects of a push that is not accepted yet", () => {
    const quarantine = join(around, "incoming");
    fs.mkdirSync(quarantine);
    vi.stubEnv("GIT_OBJECT_DIRECTORY", quarantine).stubEnv(
      "GIT_ALTERNATE_OBJECT_DIRECTORIES",
      join(top, ".git/objects"),
    );
    fs.rmSync(join(root, "flags/one.yaml"));
    const pushed = newCommit();
    vi.stubEnv("GIT_QUARANTINE_PATH", quarantine);
    expect(found({ base: `${pushed}^` })).toEqual(removed);
    expect(run(diff, { operands: [`${pushed}^`, pushed] }).output).toContain("flag one, which is gone");
  });

  it("keeps git settings passed in variables, such as those for access", () => {
    vi.stubEnv("GIT_CONFIG_COUNT", "1")
      .stubEnv("GIT_CONFIG_KEY_0", "log.diffMerges")
      .stubEnv("GIT_CONFIG_VALUE_0", "off");
    fs.rmSync(join(root, "flags/one.yaml"));
    expect(found()).toEqual(removed);
  });

  it("does not let replace refs change the content of a commit", () => {
    const before = git("rev-parse", "HEAD");
    fs.rmSync(join(root, "flags/one.yaml"));
    const after = newCommit();
    git("replace", before, after);
    expect(found({ base: before })).toEqual(removed);
    git("replace", "--delete", before);
    write({ "info/grafts": `${after}\n` }, join(top, ".git"));
    expect(found({ base: before })).toEqual(removed);
  });
});

describe("what git lacks of the base", () => {
  const refetch = "run `git fetch --refetch --no-filter`";

  /** A partial clone whose remote is gone. */
  function cloned(filter: string): string {
    git("config", "uploadpack.allowFilter", "true");
    const clone = join(around, "clone");
    gitIn(around, "clone", "--quiet", `--filter=${filter}`, `file://${top}`, clone);
    gitIn(clone, "checkout", "--quiet", "-b", "topic");
    return clone;
  }

  it("is not gone in a partial clone: blobs", async () => {
    write({ "flags/two.yaml": flag("two", "acme, globex") });
    commit();
    const clone = cloned("blob:none");
    const folder = join(clone, "sub");
    fs.rmSync(join(folder, "flags/two.yaml"));
    commit(undefined, undefined, clone);
    fs.renameSync(top, join(around, "moved"));
    expect(found({}, folder)).toEqual([]);
    expect(found({ base: "HEAD~1" }, folder)).toEqual(["gate/not-retired flags/two.yaml"]);
    // The commit before that has another text of this file, which was never fetched.
    write({ "flags/one.yaml": flag("one", "hooli") }, folder);
    expect(found({ base: "HEAD~2" }, folder)).toEqual(["gate/no-history flags/two.yaml"]);
    expect(hints({ base: "HEAD~2" }, folder)).toEqual([refetch]);
    const { output = "", failed } = run(diff, { operands: ["HEAD~2"] }, folder);
    expect(failed).toBe(true);
    expect(output).toMatch(/flags\/two.yaml on the base: .* run `git fetch --refetch --no-filter`/);
    expect(output).not.toContain("flag two");
    const told = await run(log, {}, folder);
    expect(told).toMatchObject({ failed: true, note: expect.stringContaining("`git fetch --refetch --no-filter`") });
    expect(told.output).toContain("flags/two.yaml cannot be read here: git does not have its text here");
    expect(told.output).not.toContain("gains");
    expect(JSON.parse((await run(log, { format: "json" }, folder)).output ?? "")).toMatchObject({ incomplete: true });
  });

  it("is not gone in a partial clone: folders, and the config", async () => {
    write({ "package.json": packageJson({ scopes: { account: {} }, owners: ["growth", "apps"] }) });
    commit();
    const clone = cloned("tree:0");
    const folder = join(clone, "sub");
    fs.renameSync(top, join(around, "moved"));
    fs.rmSync(join(folder, "flags/two.yaml"));
    expect(found({ base: "HEAD~1" }, folder)).toEqual(["gate/no-history package.json"]);
    expect(run(diff, { operands: ["HEAD~1"] }, folder).problem).toMatch(/; run `git fetch --refetch --no-filter`$/);
    expect(await run(log, {}, folder)).toMatchObject({ failed: true });
  });

  it("is not what a release held: it is unknown whether it soaked", () => {
    const steps = ["v1", "v2", "v3", "v2"];
    write({ "groups/ring.yaml": ring, "flags/widget.yaml": release("v0") });
    for (const [index, version] of steps.entries()) {
      write({ "flags/widget.yaml": release(version) });
      commit(`2026-11-20T${12 + index}:00:00Z`);
    }
    const lost = git("rev-parse", "HEAD~1:sub/flags/widget.yaml");
    fs.rmSync(join(top, ".git/objects", lost.slice(0, 2), lost.slice(2)));
    write({ "flags/widget.yaml": release("v2", "v2") });
    vi.useFakeTimers({ now, toFake: ["Date"] });
    expect(found()).toEqual([]);
    expect(run(stages, { operands: ["widget"] }).note).toContain("`git fsck`");
    write({ "flags/widget.yaml": release("v3", "v3") });
    expect(found()).toEqual(["gate/no-history flags/widget.yaml"]);
    git("checkout", "--quiet", "--", ".");
    expect(run(promote, { operands: ["widget", "v3"], to: "regular" }).problem).toContain("fetch the rest: `git fsck`");
    expect(run(rollback, { operands: ["widget"], stage: "canary" }).problem).toContain("`git fsck`");
    vi.useRealTimers();
  });

  it("is not gone if an object is damaged", () => {
    const lost = git("rev-parse", "HEAD:sub/flags/one.yaml");
    const file = join(top, ".git/objects", lost.slice(0, 2), lost.slice(2));
    fs.chmodSync(file, 0o644);
    fs.writeFileSync(file, "damaged");
    fs.rmSync(join(root, "flags/one.yaml"));
    expect([found(), hints()]).toEqual([["gate/no-history flags/one.yaml"], ["run `git fsck`"]]);
  });

  it.each([
    [
      "lfs",
      `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12\n`,
      "run `git lfs pull`",
    ],
    ["crypt", "\0GITCRYPT\0 cipher", "run `git-crypt unlock`"],
  ])("is not gone if git only has a pointer or a cipher: %s", (_, text, hint) => {
    write({ "flags/one.yaml": text });
    commit();
    fs.rmSync(join(root, "flags/one.yaml"));
    expect([found(), hints()]).toEqual([["gate/no-history flags/one.yaml"], [hint]]);
    write({ "flags/one.yaml": flag("one") });
    expect(found()).toEqual(["gate/no-history flags/one.yaml"]);
  });

  it("is read as a checkout would write it: filters and encodings", () => {
    git("config", "filter.turn.clean", "tr a-z A-Z");
    git("config", "filter.turn.smudge", "tr A-Z a-z");
    write({ ".gitattributes": "two.yaml filter=turn\none.yaml working-tree-encoding=UTF-8 ident\n" });
    write({ "flags/two.yaml": flag("two").toLowerCase() });
    commit();
    expect(found()).toEqual([]);
    fs.rmSync(join(root, "flags/two.yaml"));
    expect(found()).toEqual(["gate/not-retired flags/two.yaml"]);
    git("config", "filter.turn.smudge", "false");
    git("config", "filter.turn.required", "true");
    expect(found()).toEqual(["gate/no-history flags/two.yaml"]);
  });
});

describe("the user's settings", () => {
  const settings: Readonly<Record<string, readonly string[]>> = {
    "log.diffMerges": ["off", "none", "remerge", "combined", "dense-combined", "separate"],
    "log.showSignature": ["true"],
    "log.follow": ["true"],
    "log.showRoot": ["false"],
    "log.abbrevCommit": ["true"],
    "log.date": ["relative"],
    "format.pretty": ["oneline"],
    "format.notes": ["true"],
    "diff.renames": ["copies"],
    "diff.relative": ["true"],
    "diff.external": ["false"],
    "diff.ignoreSubmodules": ["all"],
    "color.ui": ["always"],
    "core.abbrev": ["4"],
    "core.quotePath": ["true"],
    "core.fsmonitor": ["false-command"],
    "i18n.logOutputEncoding": ["ISO-8859-1"],
  };

  it("change nothing, in the log and in what has soaked", async () => {
    write({ "groups/ring.yaml": ring, "flags/widget.yaml": release("v1") });
    commit();
    git("checkout", "--quiet", "-b", "topic");
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-20T13:00:00Z");
    git("checkout", "--quiet", "main");
    vi.stubEnv("GIT_COMMITTER_DATE", "2026-11-20T14:00:00Z").stubEnv("GIT_AUTHOR_DATE", "2026-11-20T14:00:00Z");
    git("merge", "--quiet", "--no-ff", "--message", "Größe", "topic");
    const repository = () => {
      const opened = openRepository(root);
      const tip = opened?.commitOf("HEAD") ?? "";
      return [opened?.line(tip), opened?.versions(tip, new Set(["widget"])), opened?.readTree(tip)];
    };
    const before = repository();
    expect(JSON.stringify(before)).toContain("Größe");
    expect((await run(log)).output).toContain("widget: v1 → v2");
    write({ "flags/widget.yaml": release("v2", "v2") });
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    for (const [key, values] of Object.entries(settings))
      for (const value of values) {
        vi.stubEnv("GIT_CONFIG_KEY_0", key).stubEnv("GIT_CONFIG_VALUE_0", value);
        expect([key, value, repository()]).toEqual([key, value, before]);
      }
    vi.stubEnv("GIT_CONFIG_KEY_0", "log.diffMerges").stubEnv("GIT_CONFIG_VALUE_0", "off");
    expect(found()).toEqual([]);
  });
});

describe("line endings", () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  const old = flag("old").replace("permanent: It is a switch for support.", "expires: 2020-01-01");

  it("alone are not a change, in either revision", async () => {
    write({ "flags/old.yaml": old });
    commit();
    expect(found({ allowExpired: true })).toEqual(["model/expired flags/old.yaml"]);
    const severities = () =>
      run(check, { base: "HEAD", allowExpired: true }).report?.diagnostics.map(({ severity }) => severity);
    for (const [path, text] of [
      ["flags/old.yaml", old],
      ["package.json", config],
    ] as const)
      write({ [path]: crlf(text) });
    expect(severities()).toEqual(["warning"]);
    expect((await run(log)).note).toBeUndefined();
    git("config", "core.autocrlf", "true");
    fs.rmSync(join(root, "flags"), { recursive: true });
    git("checkout", "--quiet", "--force");
    expect(fs.readFileSync(join(root, "flags/old.yaml"), "utf8")).toBe(crlf(old));
    expect(severities()).toEqual(["warning"]);
    expect(run(diff, { operands: ["HEAD"] }).output).toBe("no effect on any customer\n");
    git("config", "core.autocrlf", "false");
    commit();
    write({ "flags/old.yaml": old });
    expect(severities()).toEqual(["warning"]);
  });

  it("do not hide an edit", () => {
    write({ "flags/old.yaml": old });
    commit();
    write({ "flags/old.yaml": crlf(old.replace("2020-01-01", "2020-01-02")) });
    const { report } = run(check, { base: "HEAD", allowExpired: true });
    expect(report?.diagnostics.map(({ severity }) => severity)).toEqual(["error"]);
    expect(report?.touched?.get("flags/old.yaml")).toEqual([{ first: 5, last: 5 }]);
  });
});

describe("a base that is not available here", () => {
  it("is reported with the command that fetches it, in a shallow clone", () => {
    commit();
    const clone = join(around, "clone");
    gitIn(around, "clone", "--quiet", "--depth=1", `file://${top}`, clone);
    for (const base of ["HEAD^1", "HEAD~3", "main~1", "@^", "v1.0", "0123456789012345678901234567890123456789"]) {
      expect(found({ base }, join(clone, "sub"))).toMatch(/`git fetch --unshallow`, or `fetch-depth: 0` in CI$/);
      expect(run(diff, { operands: [base] }, join(clone, "sub")).problem).toContain("--unshallow");
    }
    expect(found({ base: "origin/develop" }, join(clone, "sub"))).toContain(
      "`git fetch --unshallow origin develop:refs/remotes/origin/develop`",
    );
  });

  it("is reported with how far the history goes, in a complete clone", () => {
    expect(found({ base: "HEAD^1" })).toBe("git does not know `HEAD^1`; the history of `HEAD` does not go so far");
    expect(found({ base: "trunk" })).toMatch(/name a local branch or commit/);
  });
});

describe("several merge bases", () => {
  /** Two branches that were merged into each other, each with a flag that the other did not begin with. */
  function crosswise(): void {
    git("checkout", "--quiet", "-b", "topic");
    write({ "flags/of_topic.yaml": flag("of_topic") });
    const one = newCommit("2026-11-20T13:00:00Z");
    git("checkout", "--quiet", "main");
    write({ "flags/of_main.yaml": flag("of_main") });
    const other = newCommit("2026-11-20T14:00:00Z");
    git("merge", "--quiet", "--message", "one", one);
    git("checkout", "--quiet", "topic");
    git("merge", "--quiet", "--message", "other", other);
    expect(git("merge-base", "--all", "main", "topic").split("\n")).toHaveLength(2);
  }

  it.each(["of_topic", "of_main", "one"])("are all considered: %s", (name) => {
    crosswise();
    expect(found({ base: "main" })).toEqual([]);
    expect(run(diff, { operands: ["main"] }).output).toBe("no effect on any customer\n");
    fs.rmSync(join(root, `flags/${name}.yaml`));
    expect(found({ base: "main" })).toEqual([`gate/not-retired flags/${name}.yaml`]);
    expect(run(diff, { operands: ["main"] }).output).toContain(`flag ${name}, which is gone`);
    const told = run(diff, { operands: ["main"] });
    expect([told.failed, told.output?.includes("which is new")]).toEqual([false, false]);
  });

  it("are each compared if they differ, and a diff says that it used one of them", () => {
    git("checkout", "--quiet", "-b", "topic");
    write({ "flags/one.yaml": flag("one", "acme, globex") });
    const one = newCommit("2026-11-20T13:00:00Z");
    git("checkout", "--quiet", "main");
    write({ "flags/one.yaml": flag("one", "acme, initech") });
    const other = newCommit("2026-11-20T14:00:00Z");
    git("merge", "--quiet", "--strategy=ours", "--message", "one", one);
    git("checkout", "--quiet", "topic");
    git("merge", "--quiet", "--strategy=ours", "--message", "other", other);
    fs.rmSync(join(root, "flags/one.yaml"));
    expect(found({ base: "main" })).toEqual(removed);
    expect(run(diff, { operands: ["main"] })).toMatchObject({
      failed: true,
      output: expect.stringContaining("flags/one.yaml on the base: the branch began at several commits"),
    });
  });
});

describe("an instance that moved", () => {
  it.each([
    ["to another folder", "conf"],
    ["down", "sub/inner"],
    ["up", "."],
  ])("is followed: %s", async (_, place) => {
    fs.renameSync(root, join(around, "instance"));
    fs.mkdirSync(join(top, place), { recursive: true });
    fs.cpSync(join(around, "instance"), join(top, place), { recursive: true });
    const folder = join(top, place);
    expect(found({}, folder)).toEqual([]);
    fs.rmSync(join(folder, "flags/one.yaml"));
    expect(found({}, folder)).toEqual(removed);
    expect(run(diff, { operands: ["HEAD"] }, folder).output).toContain("flag one, which is gone");
    commit("2026-11-20T14:00:00Z");
    expect(found({ base: "HEAD~1" }, folder)).toEqual(removed);
    expect(run(diff, { operands: ["HEAD~1", "HEAD"] }, folder).output).toMatch(/^flag one, which is gone/);
    const told = JSON.parse((await run(log, { format: "json" }, folder)).output ?? "");
    expect(told.commits).toHaveLength(2);
    expect(told.commits[0].effect.names).toMatchObject({ removed: [{ name: "one" }], added: [] });
  });

  it("keeps what its stages held", () => {
    write({ "groups/ring.yaml": ring, "flags/widget.yaml": release("v1") });
    commit();
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-20T13:00:00Z");
    fs.renameSync(root, join(top, "conf"));
    commit("2026-11-21T11:00:00Z");
    write({ "flags/widget.yaml": release("v2", "v2") }, join(top, "conf"));
    expect(found({}, join(top, "conf"))).toEqual([]);
    expect(run(stages, { operands: ["widget"] }, join(top, "conf")).output).toContain("2026-11-20T13:00:00Z");
  });

  it("is refused if it may have been one of several", () => {
    fs.cpSync(root, join(top, "other"), { recursive: true });
    commit();
    fs.renameSync(root, join(top, "conf"));
    fs.rmSync(join(top, "other"), { recursive: true });
    const why = "the base has no instance in `conf/`, and `other/`, `sub/` are gone; move one at a time";
    expect(found({}, join(top, "conf"))).toBe(why);
    expect(run(diff, { operands: ["HEAD"] }, join(top, "conf")).problem).toBe(why);
  });

  it("is new if the earlier one still exists", () => {
    fs.cpSync(root, join(top, "conf"), { recursive: true });
    fs.rmSync(join(top, "conf/flags/one.yaml"));
    expect(found({}, join(top, "conf"))).toEqual([]);
    expect(run(check, { base: "HEAD" }, join(top, "conf")).note).toContain("everything counts as new");
  });
});

describe("when a version was merged", () => {
  beforeEach(() => {
    write({ "groups/ring.yaml": ring, "flags/widget.yaml": release("v1") });
    commit("2026-11-20T12:30:00Z");
  });

  /** What the gate reports for v2 in the next stage. */
  function advance(input: Partial<Input> = {}): readonly string[] | string {
    write({ "flags/widget.yaml": release("v2", "v2") });
    return found(input);
  }
  const soaking = ["gate/not-soaked flags/widget.yaml"];

  it("is no earlier than the commits before it, whatever the clocks said", () => {
    write({ "README.md": "1" }, top);
    commit("2026-11-21T11:30:00Z");
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-01T00:00:00Z");
    expect(advance()).toEqual(soaking);
  });

  it("is the later of the author's and the committer's clock", () => {
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-01T00:00:00Z", "2026-11-21T11:30:00Z");
    expect(advance()).toEqual(soaking);
  });

  it("is no earlier than the merged commits", () => {
    git("checkout", "--quiet", "-b", "topic");
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-21T11:30:00Z");
    git("checkout", "--quiet", "main");
    vi.stubEnv("GIT_COMMITTER_DATE", "2026-11-01T00:00:00Z").stubEnv("GIT_AUTHOR_DATE", "2026-11-01T00:00:00Z");
    git("merge", "--quiet", "--no-ff", "--message", "topic", "topic");
    expect(advance()).toEqual(soaking);
  });

  it("is what the host says, whatever the clocks say", async () => {
    write({ "flags/widget.yaml": release("v2") });
    const merged = newCommit("2026-11-21T09:31:00Z");
    const at = Date.parse("2026-11-21T08:00:00Z");
    expect(advance()).toEqual(soaking);
    expect(advance({ mergedAt: [{ commit: merged.slice(0, 8), at }] })).toEqual([]);
    expect(run(stages, { operands: ["widget"], mergedAt: [{ commit: merged, at }] }).output).toContain("08:00:00Z");
    git("checkout", "--quiet", "--", ".");
    const late = [{ commit: "HEAD", at: Date.parse("2026-11-21T11:59:00Z") }];
    expect(run(promote, { operands: ["widget"], to: "regular", mergedAt: late }).problem).toContain(
      "60 seconds of 3 hours",
    );
    expect((await run(log, { mergedAt: late, format: "json" })).output).toContain('"at": "2026-11-21T11:59:00Z"');
  });

  it("limits earlier ones, and an unknown commit is refused", () => {
    write({ "flags/widget.yaml": release("v2") });
    commit("2026-11-21T09:31:00Z");
    write({ "flags/one.yaml": flag("one", "globex") });
    commit("2026-11-21T09:32:00Z");
    expect(advance({ mergedAt: [{ commit: "HEAD", at: Date.parse("2026-11-21T08:00:00Z") }] })).toEqual([]);
    expect(advance({ mergedAt: [{ commit: "nothing", at: now }] })).toMatch(
      /^`--merged-at`: git does not know `nothing`/,
    );
    expect(run(check, { mergedAt: [{ commit: "HEAD", at: now }] }).problem).toContain("needs `--base <ref>`");
  });
});
