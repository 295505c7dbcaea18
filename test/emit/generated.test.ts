import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emit } from "../../scripts/emit/index.ts";
import { assets, bytesOf, importBuilt, withBuilt, writeOutputs } from "../support/built.ts";
import { repository, shippedTree } from "../support/shipped-instance.ts";
import { modelsOf, moduleOf, packageJson, treeOf } from "../support/trees.ts";

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

const rightUse = `import { flags, groups, isFlagName, load, lookup, lookupIn, type Lookup, parseOverrides, privileges, releases, UnknownNameError } from "./flags.js";
import { flags as clientFlags, readSnapshot } from "./client.js";
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
if (isFlagName(anything)) parseOverrides(anything).settings.do_something;
function ask(customer: Lookup<"account">): string { return customer.version("web_widget"); }
ask(acme);
const layout: "one_page" | "two_page" = acme.variant(flags.checkout_layout);
const branded = lookup({ brand: "special-outlet" });
const brandRing: "canary" | "regular" | "vip" = branded.group("ring");
const brandOn: boolean = branded.isEnabled("quick_replies");
const told: boolean = lookup({ organization: "acme" }, { groups: { plan: "enterprise" }, created: { organization: new Date() }, environment: "staging" }).isEnabled("weekly_report");
const plan: "free" | "pro" | "enterprise" | undefined = lookup({ organization: "acme" }).group("plan");
const inStaging = lookupIn("staging")({ account: "acme" }).version("web_widget");
const seen: boolean | "one_page" | "two_page" = readSnapshot(acme.snapshot()).isEnabled("quick_replies") || readSnapshot("{}").variant(clientFlags.checkout_layout);
const problems: readonly string[] = load("{}");
watch("flags.json", { interval: 100, onProblem: (all) => console.log(all.length, UnknownNameError.name) }).close();
export { all, brandOn, brandRing, held, inRing, inStaging, integrity, layout, on, partner, plan, problems, ring, seen, something, stage, text, told, until, url, value, version, why };
`;

/** Each line but the first two must fail to compile. */
const wrongUse = `import { flags, hasPrivilege, lookup, lookupIn, parseOverrides } from "./flags.js";
import { readSnapshot } from "./client.js"; const acme = lookup({ organization: "acme" });
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
lookup({ account: "acme" }).isEnabled("checkout_layout");
const three: "three_page" = lookup({ account: "acme" }).variant("checkout_layout");
lookup({ account: "acme" }).variant("checkout_layouts");
lookup({ organization: "acme" }).variant("checkout_layout");
lookup({ organization: "acme" }, { groups: { plan: "premium" } });
lookup({ organization: "acme" }, { groups: { plans: "pro" } });
lookup({ organization: "acme" }, { groups: { ring: "vip" } });
lookup({ organization: "acme" }, { environment: "stagin" });
lookupIn("test");
lookup({ organization: "acme" }, { created: { account: new Date() } });
lookup({ organization: "acme", brand: "b" }).isEnabled("compact_sidebar");
lookup({ account: "acme" }, { overrides: { checkout_layout: true } });
readSnapshot("{}").isEnabled("payments");
readSnapshot("{}").isEnabled("checkout_layout");
readSnapshot("{}").variant("quick_replies");
readSnapshot({ flags: {} });
readSnapshot(acme);
const hidden = 0 as unknown as import("./flags.js").SwitchesOf;
readSnapshot(lookup({}).snapshot()).isEnabled("public_teams");
readSnapshot(lookup({}).snapshot()).isEnabled("checkout_layout");
`;

/** Texts that try to be code, tags or markup. */
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
const hostileTree = {
  ...tree,
  files: tree.files.map((file) =>
    file.path === "groups/valueOf.yaml" ? { ...file, path: "groups/valueof.yaml" } : file,
  ),
};

describe("what is generated is data", () => {
  it("comes through exactly, at run time and in flags.json", async () => {
    await withBuilt(hostileTree, async (folder) => {
      const built = (await importBuilt(folder)) as unknown as typeof import("../../generated/flags.js");
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
});

describe("types", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-types-"));
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  beforeAll(() => {
    writeOutputs(folder, emit(modelsOf(shippedTree()), assets()));
    write("right.ts", rightUse);
    write("wrong.ts", wrongUse);
    write(
      "legacy.cts",
      'import flags = require("./flags.cjs");\nexport const on: boolean = flags.lookup({}).isEnabled("payments");\n',
    );
    mkdirSync(join(folder, "hostile"));
    writeOutputs(join(folder, "hostile"), emit(modelsOf(hostileTree), assets()));
    write(
      "hostile/use.ts",
      'import { flags, lookup } from "./flags.js";\nexport const on: boolean = lookup({ user: "u" }).isEnabled(flags.constructor);\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(compilers)("let right uses compile, hostile texts too, and no misuse: %s", (compiler) => {
    const { lines, text } = typeErrors(compiler, folder, "right.ts", "legacy.cts", "hostile/use.ts", "wrong.ts");
    const misuses = wrongUse
      .trimEnd()
      .split("\n")
      .map((_, index) => `wrong.ts:${index + 1}`);
    expect(lines, text).toEqual(misuses.filter((line) => line !== "wrong.ts:2"));
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
    const bytes = (files = tree.files, asOf?: string) => emit(modelsOf({ ...tree, files }, asOf), assets());
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
      for (const file of first) expect(readFileSync(join(folder, "generated", file.path))).toEqual(bytesOf(file));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("many customers", () => {
  const entries = Array.from({ length: 4000 }, (_, n) =>
    n % 2 === 0 ? `    - customer-${n}\n` : `    - { id: Customer-${n}, until: 2027-01-31, reason: Agreed. }\n`,
  );
  const about = "description: It is there for a test.\nowner: me\nscope: account\n";
  const tree = (value: boolean) =>
    treeOf({
      "package.json": packageJson({
        scopes: { account: { ignoreCase: true } },
        environments: ["production", "staging"],
      }),
      "flags/search.yaml": `flag: search\n${about}permanent: It is for a test.\ndefault: ${value}\n${value ? "disabled" : "enabled"}:\n  account:\n${entries.join("")}environments: { staging: { default: ${!value}, disabled: { account: [nobody] } } }\n`,
    });

  /** What a script prints that runs beside the outputs. */
  function run(folder: string, script: string): string {
    writeFileSync(join(folder, "main.mjs"), script);
    return execFileSync(process.execPath, ["--no-warnings", "main.mjs"], { cwd: folder, encoding: "utf8" });
  }

  const ask = `const at = Date.parse("2026-12-01"); const ids = Array.from({ length: 4100 }, (_, n) => "CUSTOMER-" + n);
const answers = (lookup) => ids.map((account) => ["production", "staging"].map((environment) => lookup({ account }, { at, environment }).isEnabled("search")));
const thrown = (work) => { try { return work(); } catch (error) { return error.message; } };
const print = (value) => process.stdout.write(JSON.stringify(value));`;

  it("are told from flags.bin as they are from the bundle, in either kind of module", async () => {
    await withBuilt(tree(false), (folder) => {
      const { lookup } = moduleOf(tree(false));
      const expected = Array.from({ length: 4100 }, (_, n) =>
        ["production", "staging"].map((environment) =>
          lookup({ account: `customer-${n}` }, { at: Date.parse("2026-12-01"), environment }).isEnabled("search"),
        ),
      );
      expect(expected.filter(([production, staging]) => production && staging)).toHaveLength(4000);
      const script = `import { createRequire } from "node:module"; ${ask}
const { lookup } = createRequire(import.meta.url)("./flags.cjs"); print(answers(lookup));`;
      expect(JSON.parse(run(folder, script))).toEqual(expected);
    });
  });

  it("of another build are refused until the file is the right one", async () => {
    await withBuilt(tree(true), async (other) => {
      await withBuilt(tree(false), (folder) => {
        cpSync(join(folder, "flags.bin"), join(folder, "right.bin"));
        cpSync(join(other, "flags.bin"), join(folder, "flags.bin"));
        const script = `import { copyFileSync, rmSync } from "node:fs"; import { lookup, flags } from "./flags.js"; ${ask}
const asked = () => thrown(() => lookup({ account: "customer-1" }, { at }).isEnabled(flags.search));
const foreign = asked(); rmSync("flags.bin"); const missing = asked(); copyFileSync("right.bin", "flags.bin");
print([foreign, missing, asked()]);`;
        expect(JSON.parse(run(folder, script))).toEqual([
          "`flags.bin` is of another build than flags.js; deploy both together",
          expect.stringMatching(
            /^`flags.bin` cannot be read; hand its bytes to `load` before the first lookup: ENOENT/,
          ),
          true,
        ]);
      });
    });
  });

  it("are handed over as bytes where there are no files", async () => {
    await withBuilt(tree(false), (folder) => {
      const script = `import { readFileSync } from "node:fs"; ${ask}
process.getBuiltinModule = undefined;
const { lookup, load, digest } = await import("./flags.js");
print([thrown(digest), load(readFileSync("flags.bin")), lookup({ account: "customer-1" }, { at }).isEnabled("search"), digest()]);`;
      expect(JSON.parse(run(folder, script))).toEqual([
        "`flags.bin` cannot be read; hand its bytes to `load` before the first lookup: there are no files here",
        [],
        true,
        JSON.parse(readFileSync(join(folder, "flags.json"), "utf8")).digest,
      ]);
    });
  });

  it("are watched as flags.bin too", async () => {
    await withBuilt(tree(true), async (other) => {
      await withBuilt(tree(false), (folder) => {
        const script = `import { lookup } from "./flags.js"; import { watch } from "./watch.js"; ${ask}
const asked = () => lookup({ account: "nobody" }, { at }).isEnabled("search"); const before = asked();
watch(${JSON.stringify(join(other, "flags.bin"))}).close(); print([before, asked()]);`;
        expect(JSON.parse(run(folder, script))).toEqual([false, true]);
      });
    });
  });
});
