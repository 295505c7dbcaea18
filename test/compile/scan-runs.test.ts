import fc from "fast-check";
import { expect, test } from "vitest";
import { readFast } from "../../scripts/compile/1-parse/fast-reader.ts";
import { parse } from "../../scripts/compile/1-parse/index.ts";
import { readData } from "../../scripts/compile/1-parse/read-data.ts";
import { scanRuns } from "../../scripts/compile/1-parse/scan-runs.ts";
import { readTree } from "../../scripts/compile/1-parse/yaml-tree.ts";
import type { Document } from "../../scripts/model/document.ts";
import { expectSame } from "../support/expect-same.ts";
import { whole, withRunsSpread } from "../support/places.ts";

/** Reads a text with the scanner and without, and compares; the number of entries in runs, or undefined if the scanner left it to `yaml`. */
function compare(text: string): number | undefined {
  const source = { path: "groups/g.yaml", text };
  const plain = readFast(source, { shortest: 2 });
  if (plain !== undefined) {
    const full = whole(source);
    expectSame(full.findings, []);
    expectSame(withRunsSpread(plain, plain.data), withRunsSpread(full, full.data));
  }
  const { text: reduced, runs } = scanRuns(text, { shortest: 2 });
  expectSame(reduced.length, text.length);
  if (runs.size === 0) return undefined;
  const { root } = readTree(source, reduced);
  const scanned = root && readData(source, root, { runs });
  if (scanned === undefined || !scanned.fits) return undefined;

  const full = whole(source);
  expectSame(scanned.findings, full.findings);
  expectSame(withRunsSpread(scanned, scanned.data), withRunsSpread(full, full.data));
  return [...runs.values()].reduce((sum, { run }) => sum + run.ids.length, 0);
}

const runs = 1000;

const ids = ["acme", "a-1", "007", "u_42", "a.b@c", "x:y", "a#b", "auth0|9f", '"12e4"', "'it'", "é", "2027-01-01"];
const strange = [
  ..."null|~|true|1e3|0x1F|-1|.5|1.0|1.|.inf|a: b|a:|a #b|a b|&a b|*a|!a b|[a]|{a: b}|-|- a|? a|: a|<<: a|@a".split(
    "|",
  ),
  ...'%a|,a|`a`|"a|\'a|"a\\nb"|"a" b|#a|a # c|a\t|\ta|a\t# c|>|a,|]|}|a]|id: a|id: null|id: a b|{ id: a }'.split("|"),
  "|",
  "|-",
  "{ id: a, until: 2027-01-31, reason: Pilot in S-1 }",
  '{ id: "a", from: 2027-01-01, link: https://a.b/c?d=e#f }',
  "{ id: a, until: 2027-02-30 }",
  "{ id: a, reason: x, reason: y }",
  "{ id: a, reason: 1e3 }",
  "{ id: a, reason: b, c }",
  "{ id: a, reason: [b] }",
  "{ id: a, reason: 'b, c' }  # d",
  "{id: a}",
  "{ id: a",
  "{ id: a, }",
];
const values = [
  "until: 2027-01-31",
  "until: 2027-01-31T09:00:00Z # c",
  "from: 2027-02-30",
  "from: '2027-01-01'",
  "reason: Pilot agreed in SALES-1",
  "reason: a: b",
  "reason: a #b",
  "reason: a:",
  "reason: null",
  "reason: 12",
  "reason: 1.0",
  'reason: "a: b"',
  "reason: |",
  "reason:",
  "link: https://a.b/c",
  "link: ftp://a",
  "version: x",
  "id: x",
];
const others = [
  "",
  "# c",
  "#",
  "key:",
  "b",
  "b: c",
  "x: |",
  "x: >-",
  "---",
  "...",
  '"',
  "'",
  "[",
  "]",
  "\t",
  "%YAML 1.2",
];

const indent = fc.constantFrom("", "  ", "   ", "    ", "    ", "    ", "    ", "      ", "\t");
const line = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...ids).map((id) => `    - ${id}`) },
  { weight: 2, arbitrary: fc.tuple(indent, fc.constantFrom(...ids)).map(([space, id]) => `${space}- ${id}`) },
  { weight: 2, arbitrary: fc.tuple(indent, fc.constantFrom(...strange)).map(([space, id]) => `${space}- ${id}`) },
  {
    weight: 12,
    arbitrary: fc.constantFrom("    - id: x", "    - id: '1e3' # c", "    - { id: z, until: 2027-01-31 }"),
  },
  { weight: 8, arbitrary: fc.constantFrom(...values).map((value) => `      ${value}`) },
  { weight: 1, arbitrary: fc.tuple(indent, fc.constantFrom(...values)).map(([space, value]) => space + value) },
  { weight: 1, arbitrary: fc.tuple(indent, fc.constantFrom(...others)).map(([space, other]) => space + other) },
);
const head = fc.constantFrom(
  "groups: g\nmembers:\n  all:\n",
  "groups: g\nmembers:\n",
  "flag: f\nenabled:\n  account:\n",
  "flag: f\nenabled:\n  groups:\n",
  "flag: f\nenvironments:\n  staging:\n   disabled:\n    account:\n",
  "privilege: p\nfrozen:\n  account:\n",
  "privilege: p\nfrozen:\n  ended:\n",
  "groups: g\ndescription: |\n",
  "groups: g\ndescription: >\n   a\n",
  'groups: g\ndescription: "\n',
  "groups: g\nmembers: [\n",
  "groups: g\ndescription: a\n",
  "",
);
const text = fc
  .tuple(head, fc.array(line, { maxLength: 14 }), fc.constantFrom("\n", "\n", "\r\n"), fc.constantFrom("", "\n", " "))
  .map(([start, lines, end, last]) => (start + lines.join("\n") + last).replaceAll("\n", end));

test("a scanned text reads like one that is not scanned", () => {
  let taken = 0;
  fc.assert(
    fc.property(text, (each) => {
      if (compare(each) !== undefined) taken++;
    }),
    { numRuns: runs },
  );
  expect(taken).toBeGreaterThan(runs / 50);
});

test("an edit anywhere in a long list is read correctly", () => {
  const entries = ids.map((id) => `    - ${id}`).join("\n");
  const list = `groups: g\nmembers:\n  all:\n${entries}\n${entries.replace(/- /g, "- id: ")}\n  vip:\n${entries}\n`;
  const edit = fc.tuple(
    fc.nat(list.length),
    fc.nat(3),
    fc.string({ maxLength: 3, unit: fc.constantFrom(..." \n\r\t-:#\"'[]{},a1&*!|>") }),
  );
  fc.assert(
    fc.property(edit, ([at, length, insert]) => {
      const edited = list.slice(0, at) + insert + list.slice(at + length);
      if (!/\r(?!\n)/.test(edited)) compare(edited);
    }),
    { numRuns: runs },
  );
});

test("plain, block and flow entries make one run, in columns", () => {
  const text =
    "- a\n- 'b'\n\n- id: c # who\n  until: 2027-01-31\n  reason: x\n# gap\n- { id: d, from: 2027-01-01 } # e\n";
  const { runs } = scanRuns(text, { shortest: 1 });
  expect([...runs]).toEqual([
    [
      2,
      {
        run: {
          ids: ["b", "c", "d"],
          starts: Int32Array.from(["'b'", "c #", "d,"], (each) => text.indexOf(each)),
          ends: Int32Array.from(["'b'", "c #", "d,"], (each) => text.indexOf(each) + each.replace(/ #|,/, "").length),
          from: [undefined, undefined, "2027-01-01"],
          until: [undefined, "2027-01-31", undefined],
        },
        headEnd: 3,
        end: text.indexOf("}") + 1,
      },
    ],
  ]);
});

test.each(["null", "~", "true", "1e3", "0x1F", "-1", ".5", "1.0", "a: b", "a #b", "&a", "*a", "a b", "é"])(
  "the scanner leaves %s to `yaml`",
  (id) => {
    const ends = [...scanRuns(`- a\n- b\n- ${id}\n- c\n- d\n`, { shortest: 1 }).runs.values()].map(
      (found) => found.run.ids,
    );
    expect(ends.flat()).not.toContain(id);
  },
);

test("a long list is kept out of the data, and keeps its place", () => {
  const names = Array.from({ length: 100 }, (_, index) => `id-${index}`);
  const text = `groups: g\nmembers:\n  all:\n${names.map((id) => `    - ${id}\n`).join("")}`;
  const { document } = parse({ path: "groups/g.yaml", text });
  const all = ((document as Document).data as { members: { all: string[] } }).members.all;
  expect(all).toEqual(["id-0"]);
  const run = document?.lists.get(all)?.runs.get(0);
  expect(run?.ids).toEqual(names.slice(1));
  expect(run?.ids.map((_, at) => text.slice(run.starts[at], run.ends[at]))).toEqual(names.slice(1));
});

test.each(["enabled:\n  groups:", "links:", "frozen:\n  ended:", "scope:", "enabled:"])(
  "only lists of customers are scanned: %s",
  (key) => {
    const names = Array.from({ length: 100 }, (_, index) => `id-${index}`);
    const text = `flag: f\n${key}\n${names.map((id) => `    - ${id}\n`).join("")}`;
    const { document } = parse({ path: "flags/f.yaml", text });
    expect(JSON.stringify(document?.data)).toContain(JSON.stringify(names));
  },
);
