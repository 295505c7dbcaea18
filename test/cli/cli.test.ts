import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { commands, topics } from "../../scripts/commands/index.ts";
import { reporters } from "../../scripts/report/findings/index.ts";
import { callFlagstone, type Run } from "../support/call-flagstone.ts";

const command = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const configured = { name: "acme", type: "module", flagstone: { scopes: { account: {} }, owners: ["growth"] } };
const flag = `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2027-03-31
default: false
enabled:
  account: [acme]
`;
const asOf = ["--as-of", "2026-11-21"];
let root = "";

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone cli ")));
  write("package.json", JSON.stringify(configured));
  write("flags/new_checkout.yaml", flag);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Buffer): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), content);
}

function textOf(path: string): string {
  return fs.readFileSync(join(root, path), "utf8");
}

/** The text of every file in generated/, and of files next to package.json that last no longer than a command. */
function snapshot(): Readonly<Record<string, string>> {
  const names = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = names.filter((path) => /^generated[\\/]|\.tmp$/.test(path)).sort();
  return Object.fromEntries(files.map((path) => [path, textOf(path)]));
}

/** A module that kills its process before change number KILL_AT to the disk, or prints how many there were. */
const killerSource = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let changes = 0;
for (const name of ["openSync", "writeFileSync", "renameSync", "linkSync", "unlinkSync", "mkdirSync"]) {
  const own = fs[name];
  fs[name] = (...words) => {
    if ((name !== "openSync" || words[1] === "wx") && changes++ === Number(process.env.KILL_AT)) process.kill(process.pid, "SIGKILL");
    return own(...words);
  };
}
syncBuiltinESMExports();
process.on("exit", () => process._rawDebug("changes: " + changes));
`;

/** How a call is run: in a child process if it has an environment or an entry, and otherwise in this one. */
interface Circumstances {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly entry?: string;
}

/** Runs the command in the instance, without colours unless the test wants them. */
async function flagstone(words: readonly string[], { cwd = root, env, entry }: Circumstances = {}): Promise<Run> {
  if (env === undefined && entry === undefined) return callFlagstone(words, cwd);
  const { NO_COLOR: _no, FORCE_COLOR: _force, FLAGSTONE_DEBUG: _debug, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry ?? command, ...words], {
    cwd,
    encoding: "utf8",
    env: { ...inherited, ...env },
  });
  return { status, stdout, stderr };
}

/** The message of a call that cannot run; expects exit code 2 and no report. */
async function complaint(words: readonly string[], cwd = root): Promise<string> {
  const { status, stdout, stderr } = await flagstone(words, { cwd });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  return stderr.trimEnd();
}

describe("check", () => {
  it("exits with 0 if nothing is wrong, in the instance and below it", async () => {
    const clean = { status: 0, stdout: "no findings in 1 file\n", stderr: "" };
    expect(await flagstone(["check", ...asOf], { cwd: join(root, "flags"), entry: command })).toEqual(clean);
    expect(await flagstone(["-C", root, "check", ...asOf], { cwd: tmpdir() })).toEqual(clean);
    expect(await flagstone(["check", "-C", "flags/..", ...asOf])).toEqual(clean);
  });

  it("exits with 1 if something is wrong, and reports it on standard output", async () => {
    write("flags/new_checkout.yaml", flag.replace("growth", "grwoth"));
    const { status, stdout, stderr } = await flagstone(["check", ...asOf], { entry: command });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("error[model/unknown-owner]: ");
    expect(stdout).toContain(" --> flags/new_checkout.yaml:3:8\n  |\n3 | owner: grwoth\n  |        ^^^^^^\n");
    expect(stdout).toContain("\n1 error in 1 file\n");
  });

  it("lets warnings pass, except with --strict", async () => {
    expect((await flagstone(["check", "--as-of", "2027-03-15"])).status).toBe(0);
    expect((await flagstone(["check", "--as-of", "2027-03-15", "--strict"])).status).toBe(1);
    const expired = ["check", "--as-of", "2027-04-01T00:00:00Z"];
    expect((await flagstone(expired)).status).toBe(1);
    expect((await flagstone([...expired, "--allow-expired"])).status).toBe(0);
  });

  it("prints timings in addition to the report with --timings", async () => {
    const plain = await flagstone(["check", ...asOf]);
    const { stderr, ...others } = await flagstone(["check", ...asOf, "--timings"]);
    expect({ ...others, stderr: "" }).toEqual(plain);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.map((line) => /^([a-z]+) +[\d,]+ ms +\d+ %$/.exec(line)?.[1] ?? line).sort()).toEqual(
      ["read", "parse", "validate", "resolve", "rules", "examples", "report", "start", "total", "write"]
        .concat("1 file, 1 listed customer")
        .sort(),
    );
  });

  it("writes machine-readable formats", async () => {
    write("flags/new_checkout.yaml", flag.replace("growth", "grwoth"));
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    fs.mkdirSync(join(root, "services"));
    for (const path of ["package.json", "flags"]) fs.renameSync(join(root, path), join(root, "services", path));
    const cwd = join(root, "services");
    const { summary, diagnostics } = JSON.parse((await flagstone(["check", "--format=json", ...asOf], { cwd })).stdout);
    expect(summary).toEqual({ errors: 1, warnings: 0 });
    expect(diagnostics).toMatchObject([{ code: "model/unknown-owner", path: "flags/new_checkout.yaml", line: 3 }]);
    expect((await flagstone(["check", "--format", "github", ...asOf], { cwd })).stdout).toMatch(
      /^::error file=services\/flags\/new_checkout.yaml,line=3,/,
    );
  });

  it("writes reports to files too, even if there are findings", async () => {
    write("flags/new_checkout.yaml", flag.replace("growth", "grwoth"));
    fs.mkdirSync(join(root, "out"));
    const words = [
      "check",
      "-C",
      "flags",
      ...asOf,
      "--report",
      "json=../out/a b=c.json",
      "--report=sarif=../new/x.sarif",
    ];
    const { status, stdout, stderr } = await flagstone(words, { env: { FORCE_COLOR: "1" } });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `paths start at \`${root}\`, since it is not in a git repository\n`,
    });
    expect(stdout).toContain("\x1b[");
    expect(JSON.parse(textOf("out/a b=c.json")).summary).toEqual({ errors: 1, warnings: 0 });
    expect(JSON.parse(textOf("new/x.sarif")).version).toBe("2.1.0");
    expect(fs.readdirSync(join(root, "out"))).toEqual(["a b=c.json"]);
    await flagstone(["build", ...asOf, "--report", "markdown=out/build.md"]);
    expect(textOf("out/build.md")).toMatch(/^## Flagstone: 1 error in 1 file\n/);
    expect(await flagstone([...words.slice(0, -1), "--report", "text=/dev/null"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^flagstone: cannot write `.*\/null`: it is a device or a pipe, which cannot be replaced\n$/,
      ),
    });
  });

  it("uses colours if asked to, and otherwise only at a terminal", async () => {
    write("flags/new_checkout.yaml", flag.replace("growth", "grwoth"));
    const coloured = async (env: NodeJS.ProcessEnv) =>
      (await flagstone(["check", ...asOf], { env })).stdout.includes("\x1b[");
    expect(await Promise.all([{}, { FORCE_COLOR: "1" }, { FORCE_COLOR: "0" }].map(coloured))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("never crashes, whatever is in the folder", async () => {
    write("flags/bom.yaml", `\uFEFF${flag.replace("new_checkout", "bom")}`);
    write("flags/crlf.yaml", flag.replace("new_checkout", "crlf").replaceAll("\n", "\r\n"));
    write("flags/binary.yaml", Buffer.from([0xff, 0xfe, 0x00]));
    write("flags/nul.yaml", "flag: nul\0\n");
    write("flags/deep.yaml", `flag: ${"[".repeat(50_000)}`);
    write("flags/wide.yaml", `flag: ${"{a: ".repeat(5_000)}\n`);
    write("flags/empty.yaml", "");
    write("flags/folder.yaml/a.txt", "");
    execFileSync("mkfifo", [join(root, "flags/pipe.yaml")]);
    fs.symlinkSync("/etc/passwd", join(root, "flags/passwd.yaml"));
    fs.symlinkSync("nowhere", join(root, "flags/nowhere.yaml"));
    fs.symlinkSync("..", join(root, "flags/circle"));
    const { status, stdout, stderr } = await flagstone(["check", "--format", "json", ...asOf]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const diagnostics = JSON.parse(stdout).diagnostics as { path: string; code: string }[];
    const broken = new Set(diagnostics.map(({ path }) => path));
    const names = ["binary.yaml", "circle", "deep.yaml", "empty.yaml", "folder.yaml", "nowhere.yaml", "nul.yaml"];
    expect([...broken]).toEqual([...names, "passwd.yaml", "pipe.yaml", "wide.yaml"].map((name) => `flags/${name}`));
    expect(stdout).not.toContain("root:");
  });
});

describe("build", () => {
  it("writes the module, and then has nothing to do", async () => {
    const first = await flagstone(["build", ...asOf]);
    expect(first).toMatchObject({ status: 0, stdout: "no findings in 1 file\n" });
    expect(first.stderr).toMatch(/^wrote generated\/ \(\d+ files, 1 name\)\n$/);
    const before = fs.statSync(join(root, "generated/flags.js")).mtimeMs;
    expect((await flagstone(["build", ...asOf])).stderr).toMatch(/^generated\/ is up to date/);
    expect(fs.statSync(join(root, "generated/flags.js")).mtimeMs).toBe(before);
    const program = `import { lookup } from "./generated/flags.js";
      console.log(lookup({ account: "acme" }, { at: new Date("2026-11-21") }).isEnabled("new_checkout"));`;
    const options = { cwd: root, encoding: "utf8" } as const;
    expect(execFileSync(process.execPath, ["--input-type=module", "--eval", program], options)).toBe("true\n");
  });

  it("changes nothing if there is an error", async () => {
    write("generated/flags.js", "old");
    write("flags/other.yaml", "flag: [");
    expect(await flagstone(["build", ...asOf])).toMatchObject({ status: 1, stderr: "" });
    expect(fs.readdirSync(join(root, "generated"))).toEqual(["flags.js"]);
    expect(textOf("generated/flags.js")).toBe("old");
  });

  it("changes nothing if one file cannot be written", async () => {
    write("generated/flags.cjs", "old");
    write("generated/watch.js/in-the-way", "");
    expect(await flagstone(["build", ...asOf])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^flagstone: cannot write `.*watch.js`: it is a folder\n$/),
    });
    expect(fs.readdirSync(join(root, "generated"))).toEqual(["flags.cjs", "watch.js"]);
    expect(textOf("generated/flags.cjs")).toBe("old");
  });

  it("is finished or undone by the next command if it is killed", async () => {
    await flagstone(["build", ...asOf]);
    const before = snapshot();
    write("flags/other.yaml", flag.replace("new_checkout", "other"));
    const killer = join(root, "killer.mjs");
    write("killer.mjs", killerSource);
    const build = (last: number) =>
      flagstone(["build", ...asOf], { env: { NODE_OPTIONS: `--import=${pathToFileURL(killer)}`, KILL_AT: `${last}` } });
    const changes = Number(/^changes: (\d+)$/m.exec((await build(Number.MAX_SAFE_INTEGER)).stderr)?.[1]);
    const after = snapshot();
    expect(after).not.toEqual(before);
    for (const last of [0, 4, changes / 2, changes - 1].map(Math.floor)) {
      fs.rmSync(join(root, "generated"), { recursive: true });
      for (const [path, text] of Object.entries(before)) write(path, text);
      expect((await build(last)).status).toBeNull();
      for (const [path, text] of Object.entries(snapshot()))
        if (!path.endsWith(".tmp")) expect([before[path], after[path]]).toContain(text);
      const { stderr } = await flagstone(["check", ...asOf]);
      expect(stderr).toMatch(last === 0 ? /^$/ : /^(finished|undid) the writes of an interrupted command\b.*\n$/);
      expect([before, after]).toContainEqual(snapshot());
      expect((await flagstone(["build", ...asOf])).stderr).toMatch(/^.*\(\d+ files, 2 names\)\n$/);
      expect(snapshot()).toEqual(after);
    }
  });

  it("verifies what git tracks, or the given folder", async () => {
    const verify = (...more: string[]) => flagstone(["build", "--verify", "--format", "json", ...asOf, ...more]);
    const stale = ({ stdout }: Run) =>
      (JSON.parse(stdout).diagnostics as { message: string }[]).map(({ message }) => message);
    await flagstone(["build", ...asOf, "--out", "out"]);
    expect((await verify("--out", "out")).status).toBe(0);

    execFileSync("git", ["init", "--quiet"], { cwd: root });
    expect(await verify()).toMatchObject({
      status: 0,
      stderr: "`generated/` is not tracked by git, so there is nothing to verify\n",
    });

    fs.renameSync(join(root, "out"), join(root, "generated"));
    execFileSync("git", ["add", "generated"], { cwd: root });
    expect(await verify()).toMatchObject({ status: 0, stderr: "generated/ is up to date\n" });

    fs.rmSync(join(root, "generated/flags.d.ts"));
    fs.appendFileSync(join(root, "generated/flags.json"), "\n");
    write("generated/client.mjs", "");
    write("generated/package.json", "{}");
    const before = fs.readdirSync(join(root, "generated"));
    const run = await verify();
    expect(run.status).toBe(1);
    expect(stale(run)).toEqual([
      "`generated/client.mjs` is no longer emitted",
      "`generated/flags.d.ts` is missing",
      "`generated/flags.json` is not what the build would write now; it differs from here",
    ]);
    expect(fs.readdirSync(join(root, "generated"))).toEqual(before);
  });

  it("finds and removes what an output has left that the config no longer has", async () => {
    const verify = async () => {
      const { stdout } = await flagstone(["build", "--verify", "--out", "out", "--format", "json", ...asOf]);
      return (JSON.parse(stdout).diagnostics as { message: string }[]).map(({ message }) => message);
    };
    const config = textOf("package.json");
    const { flagstone: own, ...others } = JSON.parse(config) as { flagstone: object };
    write("package.json", JSON.stringify({ ...others, flagstone: { ...own, outputs: ["lite", "openfeature"] } }));
    await flagstone(["build", ...asOf, "--out", "out"]);
    expect(await verify()).toEqual([]);
    write("package.json", config);
    write("out/ours.js", "// Written by hand.\n");
    write("out/client.mjs", "// Written by hand.\n");
    const left = await verify();
    const { stderr } = await flagstone(["build", ...asOf, "--out", "out"]);
    expect(stderr).toMatch(
      /^removed what is no longer emitted: `out\/lite\.cjs`, `out\/lite\.d\.cts`, .* and 10 more$/m,
    );
    expect(await verify()).toEqual(["`out/client.mjs` is no longer emitted"]);
    expect(fs.readdirSync(join(root, "out"))).toContain("ours.js");
    expect(left.filter((message) => message.endsWith("is no longer emitted"))).toEqual(
      [
        ...["client.mjs", "lite.cjs", "lite.d.cts", "lite.d.ts", "lite.js", "openfeature/keys.d.ts"],
        ...["server", "web"].flatMap((side) =>
          ["cjs", "d.cts", "d.ts", "js"].map((ending) => `openfeature/${side}.${ending}`),
        ),
      ].map((name) => `\`out/${name}\` is no longer emitted`),
    );
  });
});

describe("build to a folder with files of others", () => {
  const outputs = (...names: string[]) => {
    const { flagstone: own, ...others } = JSON.parse(textOf("package.json")) as { flagstone: object };
    write("package.json", JSON.stringify({ ...others, flagstone: { ...own, outputs: names } }));
  };

  it("removes none of theirs, whatever the name", async () => {
    outputs();
    const theirs = {
      "flags.bin": "theirs",
      "flags.flagd.json": `{\n  "$schema": "https://flagd.dev/schema/v0/flags.json",\n  "flags": {\n    "a": {\n`,
      "flags.mine.flagd.json": `{ "flags": {} }\n`,
      "flags.crd.yaml": "apiVersion: core.openfeature.dev/v1beta1\nkind: FeatureFlag\nmetadata:\n  name: flags\n",
      "flags.manifest.json": `{\n  "flags": {\n    "a": {\n      "flagType": "boolean"\n    }\n  }\n}\n`,
    };
    for (const [name, text] of Object.entries(theirs)) write(`out/${name}`, text);
    write("out/flags.own.flagd.json/kept.txt", "A folder.");
    for (let run = 0; run < 2; run++) {
      const { status, stderr } = await flagstone(["build", ...asOf, "--out", "out"]);
      expect([status, stderr]).toEqual([0, expect.not.stringContaining("removed")]);
    }
    for (const [name, text] of Object.entries(theirs)) expect(textOf(`out/${name}`)).toBe(text);
  });

  it("removes data that builds wrote, also with other line ends", async () => {
    outputs("flagd", "manifest");
    await flagstone(["build", ...asOf, "--out", "out"]);
    const made = fs.readdirSync(join(root, "out")).filter((name) => /flagd|crd|manifest/.test(name));
    expect(made.length).toBeGreaterThan(2);
    for (const name of made) write(`out/${name}`, textOf(`out/${name}`).replaceAll("\n", "\r\n"));
    outputs();
    const { stderr } = await flagstone(["build", ...asOf, "--out", "out"]);
    expect(stderr).toMatch(/^removed what is no longer emitted: /);
    expect(fs.readdirSync(join(root, "out")).filter((name) => made.includes(name))).toEqual([]);
  });
});

describe("build of many customers", () => {
  const members = (count: number) =>
    `groups: ring\ndescription: Who receives a deploy first.\nowner: growth\nscope: account\nmembers:\n${Array.from({ length: count }, (_, n) => `  - customer-${n}-of-many\n`).join("")}`;

  it("writes flags.bin next to the module, and verifies it", async () => {
    write("groups/ring.yaml", members(5000));
    const run = (...words: string[]) => flagstone(["build", ...words, "--out", "out", ...asOf]);
    expect((await run()).stderr).toMatch(/^wrote out\/ \(25 files, 2 names\)\n$/);
    const before = fs.statSync(join(root, "out/flags.bin")).mtimeMs;
    expect((await run()).stderr).toMatch(/^out\/ is up to date/);
    expect(fs.statSync(join(root, "out/flags.bin")).mtimeMs).toBe(before);
    expect(textOf("out/flags.js")).not.toContain("customer-7-of-many");
    expect(textOf("out/flags.json")).toContain("customer-7-of-many");

    const verified = async (): Promise<unknown> => {
      const { status, stdout } = await run("--verify", "--format", "json");
      return [status, JSON.parse(stdout).diagnostics.map(({ message }: { message: string }) => message)];
    };
    expect(await verified()).toEqual([0, []]);
    fs.appendFileSync(join(root, "out/flags.bin"), "x");
    expect(await verified()).toEqual([1, ["`out/flags.bin` is not what the build would write now"]]);
    fs.rmSync(join(root, "out/flags.bin"));
    expect(await verified()).toEqual([1, ["`out/flags.bin` is missing"]]);
    await run();
    expect(await verified()).toEqual([0, []]);

    write("groups/ring.yaml", members(5));
    expect(await verified()).toEqual([1, expect.arrayContaining(["`out/flags.bin` is no longer emitted"])]);
    const { stderr } = await run();
    expect(stderr).toBe("removed what is no longer emitted: `out/flags.bin`\nwrote out/ (24 files, 2 names)\n");
    expect(await verified()).toEqual([0, []]);
    expect(fs.existsSync(join(root, "out/flags.bin"))).toBe(false);
  });
});

describe("explain", () => {
  it("shows the value and the line that decides it", async () => {
    const { status, stdout, stderr } = await flagstone([
      "explain",
      "new_checkout",
      "account=acme",
      "--at",
      "2026-11-21",
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("flag new_checkout: true\n");
    expect(stdout).toContain(" at flags/new_checkout.yaml:8:13\n");
  });

  it("suggests what was meant", async () => {
    expect(await complaint(["explain", "new_chekout", "account=acme"])).toContain(
      "unknown name `new_chekout`; did you mean `new_checkout`?",
    );
    expect(await complaint(["explain", "new_checkout", "acount=acme"])).toContain(
      "unknown scope `acount`; did you mean `account`?",
    );
    expect(await complaint(["explain", "new_checkout", "acme"])).toContain("`acme` does not have the form `scope=id`");
  });
});

describe("code", () => {
  it("explains a code, even by its second half", async () => {
    const whole = await flagstone(["code", "model/unknown-group"]);
    expect(whole).toMatchObject({ status: 0, stderr: "" });
    expect(whole.stdout).toMatch(/^# model\/unknown-group\n/);
    expect((await flagstone(["code", "unknown-group"], { cwd: tmpdir() })).stdout).toBe(whole.stdout);
  });

  it("lists all codes", async () => {
    const { status, stdout } = await flagstone(["code"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^model\/unknown-group {2,}a group or group set that does not exist$/m);
  });

  it("suggests what was meant", async () => {
    expect(await complaint(["code", "model/unknwon-group"])).toContain("did you mean `model/unknown-group`?");
    expect(await complaint(["code", "what"])).toContain("`flagstone code` lists them");
  });
});

describe("a call that cannot run", () => {
  it.each([
    [["chek"], "unknown command `chek`; did you mean `check`?"],
    [["help", "chek"], "unknown command `chek`; did you mean `check`?"],
    [["check", "--strct"], "unknown option `--strct`; did you mean `--strict`?"],
    [["build", "flags"], "too many arguments for `build`; see `flagstone build --help`"],
    [
      ["check", "--as-of", "2027-02-30"],
      "`--as-of` takes a day such as 2026-11-21 or -7d, or an RFC 3339 timestamp, not `2027-02-30`: there is no such day",
    ],
    [["check", "--format", "jsn"], "unknown format `jsn`; did you mean `json`?"],
    [["check", "--report", "sarf=x"], "unknown format `sarf`; did you mean `sarif`?"],
    [["check", "--report", "sarif"], "`--report` takes a format and a file, such as `sarif=flags.sarif`, not `sarif`"],
    [["check", "--report", "text=x", "--report", "json=./x"], "two reports would go to `./x`"],
    [["check", "-C", "nowhere"], "there is no folder `nowhere`"],
  ])("%j prints %s", async (words, message) => {
    expect(await complaint(words)).toBe(`flagstone: ${message}`);
  });

  it("reports that there is no instance", async () => {
    fs.rmSync(join(root, "package.json"));
    expect(await complaint(["check"])).toBe(
      `flagstone: no package.json with the key \`flagstone\` in \`${root}\` or above it; name the folder that has it with \`-C <folder>\`, or begin with \`flagstone init\``,
    );
  });

  it("shows the help if no command is given", async () => {
    expect(await complaint([])).toMatch(/^Usage: flagstone <command>/);
  });
});

describe("the command itself", () => {
  it("has a version and a help", async () => {
    expect(await flagstone(["--version"], { entry: command })).toEqual({
      status: 0,
      stdout: `${packageFile.version}\n`,
      stderr: "",
    });
    const help = await flagstone(["--help"]);
    expect(help).toMatchObject({ status: 0, stderr: "" });
    // Each command is on a line under its topic.
    const lists = topics.map((topic) => {
      const own = commands.filter((each) => each.topic === topic).map(({ name, summary }) => `${name} ${summary}`);
      return [`${topic}:`, ...own, ...(topic === "Show" ? ["help show the help of a command"] : [])].join("\n");
    });
    expect(help.stdout.replaceAll(/^ {2}(\S+) +/gm, "$1 ")).toContain(`\n\n${lists.join("\n\n")}\n\nExit code`);
    const { stdout } = await flagstone(["check", "--help"]);
    expect(stdout).toContain("--as-of <date>");
    for (const format of Object.keys(reporters)) expect(stdout).toMatch(new RegExp(`\\b${format}\\b`));
  });

  it("reports its own bugs in two lines, and the stack only on request", async () => {
    const broken = join(root, "broken");
    fs.cpSync(dirname(command), join(broken, "dist"), { recursive: true });
    fs.rmSync(join(broken, "dist/runtime.js"));
    fs.writeFileSync(join(broken, "package.json"), '{ "type": "module" }');
    const run = (env: NodeJS.ProcessEnv) => flagstone(["build", ...asOf], { env, entry: join(broken, "dist/cli.js") });
    expect(await run({})).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "flagstone: this is a bug of flagstone: the package has no dist/runtime.js\n" +
        "flagstone: report it with the output of the same call with FLAGSTONE_DEBUG=1 set\n",
    });
    expect((await run({ FLAGSTONE_DEBUG: "1" })).stderr).toMatch(/\n {4}at .*build/);
  });

  it("caches its compiled code next to other packages, and works the same without it, or with a broken cache", async () => {
    const folder = join(root, "node_modules/flagstone");
    fs.cpSync(dirname(command), join(folder, "dist"), { recursive: true });
    fs.cpSync(join(dirname(command), "../package.json"), join(folder, "package.json"));
    const cache = join(root, "node_modules/.cache/flagstone");
    const run = (env: NodeJS.ProcessEnv = {}) =>
      flagstone(["check", ...asOf], { entry: join(folder, "dist/cli.js"), env });
    const first = await run({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(fs.existsSync(cache)).toBe(false);
    expect(await run()).toEqual(first);
    const kept = fs.readdirSync(cache);
    expect(kept).toContainEqual(expect.stringMatching(/^main-\w+\.cjs\.[0-9a-f]{16}-v[\d.]+-\w+\.code$/));
    const sizeOf = (part: RegExp) => fs.statSync(join(cache, kept.find((name) => part.test(name)) as string)).size;
    const size = sizeOf(/^main-\w+\.cjs\.\w+-v/);
    await flagstone(["--help"], { entry: join(folder, "dist/cli.js"), env: {} });
    expect(sizeOf(/^main-\w+\.cjs\.\w+-v/)).toBeGreaterThan(size);
    const before = kept.map((name) => fs.statSync(join(cache, name)).mtimeMs);
    expect(await run()).toEqual(first);
    expect(await run({ NODE_OPTIONS: "--max-old-space-size=1000" })).toEqual(first);
    expect(kept.map((name) => fs.statSync(join(cache, name)).mtimeMs)).toEqual(before);
    for (const name of kept) fs.writeFileSync(join(cache, name), "no code");
    fs.writeFileSync(join(cache, kept[0]?.replace(/\.[0-9a-f]{16}-/, ".0123456789abcdef-") ?? ""), "of another build");
    fs.writeFileSync(join(cache, `${kept[0]}.4321.tmp`), "of a process that was killed");
    fs.writeFileSync(join(cache, "other"), "of another program");
    expect(await run()).toEqual(first);
    expect(fs.readdirSync(cache)).toEqual([...kept, "other"]);
    expect(fs.statSync(join(cache, kept[0] as string)).size).toBeGreaterThan(100);
  });

  it("reports in one sentence that its reader has closed the pipe, as `head` does", async () => {
    write("flags/new_checkout.yaml", flag + "  - x: [\n".repeat(3));
    const script = `"${process.execPath}" "${command}" code | head -n 1; "${process.execPath}" "${command}" check | true`;
    const { status, stderr } = spawnSync("sh", ["-c", script], { cwd: root, encoding: "utf8" });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^(?:flagstone: cannot write the output: its reader has closed it\n){0,2}$/);
  });
});
