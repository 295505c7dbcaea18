import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withSection } from "../../scripts/emit/codeowners.ts";
import { isHandle } from "../../scripts/model/handle.ts";
import { callFlagstone, type Run } from "../support/call-flagstone.ts";
import { compileTree, packageJson, treeOf } from "../support/trees.ts";

const config = {
  scopes: { account: {} },
  owners: ["growth", "widgets"],
  codeowners: { growth: ["@acme/growth", "me@acme.example"], widgets: ["@acme/widgets"] },
};
const lines = ["/a @b", "/c d@e.example"];
const section = "# begin flagstone: written by `flagstone codeowners`\n/a @b\n/c d@e.example\n# end flagstone";

let root = "";
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone owners ")));
  execFileSync("git", ["init", "--quiet"], { cwd: root });
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Buffer): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

function flagOf(owner: string, name: string): string {
  return `flag: ${name}
description: Customers see the new checkout page.
owner: ${owner}
scope: account
permanent: It is a switch for incidents.
default: false
`;
}

const codeowners = (...words: string[]): Promise<Run> =>
  callFlagstone(["codeowners", ...words], join(root, "services"));

/** An instance below the root of the repository, with paths that must be escaped. */
function makeInstance(): void {
  write("services/package.json", packageJson(config));
  write("services/flags/b_flag.yaml", flagOf("widgets", "b_flag"));
  write("services/flags/a team [*?!#\\]/a_flag.yaml", flagOf("growth", "a_flag"));
  write("services/flags/ä\t\n/c_flag.yaml", flagOf("growth", "c_flag"));
  write("services/flags/retired.yaml", "retired: {}\n");
}

describe("flagstone codeowners", () => {
  it("prints a line for each document, which matches only that file", async () => {
    makeInstance();
    const { status, stdout, stderr } = await codeowners();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "/services/flags/a\\ team\\ \\[\\*\\?\\!\\#\\\\\\]/a_flag.yaml @acme/growth me@acme.example",
        "/services/flags/b_flag.yaml @acme/widgets",
        "/services/flags/ä??/c_flag.yaml @acme/growth me@acme.example",
        "",
      ].join("\n"),
    );
    // CODEOWNERS uses the patterns of .gitignore.
    write(".git/info/exclude", stdout.replaceAll(/ (?:@acme|me@acme).*$/gm, ""));
    write("services/flags/a team x/a_flag.yaml", "");
    const ignored = execFileSync("git", ["ls-files", "-z", "--others", "--ignored", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(ignored.split("\0").sort()).toEqual([
      "",
      "services/flags/a team [*?!#\\]/a_flag.yaml",
      "services/flags/b_flag.yaml",
      "services/flags/ä\t\n/c_flag.yaml",
    ]);
  });

  it("keeps its section of a file up to date, and reports a stale one", async () => {
    makeInstance();
    const file = "../.github/CODEOWNERS";
    write(".github/CODEOWNERS", "* @acme/everyone\r\n");
    expect(await codeowners("--write", file, "--verify")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("error[generated/stale]: `../.github/CODEOWNERS` is not what"),
    });
    expect(await codeowners("--write", file)).toEqual({
      status: 0,
      stdout: "",
      stderr: "wrote ../.github/CODEOWNERS (3 files)\n",
    });
    const written = fs.readFileSync(join(root, ".github/CODEOWNERS"), "utf8");
    expect(written.split("\r\n")).toHaveLength(7);
    expect(written).toMatch(/^\* @acme\/everyone\r\n# begin flagstone: .*\r\n\/services/);
    const upToDate = { status: 0, stdout: "", stderr: "../.github/CODEOWNERS is up to date (3 files)\n" };
    expect(await codeowners("--write", file)).toEqual(upToDate);
    expect(await codeowners("--write", file, "--verify")).toEqual(upToDate);
    fs.rmSync(join(root, "services/flags/b_flag.yaml"));
    expect((await codeowners("--write", file, "--verify")).status).toBe(1);
    expect(fs.readFileSync(join(root, ".github/CODEOWNERS"), "utf8")).toBe(written);
  });

  it("creates the file if there is none", async () => {
    makeInstance();
    expect((await codeowners("--write", "../CODEOWNERS")).status).toBe(0);
    expect(fs.readFileSync(join(root, "CODEOWNERS"), "utf8")).toMatch(
      /^# begin flagstone: .*\n[\s\S]*\n# end flagstone\n$/,
    );
  });

  it.each([
    [["--verify"], "`--verify` needs `--write <file>`"],
    [["--write", "flags"], "`flags` cannot be read as UTF-8"],
    [["--write", "latin"], "`latin` cannot be read as UTF-8"],
    [["--write", "half"], "`half` must have `# begin flagstone` and `# end flagstone` once each, in this order"],
  ])("%j cannot run", async (words, message) => {
    makeInstance();
    write("services/latin", Buffer.from([0xe4]));
    write("services/half", "# begin flagstone\n");
    expect(await codeowners(...words)).toEqual({ status: 2, stdout: "", stderr: `flagstone: ${message}\n` });
  });

  it("requires the handles in the config", async () => {
    makeInstance();
    write("services/package.json", packageJson({ ...config, codeowners: undefined }));
    expect(await codeowners()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("has no `codeowners`, such as"),
    });
    write("services/package.json", packageJson({ ...config, codeowners: { growth: ["@acme/growth"] } }));
    expect(await codeowners()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("error[config/no-handle]: "),
    });
  });
});

describe("the config's handles", () => {
  const findings = (codeowners: unknown) =>
    compileTree(treeOf({ "package.json": packageJson({ ...config, codeowners }) })).diagnostics.map(
      ({ code, span }) => `${code} ${span.source.text.slice(span.start, span.end)}`,
    );

  it("belong to known owners and must be handles", () => {
    expect(findings({ growth: ["acme", "@acme"], grwoth: ["@acme"], widgets: [] })).toEqual([
      'config/bad-handle "acme"',
      'model/unknown-owner "grwoth"',
      "schema/wrong-value []",
    ]);
  });

  it.each(["@acme", "@acme/growth", "@acme/web/growth_team", "@a", "@acme_corp", "a.b+c@acme.example"])(
    "%j is a handle",
    (text) => {
      expect(isHandle(text)).toBe(true);
    },
  );

  it.each(["", "acme", "@", "@acme growth", "@acme/", "@-acme", "@acme\n", "a@b", "#a@acme.example", "@a #b", "@@"])(
    "%j is not a handle",
    (text) => {
      expect(isHandle(text)).toBe(false);
    },
  );
});

describe("withSection", () => {
  it.each([
    ["", `${section}\n`],
    ["* @x", `* @x\n${section}\n`],
    ["\uFEFF* @x\n\n", `\uFEFF* @x\n\n${section}\n`],
    ["a\n# begin flagstone\nold\n# end flagstone\n\nb", `a\n${section}\n\nb`],
    ["# begin flagstone: made\n# end flagstone: here", section],
    [`x\n${section}\ny`, `x\n${section}\ny`],
  ])("replaces the section of %j, and keeps the text around it", (text, expected) => {
    expect(withSection(text, lines)).toBe(expected);
  });

  it.each([
    "# begin flagstone\n",
    "# end flagstone\n",
    "# end flagstone\n# begin flagstone\n",
    "# begin flagstone\n# begin flagstone\n# end flagstone\n",
  ])("finds no section in %j", (text) => {
    expect(withSection(text, lines)).toBeUndefined();
  });
});
