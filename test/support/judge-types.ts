import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assets, emit, writeOutputs } from "./built.ts";
import { hostileTree } from "./hostile-tree.ts";
import { repository, shippedTree } from "./shipped-instance.ts";
import { modelsOf } from "./trees.ts";

const rightUse = `import { flags, type FlagName, groups, isFlagName, isName, load, lookup, lookupIn, type Lookup, type LookupOptions, parseOverrides, privileges, releases, UnknownNameError } from "./flags.js";
import { flags as clientFlags, readSnapshot } from "./client.js";
import { watch } from "./watch.js";
import { flags as names } from "./names.js";
import { type Answers, resetFlags, setFlags, withFlags } from "./testing.js";

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
declare const options: LookupOptions;
lookup({ account: "acme" }, options).isEnabled("payments");
lookupIn("staging")({ user: "u" }, options);
declare const perhaps: { account?: string; readonly user?: string | undefined };
lookup(perhaps).version("web_widget");
lookup({ account: perhaps.account }, { created: { account: 0 } }).group("ring");
lookup({ account: undefined });
declare const anything: string;
if (isFlagName(anything)) parseOverrides(anything).settings.do_something;
if (isFlagName(anything)) {
  const checked: FlagName = anything;
  const settings: (boolean | undefined)[] = [acme.isEnabled(anything), lookup({}).value(anything), parseOverrides("").settings[anything]];
  lookup({ task: "t" }, { overrides: { [anything]: true } }).isEnabled(anything);
  lookup({ account: "a" }, { overrides: new Map([[anything, true]]) }).explain(anything).value;
}
if (isName(anything)) {
  const answer: boolean | string = lookup({ user: "u" }).explain(anything).value;
}
lookup({ account: "a" }, { at: undefined, overrides: undefined, groups: undefined, created: undefined, environment: undefined });
lookup({ account: "a" }, { overrides: { do_something: undefined }, groups: { plan: undefined }, created: { account: undefined } });
parseOverrides("", { strict: undefined });
const chooser: Pick<Lookup<"account">, "variant" | "value" | "group" | "release" | "explain"> = acme;
function inGeneral<Name extends "checkout_layout" | "search_limits">(name: Name): "one_page" | "two_page" | "large" | "small" { return acme.variant(name); }
function ask(customer: Lookup<"account">): string { return customer.version("web_widget"); }
ask(acme);
function askBoth(customer: Lookup<"account" | "organization">): boolean { return customer.isEnabled("public_teams"); }
askBoth(acme);
askBoth(lookup({ account: "a", organization: "o" }));
const narrowed: Lookup<"organization"> = acme;
const layout: "one_page" | "two_page" = acme.variant(flags.checkout_layout);
const branded = lookup({ brand: "special-outlet" });
const brandRing: "canary" | "regular" | "vip" = branded.group("ring");
const brandOn: boolean = branded.isEnabled("quick_replies");
const told: boolean = lookup({ organization: "acme" }, { groups: { plan: "enterprise" }, created: { organization: new Date() }, environment: "staging" }).isEnabled("weekly_report");
const plan: "free" | "pro" | "enterprise" | undefined = lookup({ organization: "acme" }).group("plan");
const inStaging = lookupIn("staging")({ account: "acme" }).version("web_widget");
const seen: boolean | "one_page" | "two_page" = readSnapshot(acme.snapshot()).isEnabled("quick_replies") || readSnapshot("{}").variant(clientFlags.checkout_layout);
const problems: readonly string[] = load("{}");
const named: "payments" = names.payments;
const run: Promise<number> = withFlags({ public_teams: true, checkout_layout: "two_page", web_widget: "790", ring: "canary", audit_log: false }, async () => 1, { strict: true });
const answers: Answers = { search_limits: { value: { results: 1, timeout_ms: 2 } }, web_widget: { version: "1", stage: "vip" }, plan: null, payments: undefined };
setFlags(answers);
setFlags({ search_limits: "large" }, {});
resetFlags();
watch("flags.json", { interval: 100, onProblem: (all) => console.log(all.length, UnknownNameError.name) }).close();
export { all, named, run, brandOn, brandRing, held, inRing, inStaging, integrity, layout, narrowed, on, partner, plan, problems, ring, seen, something, stage, text, told, until, url, value, version, why };
`;

/** Every line except the first two must fail to compile. */
const wrongUse = `import { flags, hasPrivilege, isFlagName, isName, type Lookup, lookup, lookupIn, parseOverrides } from "./flags.js";
import { readSnapshot } from "./client.js"; import { withFlags } from "./testing.js"; const acme = lookup({ organization: "acme" });
acme.isEnabled("public_team");
acme.isEnabled("new_checkout");
flags.new_checkout;
acme.isEnabled("compact_sidebar");
acme.isEnabled(flags.compact_sidebar);
lookup({ organisation: "acme" });
lookup({ organization: "acme", acount: "acme" });
lookup({ organization: 12 });
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
function both(c: Lookup<"account" | "organization">) { return c.isEnabled("public_teams"); } both(lookup({ account: "a" }));
function either(c: Lookup<"account" | "organization">) { return c.explain("quick_replies"); } either(lookup({ organization: "a" }));
function other(c: Lookup<"account">) { return c.version("web_widget"); } other(lookup({ organization: "a" }));
function ringed(c: Lookup<"account" | "user">): unknown { return c.group("ring"); } ringed(lookup({ user: "u" }));
withFlags({ public_team: true }, () => 1);
withFlags({ public_teams: "on" }, () => 1);
withFlags({ checkout_layout: "three_page" }, () => 1);
withFlags({ checkout_layout: { value: "two_page" } }, () => 1);
withFlags({ search_limits: { value: { results: "1", timeout_ms: 2 } } }, () => 1);
withFlags({ web_widget: 790 }, () => 1);
withFlags({ web_widget: { stage: "vip" } }, () => 1);
withFlags({ ring: "canry" }, () => 1);
withFlags({ new_checkout: true }, () => 1);
const kept: { readonly customer: Lookup<"organization" | "account"> } = { customer: lookup({ account: "a" }) };
const choice: Pick<Lookup<"account">, "variant"> = acme;
const valued: Pick<Lookup<"account" | "organization">, "value"> = acme;
const grouped: Lookup<"account" | "organization">["group"] = acme.group;
const released: Pick<Lookup<"account">, "release"> = acme;
const explained: Pick<Lookup<"account" | "organization">, "explain"> = acme;
function asText(name: string) { if (!isFlagName(name)) acme.isEnabled(name); }
function asAny(name: string) { if (isName(name)) acme.isEnabled(name); }
function asVariant(name: string) { if (isFlagName(name)) acme.variant(name); }
const every: readonly Lookup<"organization" | "account">[] = [lookup({ account: "a", organization: "o" }), lookup({ organization: "o" })];
`;

/** The lines of misuse, and the lines where a compiler finds errors in correct and wrong uses of the emitted types. */
export function judgeTypes(compiler: string): {
  readonly wrong: readonly string[];
  readonly found: readonly string[];
  readonly text: string;
} {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-types-"));
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  try {
    writeOutputs(folder, emit(modelsOf(shippedTree()), assets()));
    write("right.ts", rightUse);
    write("wrong.ts", wrongUse);
    write(
      "legacy.cts",
      `import flags = require("./flags.cjs"); import { lookup } from "./flags.cjs"; import { withFlags } from "./testing.cjs";
import { flags as names } from "./names.cjs"; import { readSnapshot } from "./client.cjs"; import { watch } from "./watch.cjs";
const thrown: Error = new flags.UnknownNameError();
export const on: boolean = withFlags({ payments: false }, () => flags.lookup({}).isEnabled(names.payments) && lookup({}).isEnabled("payments"));
export const seen: boolean = readSnapshot("{}").isEnabled("quick_replies"); export const all = [watch, thrown];
`,
    );
    mkdirSync(join(folder, "hostile"));
    writeOutputs(join(folder, "hostile"), emit(modelsOf(hostileTree), assets()));
    write(
      "hostile/use.ts",
      'import { flags, lookup } from "./flags.js";\nexport const on: boolean = lookup({ user: "u" }).isEnabled(flags.constructor);\n',
    );
    const text = outputOf(compiler, folder, ["right.ts", "legacy.cts", "hostile/use.ts", "wrong.ts"]);
    const places = [...text.matchAll(/^([^(\n]+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
    const lines = wrongUse.trimEnd().split("\n");
    const wrong = lines.map((_, index) => `wrong.ts:${index + 1}`).filter((line) => line !== "wrong.ts:2");
    return { wrong, found: [...new Set(places)], text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The output of a compiler in node_modules for files in a folder. */
export function outputOf(compiler: string, folder: string, files: readonly string[]): string {
  const flags =
    "--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --target es2022 --module nodenext";
  const words = [join(repository, "node_modules", compiler, "bin/tsc"), ...flags.split(" "), "--pretty", "false"];
  try {
    return execFileSync(process.execPath, [...words, ...files], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
