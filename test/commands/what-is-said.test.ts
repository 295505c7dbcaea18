import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callFlagstone } from "../support/call-flagstone.ts";

const about = "description: Customers see the new page.\nowner: me\n";
const flag = `flag: new_page\n${about}scope: account\npermanent: It is a setting.\ndefault: false\n`;
const ring = `groups: ring\n${about}scope: account\ndefault: regular\nmembers:\n  canary: [support]\n`;
const widget = `release: widget\n${about}by: ring\nstages:\n  - { group: canary, version: v2 }\n  - { group: regular, version: v1 }\n`;
const retired =
  "retired:\n  old_page: { kind: flag, date: 2026-10-01, outcome: shipped, answer: true }\n" +
  "  old_ring: { kind: groups, date: 2026-10-01, outcome: dropped }\n" +
  "  old_widget: { kind: release, date: 2026-10-01, outcome: dropped, answer: v1 }\n";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flagstone-"));
  write({
    "package.json": '{ "flagstone": { "scopes": { "account": {}, "user": { "pattern": "^u_[0-9]+$" } } } }',
    "flags/new_page.yaml": flag,
    "flags/widget.yaml": widget,
    "flags/retired.yaml": retired,
    "groups/ring.yaml": ring,
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** All output of a command, and its exit code. */
async function call(line: string, folder = "."): Promise<string> {
  const { status, stdout, stderr } = await callFlagstone(line.split(" "), join(root, folder));
  return `${stdout}${stderr}exit ${status}`;
}

/** A file with both sides of a conflict after its first line. */
function inConflict(text: string): string {
  const [first, ...rest] = text.split("\n");
  return `${first}\n<<<<<<< HEAD\n${rest.join("\n")}=======\n${rest.join("\n")}>>>>>>> other\n`;
}

describe("a name in a file with merge conflicts is not reported as unknown", () => {
  test.each([
    ["extend new_page --until 2030-01-01 --reason x", "flags/new_page.yaml"],
    ["retire new_page --outcome dropped", "flags/new_page.yaml"],
    ["enable new_page acme", "flags/new_page.yaml"],
    ["bulk set new_page settings.json", "flags/new_page.yaml"],
    ["bulk list --missing new_page settings.json", "flags/new_page.yaml"],
    ["join ring/canary acme", "groups/ring.yaml"],
    ["leave ring/canary support", "groups/ring.yaml"],
    ["new release other --by ring --serving v1 --owner me --description Customers_see_it.", "groups/ring.yaml"],
    ["promote widget v3", "flags/widget.yaml"],
    ["rollback widget", "flags/widget.yaml"],
    ["stages widget", "flags/widget.yaml"],
  ])("%s", async (line, path) => {
    const text = { "flags/new_page.yaml": flag, "groups/ring.yaml": ring, "flags/widget.yaml": widget }[path] ?? "";
    write({ [path]: inConflict(text), "settings.json": '{ "advanced": { "feature_flags": "" } }' });
    expect(await call(line)).toContain(`\`${path}\` has errors; see \`flagstone check\``);
  });

  test("its misspelling is still recognized", async () => {
    write({ "flags/new_page.yaml": inConflict(flag) });
    expect(await call("pause new_pag INC-1")).toContain("did you mean `new_page`?");
    expect(await call("pause qqq INC-1")).toContain("`flags/new_page.yaml` has errors");
  });

  test("the message for an unknown name says if it may be retired", async () => {
    write({ "flags/retired.yaml": inConflict(retired) });
    expect(await call("pause old_page INC-1")).toContain("unless it is retired: `flags/retired.yaml` has errors");
  });
});

test.each([
  ["extend old_page --until 2030-01-01", "flag `old_page` is retired (shipped)"],
  ["enable old_page acme", "flag `old_page` is retired (shipped)"],
  ["bulk set old_page x.json", "flag `old_page` is retired (shipped)"],
  ["join old_ring/canary acme", "group set `old_ring` is retired (dropped)"],
  ["promote old_widget v2", "release `old_widget` is retired (dropped)"],
  ["stages old_widget", "release `old_widget` is retired (dropped)"],
  ["enable old_widget acme", "release `old_widget` is retired (dropped)"],
  ["new release other --by old_ring --serving v1 --owner me --description D", "group set `old_ring` is retired"],
  ["enable widget acme", "`widget` is a release, not a flag"],
  ["join new_page acme", "`new_page` is a flag, not a group set"],
])("%s says what the name is: %s", async (line, said) => {
  expect(await call(line)).toContain(said);
});

test.each([
  ["new flag", ["the name", "--description", "--owner", "--scope", "--expires"]],
  ["new release page", ["--description", "--owner", "--serving"]],
  ["new groups page", ["--description", "--owner", "--scope"]],
  ["retire widget", ["--outcome", "--answer"]],
])("%s asks for everything that is missing at once", async (line, words) => {
  const said = await call(line);
  for (const word of words) expect(said).toContain(word);
});

test("extend asks for the day and the reason together", async () => {
  write({ "flags/new_page.yaml": flag.replace("permanent: It is a setting.", "expires: 2030-01-01") });
  const said = await call("extend new_page");
  expect(said).toContain("--until");
  expect(said).toContain("--reason");
});

describe("check with files", () => {
  beforeEach(() => write({ "flags/new_page.yaml": `${flag}colour: red\n`, "flags/widget.yaml": `${widget}size: 2\n` }));

  test.each([
    ["check flags/new_page.yaml", "."],
    ["check ./flags/new_page.yaml", "."],
    ["check new_page.yaml", "flags"],
    ["check -C flags new_page.yaml", "."],
  ])("%s in %s shows only that file, and counts the others", async (line, folder) => {
    const said = await call(line, folder);
    expect(said).toContain("colour");
    expect(said).not.toContain("size");
    expect(said).toContain("in 1 file");
    expect(said).toContain("1 finding in other files not shown");
    expect(said).toContain("exit 1");
  });

  test("a file without findings passes, although it is checked with all others", async () => {
    expect(await call("check groups/ring.yaml")).toContain("exit 0");
    write({ "groups/ring.yaml": ring.replace("canary", "lab"), "flags/widget.yaml": widget });
    expect(await call("check flags/widget.yaml")).toContain("stage `canary` is not a group of `ring`");
  });

  test("a folder stands for its files, and a missing path is an error", async () => {
    expect(await call("check flags")).toContain("2 errors in 3 files");
    expect(await call("check flags/new_pge.yaml")).toContain("did you mean `flags/new_page.yaml`?");
    write({ "other.yaml": flag });
    expect(await call("check other.yaml")).toMatch(/`other.yaml` has no documents of this instance.*\nexit 2/);
  });
});

test("stages without a name lists the releases", async () => {
  expect(await call("stages")).toBe("widget, by ring: canary v2, regular v1\nexit 0");
  const schema = readFileSync(new URL("../../schema/releases.schema.json", import.meta.url), "utf8");
  const isReport = new Ajv().compile(JSON.parse(schema));
  const listed = async (line: string): Promise<unknown> => {
    const report: unknown = JSON.parse((await call(line)).replace(/\n(?:there are no releases\n)?exit 0$/, ""));
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    return report;
  };
  const stages = [
    { group: "canary", version: "v2" },
    { group: "regular", version: "v1" },
  ];
  expect(await listed("stages --format json")).toEqual({
    version: 1,
    releases: [{ release: "widget", by: "ring", stages }],
  });
  expect(await call("stages --environment nowhere")).toContain("unknown environment `nowhere`");
  rmSync(join(root, "flags/widget.yaml"));
  expect(await call("stages")).toBe("there are no releases\nexit 0");
  expect(await listed("stages --format json")).toEqual({ version: 1, releases: [] });
});

test.each([
  ["enable new_page acme --until +90d --as-of 2030-01-01", "until: 2030-04-01"],
  ["enable new_page acme --as-of 2030-01-31T12:00:00Z --from +1m", "from: 2030-02-28"],
  ["enable new_page acme --until +1w --as-of=2030-01-01", "until: 2030-01-08"],
])("relative days count from --as-of, wherever it comes: %s", async (line, said) => {
  expect(await call(line)).toContain(said);
});

test.each([
  ["enable new_page acme,globex", "`acme,globex`", "`acme globex`"],
  ["enable new_page account=acme,account=globex", "`acme,account=globex`", "`account=acme account=globex`"],
  ["disable new_page account=acme,globex", "`acme,globex`", "`account=acme account=globex`"],
  ["join ring/canary acme;globex", "`acme;globex`", "`acme globex`"],
  ["unset new_page acme,", "`acme,`", "`acme`"],
  ["enable new_page account=acme,user=u_1", "`acme,user=u_1`", "`account=acme user=u_1`"],
  ["enable new_page account=acme,user=u_1,u_2", "`acme,user=u_1,u_2`", "`account=acme user=u_1 user=u_2`"],
])("%s is refused, with the right call", async (line, word, right) => {
  expect(await call(line)).toBe(
    `flagstone: ${word} does not look like one id; put spaces between ids: ${right}; if it is one, use \`--ids-from\`\nexit 2`,
  );
});

test("a call of several ids of which only the last has a scope is not taken for a scope", async () => {
  expect(await call("enable new_page acme,account=globex")).toBe(
    "flagstone: `acme,account=globex` does not look like one id; put spaces between ids: `acme account=globex`\nexit 2",
  );
  expect(await call("enable new_page acount=acme,globex")).toMatch(/unknown scope `acount`.*did you mean `account`/);
});

test.each([
  [
    "enable new_page account acme",
    "`account` does not look like one id; for a customer of the scope, write `account=…`",
  ],
  [
    "enable new_page account:acme",
    "`account:acme` does not look like one id; for a customer of the scope, write `account=acme`",
  ],
  [
    "join ring/canary account:acme",
    "for a customer of the scope, write `account=acme`; if it is one, use `--ids-from`",
  ],
  ["enable new_page account=account", "wrote flags/new_page.yaml"],
  [
    "enable new_page ring/canary",
    "for the customers of a group, write `--where ring=canary`; if it is one, use `--ids-from`",
  ],
  ["enable new_page account=ring/canary", "wrote flags/new_page.yaml"],
  ["unset new_page ring=canary", "`ring` is not a scope; for a condition, write `--where ring=canary`"],
  ["enable new_page account=account:acme", "wrote flags/new_page.yaml"],
  ["enable new_page =acme", "`=acme` needs a scope; write `account=acme`"],
  ["enable new_page ", "an id is empty; name a customer, such as `account=acme`"],
  ["explain new_page account:acme", "`account:acme` does not have the form `scope=id`; write `account=acme`"],
  ["explain new_page account", "`account` does not have the form `scope=id`; write `account=acme`"],
  ["explain nothing account=acme", "unknown name `nothing`; `flagstone list` shows all names"],
  ["explain new_page initech", "`initech` does not have the form `scope=id`, such as `account=initech`"],
  ["statement =initech", "`=initech` does not have the form `scope=id`, such as `account=initech`"],
  ["join canary acme", "unknown group set `canary`; did you mean `ring/canary`?"],
  ["leave canary support", "unknown group set `canary`; did you mean `ring/canary`?"],
  ["rollout new_page 10 --by user", "flag `new_page` has no scope `user`; it has `account`"],
  ["rollout new_page 10 --by usr", "unknown scope `usr`; there is only account"],
  [
    "enable new_page acme --link foo",
    "`--link` takes a URL, such as `https://tracker.example.com/SALES-1234`, not `foo`",
  ],
])("a call that was nearly right says the right one: %s", async (line, said) => {
  expect(await call(line)).toContain(said);
});

test("a build into a folder with files of the same names does not replace them", async () => {
  write({ "src/client.js": "export const client = 1;\n", "out/notes.txt": "Notes.\n", "out/client.js": "" });
  expect(await call("build --out src")).toMatch(
    /^.*flagstone: `src\/client.js` is not from a build; name a folder of its own with `--out <folder>`\nexit 2$/s,
  );
  expect(readFileSync(join(root, "src/client.js"), "utf8")).toBe("export const client = 1;\n");
  expect(await call("build --out out")).toContain("wrote out/");
  expect(await call("build --out out")).toContain("out/ is up to date");
});

test("a value that looks like JSON and is none is said to be text", async () => {
  write({ "flags/new_page.yaml": flag.replace("default: false", "variants: { one: {}, two: a }\ndefault: one") });
  expect(await call("value new_page two {size:5}")).toContain("`{size:5}` is not JSON, so it is taken as text");
  expect(await call("value new_page two large")).not.toContain("JSON");
});

test("a rollout of variants says where their weights are, whatever was asked for", async () => {
  write({ "flags/new_page.yaml": flag.replace("default: false", "variants: [one, two]\ndefault: one") });
  for (const line of ["rollout new_page two=30", "rollout new_page", "rollout new_page 30"])
    expect(await call(line)).toContain("`new_page` has variants: edit their weights under `rollout.weights`");
});

test("an id with a comma is one in a file of ids, and wherever files have it", async () => {
  write({ "ids.txt": "acme,globex\n" });
  const note = "`acme,globex` is taken as one id; put";
  expect(await call("enable new_page --ids-from ids.txt")).toContain(
    `${note} each id on a line of its own\nwrote flags/new_page.yaml\nexit 0`,
  );
  expect(await call("unset new_page acme,globex")).toContain(
    `${note} spaces between ids: \`acme globex\`\n\`acme,globex\` leaves \`enabled\``,
  );
  write({
    "groups/names.yaml":
      'identities: names\ndescription: Former names of customers.\nowner: growth\nscope: account\naliases: [{ id: initech, was: "ini,tech", until: 2099-01-01 }]\n',
  });
  expect(await call("enable new_page ini,tech")).toContain("wrote flags/new_page.yaml\nexit 0");
});

test("an id with a comma is one where a pattern has its commas, but not what else the pattern happens to allow", async () => {
  write({ "groups/ring.yaml": ring.replace("[support]", '[support, { match: "big,co-*" }, { match: acme-* }]') });
  expect(await call("join ring/canary big,co-1")).toContain(
    "`big,co-1` is already in `ring/canary`, through `big,co-*`",
  );
  expect(await call("enable new_page big,co-2")).toContain("wrote flags/new_page.yaml\nexit 0");
  for (const word of ["big,co-3,big,co-4", "acme-1,acme-2"])
    expect(await call(`enable new_page ${word}`)).toContain(`\`${word}\` does not look like one id`);
});

test("an id of a scope with a pattern gets the same hint", async () => {
  write({ "flags/new_page.yaml": flag.replace("scope: account", "scope: user") });
  expect(await call("enable new_page u_1,u_2")).toMatch(/put spaces between ids: `u_1 u_2`\nexit 2/);
});

test("the error at the root of a monorepo says where instances are", async () => {
  const around = mkdtempSync(join(tmpdir(), "flagstone-"));
  const say = async (): Promise<string> => (await callFlagstone(["check"], around)).stderr;
  try {
    expect(await say()).toContain("name the folder that has it with `-C <folder>`");
    mkdirSync(join(around, "packages/flags"), { recursive: true });
    writeFileSync(join(around, "packages/flags/package.json"), '{ "flagstone": {} }');
    mkdirSync(join(around, "node_modules/other/flags"), { recursive: true });
    writeFileSync(join(around, "node_modules/other/package.json"), '{ "flagstone": {} }');
    expect(await say()).toContain("there is one in `packages/flags`: run it with `-C packages/flags`");
    mkdirSync(join(around, "apps/more/groups"), { recursive: true });
    writeFileSync(join(around, "apps/more/package.json"), "{}");
    expect(await say()).toMatch(
      /choose one of those below with `-C <folder>`\n {2}-C apps\/more\n {2}-C packages\/flags\n/,
    );
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
});

describe("details of a moved entry are not dropped silently", () => {
  test("from enabled to disabled", async () => {
    await call("enable new_page acme --until 2030-01-31 --reason Pilot");
    expect(await call("disable new_page acme")).toContain(
      "`acme` moves from `enabled` to `disabled`; without what its entry said: `until: 2030-01-31`, `reason: Pilot`",
    );
  });

  test("from one group of an exclusive set to another", async () => {
    await call("join ring/canary acme --reason Volunteer");
    write({ "groups/ring.yaml": `${ring.replace("[support]", "[{ id: acme, reason: Volunteer }]")}  vip: []\n` });
    expect(await call("join ring/vip acme")).toContain("without what its entry said: `reason: Volunteer`");
  });

  test("a pattern in the list does not count for the customer", async () => {
    const members =
      "[{ match: test-*, reason: Browsers }, { id: acme, link: https://tracker.example.com/1 }]\n  vip: []";
    write({ "groups/ring.yaml": ring.replace("[support]", members) });
    expect(await call("join ring/vip acme")).toContain(
      "without what its entry said: `link: https://tracker.example.com/1`",
    );
  });

  test("from one variant to another", async () => {
    const variants = flag.replace("default: false", "variants: [one, two]\ndefault: one");
    write({ "flags/new_page.yaml": variants });
    await call("assign new_page one acme --until 2030-01-31");
    expect(await call("assign new_page two acme")).toContain("without what its entry said: `until: 2030-01-31`");
  });
});

describe("a pause that does not turn anything off says so", () => {
  test.each([
    ["default: true", "everyone keeps or gets `true`", "`flagstone flip new_page false`"],
    ["variants: [one, two]\ndefault: two", "everyone keeps or gets `two`", "`flagstone flip new_page <variant>`"],
  ])("%s", async (settings, said, advice) => {
    write({ "flags/new_page.yaml": flag.replace("default: false", settings) });
    const told = await call("pause new_page INC-1 --dry-run");
    expect(told).toContain(said);
    expect(told).toContain(advice);
  });

  test("one that turns a flag off says nothing", async () => {
    expect(await call("pause new_page INC-1 --dry-run")).not.toContain("everyone");
  });
});

describe("a pattern that has ended", () => {
  const over = "[{ match: acme*, until: 2020-01-31 }, { id: acme-1 }]";

  test("does not keep anyone from leaving", async () => {
    write({ "groups/ring.yaml": ring.replace("[support]", over) });
    expect(await call("leave ring/canary acme-1")).toContain("exit 0");
  });

  test("does not hold anyone yet", async () => {
    write({ "groups/ring.yaml": ring.replace("[support]", over) });
    expect(await call("join ring/canary acme-3")).not.toContain("already");
  });

  test("does not hide another one that applies", async () => {
    write({
      "groups/ring.yaml": ring.replace("[support]", "[{ match: acme*, until: 2020-01-31 }, { match: acme-* }]"),
    });
    expect(await call("leave ring/canary acme-4")).toContain("through `acme-*`; change that pattern");
  });
});

test.each(["old_page", "no_old_page"])("bulk list finds files that still set a retired flag: %s", async (setting) => {
  write({ "settings.json": `{ "advanced": { "feature_flags": "new_page, ${setting}" } }` });
  expect(await call(`bulk list --set ${setting} settings.json`)).toContain(`settings.json: new_page, ${setting}`);
  expect(await call("bulk list --missing old_page settings.json")).toContain("0 of 1 file");
  expect(await call("bulk list --set other_page settings.json")).toContain("unknown flag `other_page`");
});

describe("relative days", () => {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  test.each([
    ["enable new_page acme --until +90d", () => `until: ${day(90)}`],
    ["enable new_page acme --from +2w", () => `from: ${day(14)}`],
    ["new flag other --owner me --scope account --description Customers_see_it. --expires +30d", () => day(30)],
  ])("%s", async (line, said) => {
    expect(await call(`${line} --dry-run`)).toContain(said());
  });

  test("other forms are refused with the accepted ones", async () => {
    expect(await call("enable new_page acme --until +90x")).toContain("a day such as 2027-01-31 or +90d");
    expect(await call("check --as-of -1d")).toContain("exit 0");
  });
});
