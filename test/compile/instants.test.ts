import { describe, expect, it, test } from "vitest";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import { endOf, formatDate, formatEnd, instantOf, isDate, startOf } from "../../scripts/model/time.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { openPacked } from "../../scripts/runtime/index.ts";
import { packWhole } from "../support/pack-whole.ts";
import { bundleOf, compileTree, modelsOf, moduleOf, packageJson, treeOf } from "../support/trees.ts";

describe("an instant", () => {
  it("of a leap second is the start of the next minute, in any offset, and valid only when UTC can have one", () => {
    expect(startOf("2016-12-31T23:59:60Z")).toBe(Date.parse("2017-01-01T00:00:00Z"));
    expect(startOf("1990-12-31t15:59:60.25-08:00")).toBe(Date.parse("1991-01-01T00:00:00.250Z"));
    const texts = ["2016-12-31T23:59:60Z", "2015-07-01T05:29:60+05:30", "2016-12-31T22:59:60Z", "2016-12-30T23:59:60Z"];
    expect(texts.map(isDate)).toEqual([true, true, false, false]);
    expect(isDate("2016-12-31T23:59:61Z")).toBe(false);
  });

  it("outside the years of RFC 3339 means no end or no beginning, or the nearest instant that can be written", () => {
    expect(endOf("9999-12-31")).toBe(Infinity);
    expect(endOf("9999-12-31T23:59:59-02:00")).toBe(Infinity);
    expect(endOf("9999-12-31T23:59:60Z")).toBe(Infinity);
    expect(endOf("9999-12-30")).toBe(Date.parse("9999-12-31T00:00:00Z"));
    expect(endOf("9999-12-31T23:59:59Z")).toBe(Date.parse("9999-12-31T23:59:59Z"));
    expect(startOf("0000-01-01T00:00:00+05:00")).toBe(-Infinity);
    expect(startOf("0000-01-01")).toBe(Date.parse("0000-01-01T00:00:00Z"));
    expect(instantOf("9999-12-31T23:59:59-02:00")).toBe(Date.parse("9999-12-31T23:59:59.999Z"));
    expect(instantOf("0000-01-01T00:00:00+05:00")).toBe(Date.parse("0000-01-01T00:00:00Z"));
  });

  it("is written as it was read", () => {
    expect(formatEnd(endOf("9999-12-31"))).toBe("9999-12-31");
    expect(formatEnd(endOf("0000-02-29"))).toBe("0000-02-29");
    expect(formatDate(startOf("0000-01-01T00:00:00+05:00"))).toBe("0000-01-01");
    expect(formatDate(startOf("9999-12-31"))).toBe("9999-12-31");
  });
});

const noEnds = ["9999-12-31", "9999-12-31T23:59:59-02:00", "9999-12-31T23:59:60Z"];

const forEver = `examples:
  - { when: { account: acme }, at: 9999-12-31T23:59:59-02:00, expect: true }
  - { when: { account: nobody }, created: { account: 0000-01-01T00:00:00+05:00 }, expect: true }
`;

const instance = (until: string, examples = forEver) =>
  treeOf({
    "package.json": packageJson({ scopes: { account: {}, domain: {} }, owners: ["growth"] }),
    "flags/checkout.yaml": `flag: checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: ${until}
default: false
enabled:
  groups: [testers]
  account:
    - { id: acme, from: 0000-01-01T00:00:00+05:00, until: ${until} }
    - { id: short, until: 2026-12-31 }
    - { id: short, from: 2029-01-01, until: ${until} }
created: { from: 0000-01-01T00:00:00+05:00, value: true }
${examples}`,
    "flags/widget.yaml": `release: widget
description: The widget that is served to customers.
owner: growth
by: ring
stages:
  - { group: canary, version: two }
  - { group: regular, version: one }
pinned:
  account:
    - { id: acme, version: zero, until: ${until}, reason: They asked for it. }
`,
    "flags/export.yaml": `privilege: export
description: Customers can export what they entered.
owner: growth
scope: domain
frozen:
  flag: export_data
  date: 2026-01-01
  sunset: ${until}
  domain: [{ id: clinic, until: ${until} }]
  seal: ${sealOfDigests("domain", [digestOfId("clinic")])}
`,
    "flags/retired.yaml": `retired:
  export_data: { kind: flag, date: 2026-01-01, outcome: frozen, answer: false }
`,
    "groups/ring.yaml": `groups: ring
description: Who receives a deploy, and when.
owner: growth
scope: account
default: regular
members:
  canary:
    - { id: globex, until: ${until} }
    - { match: test-*, until: ${until} }
`,
    "groups/testers.yaml": `groups: testers
description: People who test what is new.
owner: growth
scope: account
members: [{ id: tester, until: ${until} }]
`,
    "groups/names.yaml": `identities: names
description: Former names of customers.
owner: growth
scope: account
aliases: [{ id: acme, was: acme-old, until: ${until} }]
`,
  });

describe.each(noEnds)("until %s", (until) => {
  const tree = instance(until);
  const bundle = bundleOf(modelsOf(tree));
  const built = moduleOf(tree);

  it("has no findings", () => expect(compileTree(tree).diagnostics).toEqual([]));

  test.each([Date.parse("2030-01-01"), Date.parse("+010000-06-01")])(
    "holds at %d, however the bundle is read",
    (at) => {
      const { head, file, stamp } = packWhole(bundle);
      const [loaded, loadedFile] = [moduleOf(tree), moduleOf(tree)];
      expect(loaded.load(serialize(bundle))).toEqual([]);
      expect(loadedFile.load(file)).toEqual([]);
      for (const module of [built, openPacked(head, stamp, () => file), loaded, loadedFile]) {
        const ask = (id: string) => module.lookup({ account: id, domain: id }, { at });
        expect(["acme", "acme-old", "tester", "short"].map((id) => ask(id).isEnabled("checkout"))).toEqual(
          Array(4).fill(true),
        );
        expect(ask("nobody").isEnabled("checkout")).toBe(false);
        expect(ask("globex").isIn("ring/canary")).toBe(true);
        expect(ask("test-7").group("ring")).toBe("canary");
        expect(ask("acme-old").version("widget")).toBe("zero");
        expect(ask("clinic").hasPrivilege("export")).toBe(true);
      }
    },
  );

  it("leaves a grant that ends earlier its own end", () => {
    const at = Date.parse("2028-01-01");
    expect(built.lookup({ account: "short" }, { at }).isEnabled("checkout")).toBe(false);
    expect(built.lookup({ account: "short" }, { at }).explain("checkout").until).toEqual(new Date("2029-01-01"));
    expect(built.lookup({ account: "acme" }, { at }).explain("checkout").until).toBeUndefined();
  });

  it("is reported as an effect without an end", () => {
    const base = openRevision(modelsOf(instance("2029-12-31", "")));
    const at = Date.parse("2027-06-01");
    const { decisions, later, undone } = compareRevisions(base, openRevision(modelsOf(tree)), at);
    expect({ decisions, later }).toEqual({ decisions: [], later: [] });
    expect(undone.map(({ on }) => formatDate(on))).toEqual(["2030-01-01"]);
  });
});
