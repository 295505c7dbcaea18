import fc from "fast-check";
import { expect, test } from "vitest";
import type { Document } from "../scripts/document.ts";
import { readData } from "../scripts/parse/data.ts";
import { parse } from "../scripts/parse/index.ts";
import { scan } from "../scripts/parse/scan.ts";
import { readTree } from "../scripts/parse/tree.ts";

type Places = Pick<Document, "maps" | "lists">;

/** Data with every place, and with the runs as entries among the others. */
function describe({ maps, lists }: Places, data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (!Array.isArray(data)) {
    const place = maps.get(data);
    const entries = Object.entries(data).map(([key, value]) => [
      key,
      place?.keys.get(key),
      place?.values.get(key),
      describe({ maps, lists }, value),
    ]);
    return { start: place?.start, end: place?.end, entries };
  }
  const place = lists.get(data);
  const items = data.flatMap((item, index) => {
    const run = place?.runs.get(index);
    const behind = (run?.ids ?? []).map((id, at) => ({
      id,
      from: run?.from?.[at],
      until: run?.until?.[at],
      range: { start: run?.starts[at], end: run?.ends[at] },
    }));
    return [entryOf({ maps, lists }, item, place?.items[index]), ...behind];
  });
  return { start: place?.start, end: place?.end, items };
}

/** An item of a list as a run would have it, if one could; else with all of its places. */
function entryOf(places: Places, item: unknown, range: unknown): unknown {
  if (typeof item === "string") return { id: item, from: undefined, until: undefined, range };
  const known = new Set(["id", "from", "until", "reason", "link"]);
  if (typeof item !== "object" || item === null || Array.isArray(item) || !("id" in item)) {
    return { range, item: describe(places, item) };
  }
  const { id, from, until } = item as { id: unknown; from?: unknown; until?: unknown };
  if (!Object.keys(item).every((key) => known.has(key))) return { range, item: describe(places, item) };
  return { id, from, until, range: places.maps.get(item)?.values.get("id") };
}

/** Reads a text with the scanner and without; the number of entries in runs, or undefined where the scanner stepped aside. */
function compare(text: string): number | undefined {
  const source = { path: "groups/g.yaml", text };
  const { text: reduced, runs } = scan(text, { shortest: 2 });
  expect(reduced.length).toBe(text.length);
  if (runs.size === 0) return undefined;
  const { root } = readTree(source, reduced);
  const scanned = root && readData(source, root, { runs });
  if (scanned === undefined || !scanned.fits || scanned.findings.length > 0) return undefined;

  const whole = readTree(source);
  expect(whole.findings).toEqual([]);
  if (whole.root === undefined) throw new Error("the whole text has no root");
  const full = readData(source, whole.root);
  expect(full.findings).toEqual([]);
  expect(describe(scanned, scanned.data)).toEqual(describe(full, full.data));
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

test("a text that is scanned reads like one that is not", () => {
  let taken = 0;
  fc.assert(
    fc.property(text, (each) => {
      if (compare(each) !== undefined) taken++;
    }),
    { numRuns: runs },
  );
  expect(taken).toBeGreaterThan(runs / 50);
});

test("an edit anywhere in a long list is read like any other", () => {
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
  const { runs } = scan(text, { shortest: 1 });
  expect([...runs]).toEqual([
    [
      2,
      {
        run: {
          ids: ["b", "c", "d"],
          starts: ["'b'", "c #", "d,"].map((each) => text.indexOf(each)),
          ends: ["'b'", "c #", "d,"].map((each) => text.indexOf(each) + each.trimEnd().replace(/ #|,/, "").length),
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
  "the scanner steps aside for %s",
  (id) => {
    const ends = [...scan(`- a\n- b\n- ${id}\n- c\n- d\n`, { shortest: 1 }).runs.values()].map(
      (found) => found.run.ids,
    );
    expect(ends.flat()).not.toContain(id);
  },
);

test("a long list stays out of the data, and in its place", () => {
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
  "no list but one of customers is scanned: %s",
  (key) => {
    const names = Array.from({ length: 100 }, (_, index) => `id-${index}`);
    const text = `flag: f\n${key}\n${names.map((id) => `    - ${id}\n`).join("")}`;
    const { document } = parse({ path: "flags/f.yaml", text });
    expect(JSON.stringify(document?.data)).toContain(JSON.stringify(names));
  },
);
