import fc from "fast-check";
import { expect, test } from "vitest";
import { isSurelyBroken, parse } from "../../scripts/compile/1-parse/index.ts";
import { lastReadable } from "../../scripts/history/log/last-readable.ts";
import type { LineCommit, Repository } from "../../scripts/model/repository.ts";
import type { Source } from "../../scripts/model/text/source.ts";

const path = "groups/ring.yaml";
const entries = (name: string): readonly string[] => Array.from({ length: 50 }, (_, index) => `    - ${name}${index}`);
const lines = [
  "groups: ring",
  "description: Who receives a deploy, and when.",
  "owner: growth",
  "scope: account",
  "members:",
  "  canary:",
  ...entries("c"),
  "  vip:",
  ...entries("v"),
  "    - id: acme",
  "      reason: For a while",
  "links: [https://example.com/a]",
];
const valid = `${lines.join("\n")}\n`;

function isBroken(source: Source): boolean {
  return parse(source).diagnostics.some(({ code }) => code.startsWith("yaml/"));
}

test("a long text that is broken around its lists is known to be, one that is sound is not", () => {
  expect(isSurelyBroken({ path, text: valid })).toBe(false);
  expect(isSurelyBroken({ path, text: `${valid}owner: [a, b\n` })).toBe(true);
  expect(isSurelyBroken({ path, text: valid.replace("owner: growth", "owner: 'growth") })).toBe(false);
});

test("what is surely broken is broken, whatever was done to the text", () => {
  const junk = [
    "a: [",
    "'",
    '"',
    "{",
    "}",
    "]",
    "&a",
    "? ",
    "|",
    "- ",
    "  ",
    "\n",
    "\t\n",
    "key: x",
    "more",
    "#",
    ",",
    "@",
  ];
  const edit = fc.tuple(fc.nat(lines.length - 1), fc.nat(20), fc.constantFrom(...junk), fc.nat(2));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
      const text = [...lines];
      for (const [at, column, piece, removed] of edits) {
        const line = text[at] ?? "";
        text[at] = line.slice(0, column) + piece + line.slice(column + removed);
      }
      const source = { path, text: `${text.join("\n")}\n` };
      if (isSurelyBroken(source)) expect(isBroken(source)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("of hundreds of broken versions, none is read whole to find the last one that was not", () => {
  const texts = new Map(
    Array.from({ length: 300 }, (_, index) => [`${index}`, `${valid}# ${index}\n${index < 299 ? "owner: [a\n" : ""}`]),
  );
  const line = [...texts.keys()].map(
    (object): LineCommit =>
      ({
        id: `commit ${object}`,
        parents: [],
        changes: [{ path, before: object, after: undefined, isPlain: true }],
      }) as unknown as LineCommit,
  );
  const repository = {
    texts: (objects: readonly string[]) => new Map(objects.map((object) => [object, texts.get(object)])),
  } as Partial<Repository> as Repository;
  let read = 0;
  const mend = lastReadable(repository, line, (source) => {
    read++;
    return !isBroken(source);
  });
  const files = new Map([[path, { path, text: `${valid}owner: [a\n` }]]);
  expect(mend(files, 0).get(path)?.text).toBe(texts.get("299"));
  expect(read).toBe(2);
});
