import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readFast } from "../../scripts/compile/1-parse/fast-reader.ts";
import { expectSame } from "../support/expect-same.ts";
import { whole, withRunsSpread } from "../support/places.ts";

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 1000);

/** Reads a plain text both ways and compares; false if the text is not plain. */
function compare(text: string, numbers = false): boolean {
  if (/\r(?!\n)/.test(text)) return false;
  const source = { path: "flags/f.yaml", text };
  const plain = readFast(source, { numbers });
  if (plain === undefined) return false;
  const full = whole(source, numbers);
  expectSame(full.findings, []);
  expectSame(withRunsSpread(plain, plain.data), withRunsSpread(full, full.data));
  return true;
}

/** Every document in the repository, right or wrong. */
const documents = ["../../flags", "../../groups", "../cases"].flatMap((folder) => {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  const found = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((each) => each.isFile() && /\.ya?ml$/.test(each.name))
    .map((each) => `${each.parentPath}/${each.name}`);
  return paths.sort().map((path) => readFileSync(path, "utf8"));
});

test("reads the documents of the repository the same, and most are plain", () => {
  const plain = documents.filter((text) => compare(text));
  expect(plain.length).toBeGreaterThan(documents.length * 0.9);
});

const fragment = fc.oneof(
  fc.constantFrom(
    ...'a|b: c|- |- a|- a: b|: |# c| # c|{ a: b }|{a: b,c: d}|[a, b]|[]|{}|[ ]|{|}|[|]|,|"a"|\'b\'|"|\'|\\|"\\n"|&a |*a|!a |---\n|...\n|? |<<: a'.split(
      "|",
    ),
    "|",
    "|-",
    ">",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n#\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\r\n",
    "é",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\u{1f600}",
  ),
  fc.constantFrom(
    ..."null|~|true|True|no|1|007|1.5|1.|.5|-1|+1|1e3|0x1F|0o7|.inf|.nan|2027-01-01|12:30|1_000|-a|?a|:a|a:b|a#b|@a|`a|%a|=".split(
      "|",
    ),
  ),
);

test("reads an edit anywhere in a document the same", () => {
  const short = documents.filter((text) => text.length < 3000);
  const edit = fc.tuple(fc.nat(), fc.constantFrom(0, 0, 0, 1, 1, 2, 4, 20), fc.array(fragment, { maxLength: 3 }));
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...short), fc.array(edit, { minLength: 1, maxLength: 2 }), (document, edits) => {
      let text = document;
      for (const [at, length, inserted] of edits) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + inserted.join("") + text.slice(start + length);
      }
      if (compare(text) && text !== document) taken++;
    }),
    { numRuns: 3 * runs },
  );
  expect(taken).toBeGreaterThan(runs / 10);
});

test("reads random lines the same", () => {
  const line = fc
    .tuple(fc.constantFrom("", "", "  ", "  ", "    ", "- ", "  - "), fc.array(fragment, { maxLength: 4 }))
    .map(([indent, parts]) => indent + parts.join(""));
  const keyed = fc.tuple(
    fc.constantFrom("", "  ", "  - ", "- "),
    fc.constantFrom("a: ", "b: ", "c:", '"d": '),
    fragment,
  );
  const text = fc
    .array(fc.oneof(line, { weight: 3, arbitrary: keyed.map((parts) => parts.join("")) }), { maxLength: 6 })
    .map((lines) => lines.join("\n"));
  let taken = 0;
  fc.assert(
    fc.property(text, (each) => {
      if (compare(each)) taken++;
    }),
    { numRuns: 3 * runs },
  );
  expect(taken).toBeGreaterThan(runs / 20);
});

test("reads JSON the same, with numbers", () => {
  const object = fc.dictionary(
    fc.string({ maxLength: 6 }),
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.nat(),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(true, null, 1.5, 1e21, -1, [], {}, "a: b # c", "~"),
    ),
    { maxKeys: 5 },
  );
  let taken = 0;
  const edit = fc.tuple(
    fc.nat(),
    fc.nat(1),
    fc.constantFrom("", "", " ", "\n", "\t", ",", "1", '"', "\\", "\\u00e9", "e"),
  );
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2, "\t"), edit, (value, space, [at, length, inserted]) => {
      const printed = JSON.stringify(value, undefined, space);
      const start = at % (printed.length + 1);
      const text = printed.slice(0, start) + inserted + printed.slice(start + length);
      try {
        JSON.parse(text);
      } catch {
        return;
      }
      if (compare(text, true)) taken++;
    }),
    { numRuns: runs },
  );
  expect(taken).toBeGreaterThan(runs / 10);
});
