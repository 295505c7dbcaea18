import { describe, expect, it } from "vitest";
import { parse } from "../../scripts/compile/1-parse/index.ts";
import { addComment } from "../../scripts/edit/text/add-comment.ts";
import { addEntries, changeEntriesAt, removeEntries } from "../../scripts/edit/text/edit-entries.ts";
import { removeKeys } from "../../scripts/edit/text/remove-key.ts";
import type { Document } from "../../scripts/model/document.ts";
import { applyEdits, type TextEdit } from "../../scripts/model/text/textedit.ts";

const path = ["enabled", "account"];

/** The text of the list in a flag after edits; the list is given and returned as it follows its key. */
function edited(
  list: string,
  plan: (document: Document, startOf: (id: string) => number) => readonly TextEdit[],
): string {
  const head = "flag: f\nenabled:\n  account:";
  const source = { path: "flags/f.yaml", text: `${head}${list}` };
  const { document } = parse(source);
  if (document === undefined) throw new Error(source.text);
  const startOf = (id: string): number => source.text.search(new RegExp(`(?<=[\\s,[-])['"]?${id}\\b`));
  const after = applyEdits(source, [...plan(document, startOf)]);
  expect(parse(after).diagnostics).toEqual([]);
  return after.text.slice(head.length);
}

/** The document with entries opened, however long their list is. */
function reread({ source }: Document, open: ReadonlySet<number>): Document {
  return parse(source, open).document as Document;
}

const without =
  (...ids: readonly string[]) =>
  (list: string): string =>
    edited(list, (document, startOf) => removeEntries(document, path, ids.map(startOf)));

describe("removing an entry from a list in brackets removes its own comments and no others", () => {
  const list = " [\n    acme, # one\n    globex, # two\n    initech, # three\n  ]\n";
  it.each([
    [["globex"], " [\n    acme, # one\n    initech, # three\n  ]\n"],
    [["acme"], " [\n    globex, # two\n    initech, # three\n  ]\n"],
    [["initech"], " [\n    acme, # one\n    globex, # two\n  ]\n"],
    [["acme", "initech"], " [\n    globex, # two\n  ]\n"],
  ])("%j", (ids, after) => {
    expect(without(...ids)(list)).toBe(after);
    expect(without(...ids)(list.replaceAll("\n", "\r\n"))).toBe(after.replaceAll("\n", "\r\n"));
  });

  it.each([
    [" [\n    acme, # one\n    globex # two\n  ]\n", ["globex"], " [\n    acme # one\n  ]\n"],
    [
      " [\n    acme # one\n    , globex # two\n    , initech # three\n  ]\n",
      ["acme"],
      " [\n    globex # two\n    , initech # three\n  ]\n",
    ],
    [
      " [\n    acme # one\n    , globex # two\n    , initech # three\n  ]\n",
      ["globex"],
      " [\n    acme # one\n    , initech # three\n  ]\n",
    ],
    [
      " [\n    # a\n    acme,\n    # g\n    # h\n    globex,\n\n    # i\n    initech,\n  ]\n",
      ["globex"],
      " [\n    # a\n    acme,\n\n    # i\n    initech,\n  ]\n",
    ],
    [" [\n    # head\n\n    # a\n    acme,\n    globex,\n  ]\n", ["acme"], " [\n    # head\n\n    globex,\n  ]\n"],
    [" [acme, globex, # g\n    initech]\n", ["globex"], " [acme,\n    initech]\n"],
    [" [acme, # a\n    globex]\n", ["globex"], " [acme # a\n    ]\n"],
    [" [\n    acme, globex, initech,\n  ]\n", ["globex", "initech"], " [\n    acme,\n  ]\n"],
    [" [ acme, globex, initech ]\n", ["globex"], " [ acme, initech ]\n"],
    [" [acme, globex,  initech]\n", ["acme", "globex"], " [initech]\n"],
    [
      " [\n    { id: acme, reason: x }, # one\n    { id: globex }, # two\n  ]\n",
      ["acme"],
      " [\n    { id: globex }, # two\n  ]\n",
    ],
  ])("%j without %j", (list, ids, after) => expect(without(...ids)(list)).toBe(after));
});

describe("a comment belongs to the entry below it", () => {
  it.each([
    [
      "\n    # a\n    - acme\n    # g\n    # h\n    - globex # i\n    # j\n    - initech\n",
      ["globex"],
      "\n    # a\n    - acme\n    # j\n    - initech\n",
    ],
    [
      "\n    - acme\n  # g\n    - globex\n    - initech\n    # end\n",
      ["globex"],
      "\n    - acme\n    - initech\n    # end\n",
    ],
    [
      "\n    # head\n\n    # a\n    - id: acme\n      # r\n      reason: x\n    - globex\n",
      ["acme"],
      "\n    # head\n\n    - globex\n",
    ],
  ])("%j without %j", (list, ids, after) => {
    expect(without(...ids)(list)).toBe(after);
    expect(without(...ids)(list.replaceAll("\n", "\r\n"))).toBe(after.replaceAll("\n", "\r\n"));
  });

  it.each([
    ["\n    # g\n    - globex\n", "\n    - acme\n    # g\n    - globex\n"],
    [" [\n    # g\n    globex, # two\n  ]\n", " [\n    acme,\n    # g\n    globex, # two\n  ]\n"],
    [
      " [\n    acmd, # one\n    # g\n    globex # two\n  ]\n",
      " [\n    acmd, # one\n    acme,\n    # g\n    globex # two\n  ]\n",
    ],
    [" [\n    abc, # one\n    abd # two\n  ]\n", " [\n    abc, # one\n    abd, # two\n    acme\n  ]\n"],
    [" [\n    abc, # one\n    abd, # two\n  ]\n", " [\n    abc, # one\n    abd, # two\n    acme,\n  ]\n"],
    [" [abc, # one\n    abd]\n", " [abc, # one\n    abd, acme]\n"],
  ])("%j with acme", (list, after) =>
    expect(edited(list, (document) => addEntries(document, path, ["acme"]))).toBe(after),
  );

  it("and a comment above a key belongs to that key", () => {
    const list = " [acme]\n# why\n# it is\npaused: INC-1 # now\n# o\nowner: growth\n";
    expect(edited(list, (document) => removeKeys(document, [], ["paused"]))).toBe(" [acme]\n# o\nowner: growth\n");
  });
});

describe("keeps quotes around text that would otherwise be a number", () => {
  const many = Array.from({ length: 20 }, (_, index) => `n${10 + index}`);
  it("in a list that is split into lines", () => {
    const after = edited(" ['007', \"1.0\", acme]\n", (document) => addEntries(document, path, many));
    expect(after).toContain("- '007'\n");
    expect(after).toContain('- "1.0"\n');
    expect(after).toContain("- acme\n");
  });

  it.each([" ['007', acme]\n", "\n    - '007'\n    - acme\n"])("in an entry that becomes a mapping: %j", (list) => {
    const after = edited(list, (document, startOf) =>
      changeEntriesAt(document, path, new Map([[startOf("007"), { until: "2027-01-31" }]]), (open) =>
        reread(document, open),
      ),
    );
    expect(after).toContain("{ id: '007', until: 2027-01-31 }");
  });

  it("in a list that stays in brackets because it has comments", () => {
    const after = edited(" [\n    '007', # one\n  ]\n", (document) => addEntries(document, path, many));
    expect(after).toMatch(/^ \[\n {4}'007', # one\n {4}n10,\n[\s\S]* {4}n29,\n {2}\]\n$/);
  });
});

it.each(["\n", "\r\n"])("adds a comment after its value, with any line ending: %j", (newline) => {
  const text = ["flag: f", "expires: 2027-03-31", "default: false", ""].join(newline);
  const source = { path: "flags/f.yaml", text };
  const document = parse(source).document as Document;
  const after = applyEdits(source, [addComment(document, document.data as object, "expires", "why")]).text;
  expect(after).toBe(text.replace("2027-03-31", "2027-03-31 # why"));
  const again = parse({ path: "flags/f.yaml", text: after }).document as Document;
  const twice = applyEdits(again.source, [addComment(again, again.data as object, "expires", "more")]).text;
  expect(twice).toBe(text.replace("2027-03-31", "2027-03-31 # why; more"));
});
