import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Input } from "../../scripts/commands/input.ts";
import { stages } from "../../scripts/commands/stages.ts";
import { createHost, type Host } from "../../scripts/host/host.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { callFlagstone } from "../support/call-flagstone.ts";
import { filesIn } from "../support/files.ts";
import { makeRepository, makeShallow } from "../support/git-repository.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

const config = (environments: readonly string[]): string =>
  JSON.stringify({ flagstone: { scopes: { account: {} }, environments } });

const ring = `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members:
  canary: [support, { match: test-* }]
  vip: [special]
  regular: []
  lab: []
`;

/** A release with these versions in its stages. */
const release = (canary: string, regular: string, vip: string, more = ""): string => `release: widget
description: The widget that pages show.
owner: widgets
by: ring
stages:
  - { group: canary, version: ${canary}, soak: 30m }
  - { group: regular, version: ${regular}, soak: 3h }
  - { group: vip, version: ${vip} }
${more}`;

let root = "";

beforeEach(() => {
  for (const [name, value] of Object.entries({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }))
    vi.stubEnv(name, value);
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone stages ")));
  write("package.json", config(["production"]));
  write("groups/ring.yaml", ring);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

/** Commits each text of the release at its time; the last one stays in the working tree. */
function merged(...steps: readonly (readonly [time: string, text: string])[]): void {
  fs.rmSync(join(root, ".git"), { recursive: true, force: true });
  const snapshots = steps.map(([time, text]) => {
    write("flags/widget.yaml", text);
    return { files: filesIn(root), date: `2026-11-${time}:00Z` };
  });
  makeRepository(root, snapshots);
}

function run(input: Partial<Input> = {}, host: Partial<Host> = {}): Outcome {
  return stages({ operands: ["widget"], colour: false, ...input }, { ...createHost(root), now: () => now, ...host });
}

function told(input: Partial<Input> = {}): readonly string[] {
  const { output = "", problem } = run(input);
  expect(problem).toBeUndefined();
  return output.split("\n").filter((line) => line !== "");
}

describe("a stage", () => {
  it("is shown with its version, since when, and for whom", () => {
    merged(
      ["19T12:00", release("v1", "v1", "v1")],
      ["21T09:00", release("v2", "v1", "v1")],
      ["21T10:00", release("v2", "v2", "v1")],
    );
    expect(run()).toEqual({
      writes: [],
      output: [
        "widget, by ring",
        "  canary   v2  3 hours, since 2026-11-21T09:00:00Z; 1 account, 1 pattern",
        "  regular  v2  2 hours, since 2026-11-21T10:00:00Z; everyone else",
        "  vip      v1  2 days, since 2026-11-19T12:00:00Z; 1 account",
        "    may take v2 of regular in 60 minutes, from 2026-11-21T13:00:00Z",
        "  without a stage, same as the default: lab",
        "",
      ].join("\n"),
    });
  });

  it("counts only the current members of its group", () => {
    const dated = `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members:
  canary:
    - { id: ended, until: 2026-11-20 }
    - { id: today, from: 2026-11-21, until: 2026-11-21 }
    - { id: later, from: 2026-11-22 }
    - { id: again, until: 2026-10-31 }
    - { id: again, from: 2026-11-01 }
    - { match: old-*, until: 2026-11-21T12:00:00Z }
    - { match: new-*, from: 2026-11-21T12:00:00Z }
  vip: [{ id: gone, until: 2026-11-20 }, { id: hour, from: 2026-11-21T12:00:01Z }, { percent: 2.5 }, { percent: 5 }]
`;
    write("groups/ring.yaml", dated);
    merged(["19T12:00", release("v1", "v1", "v1")]);
    const lines = told().map((line) => line.trim().replace(/ {2}.*?; /, ": "));
    expect(lines.slice(1, 4)).toEqual([
      "canary: 2 accounts, 1 pattern",
      "regular: everyone else",
      "vip: 7.5 % of everyone else",
    ]);
    const { output = "" } = run({ format: "json" });
    const counts = [...output.matchAll(/"customers": (\d+),\s+"patterns": (\d+),\s+"percent": ([\d.]+)/g)].map(
      ([, ...numbers]) => numbers,
    );
    expect(counts).toEqual([
      ["2", "1", "0"],
      ["0", "0", "0"],
      ["0", "0", "7.5"],
    ]);
  });

  it("is shown with the conditions of its group, and their shares", () => {
    const tier =
      "attribute: tier\ndescription: What the account pays for.\nowner: widgets\nscope: account\ntype: text\n";
    write("groups/tier.yaml", tier);
    write(
      "groups/ring.yaml",
      `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members:
  canary:
    - support
    - { where: { tier: [free, trial] } }
    - { where: { tier: late }, from: 2027-01-01 }
    - { where: { tier: gold }, percent: 10 }
    - { percent: 5 }
  vip: [{ where: { tier: { untold: true } } }]
`,
    );
    merged(["19T12:00", release("v1", "v1", "v1")]);
    const lines = told().map((line) => line.trim().replace(/ {2}.*?; /, ": "));
    expect([lines[1], lines[3]]).toEqual([
      "canary: 1 account, everyone with tier free or trial, 10 % of everyone with tier gold, 5 % of everyone else",
      "vip: everyone with tier untold",
    ]);
    const { environments } = JSON.parse(run({ format: "json" }).output ?? "");
    expect(environments[0].stages[0]).toMatchObject({
      conditions: [{ tier: ["free", "trial"] }],
      percent: 5,
      shares: [{ percent: 10, where: { tier: ["gold"] } }],
    });
  });

  it("may take a version that has soaked in the stage before, or that it held itself", () => {
    merged(["19T12:00", release("v1", "v1", "v1")], ["21T11:00", release("v2", "v1", "v1")]);
    expect(told()).toContain("    may take v2 of canary now");
    merged(
      ["18T12:00", release("v2", "v2", "v2")],
      ["19T12:00", release("v1", "v1", "v1")],
      ["21T11:59", release("v2", "v1", "v1")],
    );
    expect(told()).toContain("    may take v2 of canary now");
  });

  it("cannot take a version that is blocked, or not yet merged", () => {
    const blocked = "blocked: [{ version: v2, date: 2026-11-20, reason: Broke checkout }]\n";
    merged(["19T12:00", release("v1", "v1", "v1")], ["20T11:00", release("v2", "v1", "v1", blocked)]);
    expect(told()).toContain("    cannot take v2 of canary, which is blocked: Broke checkout");
    expect(told()).toContain("  blocked: v2: Broke checkout");
    write("flags/widget.yaml", release("v3", "v1", "v1"));
    expect(told().slice(1, 4)).toEqual([
      "  canary   v3  not yet on HEAD; 1 account, 1 pattern",
      "  regular  v1  2 days, since 2026-11-19T12:00:00Z; everyone else",
      "    cannot take v3 of canary: it is not yet on HEAD",
    ]);
    expect(run().note).toBe("the files differ from `HEAD`: `flagstone diff HEAD` shows the effect");
    merged(["18T12:00", release("v3", "v1", "v1")], ["18T12:10", release("v1", "v1", "v1")]);
    write("flags/widget.yaml", release("v3", "v1", "v1"));
    expect(told()).toContain("    cannot take v3 of canary: it was there for 10 minutes, and left");
  });

  it("counts a version that cannot be read as the one before it", () => {
    merged(
      ["19T12:00", release("v1", "v1", "v1")],
      ["20T12:00", "release: ["],
      ["21T11:50", release("v1", "v1", "v1")],
    );
    expect(told()[1]).toBe("  canary   v1  2 days, since 2026-11-19T12:00:00Z; 1 account, 1 pattern");
  });
});

describe("a customer who is pinned to a version", () => {
  it("is shown with the end of the pin, unless it has ended", () => {
    const pinned = `pinned:
  account:
    - { id: acme, version: v0, until: 2026-12-31, reason: Holiday freeze }
    - { id: globex, version: v0, from: 2026-12-01, until: 2026-12-02T06:00:00Z }
    - { id: initech, version: v0, until: 2026-11-01 }
    - { id: umbrella, version: v0 }
`;
    merged(["19T12:00", release("v1", "v1", "v1", pinned)]);
    expect(told().slice(5)).toEqual([
      "  pinned: 3 customers",
      "    account acme on v0 until 2026-12-31",
      "    account globex on v0 from 2026-12-01 until 2026-12-02T06:00:00Z",
      "    account umbrella on v0, without end",
    ]);
  });
});

describe("environments", () => {
  it("are shown separately if they differ, and together otherwise", () => {
    write("package.json", config(["production", "preview", "staging"]));
    const staging =
      "environments:\n  staging: { stages: [{ group: canary, version: v9 }, { group: regular, version: v9 }] }\n";
    merged(["19T12:00", release("v1", "v1", "v1")], ["21T10:00", release("v1", "v1", "v1", staging)]);
    expect(told()).toEqual([
      "widget in production, preview, by ring",
      "  canary   v1  2 days, since 2026-11-19T12:00:00Z; 1 account, 1 pattern",
      "  regular  v1  2 days, since 2026-11-19T12:00:00Z; everyone else",
      "  vip      v1  2 days, since 2026-11-19T12:00:00Z; 1 account",
      "  without a stage, same as the default: lab",
      "widget in staging, by ring",
      "  canary   v9  2 hours, since 2026-11-21T10:00:00Z; 1 account, 1 pattern",
      "  regular  v9  2 hours, since 2026-11-21T10:00:00Z; everyone else",
      "  without a stage, same as the default: vip, lab",
    ]);
    expect(told({ environment: "staging" })[0]).toBe("widget in staging, by ring");
    expect(run({ environment: "stagign" }).problem).toBe("unknown environment `stagign`; did you mean `staging`?");
  });
});

describe("the history", () => {
  it("is that of the given branch", () => {
    merged(["19T12:00", release("v1", "v1", "v1")], ["21T11:50", release("v2", "v1", "v1")]);
    execFileSync("git", ["branch", "topic", "main~1"], { cwd: root, stdio: "pipe" });
    expect(told()[1]).toMatch(/v2 {2}10 minutes, since/);
    expect(told({ base: "topic" })[1]).toBe("  canary   v2  not yet on topic; 1 account, 1 pattern");
    expect(run({ base: "trunk" }).problem).toBe(
      "git does not know `trunk`; name a local branch or commit, or fetch it",
    );
  });

  it("that was partially fetched gives a minimum duration, but not whether a version may advance", () => {
    merged(
      ["19T12:00", release("v1", "v1", "v1")],
      ["21T11:00", release("v1", "v0", "v1")],
      ["21T11:59", release("v2", "v0", "v1")],
    );
    makeShallow(root);
    expect(told().slice(1, 4)).toEqual([
      "  canary   v2  at least 60 seconds, since 2026-11-21T11:59:00Z; 1 account, 1 pattern",
      "  regular  v0  at least 60 seconds, since 2026-11-21T11:59:00Z; everyone else",
      "    whether it may take v2 of canary is not known: `git fetch --unshallow`",
    ]);
    expect(run().note).toBe(
      "the fetched history starts with one of these versions; fetch the rest: `git fetch --unshallow`",
    );
  });

  it("is not needed to show what each stage serves", () => {
    write("flags/widget.yaml", release("v2", "v1", "v1"));
    expect(told().slice(0, 4)).toEqual([
      "widget, by ring",
      "  canary   v2  1 account, 1 pattern",
      "  regular  v1  everyone else",
      "    canary serves v2",
    ]);
    expect(run().note).toMatch(/^it is not known since when: `.*` is not in a git repository$/);
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    expect(run().note).toBe("it is not known since when: there is no commit on this branch yet");
  });
});

it("needs the name of a release, and says what another name is", () => {
  write("flags/widget.yaml", release("v1", "v1", "v1"));
  const problem = (name: string) => run({ operands: [name] }).problem;
  expect(problem("wigdet")).toBe("unknown release `wigdet`; did you mean `widget`?");
  expect(problem("nothing_like_it")).toBe("unknown release `nothing_like_it`; there is only widget");
  expect(problem("ring")).toBe("`ring` is a group set, not a release");
  write("flags/widget.yaml", "release: widget\n");
  expect(problem("widget")).toBe("`flags/widget.yaml` has errors; see `flagstone check`");
  expect(problem("other")).toBe("unknown release `other`; `flags/widget.yaml` has errors; see `flagstone check`");
  write("package.json", "{");
  expect(run().problem).toMatch(/^(?:no package.json|the config in `package.json` cannot be read)/);
  expect(run({ format: "yaml" }).problem).toBe("unknown format `yaml`; there are text, json");
});

it("writes JSON that follows its schema", () => {
  const schemaOf = (name: string): object =>
    JSON.parse(fs.readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8")) as object;
  const isReport = new Ajv({ strict: true, allowUnionTypes: true })
    .addSchema(schemaOf("effect"))
    .compile(schemaOf("stages"));
  const more =
    "pinned: { account: [{ id: acme, version: v0, until: 2026-12-31 }] }\nblocked: [{ version: v0, date: 2026-11-20, reason: Slow }]\n";
  merged(["19T12:00", release("v1", "v1", "v1")], ["21T11:50", release("v2", "v1", "v1", more)]);
  const report = JSON.parse(run({ format: "json" }).output ?? "");
  expect(isReport(report) || isReport.errors).toBe(true);
  expect(report).toMatchObject({ release: "widget", by: "ring", history: "whole", workingTreeDiffers: false });
  const [{ stages: told, pinned }] = report.environments;
  expect(told[0]).toMatchObject({ group: "canary", version: "v2", soakSeconds: 1800, since: "2026-11-21T11:50:00Z" });
  expect(told[1].next).toEqual({ version: "v2", from: "canary", state: "soaking", at: "2026-11-21T12:20:00Z" });
  expect(pinned).toEqual([{ scope: "account", id: "acme", version: "v0", until: "2026-12-31" }]);
});

it("is a command", async () => {
  merged(["19T12:00", release("v1", "v1", "v1")]);
  const call = (...words: readonly string[]) => callFlagstone(["stages", ...words], root);
  expect(await call("widget")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^widget, by ring\n/) });
  expect(await call("wigdet")).toMatchObject({ status: 2, stdout: "" });
});
