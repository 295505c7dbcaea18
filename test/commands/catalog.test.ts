import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalog } from "../../scripts/commands/catalog.ts";
import { createHost, type Host } from "../../scripts/host/host.ts";
import { diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { catalogDay, catalogSnapshots } from "../support/catalog-instance.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { repository } from "../support/shipped-instance.ts";
import type { Snapshot } from "../support/snapshot.ts";
import { treeOf, treeOfFiles } from "../support/trees.ts";

/** A host with an instance, its history, and the assets of the package. */
function hostOf(snapshots: readonly Snapshot[], differences: Partial<Host> = {}): Host {
  const git = { ...memoryRepository(snapshots), remote: "https://who:secret@git.example.com/acme/flags.git" };
  return {
    ...createHost(repository),
    readTree: () => treeOfFiles(snapshots.at(-1)?.files ?? []),
    readFile: () => undefined,
    listFolder: () => [],
    isFolder: () => false,
    pathFrom: (_, path) => path,
    readPackageFile: (path) => readFileSync(join(repository, path), "utf8"),
    openRepository: () => git,
    today: () => catalogDay,
    now: () => catalogDay + 3_600_000,
    ...differences,
  };
}

/** The pages of an instance by path, without the common script and style. */
async function pagesOf(host: Host, ids: boolean): Promise<ReadonlyMap<string, string>> {
  const { writes, problem, report } = await catalog({ ids }, host);
  expect([problem, report?.diagnostics.map(({ message, span }) => `${span.source.path}: ${message}`)]).toEqual([
    undefined,
    undefined,
  ]);
  return new Map(
    writes.flatMap((write) => ("text" in write && write.text !== undefined ? [[write.path, write.text]] : [])),
  );
}

/** Counts planted ids, to make each unique. */
let planted = 0;
const ids: string[] = [];
function plant(where: string): string {
  const id = `q${createHash("sha256").update(`${where} ${planted++}`).digest("hex").slice(0, 14)}`;
  ids.push(id);
  return id;
}

/** An instance with an id in every place that can hold one. */
function plantedFiles(): Record<string, string> {
  const [entry, reasoned, pinned, ended, renamed, was] = ["a", "b", "c", "d", "e", "f"].map(plant);
  const [child, parent, alias, former, member, prefix] = ["g", "h", "i", "j", "k", "l"].map(plant);
  const kept = plant("kept");
  const seal = `sha256-${createHash("sha256")
    .update(
      [kept, was, ended]
        .map((id) => `account=${createHash("sha256").update(`${id}`).digest("hex")}\n`)
        .sort()
        .join(""),
    )
    .digest("base64")}`;
  return {
    "package.json": JSON.stringify({
      name: "@acme/flags",
      flagstone: {
        scopes: { account: {}, brand: { within: "account" } },
        environments: ["production", "staging"],
        approvers: [plant("approver")],
      },
    }),
    "flags/one.yaml": `flag: one
description: Something that ${entry} can see, and ${prefix}-7 as well.
owner: growth
scope: [account, brand]
links: [https://example.com/${plant("link")}]
deprecated: ask ${entry} instead
expires: 2027-03-31
paused: ${plant("paused")} complained
default: false
enabled:
  groups: [ring/canary]
  account:
    - ${entry}
    - { id: ${reasoned}, until: 2027-01-31, reason: Agreed with ${plant("reason")}, link: https://example.com/${plant("entry link")} }
  where:
    - { mail: { match: "*@${plant("pattern of text")}.com" } }
    - { where: { mail: [${plant("constant")}, ${plant("constant")}] }, reason: ${plant("reason of condition")} }
requires: [{ where: { tags: { has: ${plant("element")} } } }]
rollout: [{ among: [{ where: { mail: ${plant("among")} } }], percent: 10, by: account, salt: ${plant("salt")} }, { percent: 1, by: account }]
examples:
  - { when: { account: ${plant("example")} }, attributes: { mail: ${plant("told")} }, expect: false }
`,
    "flags/limits.yaml": `flag: limits
description: How many results a search returns at most.
owner: growth
scope: account
permanent: ${plant("permanent")} needs it.
variants: { small: { note: ${plant("value")} }, large: { note: ${plant("value")} } }
default: small
assign: { large: { account: [${plant("assigned")}] } }
environments: { staging: { assign: { large: { account: [${plant("staging")}] } } } }
`,
    "flags/widget.yaml": `release: widget
description: The widget that pages show.
owner: growth
by: ring
stages: [{ group: canary, version: "2", soak: 30m }, { group: regular, version: "1" }]
pinned: { account: [{ id: ${pinned}, version: "1", until: 2027-01-31, reason: ${plant("pin")} }] }
blocked: [{ version: "0", date: 2026-11-20, reason: ${plant("blocked")} }]
properties: { base: https://${plant("property")}.example.com }
`,
    "flags/linked.yaml": `privilege: linked
description: Forms can open another form.
owner: growth
scope: account
frozen:
  flag: linked
  date: 2026-06-01
  account: [${kept}, ${renamed}]
  ended: [{ id: ${ended}, date: 2026-07-01, reason: ${plant("ended")} }]
  renamed: [{ id: ${renamed}, was: ${was}, date: 2026-07-02 }]
  seal: ${seal}
`,
    "flags/retired.yaml": "retired:\n  linked: { kind: flag, date: 2026-06-01, outcome: frozen, answer: false }\n",
    "flags/hotfix.yaml": `waiver: hotfix
description: ${plant("waiver")} could not pay.
owner: growth
approved_by: ${ids.find((_, index) => index === 13)}
link: https://example.com/${plant("waiver link")}
allow: [{ policy: gate/not-soaked, name: widget, version: "2" }]
`,
    [`flags/${entry}/other.yaml`]:
      "flag: other\ndescription: Another thing that somebody sees.\nowner: growth\nscope: account\nexpires: 2027-03-31\ndefault: true\n",
    "groups/ring.yaml": `groups: ring
description: Who receives a deploy, and when.
owner: growth
scope: account
default: regular
members:
  canary:
    - ${member}
    - { match: ${prefix}-*, reason: ${plant("pattern")} }
    - { where: { mail: ${plant("member condition")} } }
  regular: []
`,
    "groups/mail.yaml":
      "attribute: mail\ndescription: The address of who asks.\nowner: growth\nscope: account\ntype: text\n",
    "groups/tags.yaml": "attribute: tags\ndescription: Labels of who asks.\nowner: growth\ntype: list\n",
    "groups/links.yaml": `identities: links
description: Who belongs to whom.
owner: growth
scope: account
children: { brand: { ${parent}: [${child}] } }
aliases: [{ id: ${alias}, was: ${former}, until: 2027-06-30, reason: ${plant("alias")} }]
`,
  };
}

describe("without --ids", () => {
  const files = plantedFiles();
  const list = (texts: Record<string, string>) => Object.entries(texts).map(([path, text]) => ({ path, text }));
  const formerly = plant("only in history");
  const before = {
    ...files,
    "flags/one.yaml": files["flags/one.yaml"]?.replace("  account:\n", `  account:\n    - ${formerly}\n`) ?? "",
  };
  const snapshots: readonly Snapshot[] = [
    { files: list(before), date: "2026-11-01T00:00:00Z", subject: `For ${plant("subject")}`, author: `${ids[0]}` },
    { files: list(files), date: "2026-11-02T00:00:00Z", subject: `Without ${formerly}` },
  ];

  it("no file of the site contains an id, wherever it was written", async () => {
    const pages = await pagesOf(hostOf(snapshots), false);
    const said = ids.filter((id) => [...pages].some(([path, text]) => `${path}\n${text}`.toLowerCase().includes(id)));
    expect(said).toEqual([]);
    expect(ids.length).toBeGreaterThan(40);
  });

  it("an id in a description is masked, and lists are replaced by counts", async () => {
    const page = (await pagesOf(hostOf(snapshots), false)).get("catalog/flags/one.html") ?? "";
    expect(page).toContain("Something that [customer] can see, and [customer] as well.");
    expect(page).toContain("2 accounts");
  });

  it("the test can fail: with --ids the pages contain them", async () => {
    const pages = [...(await pagesOf(hostOf(snapshots), true)).values()].join("\n");
    for (const index of [0, 1, 2, 3, 10]) expect(pages).toContain(ids[index]);
    expect(pages).toContain(formerly);
  });
});

describe("text that people wrote", () => {
  const hostile = '</script><script>alert(1)</script> <img src=x onerror=alert(1)> \u202Egnp.exe & "quoted" {{x}}';
  const files = {
    "package.json": JSON.stringify({ name: "x", flagstone: { scopes: { account: {} } } }),
    "flags/one.yaml": `flag: one\ndescription: ${JSON.stringify(`${hostile}.`).replace("\u202E", "\\u202e")}\nowner: ${JSON.stringify("a</script><b>")}\nscope: account\nexpires: 2027-03-31\ndefault: false\n`,
  };

  it("cannot begin an element, end a script, or change the text direction", async () => {
    const host = hostOf([
      {
        files: Object.entries(files).map(([path, text]) => ({ path, text })),
        date: "2026-11-01T00:00:00Z",
        subject: hostile,
        author: "<b>Kim</b>",
      },
    ]);
    for (const ids of [false, true])
      for (const [path, text] of await pagesOf(host, ids)) {
        if (path.endsWith("/catalog.js")) continue;
        expect(text).not.toMatch(/<script>alert|<img|<b>Kim|\u202E/);
        if (path.endsWith(".js")) expect(text).not.toContain("</script");
      }
  });
});

describe("the site", () => {
  it("is the same for the same files, commit and day, even an hour later", async () => {
    const [one, other] = await Promise.all(
      [0, 3_600_000].map((later) =>
        pagesOf(hostOf(catalogSnapshots(), { now: () => catalogDay + 3_600_000 + later }), true),
      ),
    );
    expect(one).toEqual(other);
  });

  it("is of the day on which it was begun, also if midnight passes meanwhile", async () => {
    let day = catalogDay - 86_400_000;
    const passing = hostOf(catalogSnapshots(), { today: () => (day += 86_400_000) });
    expect(await pagesOf(passing, true)).toEqual(await pagesOf(hostOf(catalogSnapshots()), true));
  });

  it("is that of a commit, whatever lies beside the documents", async () => {
    const files = catalogSnapshots().at(-1)?.files ?? [];
    const beside = { source: { path: "flags/new_checkout.yalm", text: "" }, start: 0, end: 0 };
    const tree = { ...treeOfFiles(files), diagnostics: [diagnostic("file/ignored", beside, "this file is not read")] };
    const hint = "with changes that are not committed";
    const indexOf = async (each: Tree) =>
      (await pagesOf(hostOf(catalogSnapshots(), { readTree: () => each }), false)).get("catalog/index.html");
    expect(await indexOf(tree)).not.toContain(hint);
    expect(await indexOf({ ...tree, files: tree.files.slice(1) })).toContain(hint);
  });

  it("shows what needs attention, for everyone and for each owner", async () => {
    const pages = await pagesOf(hostOf(catalogSnapshots()), false);
    const needs = (path: string) =>
      [...(pages.get(`catalog/${path}`) ?? "").matchAll(/<h3>([^<]*) <span class="number">(\d+)/g)].map(
        ([, what, number]) => `${what}: ${number}`,
      );
    const common = ["Expired: 1", "Expiring: 2", "Paused: 1", "Rollouts at 100 %: 1"];
    expect(needs("index.html")).toEqual([...common, "Ended entries to prune: 1", "Waivers to prune: 1"]);
    expect(needs("owners/growth.html")).toEqual([
      "Expired: 1",
      "Expiring: 1",
      "Paused: 1",
      "Ended entries to prune: 1",
    ]);
    expect(pages.get("catalog/owners/accounting.html")).toContain("no entry has ended");
  });

  it("links only to pages that exist", async () => {
    for (const ids of [false, true]) {
      const pages = await pagesOf(hostOf(catalogSnapshots()), ids);
      const dead = [...pages].flatMap(([path, text]) =>
        [...text.matchAll(/(?:href|src)="([^"]*)"/g)].flatMap(([, link = ""]) => {
          if (/^(?:https:|data:,|#)/.test(link)) return [];
          const target = new URL(link, `https://x/${path}`).pathname.slice(1);
          return pages.has(target) ? [] : [`${path}: ${link}`];
        }),
      );
      expect(dead).toEqual([]);
    }
  });

  it("links to lines at the host of the repository, without a user in the URL", async () => {
    const page = (await pagesOf(hostOf(catalogSnapshots()), false)).get("catalog/flags/express_checkout.html") ?? "";
    expect(page).toMatch(
      /https:\/\/git\.example\.com\/acme\/flags\/blob\/[0-9a-f]{40}\/flags\/checkout\/express_checkout\.yaml#L17"/,
    );
    expect(page).not.toContain("secret");
  });

  it("loads nothing from anywhere else", async () => {
    for (const [path, text] of await pagesOf(hostOf(catalogSnapshots()), true))
      expect([
        path,
        ...(text.match(/(?:src|<link[^>]*href)="(?:https?:)?\/\/[^"]*"|@import|url\((?!data:)/g) ?? []),
      ]).toEqual([path]);
  });

  it("works without git", async () => {
    const pages = await pagesOf(hostOf(catalogSnapshots(), { openRepository: () => undefined }), false);
    expect(pages.get("catalog/index.html")).toContain("outside git");
  });
});

describe("the folder", () => {
  const folderHost = (names: Record<string, readonly string[]>): Host =>
    hostOf(catalogSnapshots(), {
      listFolder: (path) => names[path.replace(/^\/instance\//, "").replace(/\/$/, "")] ?? [],
      isFolder: (path) => path.replace(/^\/instance\//, "") in names,
    });

  it("is refused if it has other contents", async () => {
    const { problem, writes } = await catalog({ out: "docs" }, folderHost({ docs: ["README.md"] }));
    expect(problem).toBe("`docs` has files and is not a catalog; name a folder of its own with `--out <folder>`");
    expect(writes).toEqual([]);
  });

  it("loses outdated pages, and nothing else", async () => {
    const had = { catalog: ["catalog.css", "CNAME", "customers", "flags"], "catalog/flags": ["old.html"] };
    const { writes } = await catalog({}, folderHost({ ...had, "catalog/customers": ["0.js"] }));
    const gone = writes.filter((write) => "text" in write && write.text === undefined).map(({ path }) => path);
    expect(gone).toEqual(["catalog/customers/0.js", "catalog/flags/old.html"]);
  });
});

it("a list of a flag, a pin or a group has pages of a thousand, sorted by id", async () => {
  const ids = Array.from({ length: 2500 }, (_, index) => `c${5000 - index}`);
  const files = {
    "package.json": JSON.stringify({ name: "x", flagstone: { scopes: { account: {} } } }),
    "groups/all.yaml": `groups: all\ndescription: Everyone who was there at first.\nowner: growth\nscope: account\nmembers:\n${ids.map((id) => `  - ${id}\n`).join("")}`,
  };
  const snapshot = {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    date: "2026-11-01T00:00:00Z",
  };
  const pages = await pagesOf(hostOf([snapshot]), true);
  const idsOn = (page: number) =>
    [...(pages.get(`catalog/groups/all.all.${page}.html`) ?? "").matchAll(/customers\.html#id=(c\d+)/g)].map(
      ([, id]) => id,
    );
  expect([1, 2, 3, 4].flatMap(idsOn)).toEqual(ids.toSorted());
  expect(idsOn(1)).toHaveLength(1000);
  expect(pages.get("catalog/groups/all.html")).toContain('href="../groups/all.all.1.html"');
});

it("no file is above 2 MB: the data of a script is in several files, which the page loads in order", async () => {
  const value = `${"ä<字\u{1F600}".repeat(60_000)}.`;
  const files = {
    "package.json": JSON.stringify({ name: "x", flagstone: { scopes: { account: {} } } }),
    "flags/one.yaml": `flag: one\ndescription: The text that pages show.\nowner: growth\nscope: account\npermanent: It stays.\nvariants: { a: ${value}, b: ${value}, c: ${value}, d: ${value} }\ndefault: a\n`,
  };
  const pages = await pagesOf(hostOf([], { readTree: () => treeOf(files), openRepository: () => undefined }), true);
  const scripts = [...(pages.get("catalog/customers.html") ?? "").matchAll(/src="(customers[^"]*)"/g)];
  const texts = scripts.map(([, path]) => pages.get(`catalog/${path}`) ?? "");
  expect(scripts.map(([, path]) => path)).toEqual(texts.map((_, at) => `customers/common${at ? `.${at + 1}` : ""}.js`));
  expect(texts.length).toBeGreaterThan(2);
  expect(texts.every((text) => Buffer.byteLength(text) < 2_000_000)).toBe(true);
  const data = new Function(`${texts.join("")} return flagstoneLookUp`)();
  // Not `toContain`, which would print it.
  expect(JSON.stringify(data).includes(`"${value}"`)).toBe(true);
});

describe("what changes by itself", async () => {
  const host = hostOf(catalogSnapshots());
  const [masked, named] = await Promise.all([false, true].map((ids) => pagesOf(host, ids)));
  const textOf = (html = ""): string => html.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");

  it("shows the effect of each date on customers: numbers, and with --ids names", () => {
    const [dates, inside] = [masked, named].map((pages) => textOf(pages?.get("catalog/dates.html")));
    expect(dates).toContain("from 2026-12-19 on, express_checkout is lost by 1 account");
    expect(inside).toContain("from 2026-12-19 on, express_checkout is lost by 1 account (contoso)");
    expect(dates).not.toContain("contoso");
    expect(dates).toMatch(/from 2027-01-01 on, web_widget goes from 9fceb02 to \w+ for 1 account/);
    expect(textOf(masked?.get("catalog/owners/widgets.html"))).toContain("from 2027-01-01 on, web_widget goes from");
    expect(textOf(masked?.get("catalog/flags/express_checkout.html"))).toContain("; then it is lost by 1 account");
  });

  it("breaks a timeline before distant points, and labels its end with their day", async () => {
    const far = {
      "flags/far.yaml":
        "flag: far\ndescription: Something that is far away.\nowner: growth\nexpires: 2036-06-30\ndefault: true\n",
    };
    const files = { "package.json": '{ "flagstone": { "scopes": {} } }', ...far };
    const pages = await pagesOf(hostOf([], { readTree: () => treeOf(files), openRepository: () => undefined }), false);
    const page = pages.get("catalog/flags/far.html") ?? "";
    expect(page).toContain('<i class="break" style="left:93%">');
    expect(page).toMatch(/<figcaption><span>2026-11-01<\/span><span>2036-06-30<\/span><\/figcaption>/);
    expect(textOf(pages.get("catalog/index.html"))).toContain("Nothing before 2036-06-30.");
    expect(textOf(pages.get("catalog/index.html"))).toMatch(/No name expires in the next 13 weeks\. .*1 later\./);
  });
});

it("can be written on the day after a flag with an example has expired", async () => {
  const flag = `flag: old
description: Something that some see.
owner: growth
scope: account
expires: 2026-11-30
default: false
enabled: { account: [acme] }
examples: [{ when: { account: acme }, expect: true }]
`;
  const files = { "package.json": '{ "flagstone": { "scopes": { "account": {} } } }', "flags/old.yaml": flag };
  const pages = await pagesOf(hostOf([], { readTree: () => treeOf(files), openRepository: () => undefined }), false);
  expect(pages.get("catalog/index.html")).toContain("Expired");
});

it("a tree with errors is reported, and nothing is written", async () => {
  const tree = treeOf({ "package.json": JSON.stringify({ flagstone: { scopes: {} } }), "flags/a.yaml": "flag: a\n" });
  const { report, writes } = await catalog({}, hostOf(catalogSnapshots(), { readTree: () => tree }));
  expect(report?.diagnostics.length).toBeGreaterThan(0);
  expect(writes).toEqual([]);
});
