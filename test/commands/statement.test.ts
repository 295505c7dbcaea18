import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Input } from "../../scripts/commands/input.ts";
import { statement } from "../../scripts/commands/statement.ts";
import { createHost, type Host } from "../../scripts/host/host.ts";
import { sealOfDigests } from "../../scripts/model/seal.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { genomeLength, instants, treeOfGenome } from "../support/random-tree.ts";
import { repository } from "../support/shipped-instance.ts";
import type { Snapshot } from "../support/snapshot.ts";
import { modelsOf, moduleOf, packageJson, treeOfFiles } from "../support/trees.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
for (const name of ["effect", "log"]) ajv.addSchema(schemaOf(name));
const isStatement = ajv.compile(schemaOf("statement"));

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(join(repository, `schema/${name}.schema.json`), "utf8")) as object;
}

const today = Date.parse("2026-11-29T00:00:00Z");
const digest = (id: string): string => createHash("sha256").update(id).digest("hex");

const config = packageJson({ scopes: { organization: {}, account: { within: "organization" } } });
const flag = (organizations: string): string => `flag: form_links
description: Forms open other forms when they are submitted.
owner: forms
scope: organization
expires: 2027-12-31
default: false
enabled:
  organization: [${organizations}]
`;
const frozen = (held: string, ended: string, renamed = ""): string => `privilege: form_links
description: Forms open other forms when they are submitted.
owner: accounting
scope: organization
frozen:
  flag: form_links
  date: 2026-10-02
  sunset: 2027-10-31
  organization: [${held}]
  ended: [${ended}]
  renamed: [${renamed}]
  seal: ${sealOfDigests("organization", ["clinic", "kenya-1", "old-shop", "gone"].map(digest))}
`;
const retired = `retired:
  form_links: { kind: flag, date: 2026-10-02, outcome: frozen, answer: true }
`;
const ring = (vip: string): string => `groups: ring
description: Who receives a new version, and when.
owner: widgets
scope: account
default: regular
members:
  vip: [${vip}]
  regular: []
`;
const widget = `release: widget
description: The widget that pages show.
owner: widgets
by: ring
stages:
  - { group: regular, version: "790" }
  - { group: vip, version: "789" }
pinned:
  account:
    - { id: special, version: "788", until: 2026-12-31, reason: Holiday freeze, link: "https://example.com/H-1" }
`;
const identities = `identities: shops
description: Which accounts belong to which organization.
owner: widgets
scope: organization
children: { account: { kenya: [special] } }
`;
const alias = `identities: names
description: What organizations were called before.
owner: forms
scope: organization
aliases: [{ id: clinic, was: klinik }]
`;
const waiver = `waiver: freeze_hotfix
description: The list is older than the flag's last day.
owner: accounting
approved_by: controller
allow:
  - { policy: gate/not-retired, name: form_links }
`;

const held = "{ id: clinic, until: 2027-06-30, reason: Contract C-88 }, kenya-1";
const ended = `{ id: old-shop, date: 2026-10-02, reason: Upgraded to Pro }, { sha256: ${digest("gone")}, date: 2026-10-02 }`;
const first = { "flags/form_links.yaml": flag("clinic, kenya-1, old-shop, gone"), "groups/ring.yaml": ring("") };
const second = {
  "flags/form_links.yaml": frozen(held, ended),
  "flags/retired.yaml": retired,
  "flags/freeze_hotfix.yaml": waiver,
  "groups/ring.yaml": ring(""),
};
const third = {
  ...second,
  "flags/form_links.yaml": frozen(
    held.replace("kenya-1", "kenya"),
    ended,
    "{ id: kenya, was: kenya-1, date: 2026-11-01 }",
  ),
  "flags/widget.yaml": widget,
  "groups/shops.yaml": identities,
  "groups/ring.yaml": ring("{ id: special, until: 2026-12-15, reason: Fair stand }"),
};

function commit(day: string, files: Readonly<Record<string, string>>, more: Partial<Snapshot> = {}): Snapshot {
  const sources = Object.entries({ "package.json": config, ...files }).map(([path, text]): Source => ({ path, text }));
  return { files: sources, date: `${day}T10:00:00Z`, author: "Ann Example", ...more };
}

const history = [
  commit("2026-09-01", first, { subject: "Form links for four", trailers: ["Reviewed-by: Ben Example"] }),
  commit("2026-10-02", second, { subject: "Freeze form links", trailers: ["Approved-by: Cleo Example"] }),
  commit("2026-11-01", third, { subject: "Kenya has another name" }),
];

function run(input: Partial<Input>, snapshots: readonly Snapshot[] = history, time = 0): Promise<Outcome> {
  const host: Host = {
    ...createHost("/"),
    readTree: () => treeOfFiles(snapshots.at(-1)?.files ?? []),
    today: () => today,
    now: () => today + time,
    openRepository: () => memoryRepository(snapshots),
  };
  return statement({ operands: [], colour: false, ...input }, host);
}

async function told(...operands: readonly string[]): Promise<string> {
  const { output = "", problem } = await run({ operands });
  expect(problem).toBeUndefined();
  return output;
}

describe("the statement of a customer", () => {
  it("says what is kept, since when, until when, by which decision, and what a plan would have to grant", async () => {
    expect(await told("organization=clinic")).toContain(`Kept from earlier, without paying
  form_links: kept
    what: Forms open other forms when they are submitted.
    since: 2026-10-02, when the flag form_links was frozen
    why: it had the flag then (flags/form_links.yaml:9)
    otherwise: a plan would have to grant form_links
    until: 2027-06-30
    reason: Contract C-88
`);
  });

  it("names the deciding commit, and who approved it in its message or a waiver", async () => {
    const text = await told("organization=clinic");
    expect(text).toContain("on 2026-10-02 by Ann Example: Freeze form links\n");
    expect(text).toContain("    approved by: Cleo Example (Approved-by), controller (waiver)\n");
    expect(text).toContain("    approved by: Ben Example (Reviewed-by)\n");
  });

  it("follows a customer to former ids, in kept privileges and in commits", async () => {
    const text = await told("organization=kenya");
    expect(text).toContain("kenya was kenya-1 before.\n");
    expect(text).toContain("What it has, 1 other has too: account special.\n");
    expect(text).toMatch(/form_links: kept\n[\s\S]*until: 2027-10-31\n/);
    expect(text).toContain("Form links for four\n");
    expect(text).toMatch(/commit: [0-9a-f]{9} on 2026-10-02 by Ann Example: Freeze form links\n/);
    expect(text).toMatch(
      /last change: [0-9a-f]{9} on 2026-11-01 by Ann Example: Kenya has another name \(approved by nobody/,
    );
  });

  it("names the commit that listed the customer, not one that only gave it a former id", async () => {
    const named = [...history.slice(0, 1), commit("2026-10-05", { ...first, "groups/names.yaml": alias })];
    for (const id of ["clinic", "klinik"]) {
      const { output = "" } = await run({ operands: [`organization=${id}`] }, named);
      expect(output).toMatch(
        /form_links: on\n[\s\S]*commit: [0-9a-f]{9} on 2026-09-01 by Ann Example: Form links for four\n/,
      );
    }
  });

  it("says of each change what it is about", async () => {
    const attribute = (name: string) =>
      `attribute: ${name}\ndescription: What the request says of its ${name}.\nowner: forms\ntype: text\n`;
    const files = {
      "flags/form_links.yaml": `${flag("clinic")}  where: [{ country: ch, system: ios }]\n`,
      "groups/country.yaml": attribute("country"),
      "groups/system.yaml": attribute("system"),
    };
    const { output = "" } = await run({ operands: ["organization=klinik"] }, [
      commit("2026-09-01", files),
      commit("2026-10-05", { ...files, "groups/names.yaml": alias }),
    ]);
    expect(output).toContain(`
    flag form_links: gains 1 organization: klinik with country not ch or untold (alias)
    flag form_links: gains 1 organization: klinik with country ch, system not ios or untold (alias)
`);
  });

  it("includes answers from a parent, versions and groups with their dates, and what will change by itself", async () => {
    const text = await told("account=special");
    expect(text).toContain("special belongs to organization kenya, and gets the same.\n");
    expect(text).toMatch(/form_links: kept\n/);
    expect(text).toMatch(
      /widget: 788\n[\s\S]*until: 2026-12-31\n {4}reason: Holiday freeze\n {4}link: https:\/\/example.com\/H-1\n/,
    );
    expect(text).toMatch(/ring: vip\n[\s\S]*until: 2026-12-15\n {4}reason: Fair stand\n/);
    expect(text).toContain(`What will change by itself
  2026-12-16: group set ring, from vip to regular
    then: not listed in ring, so in its default group
  2027-01-01: release widget, from 788 to 790
    then: group ring/regular gets it
  2027-11-01: privilege form_links, from kept to not kept
    then: the frozen list has ended
`);
  });

  it.each([
    ["old-shop", "reason: Upgraded to Pro\n"],
    ["gone", "known by: the digest of the id, which is all that the list still has\n"],
  ])("says what %s kept in the past", async (id, said) => {
    const text = await told(`organization=${id}`);
    expect(text).toContain("Kept from earlier, without paying\n  Nothing.\n");
    expect(text).toContain("Kept in the past\n  form_links: ended on 2026-10-02\n");
    expect(text).toContain(said);
    expect(text).toContain("Only if a plan grants it\n  form_links: ");
  });

  it("takes several scopes at once, and leaves out commits before --since", async () => {
    const { output = "" } = await run({
      operands: ["organization=clinic", "account=special"],
      since: Date.parse("2026-10-15"),
    });
    expect(output.split("\n")[0]).toBe("What organization clinic, account special has");
    expect(output).toContain("  widget: 788\n");
    const [, changes = ""] = output.split("What commits changed since 2026-10-15\n");
    expect(changes).toMatch(/^ {2}[0-9a-f]{9} on 2026-11-01 by/);
    expect(changes).not.toContain("2026-10-02 by");
  });

  it("has the same bytes all day, in every format, and its JSON follows the schema", async () => {
    for (const format of ["text", "markdown", "html", "json", "csv"])
      for (const input of [{ operands: ["account=special"] }, { privilege: "form_links" }]) {
        const { output: one = "" } = await run({ ...input, format }, history, 1);
        const { output: other = "" } = await run({ ...input, format }, history, 86_399_000);
        expect(other).toBe(one);
        if (format === "json") expect(isStatement(JSON.parse(one)), JSON.stringify(isStatement.errors)).toBe(true);
        if (format === "html") expect(one).not.toMatch(/<script|https?:\/\/(?!example\.com)|src=|href=/);
      }
  });

  it.each([
    [{}, "a customer is missing, such as `account=acme`; or name a privilege with `--privilege`"],
    [{ operands: ["acount=special"] }, "unknown scope `acount`; did you mean `account`?"],
    [{ operands: ["form_links"] }, "who keeps a privilege is stated by `--privilege form_links`"],
    [{ privilege: "form_link" }, "unknown privilege `form_link`; did you mean `form_links`?"],
    [
      { operands: ["account=special"], format: "pdf" },
      "unknown format `pdf`; there are text, markdown, html, json, csv",
    ],
    [{ operands: ["account=special"], environment: "live" }, "unknown environment `live`; there is only production"],
    [
      { operands: ["account=special"], privilege: "form_links" },
      "state a customer or a privilege, one at a time: `--privilege` takes no customer",
    ],
  ])("refuses %j", async (input, problem) => {
    expect((await run(input)).problem).toBe(problem);
  });

  it("covers only what is committed", async () => {
    const changed = { ...third, "flags/form_links.yaml": frozen(held.replace("2027-06-30", "2027-01-31"), ended) };
    const host: Host = {
      ...createHost("/"),
      readTree: () => treeOfFiles(commit("2026-11-02", changed).files),
      today: () => today,
      openRepository: () => memoryRepository(history),
    };
    const { output, note } = await statement({ operands: ["organization=clinic"], colour: false }, host);
    expect(output).toBe(await told("organization=clinic"));
    expect(note).toBe("changes that are not committed are not in it");
  });

  it("does not count answers from the default group of a set as the customer's own", async () => {
    const { output = "" } = await run({ operands: ["account=somebody"] });
    expect(output).toContain("No file mentions account `somebody`: it gets what everyone gets.\n".replaceAll("`", ""));
    expect(output).not.toContain("\nVersions\n");
    expect(output).toMatch(/\nAs every unlisted customer\n {2}group set ring: regular\n {2}release widget: 790\n/);
    expect((await run({ operands: ["organization=special"] })).output).toContain("there is account=special.\n");
    expect((await run({ operands: ["special"] })).problem).toBe(
      "`special` does not have the form `scope=id`; for the customer write `account=special`",
    );
  });

  it("keeps names in separate code spans in Markdown", async () => {
    const { output = "" } = await run({ operands: ["account=special"], format: "markdown" });
    expect(output).toContain("  - release `widget`, which is new: `788` for 1 account: `special` (listed)\n");
    expect(output).toContain("pinned `account` `special`: version 788");
  });

  it("works on a day on which an example fails", async () => {
    const files = {
      ...third,
      "flags/widget.yaml": `${widget}examples: [{ when: { account: special }, expect: "788" }]\n`,
    };
    const { output } = await run({ operands: ["account=special"], asOf: Date.parse("2027-02-01") }, [
      commit("2026-11-01", files),
    ]);
    expect(output).toContain("  release widget: 790\n");
  });

  it("says that nothing is committed without git", async () => {
    const host: Host = {
      ...createHost("/"),
      readTree: () => treeOfFiles(history.at(-1)?.files ?? []),
      today: () => today,
      openRepository: () => undefined,
      whyNoRepository: () => "git is not installed",
    };
    const { output } = await statement({ operands: ["organization=clinic"], colour: false }, host);
    expect(output).toContain("of files that are not committed.\nNo commits are named: git is not installed.\n");
    expect(output).toContain("    until: 2027-06-30\n");
  });
});

describe("the statement of a privilege", () => {
  it("has totals, the customers who keep it with their dates, and those who no longer do", async () => {
    const { output } = await run({ privilege: "form_links" });
    expect(output).toContain(`Totals
  2 organizations keep it, of 4 that had it when it was frozen.
  For 2 it has ended.
  last month  how many
  2027-06     1
  2027-10     1
`);
    expect(output).toMatch(
      / {2}clinic +2026-10-02 {2}2027-06-30 {2}Contract C-88 .* Cleo Example \(Approved-by\), controller/,
    );
    expect(output).toMatch(
      / {2}kenya, formerly kenya-1, and account special +2026-10-02 {2}2027-10-31 +[0-9a-f]{9} on 2026-10-02, changed in [0-9a-f]{9} on 2026-11-01 +Cleo Example/,
    );
    expect(output).toMatch(/ {2}old-shop +2026-10-02 {2}Upgraded to Pro /);
    expect(output).toMatch(/ {2}forgotten, [0-9a-f]{12}… +2026-10-02 /);
  });

  it("counts ended entries separately", async () => {
    const { output } = await run({ privilege: "form_links", asOf: Date.parse("2027-07-01") });
    expect(output).toContain("1 organization keeps it, of 4");
    expect(output).toContain("  For 1 it has ended, though the list still has it.\n");
  });

  it("can be read by spreadsheets as a table without formulas", async () => {
    const files = {
      ...third,
      "flags/form_links.yaml": third["flags/form_links.yaml"].replace(
        "reason: Contract C-88",
        'reason: \'=HYPERLINK("x", "y")\', link: "https://example.com/a,b"',
      ),
    };
    const { output = "" } = await run({ privilege: "form_links", format: "csv" }, [commit("2026-11-01", files)]);
    const [head, row, ...others] = output.split("\r\n");
    expect(head).toBe(
      "organization,sha256,formerly,state,since,until,ended,reason,link,commit,committed,author,approved_by,changed,changed_on,changed_approved_by",
    );
    expect(row).toContain(
      `clinic,,,kept,2026-10-02,2027-06-30,,"'=HYPERLINK(""x"", ""y"")","https://example.com/a,b",`,
    );
    expect(others.map((line) => line.split(",").slice(0, 4).join())).toEqual([
      "kenya,,kenya-1,kept",
      "old-shop,,,ended",
      `,${digest("gone")},,ended`,
      "",
    ]);
  });

  it("escapes text that people wrote", async () => {
    const files = {
      ...third,
      "flags/form_links.yaml": third["flags/form_links.yaml"].replace(
        "Contract C-88",
        "'<img src=x onerror=alert(1)> @everyone `x` | [a](https://evil.example.com)'",
      ),
    };
    for (const input of [{ privilege: "form_links" }, { operands: ["organization=clinic"] }]) {
      const html = (await run({ ...input, format: "html" }, [commit("2026-11-01", files)])).output ?? "";
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(html).not.toContain("<img");
      const markdown = (await run({ ...input, format: "markdown" }, [commit("2026-11-01", files)])).output ?? "";
      expect(markdown.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/<img|@everyone|\]\(/);
    }
  });
});

it("states the module's answers, and changes exactly when the module's answers change", async () => {
  const genome = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });
  const ids = fc.constantFrom("organization=org-1", "organization=org-2", "account=acc-1", "account=acc-2");
  let turns = 0;
  await fc.assert(
    fc.asyncProperty(genome, ids, fc.constantFrom(...instants), async (genes, word, asOf) => {
      const tree = treeOfGenome(genes);
      const [model] = modelsOf(tree);
      const groupsOf = (set: string) => [...(model.sets.get(set)?.groups.values() ?? [])].map((each) => each.reference);
      const referenceOf = (set: string, group: string) => model.sets.get(set)?.groups.get(group)?.reference;
      const module = moduleOf(tree);
      const host: Host = {
        ...createHost("/"),
        readTree: () => tree,
        today: () => asOf,
        openRepository: () => undefined,
      };
      const { output = "{}" } = await statement({ operands: [word], asOf, format: "json", colour: false }, host);
      const { items, changes } = JSON.parse(output) as {
        items: readonly { kind: string; name: string; value: unknown }[];
        changes: readonly { on: string; before: { name: string; value: unknown }; after: { value: unknown } }[];
      };
      turns += changes.length;
      const [scope = "", id = ""] = word.split("=");
      const moments = instants.filter((each) => each > asOf).flatMap((each) => [each - 1, each]);
      for (const { kind, name, value } of items)
        for (const at of [asOf, ...moments]) {
          const own = changes.filter((each) => each.before.name === name);
          const said = own.filter(({ on }) => Date.parse(on) <= at).at(-1)?.after.value ?? value;
          const lookup = module.lookup({ [scope]: id }, { at });
          const known =
            kind === "groups" ? groupsOf(name).filter((group) => lookup.isIn(group)) : lookup.explain(name).value;
          expect([
            name,
            at,
            kind === "groups" ? (said as string[]).map((group) => referenceOf(name, group)) : said,
          ]).toEqual([name, at, known]);
        }
    }),
    { numRuns: 40 },
  );
  expect(turns).toBeGreaterThan(0);
});
