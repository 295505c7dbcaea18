import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emit } from "../scripts/emit/index.ts";
import {
  assets,
  importBuilt,
  modelOf,
  packageJson,
  repository,
  shippedTree,
  treeOf,
  withBuilt,
} from "./support/instance.ts";

const compilers = ["typescript", "typescript-5.9"];

/** The lines on which a compiler finds an error, and its text, in files of a folder. */
function typeErrors(compiler: string, folder: string, ...files: string[]): { lines: string[]; text: string } {
  const flags =
    "--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --target es2022 --module nodenext".split(
      " ",
    );
  const tsc = join(repository, "node_modules", compiler, "bin/tsc");
  let text = "";
  try {
    execFileSync(process.execPath, [tsc, ...flags, "--pretty", "false", ...files], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    text = (error as { stdout: string }).stdout;
  }
  const lines = [...text.matchAll(/^([^(\n]+)\((\d+),\d+\): error/gm)].map((match) => `${match[1]}:${match[2]}`);
  return { lines: [...new Set(lines)], text };
}

const rightUse = `import { flags, groups, isFlagName, load, lookup, type Lookup, parseOverrides, privileges, releases, UnknownNameError } from "./flags.js";
import { watch } from "./watch.js";

const acme = lookup({ account: "acme", organization: "acme", user: "u_42" });
const on: boolean = acme.isEnabled(flags.public_teams) && acme.isEnabled("compact_sidebar") && acme.isEnabled("payments");
const version: string = acme.version(releases.web_widget);
const served = acme.release("web_widget");
const stage: "canary" | "regular" | "vip" = served.stage;
const url: string = served.properties.base_url;
const integrity: boolean = served.properties.integrity;
const ring: "canary" | "regular" | "vip" = acme.group("ring");
const partner: "design_partners" | undefined = acme.group("design_partners");
const inRing: boolean = acme.isIn("ring/vip") || acme.isIn(groups["ring/canary"]) || acme.isIn("design_partners");
const held: boolean[] = [
  acme.hasPrivilege("audit_log", ["audit_log"]),
  acme.hasPrivilege(privileges.form_link_workflow, new Set(["pro"])),
  acme.hasPrivilege("form_link_workflow", (name) => name === "audit_log"),
  acme.hasPrivilege("form_link_workflow", undefined),
];
const all: readonly ("audit_log" | "form_link_workflow")[] = acme.privileges(null);
const why: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" = acme.explain("public_teams").reason;
const value: boolean = acme.explain("public_teams").value;
const text: string = acme.explain("web_widget").value;
const until: Date | undefined = acme.explain("audit_log").until;
const task = lookup({ task: "t", connector: "c" }, { at: new Date(), overrides: parseOverrides("do_something,no_other_thing") });
const something: boolean = task.isEnabled("do_something");
lookup({ task: "t" }, { at: 0, overrides: { do_something: true } }).isEnabled("do_something");
lookup({ task: "t" }, { overrides: new Map([["do_something" as const, true]]) });
lookup({}).isEnabled("payments");
declare const anything: string;
if (isFlagName(anything)) parseOverrides(anything).settings[anything];
function ask(customer: Lookup<"account">): string { return customer.version("web_widget"); }
ask(acme);
const problems: readonly string[] = load("{}");
watch("flags.json", { interval: 100, onProblem: (all) => console.log(all.length, UnknownNameError.name) }).close();
export { all, held, inRing, integrity, on, partner, problems, ring, something, stage, text, until, url, value, version, why };
`;

/** Each line but the first two must fail to compile. */
const wrongUse = `import { flags, hasPrivilege, lookup, parseOverrides } from "./flags.js";
const acme = lookup({ organization: "acme" });
acme.isEnabled("public_team");
acme.isEnabled("new_checkout");
flags.new_checkout;
acme.isEnabled("compact_sidebar");
acme.isEnabled(flags.compact_sidebar);
lookup({ organisation: "acme" });
lookup({ organization: "acme", acount: "acme" });
lookup({ organization: 12 });
lookup({ organization: undefined });
acme.group("rings");
acme.group("ring");
acme.isIn("ring/canry");
lookup({ account: "acme" }).isIn("ring/canry");
lookup({ account: "acme" }).group("rings");
acme.hasPrivilege("form_link_workflow", "pro");
acme.hasPrivilege("form_link_workflow");
acme.hasPrivilege("form_link_workflows", []);
acme.version("web_widget");
acme.isEnabled("web_widget");
acme.isEnabled("audit_log");
lookup({}).isEnabled("public_teams");
const gold: "gold" = lookup({ account: "acme" }).group("ring");
lookup({ account: "acme" }, { at: "2026-11-21" });
lookup({ task: "t" }, { overrides: { do_somthing: true } });
lookup({ task: "t" }, { overrides: "do_something" });
lookup({ account: "acme" }).release("web_widget").properties.base_uri;
acme.variant("public_teams");
`;

describe("the types of the shipped instance", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-types-"));
  beforeAll(() => {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    for (const { path, text } of emit(modelOf(shippedTree()), assets())) writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, "right.ts"), rightUse);
    writeFileSync(join(folder, "wrong.ts"), wrongUse);
    writeFileSync(
      join(folder, "legacy.cts"),
      'import flags = require("./flags.cjs");\nexport const on: boolean = flags.lookup({}).isEnabled("payments");\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const compiler of compilers) {
    it(`let right uses compile, with ${compiler}`, () => {
      expect(typeErrors(compiler, folder, "right.ts", "legacy.cts").text).toBe("");
    });
    it(`let no misuse compile, with ${compiler}`, () => {
      const misuses = wrongUse
        .trimEnd()
        .split("\n")
        .map((_, index) => `wrong.ts:${index + 1}`)
        .filter((line) => line !== "wrong.ts:2");
      expect(typeErrors(compiler, folder, "wrong.ts").lines).toEqual(misuses);
    });
  }
});

describe("what is generated is data", () => {
  const hostile = [
    `quotes " ' and \\ back-slashes`,
    "back-ticks ` and ${process.exit(1)} holes",
    "comment ends */ and /* begins",
    "</script><!-- markup -->",
    "line\u2028and paragraph\u2029separators",
    "emoji 👩‍🚀 and ünïcode",
    "@deprecated at the start of a line",
    "__proto__ constructor toString",
  ];
  const quoted = (text: string) => JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  const ids = ['it"s', "it's", "`${id}`", "*/", "</script>", "🚀", "__proto__", "constructor", "\\u0041", "ünï"];
  const tree = treeOf({
    "package.json": packageJson({ scopes: { user: {} } }),
    ...Object.fromEntries(
      hostile.map((text, index) => [
        `flags/flag_${index}.yaml`,
        `flag: flag_${index}\ndescription: ${quoted(`${text} in a description`)}\nowner: ${quoted(text)}\nscope: user\npermanent: ${quoted(text)}\ndeprecated: ${quoted(text)}\ndefault: false\nenabled:\n  user: [${ids.map(quoted).join(", ")}]\n`,
      ]),
    ),
    "flags/constructor.yaml":
      "flag: constructor\ndescription: A flag with an awkward name.\nowner: me\nscope: user\npermanent: It is for a test.\ndefault: true\n",
    "groups/valueOf.yaml":
      'groups: value_of\ndescription: A group with an awkward name.\nowner: me\nscope: user\nmembers: { constructor: ["toString"] }\n'.replace(
        "value_of",
        "valueof",
      ),
  });
  const files = {
    ...tree,
    files: tree.files.map((file) =>
      file.path === "groups/valueOf.yaml" ? { ...file, path: "groups/valueof.yaml" } : file,
    ),
  };

  it("comes through exactly, at run time and in flags.json", async () => {
    await withBuilt(files, async (folder) => {
      const built = (await importBuilt(folder)) as unknown as typeof import("../generated/flags.js");
      const bundle = JSON.parse(readFileSync(join(folder, "flags.json"), "utf8"));
      for (const [index, text] of hostile.entries())
        expect(bundle.flags[`flag_${index}`].description).toBe(`${text} in a description`);
      const lookup = built.lookup as unknown as (context: object) => {
        isEnabled(name: string): boolean;
        isIn(group: string): boolean;
      };
      for (const id of ids) expect(lookup({ user: id }).isEnabled("flag_0"), id).toBe(true);
      expect(lookup({ user: "nobody" }).isEnabled("flag_0")).toBe(false);
      expect(lookup({ user: "x" }).isEnabled("constructor")).toBe(true);
      expect(lookup({ user: "toString" }).isIn("valueof/constructor")).toBe(true);
    });
  });

  for (const compiler of compilers)
    it(`type-checks with ${compiler}`, async () => {
      await withBuilt(files, (folder) => {
        writeFileSync(
          join(folder, "use.ts"),
          'import { flags, lookup } from "./flags.js";\nexport const on: boolean = lookup({ user: "u" }).isEnabled(flags.constructor);\n',
        );
        expect(typeErrors(compiler, folder, "use.ts").text).toBe("");
      });
    });
});

describe("the generated folder", () => {
  it("is handed by require as the same instance", async () => {
    await withBuilt(shippedTree(), (folder) => {
      const script = `import { load, digest } from "./flags.js"; import { createRequire } from "node:module";
const required = createRequire(import.meta.url)("./flags.cjs");
process.stdout.write(String(required.load === load && required.digest() === digest()));`;
      writeFileSync(join(folder, "main.mjs"), script);
      expect(execFileSync(process.execPath, ["--no-warnings", "main.mjs"], { cwd: folder, encoding: "utf8" })).toBe(
        "true",
      );
    });
  });

  it("is the same bytes for the same tree: order of files, locale, zone, folder and day do not show", () => {
    const tree = shippedTree();
    const bytes = (files = tree.files, asOf?: string) => emit(modelOf({ ...tree, files }, asOf), assets());
    const first = bytes();
    expect(bytes([...tree.files].reverse())).toEqual(first);
    expect(bytes(tree.files, "2035-01-01")).toEqual(first);
    const folder = mkdtempSync(join(tmpdir(), "flagstone-elsewhere-"));
    try {
      for (const part of ["package.json", "flags", "groups"])
        cpSync(join(repository, part), join(folder, part), { recursive: true });
      execFileSync(process.execPath, [join(repository, "dist/cli.js"), "build"], {
        cwd: folder,
        env: { ...process.env, TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
        stdio: "ignore",
      });
      for (const { path, text } of first) expect(readFileSync(join(folder, "generated", path), "utf8")).toBe(text);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
