import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { list } from "../../scripts/commands/list.ts";
import type { Host } from "../../scripts/host/host.ts";
import { repository } from "../support/shipped-instance.ts";

const schema = JSON.parse(readFileSync(join(repository, "schema/list.schema.json"), "utf8")) as object;
const isReport = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

const flag = (name: string, more: string): string =>
  `flag: ${name}\ndescription: Customers see ${name} here.\nowner: growth\nscope: account\ndefault: false\n${more}`;

const files: Readonly<Record<string, string>> = {
  "flags/ended.yaml": flag("ended", "expires: 2026-11-20\nenabled: { account: [acme] }\n"),
  "flags/everyone.yaml": flag("everyone", "expires: 2026-12-01\nrollout: 100\n"),
  "flags/formula.yaml": flag("formula", "permanent: It stays.\nclient: true\n").replace(
    /Customers.*/,
    '"=1+1, \\"so\\""',
  ),
  "flags/layout.yaml":
    "flag: layout\ndescription: Customers see a layout.\nowner: widgets\nscope: account\nexpires: 2027-01-31\nvariants: [one, two]\ndefault: one\nassign: { two: { groups: [ring/vip] } }\nenvironments: { staging: { assign: null } }\n",
  "flags/listed.yaml": flag(
    "listed",
    "permanent: It stays.\nenabled: { account: [{ id: acme, until: 2026-11-20 }], where: [{ ring: vip }] }\n",
  ),
  "flags/stopped.yaml": flag("stopped", "permanent: It stays.\npaused: INC-51\nenabled: { account: [acme] }\n"),
  "groups/ring.yaml":
    "groups: ring\ndescription: Who gets a deploy first.\nowner: widgets\nscope: account\ndefault: rest\nmembers: { rest: [], vip: [acme] }\n",
};

function listed(query: string, more: { format?: string; environment?: string; files?: typeof files } = {}) {
  const config = { scopes: { account: {} }, environments: ["production", "staging"] };
  const tree = {
    root: "/instance",
    config: { path: "package.json", text: JSON.stringify({ flagstone: config }) },
    files: Object.entries(more.files ?? files).map(([path, text]) => ({ path, text })),
    diagnostics: [],
  };
  const today = Date.parse("2026-11-21T00:00:00Z");
  const host = { readTree: () => tree, today: () => today } as unknown as Host;
  return list({ operands: [query], colour: false, ...more }, host);
}

describe("list", () => {
  it("has each name with its owner, last day and states", () => {
    expect(listed("").output).toBe(`flags
  ended     growth   2026-11-20  off, expired
  everyone  growth   2026-12-01  on, expiring
  formula   growth   -           off, permanent, client
  layout    widgets  2027-01-31  mixed
  listed    growth   -           mixed, permanent
  stopped   growth   -           off, paused, permanent

group sets
  ring      widgets  -
`);
  });

  it("shows the states of an environment", () => {
    expect(listed("layout", { environment: "staging" }).output).toBe("flags\n  layout  widgets  2027-01-31  same\n");
    expect(listed("", { environment: "stagin" }).problem).toBe("unknown environment `stagin`; did you mean `staging`?");
  });

  it("finds names in conditions", () => {
    expect(listed("in:ring/vip kind:flag").output).toMatch(/layout.*\n {2}listed/);
    expect(listed("in:ring/vip kind:flag").note).toBe("2 of 7 names");
  });

  it("writes JSON that follows its schema", () => {
    const report = JSON.parse(listed("", { format: "json" }).output ?? "");
    expect(isReport(report) || isReport.errors).toBe(true);
    expect(report.names[3]).toEqual({
      kind: "flag",
      name: "layout",
      description: "Customers see a layout.",
      owner: "widgets",
      scopes: ["account"],
      states: ["mixed"],
      groups: ["ring/vip"],
      expires: "2027-01-31",
    });
  });

  it("writes CSV without formulas", () => {
    expect(listed("formula", { format: "csv" }).output).toBe(
      'kind,name,owner,scopes,states,expires,groups,description\r\nflag,formula,growth,account,off same permanent client,,,"\'=1+1, ""so"""\r\n',
    );
  });

  it("reports what it cannot do, and what may be missing", () => {
    expect(listed("owner:growht").problem).toBe("unknown owner `growht`; did you mean `growth`?");
    expect(listed("", { format: "yaml" }).problem).toBe("unknown format `yaml`; there are text, json, csv");
    expect(listed("", { files: {} }).note).toBe("there are no names yet");
    expect(listed("", { files: { ...files, "flags/broken.yaml": "flag: [" } }).note).toBe(
      "not all may be there: `flags/broken.yaml` has errors; see `flagstone check`",
    );
  });
});
