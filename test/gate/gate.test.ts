import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../scripts/commands/check.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { createHost } from "../../scripts/host/host.ts";
import { startOf } from "../../scripts/model/time.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { filesIn } from "../support/files.ts";
import { codesOf } from "../support/findings.ts";
import { makeRepository } from "../support/git-repository.ts";
import { completeInstance } from "../support/instance-folder.ts";
import { usualDate, usualDay } from "../support/usual-dates.ts";

const flag = `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2027-03-31
default: false
`;
const ring = `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members:
  canary: [support]
`;
const release = (canary: string, regular: string): string => `release: web_widget
description: The widget that the compose endpoint serves.
owner: widgets
by: ring
stages:
  - { group: canary, version: ${canary}, soak: 3h }
  - { group: regular, version: ${regular} }
`;

let around = "";
let root = "";

beforeEach(() => {
  // Keep the git settings of the person who runs the tests out of the repositories.
  for (const [name, value] of Object.entries({
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Somebody",
    GIT_AUTHOR_EMAIL: "somebody@example.com",
    GIT_COMMITTER_NAME: "Somebody",
    GIT_COMMITTER_EMAIL: "somebody@example.com",
    GIT_COMMITTER_DATE: usualDate,
  }))
    vi.stubEnv(name, value);
  around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone gate ")));
  root = join(around, "instance");
  write("flags/new_checkout.yaml", flag);
  completeInstance(root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(around, { recursive: true, force: true });
});

function write(path: string, text: string | Buffer, folder = root): void {
  fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
  fs.writeFileSync(join(folder, path), text);
}

function remove(path: string): void {
  fs.rmSync(join(root, path), { recursive: true });
}

function git(...words: readonly string[]): string {
  return gitIn(root, ...words);
}

function gitIn(folder: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

/** Commits a folder to a new repository as its only commit, on the branch `main`. */
function commitAll(folder = root): void {
  makeRepository(folder, [{ files: filesIn(folder), date: usualDate }]);
  gitIn(folder, "reset", "--quiet");
}

function run(input: Partial<Input> = {}, folder = root): Outcome {
  const { asOf } = usualDay;
  return check({ operands: [], colour: false, asOf, base: "main", ...input }, createHost(folder));
}

/** The codes of the findings; fails if the command cannot run. */
function found(input: Partial<Input> = {}, folder = root): readonly string[] {
  const { problem, report } = run(input, folder);
  expect(problem).toBeUndefined();
  return codesOf(report?.diagnostics ?? []);
}

function problem(input: Partial<Input> = {}, folder = root): string {
  const { problem, report } = run(input, folder);
  expect(report).toBeUndefined();
  return problem ?? "";
}

describe("a default that is flipped", () => {
  it("leaves a number of customers on the old value, and reports it without those who already have the new one", () => {
    const listed = "enabled: { account: [acme, globex] }\ndisabled: { account: [initech] }\n";
    write("flags/new_checkout.yaml", `${flag}${listed}`);
    commitAll();
    write("flags/new_checkout.yaml", `${flag.replace("default: false", "default: true")}${listed}`);
    const told = run().report?.diagnostics.find(({ code }) => code === "gate/default-flipped");
    expect(told?.message).toMatch(/; 1 customer stays on `false`$/);
  });
});

describe("a base", () => {
  it("is a branch, a tag or a commit, and the change is the folder as it is", () => {
    commitAll();
    git("tag", "v1");
    remove("flags/new_checkout.yaml");
    for (const base of ["main", "v1", "HEAD", git("rev-parse", "--short", "HEAD")])
      expect(found({ base })).toEqual(["gate/not-retired"]);
    git("checkout", "--quiet", "--detach");
    expect(found()).toEqual(["gate/not-retired"]);
  });

  it("is where the branch began, so later commits on the base are not part of the change", () => {
    commitAll();
    git("branch", "feature");
    write("flags/other.yaml", flag.replace("new_checkout", "other"));
    git("add", ".");
    git("commit", "--quiet", "-m", "other");
    git("checkout", "--quiet", "feature");
    expect(found()).toEqual([]);
  });

  it("dates the merge of a version by its first parents", () => {
    write("groups/ring.yaml", ring);
    write("flags/web_widget.yaml", release("v1", "v1"));
    commitAll();
    git("checkout", "--quiet", "-b", "canary");
    write("flags/web_widget.yaml", release("v2", "v1"));
    vi.stubEnv("GIT_COMMITTER_DATE", "2026-11-20T13:00:00Z");
    git("commit", "--quiet", "-am", "v2");
    git("checkout", "--quiet", "main");
    vi.stubEnv("GIT_COMMITTER_DATE", "2026-11-20T23:00:00Z");
    git("merge", "--quiet", "--no-ff", "canary", "-m", "merge");
    write("flags/web_widget.yaml", release("v2", "v2"));
    expect(found()).toEqual(["gate/not-soaked"]);
    expect(found({ asOf: startOf("2026-11-21T02:00:00Z") })).toEqual([]);
  });

  it("lets an older branch use versions that its stages have held since", () => {
    write("groups/ring.yaml", ring);
    write("flags/web_widget.yaml", release("v1", "v1"));
    commitAll();
    git("branch", "feature");
    write("flags/web_widget.yaml", release("v2", "v1"));
    git("commit", "--quiet", "-am", "v2");
    git("checkout", "--quiet", "feature");
    write("flags/web_widget.yaml", release("v2", "v2"));
    expect(found()).toEqual([]);
  });
});

describe("a base that is not available", () => {
  it("is reported if there is no repository, or no git", () => {
    expect(problem()).toBe(`\`--base\` needs git, but \`${root}\` is not in a git repository`);
    vi.stubEnv("PATH", around);
    expect(problem()).toBe("`--base` needs git, but git is not installed");
  });

  it.skipIf(process.getuid?.() !== 0)(
    "is reported if git does not trust the folder (only root can give it away)",
    () => {
      commitAll();
      for (const path of [root, join(root, ".git")]) fs.chownSync(path, 4321, 4321);
      expect(problem()).toContain("git config --global --add safe.directory");
    },
  );

  it("is reported if there is no commit", () => {
    git("init", "--quiet", "--initial-branch=main");
    expect(problem()).toBe("git does not know `main`, and this branch has no commits");
  });

  it("is reported if git does not know the name", () => {
    commitAll();
    git("update-ref", "refs/remotes/origin/next", "HEAD");
    expect(problem({ base: "next" })).toBe("git does not know `next`; did you mean `origin/next`?");
    expect(problem({ base: "origin/a/b" })).toBe(
      "git does not know `origin/a/b`; fetch it: `git fetch origin a/b:refs/remotes/origin/a/b`",
    );
    expect(problem({ base: "--all" })).toBe("git does not know `--all`; name a local branch or commit, or fetch it");
  });

  it("is reported if the name is that of several commits, or of none", () => {
    commitAll();
    for (const [base, one] of [
      ["^main", "main"],
      ["main..HEAD", "main"],
      ["main~1...HEAD", "main~1"],
      ["HEAD^!", "HEAD^"],
      ["HEAD^-", "HEAD^"],
    ] as const)
      expect(problem({ base })).toBe(`\`${base}\` does not name one commit; did you mean \`${one}\`?`);
    for (const base of ["HEAD^{tree}", "main:flags"])
      expect(problem({ base })).toBe(`git does not know \`${base}\`; name a local branch or commit, or fetch it`);
    expect(problem({ base: "main~2^" })).toBe("git does not know `main~2^`; the history of `main` does not go so far");
  });

  it("is reported if the branch has no commit in common with it", () => {
    commitAll();
    git("checkout", "--quiet", "--orphan", "other");
    git("commit", "--quiet", "--message", "other");
    expect(problem()).toBe("`main` and `HEAD` have no commit in common; name the branch that this one started from");
  });

  it("is reported if too little was fetched", () => {
    commitAll();
    git("checkout", "--quiet", "-b", "feature");
    git("commit", "--quiet", "--allow-empty", "--message", "feature");
    const clone = join(around, "clone");
    gitIn(around, "clone", "--quiet", "--depth=1", "--branch=feature", `file://${root}`, clone);
    expect(problem({ base: "origin/main" }, clone)).toContain("git fetch --unshallow origin main:");
    gitIn(clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main");
    gitIn(clone, "fetch", "--quiet", "--depth=1", "origin", "feature");
    // The commit of main is here and is an ancestor, but the shallow history does not show that.
    expect(problem({ base: "origin/main" }, clone)).toBe(
      "the fetched history does not reach where the branch left `origin/main`; fetch the rest: `git fetch --unshallow`",
    );
    gitIn(clone, "fetch", "--quiet", "--unshallow");
    expect(found({ base: "origin/main" }, clone)).toEqual([]);
  });

  it("is reported if documents are in a submodule", () => {
    const library = join(around, "library");
    write("new_checkout.yaml", flag, library);
    commitAll(library);
    remove("flags");
    git("init", "--quiet", "--initial-branch=main");
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "flags");
    git("add", ".");
    git("commit", "--quiet", "--message", "all");
    expect(problem()).toBe("`flags` is a submodule; its files on the base are not available");
  });
});

describe("an instance", () => {
  it("may be in a folder of a repository, whatever its name", () => {
    const inner = join(root, "pack ages/größe");
    write("flags/new_checkout.yaml", flag, inner);
    write("flags/tëam one/other.yaml", flag.replace("new_checkout", "other"), inner);
    write("groups/ring.yaml", ring, inner);
    write("flags/web_widget.yaml", release("v2", "v1"), inner);
    completeInstance(inner);
    commitAll();
    remove("flags");
    expect(found({}, inner)).toEqual([]);
    fs.rmSync(join(inner, "flags/tëam one"), { recursive: true });
    write("flags/web_widget.yaml", release("v2", "v2"), inner);
    expect(found({}, inner)).toEqual(["gate/not-retired"]);
    write("flags/web_widget.yaml", release("v3", "v3"), inner);
    expect(found({}, inner)).toEqual(["gate/not-retired", "gate/out-of-order"]);
  });

  it("may be in a worktree or be a submodule", () => {
    commitAll();
    const tree = join(around, "tree");
    git("worktree", "add", "--quiet", "-b", "feature", tree);
    fs.rmSync(join(tree, "flags"), { recursive: true });
    expect(found({}, tree)).toEqual(["gate/not-retired"]);

    const outer = join(around, "outer");
    gitIn(around, "init", "--quiet", outer);
    gitIn(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", root, "inner");
    fs.rmSync(join(outer, "inner/flags"), { recursive: true });
    expect(found({}, join(outer, "inner"))).toEqual(["gate/not-retired"]);
  });

  it("follows symbolic links on the base too", () => {
    fs.renameSync(join(root, "flags"), join(root, "shared"));
    write("shared/team/other.yaml", flag.replace("new_checkout", "other"));
    write("elsewhere/third.yaml", flag.replace("new_checkout", "third"));
    fs.mkdirSync(join(root, "flags"));
    fs.symlinkSync("../shared", join(root, "flags/shared"));
    fs.symlinkSync("../elsewhere/third.yaml", join(root, "flags/third.yaml"));
    fs.symlinkSync("../../elsewhere", join(root, "shared/team/elsewhere"));
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("commit", "--quiet", "--message", "all");
    // Both revisions find the same document twice.
    expect(found({ newOnly: true })).toEqual([]);
    fs.rmSync(join(root, "flags/third.yaml"));
    fs.rmSync(join(root, "elsewhere"), { recursive: true });
    expect(found({ newOnly: true })).toEqual(["file/unreadable", "gate/not-retired"]);
  });

  it("may have had bytes on the base that are not UTF-8", () => {
    write("flags/other.yaml", flag.replace("new_checkout", "other"));
    write("flags/new_checkout.yaml", Buffer.from(flag.replace("page", "p\xE4ge"), "latin1"));
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("commit", "--quiet", "--message", "all");
    expect(found({ newOnly: true })).toEqual([]);
    expect(found()).toEqual(["file/not-utf8"]);
    write("flags/new_checkout.yaml", flag);
    expect(found()).toEqual([]);
  });
});

describe("a base without the instance", () => {
  it("makes everything new, and the report says so", () => {
    commitAll();
    fs.cpSync(root, join(around, "copy"), { recursive: true, filter: (path) => !path.includes(".git") });
    fs.renameSync(join(around, "copy"), join(root, "inner"));
    const { report, note } = run({}, join(root, "inner"));
    expect(report?.diagnostics).toEqual([]);
    expect(note).toBe("the base has no instance, so everything counts as new");
  });
});

describe("check", () => {
  it("exits with 1 for what a change breaks, and with 2 if it cannot judge", () => {
    commitAll();
    remove("flags/new_checkout.yaml");
    const command = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
    const exit = (...words: readonly string[]) =>
      spawnSync(process.execPath, [command, "check", "--as-of", "2026-11-21", ...words], {
        cwd: root,
        encoding: "utf8",
      });
    const { status, stdout } = exit("--base", "main", "--new-only");
    expect([status, stdout.split("\n")[0]]).toEqual([
      1,
      "error[gate/not-retired]: flag `new_checkout` is removed, but not recorded in `flags/retired.yaml`",
    ]);
    const { status: other, stdout: nothing, stderr } = exit("--base", "nowhere");
    expect([other, nothing]).toEqual([2, ""]);
    expect(stderr).toBe("flagstone: git does not know `nowhere`; name a local branch or commit, or fetch it\n");
  });

  it("needs a base to know what is new", () => {
    const outcome = check({ operands: [], newOnly: true }, createHost(root));
    expect(outcome.problem).toBe("`--new-only` needs `--base <ref>`");
  });

  it("reports which lines the change touches, and what was waived", () => {
    write("flags/other.yaml", flag.replace("new_checkout", "other"));
    commitAll();
    remove("flags/other.yaml");
    write("flags/new_checkout.yaml", `# a note\n${flag}enabled:\n  account: [acme]\n`);
    write(
      "flags/tidy_up.yaml",
      "waiver: tidy_up\ndescription: Nobody ever asked for this flag.\nowner: growth\napproved_by: lead\nallow:\n  - { policy: gate/not-retired, name: other }\n",
    );
    const { report, note } = run();
    expect(report?.diagnostics).toEqual([]);
    expect(note).toBe(
      "waived by `tidy_up` (lead): gate/not-retired: flag `other` is removed, but not recorded in `flags/retired.yaml`",
    );
    expect([...(report?.touched ?? [])]).toEqual([
      [
        "flags/new_checkout.yaml",
        [
          { first: 1, last: 1 },
          { first: 8, last: 9 },
        ],
      ],
      ["flags/tidy_up.yaml", [{ first: 1, last: 6 }]],
    ]);
  });

  it("counts old findings", () => {
    write("flags/new_checkout.yaml", flag.replace("growth", "nobody"));
    commitAll();
    write("flags/other.yaml", flag.replace("new_checkout", "other").replace("growth", "somebody"));
    const { report } = run({ newOnly: true });
    expect(codesOf(report?.diagnostics ?? [])).toEqual(["model/unknown-owner"]);
    expect([report?.diagnostics.length, report?.older]).toEqual([1, 1]);
  });

  it("counts files that are not read as old if the base has them", () => {
    write("flags/other.yaml.txt", flag.replace("new_checkout", "other"));
    write("flag/third.yaml", flag.replace("new_checkout", "third"));
    commitAll();
    write("flag/fourth.yaml", flag.replace("new_checkout", "fourth"));
    write("flags/fifth.yalm", flag.replace("new_checkout", "fifth"));
    const { report } = run({ newOnly: true });
    expect(report?.diagnostics.map(({ span }) => span.source.path)).toEqual(["flag/fourth.yaml", "flags/fifth.yalm"]);
    expect(report?.older).toBe(2);
  });

  it("does not count a file that is not read as old if the base has another text there", () => {
    write("flags/fifth.txt", "Notes about the fifth flag.\n");
    write("flags/sixth.txt", flag.replace("new_checkout", "other"));
    commitAll();
    write("flags/fifth.txt", flag.replace("new_checkout", "fifth"));
    write("flags/sixth.txt", flag.replace("new_checkout", "sixth"));
    const { report } = run({ newOnly: true });
    expect(report?.diagnostics.map(({ span }) => span.source.path)).toEqual(["flags/fifth.txt"]);
    expect(report?.older).toBe(1);
  });
});
