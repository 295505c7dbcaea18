import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv } from "ajv";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import type { Input } from "../../scripts/commands/input.ts";
import { log } from "../../scripts/commands/log.ts";
import { readOnce } from "../../scripts/compile/compile.ts";
import { compareFiles } from "../../scripts/history/log/compare-files.ts";
import { withoutOthers } from "../../scripts/history/log/trim-lists.ts";
import type { Files } from "../../scripts/history/log/walk.ts";
import { asciiTexts } from "../../scripts/host/ascii-text.ts";
import { createHost } from "../../scripts/host/host.ts";
import type { Repository } from "../../scripts/model/repository.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { callFlagstone } from "../support/call-flagstone.ts";
import { filesIn } from "../support/files.ts";
import { makeRepository, makeShallow } from "../support/git-repository.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import type { Snapshot } from "../support/snapshot.ts";
import { treeOf } from "../support/trees.ts";

const config = JSON.stringify({ flagstone: { scopes: { account: {}, brand: {} } } });

const flag = (accounts: string, more = "", name = "new_page"): string => `flag: ${name}
description: Customers see the new page.
owner: growth
scope: account
expires: 2030-03-31
default: false
enabled:
  account: [${accounts}]
${more}`;

const ring = (canary: string): string => `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members:
  canary: [${canary}]
  regular: []
`;

let around = "";
let root = "";
let day = 0;
/** The commits; a repository in memory, unless a test uses git. */
let snapshots: Snapshot[] = [];
let asksGit = false;

beforeEach(() => {
  for (const [name, value] of Object.entries({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }))
    vi.stubEnv(name, value);
  around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone log ")));
  root = join(around, "instance");
  fs.mkdirSync(root);
  day = 0;
  snapshots = [];
  asksGit = false;
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(around, { recursive: true, force: true });
});

function dateOfCommit(): string {
  return new Date(Date.UTC(2026, 0, day, 12)).toISOString();
}

function git(...words: readonly string[]): string {
  const date = dateOfCommit();
  const identity = ["-c", "user.name=Ann Example", "-c", "user.email=ann@example.com"];
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return execFileSync("git", [...identity, ...words], { cwd: around, encoding: "utf8", stdio: "pipe", env }).trim();
}

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

/** Commits everything, a day after the previous commit. */
function commit(subject: string, ...options: readonly string[]): string {
  if (day === 0 && asksGit) git("init", "--quiet", "--initial-branch=main");
  day++;
  if (!asksGit) {
    snapshots.push({ files: filesIn(around), date: dateOfCommit(), author: "Ann Example", subject });
    return memory().commitOf("HEAD") ?? "";
  }
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", subject, ...options);
  return git("rev-parse", "HEAD");
}

function memory(): Repository {
  return memoryRepository(snapshots, { prefix: "instance/" });
}

function run(input: Partial<Input> = {}, folder = root): Promise<Outcome> {
  const host = createHost(folder);
  const asked = asksGit ? host : { ...host, openRepository: memory };
  return log({ operands: [], colour: false, limit: Infinity, ...input }, asked);
}

/** The lines of the log, with each commit's heading reduced to its subject. */
async function told(...operands: readonly string[]): Promise<readonly string[]> {
  const { output = "", problem } = await run({ operands });
  expect(problem).toBeUndefined();
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^[0-9a-f]{9} \d{4}-\d\d-\d\d [^:]*: /, "# "));
}

/** The same, without changes on distant dates. */
const toldNow = async (...operands: readonly string[]): Promise<readonly string[]> =>
  (await told(...operands)).filter((line) => !/^ {2}from 2030/.test(line) && !/^ {4}loses .*expiry/.test(line));

function begin(): void {
  write("package.json", config);
  write("flags/new_page.yaml", flag("acme"));
  write("groups/ring.yaml", ring("acme"));
  commit("begin");
}

describe("a commit", () => {
  it("is shown with hash, day, author, subject and effect, newest first", async () => {
    begin();
    write("flags/new_page.yaml", flag("acme, globex"));
    const id = commit("Give globex the page");
    write("README.md", "Nothing of ours.");
    commit("Elsewhere");
    const { output } = await run({ operands: ["new_page"], limit: 1 });
    expect(output).toBe(
      [
        `${id.slice(0, 9)} 2026-01-02 Ann Example: Give globex the page`,
        "  flag new_page: gains 1 account: globex (listed)",
        "  from 2030-04-01 on: flag new_page: loses 1 account: globex (expiry)",
        "",
      ].join("\n"),
    );
    expect((await toldNow()).filter((line) => line.startsWith("#"))).toEqual(["# Give globex the page", "# begin"]);
  });

  it("without an effect on customers is shown by the texts it changes", async () => {
    begin();
    write(
      "flags/new_page.yaml",
      flag("acme").replace("owner: growth", "owner: widgets").replace("2030-03-31", "2031-03-31"),
    );
    commit("Another owner");
    write(
      "flags/new_page.yaml",
      `# A word\n${flag("acme").replace("owner: growth", "owner: widgets").replace("2030-03-31", "2031-03-31")}`,
    );
    commit("A comment");
    expect((await told("new_page")).slice(0, 5)).toEqual([
      "# A comment",
      "  no effect on any customer",
      "# Another owner",
      "  from 2031-04-01 on: flag new_page: loses 1 account: acme (expiry)",
      "  flag new_page: owner: growth → widgets",
    ]);
    expect(await told("new_page")).toContain("  flag new_page: expires: 2030-03-31 → 2031-03-31");
  });

  it("is shown with the reason of a pause, and with the dates, reasons and moves of entries", async () => {
    begin();
    write("flags/new_page.yaml", flag("acme", "paused: INC-51, error rate\n"));
    commit("Pause");
    write("flags/new_page.yaml", flag("acme, { id: globex, until: 2027-01-31, reason: Pilot }"));
    commit("Resume, with a pilot");
    write("flags/new_page.yaml", flag("acme, { id: globex, until: 2027-03-31, reason: Pilot extended in SALES-9 }"));
    commit("Extend");
    expect((await toldNow("new_page")).slice(0, 9)).toEqual([
      "# Extend",
      "  from 2027-04-01 on: flag new_page: loses 1 account: globex (date)",
      "  no longer from 2027-02-01 on: flag new_page: loses 1 account: globex (date)",
      "  flag new_page: enabled account globex: until 2027-03-31, reason Pilot extended in SALES-9 (it was until 2027-01-31, reason Pilot)",
      "# Resume, with a pilot",
      "  flag new_page: gains 2 accounts: acme, globex (pause)",
      "  from 2027-02-01 on: flag new_page: loses 1 account: globex (date)",
      "  flag new_page: paused removed: it was INC-51, error rate",
      "  flag new_page: enabled account globex: until 2027-01-31, reason Pilot",
    ]);
    expect(await toldNow("new_page")).toContain("  flag new_page: paused: INC-51, error rate");
  });

  it("is shown with who approved a waiver, even in the log of the waived name", async () => {
    begin();
    write(
      "flags/hotfix.yaml",
      "waiver: hotfix\ndescription: The soak was skipped for a fix.\nowner: widgets\napproved_by: oncall-lead\nallow:\n  - { policy: gate/not-soaked, name: new_page, version: v2 }\n",
    );
    commit("Waive");
    const lines = [
      "# Waive",
      "  waiver hotfix: description: The soak was skipped for a fix.",
      "  waiver hotfix: owner: widgets",
      "  waiver hotfix: approved by: oncall-lead",
      "  waiver hotfix: allow new_page v2 added: gate/not-soaked",
    ];
    fs.rmSync(join(root, "flags/hotfix.yaml"));
    commit("Prune");
    expect(await told("hotfix")).toEqual(["# Prune", "  waiver hotfix: removed", ...lines]);
    expect((await told("new_page")).slice(0, lines.length)).toEqual(lines);
  });

  it("that is a merge is shown with the effect and authors of its branch", async () => {
    asksGit = true;
    begin();
    git("checkout", "--quiet", "-b", "topic");
    write("flags/new_page.yaml", flag("acme, globex"));
    commit("On the branch", "--author=Ben Example <ben@example.com>");
    write("flags/new_page.yaml", flag("acme, globex, initech"));
    commit("On the branch again", "--author=Cleo Example <cleo@example.com>");
    git("checkout", "--quiet", "main");
    day++;
    git("merge", "--quiet", "--no-ff", "--message", "Merge topic", "topic");
    expect((await toldNow("new_page")).slice(0, 3)).toEqual([
      "# Merge topic",
      "  merges work of Ben Example, Cleo Example",
      "  flag new_page: gains 2 accounts: globex, initech (listed)",
    ]);
    expect(await told("new_page")).not.toContain("# On the branch");
  });

  it("that reverts another is shown by what it undoes", async () => {
    asksGit = true;
    begin();
    write("flags/new_page.yaml", flag("acme, globex"));
    commit("Give");
    day++;
    git("revert", "--no-edit", "HEAD");
    expect((await toldNow("new_page")).slice(0, 4)).toEqual([
      '# Revert "Give"',
      "  flag new_page: loses 1 account: globex (listed)",
      "# Give",
      "  flag new_page: gains 1 account: globex (listed)",
    ]);
  });

  it("that moves a file is shown with the old path, and the name keeps its history", async () => {
    begin();
    fs.mkdirSync(join(root, "flags/pages"));
    fs.renameSync(join(root, "flags/new_page.yaml"), join(root, "flags/pages/new_page.yaml"));
    commit("Move");
    expect((await toldNow("new_page")).filter((line) => !line.includes("description"))).toEqual([
      "# Move",
      "  flag new_page: moved from flags/new_page.yaml to flags/pages/new_page.yaml",
      "# begin",
      "  flag new_page, which is new",
      "    true for 1 account: acme (listed)",
      "    everyone else: false",
      "  flag new_page: owner: growth",
      "  flag new_page: expires: 2030-03-31",
    ]);
  });

  it("that breaks a file is marked, and later ones are compared with its last readable version", async () => {
    begin();
    write("flags/new_page.yaml", "flag: new_page\ndescription: [\n");
    commit("Break");
    write("groups/ring.yaml", ring("acme, globex"));
    commit("Meanwhile");
    write("flags/new_page.yaml", flag("acme, globex"));
    commit("Repair");
    expect((await toldNow("new_page")).slice(0, 4)).toEqual([
      "# Repair",
      "  flag new_page: gains 1 account: globex (listed)",
      "# Break",
      expect.stringMatching(/^ {2}flags\/new_page.yaml cannot be read here: /),
    ]);
    expect((await toldNow()).slice(2, 4)).toEqual([
      "# Meanwhile",
      "  group set ring: regular → canary for 1 account: globex",
    ]);
  });

  it("that breaks the config, or has bytes that are not text, does not stop the log", async () => {
    asksGit = true;
    begin();
    write("package.json", "{");
    commit("Break the config");
    write("package.json", config);
    fs.writeFileSync(join(root, "flags/new_page.yaml"), Buffer.from([0xff, 0xfe, 0x00]));
    commit("Bytes");
    write("flags/new_page.yaml", flag("globex"));
    commit("Repair");
    expect((await toldNow()).slice(0, 7)).toEqual([
      "# Repair",
      "  flag new_page",
      "    gains 1 account: globex (listed)",
      "    loses 1 account: acme (listed)",
      "# Bytes",
      expect.stringMatching(/^ {2}flags\/new_page.yaml cannot be read here: it is not UTF-8/),
      "# Break the config",
    ]);
  });

  it("to the config is shown by its settings, but not other changes to package.json", async () => {
    begin();
    write("package.json", JSON.stringify({ ...JSON.parse(config), version: "2.0.0" }));
    commit("Another version");
    write("package.json", config.replace('"brand":{}', '"brand":{"within":"account"}'));
    commit("Brands");
    expect((await told()).slice(0, 3)).toEqual(["# Brands", "  config: scopes brand within: account", "# begin"]);
  });
});

describe("a name", () => {
  it("that was retired and removed is found with the reason", async () => {
    begin();
    fs.rmSync(join(root, "flags/new_page.yaml"));
    write(
      "flags/retired.yaml",
      "retired:\n  new_page: { kind: flag, date: 2026-01-02, outcome: shipped, answer: true, reason: Everyone has it }\n",
    );
    commit("Retire");
    write("groups/ring.yaml", ring("globex"));
    commit("Another");
    expect((await toldNow("new_page")).slice(0, 5)).toEqual([
      "# Retire",
      "  flag new_page, which is retired",
      "    stays true for 1 account: acme (listed)",
      "    everyone else: false → true",
      "  flag new_page: retired: shipped, answer true, date 2026-01-02, reason Everyone has it",
    ]);
  });

  it("includes the effects of its group sets and required flags, and no others", async () => {
    begin();
    write("flags/base_page.yaml", flag("acme, globex", "", "base_page"));
    write("flags/new_page.yaml", flag("globex", "  groups: [ring/canary]\nrequires: [base_page]\n"));
    commit("By ring");
    write("groups/ring.yaml", ring("acme, initech"));
    commit("More canaries");
    write("flags/base_page.yaml", flag("acme, globex, initech", "", "base_page"));
    commit("More of the base");
    write("flags/other.yaml", flag("acme", "", "other"));
    commit("Other");
    expect((await toldNow("new_page")).slice(0, 2)).toEqual([
      "# More of the base",
      "  flag new_page: gains 1 account: initech (requirements)",
    ]);
    expect(await toldNow("new_page")).not.toContain("# Other");
    expect(await toldNow("ring")).toContain("  group set ring: regular → canary for 1 account: initech");
    expect((await toldNow("ring/canary")).slice(0, 2)).toEqual([
      "# More canaries",
      "  group set ring: regular → canary for 1 account: initech",
    ]);
  });

  it("that never existed is an error that suggests the nearest one, even a removed one", async () => {
    begin();
    fs.rmSync(join(root, "flags/new_page.yaml"));
    commit("Gone");
    const problem = async (...operands: readonly string[]) => (await run({ operands })).problem;
    expect(await problem("new_pgae")).toBe("unknown name `new_pgae`; did you mean `new_page`?");
    expect(await problem("nothing_like_it")).toBe("unknown name `nothing_like_it`; no commit here contained it");
    expect(await problem("ring/canry")).toBe("unknown name `ring/canry`; did you mean `ring/canary`?");
    expect(await problem("canary")).toBe("unknown name `canary`; did you mean `ring/canary`?");
    expect(await problem("acme")).toBe("unknown name `acme`; for the customer write `account=acme`");
    expect(await problem("account")).toBe("`account` is a scope; name a customer, such as `account=acme`");
    expect(await problem("acount=acme")).toBe("unknown scope `acount`; did you mean `account`?");
    expect(await problem("account=")).toBe("`account=` does not have the form `scope=id`");
  });
});

describe("an environment", () => {
  it("that differs is named, with the settings of the others", async () => {
    write(
      "package.json",
      JSON.stringify({ flagstone: { scopes: { account: {} }, environments: ["production", "staging"] } }),
    );
    write("flags/new_page.yaml", flag("acme", "environments: { staging: { default: true } }\n"));
    commit("begin");
    write("flags/new_page.yaml", flag("acme", "environments: { staging: { paused: INC-3 } }\n"));
    commit("Staging");
    expect((await toldNow("new_page")).slice(0, 5)).toEqual([
      "# Staging",
      "  flag new_page in staging",
      "    loses 1 account: acme (pause)",
      "    everyone else: true → false (pause)",
      "  flag new_page in staging: paused: INC-3",
    ]);
  });
});

describe("a customer", () => {
  it("is shown with every change of its answers, and of its entries in files", async () => {
    begin();
    write("flags/new_page.yaml", flag("acme", "rollout: 50\n"));
    commit("Half of all");
    write("flags/new_page.yaml", flag("acme, { id: globex, reason: Asked for it }", "rollout: 50\n"));
    commit("Globex");
    write("groups/ring.yaml", ring("initech"));
    commit("Rings");
    write("flags/new_page.yaml", flag("acme", "rollout: 100\n"));
    commit("All");
    const gained = (await toldNow("account=globex")).filter((line) => line.startsWith("  flag new_page: gains"));
    expect(gained).toEqual(["  flag new_page: gains 1 account: globex (listed)"]);
    expect(await toldNow("account=globex")).toContain("  flag new_page: enabled account globex: reason Asked for it");
    expect(await toldNow("account=globex")).not.toContain("# Rings");
    expect((await toldNow("account=acme")).slice(0, 2)).toEqual([
      "# Rings",
      "  group set ring: canary → regular for 1 account: acme",
    ]);
    // An unlisted customer is either in the rollout or not, and the log says which.
    const ids = Array.from({ length: 12 }, (_, index) => `account=some-${index}`);
    const logs = await Promise.all(ids.map(async (id) => [id, await toldNow(id)] as const));
    const half = logs.filter(([, log]) => log.includes("# Half of all"));
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(ids.length);
    expect(logs.filter(([, log]) => log[0] === "# All")).toEqual(logs.filter((each) => !half.includes(each)));
  });

  it("is followed through a former id and through its parent", async () => {
    begin();
    write("package.json", config.replace('"brand":{}', '"brand":{"within":"account"}'));
    write(
      "groups/brands.yaml",
      "identities: brands\ndescription: Which brands belong to which account.\nowner: widgets\nscope: account\nchildren: { brand: { acme: [acme-shop] } }\naliases: [{ id: globex, was: globex-old, until: 2030-06-30 }]\n",
    );
    commit("Identities");
    write("flags/new_page.yaml", flag("globex"));
    commit("Change");
    expect((await toldNow("brand=acme-shop")).slice(0, 2)).toEqual([
      "# Change",
      "  flag new_page: loses 1 brand: acme-shop (parent)",
    ]);
    expect((await toldNow("account=globex-old")).slice(0, 2)).toEqual([
      "# Change",
      "  flag new_page: gains 1 account: globex-old (alias)",
    ]);
  });
});

describe("the history", () => {
  it("covers only the folder of the instance", async () => {
    asksGit = true;
    root = join(around, "packages/flags");
    begin();
    fs.writeFileSync(join(around, "package.json"), "{}");
    commit("Around it");
    write("flags/new_page.yaml", flag(""));
    commit("Take it");
    expect((await toldNow()).slice(0, 3)).toEqual([
      "# Take it",
      "  flag new_page: loses 1 account: acme (listed)",
      "# begin",
    ]);
  });

  it("that was partially fetched says so, and does not attribute earlier changes to its first commit", async () => {
    asksGit = true;
    begin();
    write("flags/new_page.yaml", flag("acme, globex"));
    commit("Give");
    const shallow = join(around, "shallow");
    execFileSync("git", ["clone", "--quiet", "--depth=2", pathToFileURL(around).href, shallow], { stdio: "pipe" });
    const whole = await run({ operands: ["new_page"] }, join(shallow, "instance"));
    expect(whole.output).toContain("Give");
    makeShallow(around);
    const { output, note } = await run({ operands: ["new_page"] });
    expect(output).toBe("");
    expect(note).toMatch(
      /^no commit here changed anything about `new_page`\nthe fetched history starts with [0-9a-f]{9}; .*unshallow`$/,
    );
  });

  it("ends at a limit or a day, and the rest is counted", async () => {
    begin();
    for (const id of ["a", "b", "c"]) {
      write("flags/new_page.yaml", flag(id));
      commit(`Give ${id}`);
    }
    const headings = async (input: Partial<Input>): Promise<number> =>
      ((await run(input)).output ?? "").match(/^[0-9a-f]{9} /gm)?.length ?? 0;
    expect(await headings({ limit: 2 })).toBe(2);
    expect((await run({ limit: 2 })).note).toBe("2 older commits not shown: use `--limit all`");
    expect(await headings({ since: Date.parse("2026-01-03") })).toBe(2);
    expect((await run({ since: Date.parse("2027-01-01") })).note).toBe(
      "no commit here changed anything since 2027-01-01",
    );
  });

  it("does not include uncommitted changes, and says so", async () => {
    begin();
    expect((await run()).note).toBeUndefined();
    write("flags/new_page.yaml", flag("acme").replaceAll("\n", "\r\n"));
    expect((await run()).note).toBeUndefined();
    write("flags/new_page.yaml", flag("globex"));
    expect((await run()).note).toBe("there are uncommitted changes: `flagstone diff HEAD` shows their effect");
  });

  it("is required", async () => {
    asksGit = true;
    write("package.json", config);
    expect((await run()).problem).toMatch(/^`log` needs git, but `.*` is not in a git repository$/);
    git("init", "--quiet");
    expect((await run()).problem).toBe("there is no commit on this branch yet, so there is nothing to show");
    expect((await run({}, around)).problem).toMatch(/^no package.json with the key `flagstone`/);
    expect((await run({ format: "yaml" })).problem).toBe("unknown format `yaml`; there are text, json");
  });

  it("shows what people wrote as plain text", async () => {
    asksGit = true;
    begin();
    write("flags/new_page.yaml", flag("globex"));
    commit("\u001b[31mred\u202e", "--author=Eve\u001b[2J <eve@example.com>");
    expect((await run({ operands: ["new_page"], limit: 1 })).output).toMatch(/ Eve.*: \\u\{1B\}\[31mred\\u\{202E\}\n/);
  });
});

it("shortens a commit with many effects, but not for a name", async () => {
  begin();
  for (let index = 0; index < 30; index++) write(`flags/flag_${index}.yaml`, flag("", "", `flag_${index}`));
  const id = commit("Many");
  const lines = await told();
  expect(lines.indexOf("# begin")).toBe(14);
  expect(lines[13]).toMatch(new RegExp(`^ {2}and \\d+ more: \`flagstone diff [0-9a-f]{9} ${id.slice(0, 9)}\`$`));
});

it("finds a difference in a long list", async () => {
  const long = (entries: readonly string[]): string =>
    `${ring("")
      .replace("canary: []", `canary:\n${entries.map((entry) => `    - ${entry}\n`).join("")}`)
      .replace("\n\n", "\n")}`;
  const ids = Array.from({ length: 200 }, (_, index) => `customer-${index}`);
  const dated = ids.map((id) => `{ id: ${id}, until: 2030-01-31, reason: Asked }`);
  write("package.json", config);
  write("groups/ring.yaml", long(dated));
  commit("begin");
  write(
    "groups/ring.yaml",
    long(dated.map((entry, index) => (index === 150 ? entry.replace("Asked", "Agreed in SALES-7") : entry))),
  );
  commit("Reason");
  expect((await told("ring/canary")).slice(0, 2)).toEqual([
    "# Reason",
    "  group set ring: members canary customer-150: until 2030-01-31, reason Agreed in SALES-7 (it was until 2030-01-31, reason Asked)",
  ]);
  expect((await told("account=customer-150"))[0]).toBe("# Reason");
  expect((await told("account=customer-151"))[0]).toBe("# begin");
});

describe("JSON", () => {
  const schemaOf = (name: string): object =>
    JSON.parse(fs.readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8")) as object;
  const isReport = new Ajv({ strict: true, allowUnionTypes: true })
    .addSchema(schemaOf("effect"))
    .compile(schemaOf("log"));

  it("follows its schema", async () => {
    begin();
    write(
      "flags/new_page.yaml",
      flag("acme, { id: globex, reason: Pilot }", "environments: { staging: { default: true } }\n"),
    );
    write(
      "package.json",
      JSON.stringify({ flagstone: { scopes: { account: {} }, environments: ["production", "staging"] } }),
    );
    commit("Give");
    write("flags/new_page.yaml", "flag: [");
    const broken = commit("Break");
    const report = JSON.parse((await run({ format: "json" })).output ?? "");
    expect(isReport(report) || isReport.errors).toBe(true);
    expect(report).toMatchObject({ version: 1, workingTreeDiffers: false, older: 0, cut: null });
    expect(report.commits.map(({ subject }: { subject: string }) => subject)).toEqual(["Break", "Give", "begin"]);
    expect(report.commits[0]).toMatchObject({
      commit: broken,
      at: "2026-01-03T12:00:00Z",
      author: "Ann Example",
      unreadable: [{ path: "flags/new_page.yaml" }],
    });
    expect(report.commits[1].facts).toContainEqual({
      kind: "flag",
      name: "new_page",
      path: ["enabled", "account", "globex"],
      from: null,
      to: "reason Pilot",
      customers: [{ scope: "account", id: "globex" }],
    });
  });
});

test("the effect of a commit on a customer is the same without the other items of long lists", () => {
  const ids = Array.from({ length: 8 }, (_, index) => `c${index}`);
  const some = fc.subarray(ids);
  const most = fc.subarray(ids, { minLength: 4 });
  const filesOf = (canary: readonly string[], vip: readonly string[], former: string): Files => {
    const block = (entries: readonly string[]): string => entries.map((id) => `\n    - ${id}`).join("") || " []";
    const members = `exclusive: false\nmembers:\n  canary:${block(canary)}\n  vip:${block(vip)}\n`;
    const sources = [
      { path: "package.json", text: config },
      { path: "groups/ring.yaml", text: ring("").replace(/default:[\s\S]*/, members) },
      {
        path: "groups/names.yaml",
        text: `identities: names\ndescription: Former names of customers.\nowner: widgets\nscope: account\naliases: [{ id: ${former}, was: was-so, until: 2030-01-01 }]\n`,
      },
      {
        path: "flags/new_page.yaml",
        text: flag("", "  groups: [ring/canary]\ndisabled:\n  groups: [ring/vip]\nrollout: 30\n"),
      },
    ];
    return new Map(sources.map((source) => [source.path, source]));
  };
  const seen = { short: 0, told: 0 };
  fc.assert(
    fc.property(
      fc.record({ canary: most, vip: some, toggled: fc.subarray(ids, { minLength: 2, maxLength: 6 }) }),
      fc.constantFrom(...ids),
      fc.constantFrom(...ids, "was-so"),
      ({ canary, vip, toggled }, former, id) => {
        const other = ids.filter((each) => vip.includes(each) !== toggled.includes(each));
        const whole = [filesOf(canary, vip, former), filesOf(canary, other, former)] as const;
        const [before, after] = withoutOthers(...whole, id, 0);
        const subject = { kind: "customer", customer: { scope: "account", id } } as const;
        const asked = { tree: treeOf({ "package.json": config }), at: 0, subject, read: readOnce() };
        const told = compareFiles(...whole, asked);
        expect(compareFiles(before, after, asked)).toEqual(told);
        const text = (files: Files): string => files.get("groups/ring.yaml")?.text ?? "";
        if (text(after).length < text(whole[1]).length) seen.short++;
        if (told !== undefined) seen.told++;
      },
    ),
    { numRuns: 60 },
  );
  expect([seen.short > 30, seen.told > 10]).toEqual([true, true]);
});

describe("a long file is shortened", () => {
  const textOf = (text: string, id: string, identities = ""): string => {
    const files: Files = new Map(
      [
        { path: "flags/new_page.yaml", text },
        { path: "groups/names.yaml", text: identities },
      ].map((source) => [source.path, source]),
    );
    const [short] = withoutOthers(files, new Map(), id, 0);
    return short.get("flags/new_page.yaml")?.text ?? "";
  };
  const items = (ids: readonly string[], indent = "    "): string => ids.map((id) => `${indent}- ${id}\n`).join("");

  test.each([
    ["groups", `enabled:\n  groups:\n${items(["ring/a", "ring/b", "ring/c"])}`],
    ["requirements", `requires:\n${items(["teams", "layout", "search"], "  ")}`],
    ["requirements in the column of their key", `requires:\n${items(["teams", "layout", "search"], "")}`],
    ["scopes", `scope:\n${items(["organization", "account", "user"], "  ")}`],
    ["variants", `variants:\n${items(["one", "two", "three"], "  ")}`],
    ["groups of a share", `rollout:\n  - among:\n${items(["ring/a", "ring/b", "ring/c"], "      ")}    percent: 10\n`],
    [
      "what a condition tests",
      `members:\n  early:\n    - acme\n    - where:\n        country:\n${items(["de", "at", "ch"], "          ")}`,
    ],
    ["lines of a reason", `members:\n  early:\n    - id: acme\n      reason: |\n${items(["a", "b", "c"], "        ")}`],
  ])("without losing %s", (_what, text) => {
    expect(textOf(text, "acme")).toBe(text);
  });

  test.each([
    ["the list of a flag", "enabled:\n  groups:\n    - ring/a\n  account:\n"],
    ["the list of an environment", "environments:\n  staging:\n    enabled:\n      account: # All of them.\n"],
    ["the list of a group", 'groups: ring\r\nmembers:\r\n  "canary":\r\n'],
    ["a frozen list", "frozen:\n  flag: export\n  domain:\n"],
    ["a list in the column of its key", "assign:\n  one:\n      account:\n"],
  ])("by other customers in %s", (_what, head) => {
    const entries = (ids: readonly string[]): string => items(ids, "      ");
    expect(textOf(head + entries(["a", "b", "acme", "c", "d"]), "acme")).toBe(head + entries(["a", "acme", "d"]));
  });

  test.each([
    ["a former id", "identities: names\naliases: [{ id: acme, was: old.acme/1 }]\n"],
    ["a parent", "identities: names\nchildren:\n  user:\n    old.acme/1: [acme]\n"],
    ["a former id in escapes,", 'identities: names\naliases: [{ id: acme, was: "old\\x2eacme/1" }]\n'],
  ])("without losing %s with a dot and a slash", (_what, identities) => {
    const list = `enabled:\n  account:\n${items(["a", "old.acme/1", "z"])}`;
    expect(textOf(list, "acme", identities)).toBe(list);
  });
});

it("follows one customer through groups that a long flag names on lines of their own", async () => {
  const accounts = Array.from({ length: 1500 }, (_, index) => `    - customer-${index}\n`).join("");
  const withGroups = (...groups: readonly string[]): string =>
    flag("").replace(
      /enabled:[\s\S]*/,
      `enabled:\n  groups:\n${groups.map((group) => `    - ring/${group}\n`).join("")}  account:\n${accounts}`,
    );
  write("package.json", config);
  write("groups/ring.yaml", ring("").replace("regular: []", "canary2: [two]\n  regular: []\n  vip: [three]"));
  write("flags/new_page.yaml", withGroups("canary", "canary2", "vip"));
  commit("begin");
  write("flags/new_page.yaml", withGroups("canary", "canary2", "vip", "regular"));
  commit("everyone else");
  write("flags/new_page.yaml", withGroups("canary", "vip", "regular"));
  commit("not these");
  expect(await toldNow("account=two")).toEqual([
    "# not these",
    "  flag new_page: loses 1 account: two (group ring/canary2)",
    "# begin",
    "  flag new_page, which is new: true for 1 account: two (group ring/canary2)",
    "  group set ring, which is new: canary2 gains 1 account: two",
  ]);
  expect((await toldNow("account=three")).filter((line) => line.startsWith("#"))).toEqual(["# begin"]);
});

test("a version of a long list is shortened in the same way, whether or not another was shortened before", () => {
  const line = fc.constantFrom(
    ...[
      "    - a",
      "    - b",
      "    - acme",
      "   - c",
      "    - id: d",
      "      until: 2030-01-01",
      "    - { id: e }",
      "",
      "  vip:",
      "links:",
      "members:",
    ],
  );
  const lines = fc.array(line, { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, lines, lines, fc.boolean(), (head, one, other, tail, endsInLine) => {
      const filesOf = (middle: readonly string[]): Files => {
        const text = `groups: ring\nmembers:\n  canary:\n${[...head, ...middle, ...tail].join("\n")}${endsInLine ? "" : "\n"}`;
        return new Map([["groups/ring.yaml", { path: "groups/ring.yaml", text }]]);
      };
      const [alone] = withoutOthers(filesOf(other), new Map(), "acme", 0);
      const [near] = withoutOthers(filesOf(other), filesOf(one), "acme", 0);
      expect(near).toEqual(alone);
      // Of bytes, too, after one of bytes or of a string.
      const inBytes = (files: Files): Files =>
        new Map(
          [...files].map(([path, source]) => {
            const characters = asciiTexts()(Buffer.from(source?.text ?? ""));
            return [path, { path, characters, text: characters.slice(0) }];
          }),
        );
      for (const first of [filesOf(one), inBytes(filesOf(one))])
        expect(withoutOthers(inBytes(filesOf(other)), first, "acme", 0)[0]).toEqual(alone);
    }),
    { numRuns: 500 },
  );
});

it("is the same from git's bytes as from strings, of files that are long, ASCII or not, and of either line ending", async () => {
  const listOf = (ids: readonly string[], note: string): string =>
    `groups: ring\ndescription: Who receives a deploy${note}.\nowner: widgets\nscope: account\nmembers:\n  canary:\n${ids.map((id) => `    - ${id}\n`).join("")}`;
  const usual = Array.from({ length: 5000 }, (_, index) => `customer-${index}`);
  const step = fc.record({
    at: fc.nat(usual.length - 1),
    removed: fc.constantFrom(0, 1, 2, 500),
    added: fc.subarray(["acme", "globex", "{ id: acme, until: 2030-01-31 }", "id: acme", "- nested"]),
    note: fc.constantFrom("", "", " über 🚀"),
    isCrlf: fc.boolean(),
    isOther: fc.boolean(),
    isGone: fc.constantFrom(false, false, false, true),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 5 }), async (steps) => {
      const folder = fs.mkdtempSync(join(around, "git "));
      const lists = [usual, usual];
      const commits = steps.map(({ at, removed, added, note, isCrlf, isOther, isGone }, index): Snapshot => {
        lists[isOther ? 1 : 0] = (lists[isOther ? 1 : 0] ?? []).toSpliced(at, removed, ...added);
        const [ring = [], other = []] = lists;
        const files = [
          { path: "package.json", text: config },
          { path: "flags/new_page.yaml", text: flag("globex", "  groups: [ring/canary]\n") },
          ...(isGone ? [] : [{ path: "groups/other.yaml", text: listOf(other, "").replace("ring", "other") }]),
          { path: "groups/ring.yaml", text: listOf(ring, note).replaceAll("\n", isCrlf ? "\r\n" : "\n") },
        ];
        return { files, date: new Date(Date.UTC(2026, 0, index + 1)).toISOString(), author: "Ann Example" };
      });
      makeRepository(folder, commits);
      for (const { path, text } of commits.at(-1)?.files ?? []) {
        fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
        fs.writeFileSync(join(folder, path), text);
      }
      const host = createHost(folder);
      const readLog = async (asked: typeof host, operands: readonly string[]): Promise<unknown> => {
        const { output = "" } = await log({ operands, colour: false, limit: Infinity, format: "json" }, asked);
        return JSON.parse(output, (key, value) => (key === "commit" ? undefined : value));
      };
      for (const operands of [["account=acme"], ["account=customer-7"]]) {
        const inMemory = { ...host, openRepository: () => memoryRepository(commits) };
        expect([operands, await readLog(host, operands)]).toEqual([operands, await readLog(inMemory, operands)]);
      }
    }),
    { numRuns: 3 },
  );
}, 60_000);

it("is a command", async () => {
  asksGit = true;
  begin();
  const call = (...words: readonly string[]) => callFlagstone(["log", ...words], root);
  expect(await call("new_page", "--limit", "all")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("begin"),
  });
  expect(await call("--limit", "0")).toMatchObject({
    status: 2,
    stderr: "flagstone: `--limit` takes a number from 1, or all, not `0`\n",
  });
  expect(await call("nwe_page")).toMatchObject({ status: 2, stdout: "" });
});
