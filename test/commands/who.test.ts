import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { who } from "../../scripts/commands/who.ts";
import type { Host } from "../../scripts/host/host.ts";
import { repository } from "../support/shipped-instance.ts";

const schema = JSON.parse(readFileSync(join(repository, "schema/who.schema.json"), "utf8")) as object;
const isReport = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

const head = (kind: string, name: string): string =>
  `${kind}: ${name}\ndescription: Customers see ${name} here.\nowner: growth\n`;

const files: Readonly<Record<string, string>> = {
  "flags/layout.yaml": `${head("flag", "layout")}scope: account
expires: 2027-01-31
variants: [one, two]
default: one
assign:
  two:
    groups: [ring/vip]
    account: [acme, { id: later, from: 2026-12-01 }, { id: gone, until: 2026-11-20 }]
    where: [{ country: [de, at], ring: { not: vip } }]
rollout: [{ among: [ring/vip, { where: { country: ch } }], weights: { one: 50, two: 50 } }, { weights: { one: 75, two: 25 } }]
created: { from: 2026-10-01, value: two }
environments: { staging: { assign: null, rollout: null, created: null } }
`,
  "flags/widget.yaml": `${head("release", "widget")}by: ring
stages:
  - { group: vip, version: v2 }
  - { group: rest, version: v1 }
pinned: { account: [{ id: "=cmd", version: v1 }] }
`,
  "flags/paid.yaml": `${head("privilege", "paid")}scope: account\n`,
  "flags/stopped.yaml": `${head("flag", "stopped")}scope: account
permanent: It stays.
paused: INC-51
default: false
enabled: { account: [acme] }
requires: [needed]
`,
  "flags/needed.yaml": `${head("flag", "needed")}permanent: It stays.\ndefault: true\n`,
  "flags/retired.yaml": "retired:\n  old: { kind: flag, date: 2026-01-01, outcome: shipped, answer: true }\n",
  "groups/country.yaml": `${head("attribute", "country")}type: text\n`,
  "groups/ring.yaml": `${head("groups", "ring")}scope: account
default: rest
members:
  vip: [globex, { match: test-* }, { id: leaving, until: 2026-12-31 }]
  beta: [{ percent: 5 }]
  rest: []
`,
  "groups/plan.yaml": `${head("groups", "plan")}scope: account\ntold: [free, pro]\n`,
  "groups/brands.yaml": `${head("identities", "brands")}scope: account
children: { brand: { globex: [globex-shop] } }
aliases: [{ id: globex, was: globex-old }]
`,
};

function asked(name: string, more: { format?: string; environment?: string; more?: typeof files } = {}) {
  const config = { scopes: { account: {}, brand: { within: "account" } }, environments: ["production", "staging"] };
  const tree = {
    root: "/instance",
    config: { path: "package.json", text: JSON.stringify({ flagstone: config }) },
    files: Object.entries({ ...files, ...more.more }).map(([path, text]) => ({ path, text })),
    diagnostics: [],
  };
  const today = Date.parse("2026-11-21T00:00:00Z");
  const host = { readTree: () => tree, today: () => today, now: () => today + 3_600_000 } as unknown as Host;
  return who({ operands: [name], colour: false, ...more }, host);
}

describe("who", () => {
  it("lists everyone a flag names by their answer, with lists, groups, conditions, shares and dates", () => {
    const { output, note } = asked("layout");
    expect(output).toBe(`flag layout in production
two
  account acme
  account later  from 2026-12-01  now one
  account globex  group ring/vip
  account globex-old  group ring/vip  via account globex
  brand globex-shop  group ring/vip  via account globex
  account leaving  group ring/vip  until 2026-12-31
  account test-*  group ring/vip
  everyone with country de or at, ring not vip
  50 % of everyone in ring/vip, or with country ch, by account
  25 % of everyone else, by account
  everyone created from 2026-10-01 on
one
  50 % of everyone in ring/vip, or with country ch, by account
  75 % of everyone else, by account
  everyone else
`);
    expect(note).toBe("6 customers, 1 pattern");
  });

  it("shows one environment", () => {
    expect(asked("layout", { environment: "staging" }).output).toBe("flag layout in staging\none\n  everyone else\n");
  });

  it("shows releases with pins, stages, sets, groups and told groups", () => {
    expect(asked("widget").output).toMatch(
      /^release widget in production\nv1\n {2}account =cmd\n {2}everyone else {2}group ring\/rest\nv2\n/,
    );
    expect(asked("widget/vip").output).toMatch(
      /^stage widget\/vip in production\nv2\n {2}account globex {2}group ring\/vip\n/,
    );
    expect(asked("ring").output).toContain(
      "ring/beta\n  5 % of everyone else, by account\nring/rest\n  everyone else\n",
    );
    expect(asked("ring/vip").output).toMatch(/^group ring\/vip in production\nring\/vip\n {2}account globex\n/);
    expect(asked("plan/pro").output).toContain("  everyone whom the caller puts there\n");
    expect(asked("paid").output).toBe("privilege paid in production\n");
  });

  it("shows members of every sort, but none that have left", () => {
    const sorts = `${head("groups", "sorts")}scope: account
exclusive: false
default: rest
members:
  all:
    - globex
    - { id: gone, until: 2026-11-20 }
    - { id: ends, until: 2026-11-21 }
    - { match: old-*, until: 2026-11-20 }
    - { match: new-*, from: 2026-12-01 }
    - { where: { country: de }, until: 2026-12-31 }
    - { where: { country: at }, until: 2026-11-20 }
    - { percent: 5, where: { country: ch } }
    - { percent: 10 }
  rest: []
`;
    const former = `${head("identities", "former")}scope: brand\naliases: [{ id: globex-shop, was: shop }]\n`;
    const more = { "groups/former.yaml": former, "groups/sorts.yaml": sorts };
    expect(asked("sorts", { more }).output).toBe(`group set sorts in production
sorts/all
  account globex
  account globex-old  via account globex
  brand globex-shop  via account globex
  brand shop  via brand globex-shop
  account ends  until 2026-11-21
  account new-*  from 2026-12-01
  everyone with country de  until 2026-12-31
  5 % of everyone with country ch, by account
  10 % of everyone else, by account
sorts/rest
  everyone else
`);
  });

  it("says what takes precedence over the entries", () => {
    const { output, note } = asked("stopped");
    expect(output).toContain("true\n  account acme  now false\n");
    expect(note).toBe(
      "it is paused: everyone gets `false`\nit requires `needed`: without, everyone gets `false`\n1 customer",
    );
  });

  it("writes JSON that follows its schema", () => {
    for (const name of ["layout", "widget", "ring", "plan", "paid"]) {
      const report = JSON.parse(asked(name, { format: "json" }).output ?? "");
      expect(isReport(report) || isReport.errors).toBe(true);
    }
    const { who: all } = JSON.parse(asked("layout", { format: "json" }).output ?? "");
    expect(all[1]).toEqual({
      what: "customer",
      value: "two",
      scope: "account",
      id: "later",
      from: "2026-12-01",
      now: "one",
    });
    expect(all[7]).toEqual({
      what: "condition",
      value: "two",
      where: { country: ["de", "at"], ring: [{ not: ["vip"] }] },
    });
  });

  it("writes CSV without formulas", () => {
    expect(asked("widget", { format: "csv" }).output?.split("\r\n").slice(0, 2)).toEqual([
      "value,what,scope,id,percent,where,group,via,from,until,now",
      "v1,customer,account,'=cmd,,,,,,,",
    ]);
    expect(asked("layout", { format: "csv" }).output).toContain(
      '\r\ntwo,share,account,,50,"ring/vip {""country"":[""ch""]}",,,,,\r\n',
    );
  });

  it("reports what it cannot do", () => {
    expect(asked("layot").problem).toBe("unknown name `layot`; did you mean `layout`?");
    expect(asked("widget/vipp").problem).toBe("unknown name `widget/vipp`; did you mean `widget/vip`?");
    expect(asked("old").problem).toBe("flag `old` is retired (shipped): everyone gets the same");
    expect(asked("country").problem).toBe("`country` is an attribute, which nobody is listed under");
    expect(asked("layout", { format: "xml" }).problem).toBe("unknown format `xml`; there are text, json, csv");
    expect(asked("layout", { more: { "flags/broken.yaml": "flag: [" } }).report?.diagnostics).not.toEqual([]);
  });
});
