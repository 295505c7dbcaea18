import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../scripts/compile/1-parse/index.ts";
import { byId } from "../../scripts/edit/lists/entry-form.ts";
import { type ConflictChoice, listIn } from "../../scripts/edit/lists/list-customers.ts";
import { addEntries, changeEntriesAt, type NewEntry, removeEntries } from "../../scripts/edit/text/edit-entries.ts";
import { removeAt } from "../../scripts/edit/text/remove-key.ts";
import { setAt } from "../../scripts/edit/text/set-key.ts";
import { type Draft, draftOf } from "../../scripts/edit/text/tree-draft.ts";
import { unifiedDiff } from "../../scripts/edit/text/unified-diff.ts";
import { type Path, valueAt } from "../../scripts/edit/text/value-at.ts";
import type { Yaml } from "../../scripts/edit/text/write-yaml.ts";
import type { Document } from "../../scripts/model/document.ts";
import { type EntryList, readEntries } from "../../scripts/model/entries.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { applyEdits, type TextEdit } from "../../scripts/model/text/textedit.ts";
import { endOf, startOf } from "../../scripts/model/time.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { anyDay, anyId, anyText, writeDocument } from "../support/random-document.ts";

const numRuns = Number(process.env.FLAGSTONE_TEST_RUNS ?? 40);

/** The data as JSON: lists with all their entries, none of them in runs. */
type Data = null | string | number | boolean | Data[] | { [key: string]: Data };

function read(source: Source, open?: ReadonlySet<number>): Document {
  const { document, diagnostics } = parse(source, open);
  if (document === undefined) throw new Error(`${diagnostics[0]?.message}:\n${source.text}`);
  return document;
}

function dataOf(source: Source): Data {
  const starts = new Set<number>();
  const document = read(source);
  visit(document.data, [], (list) => {
    for (const run of document.lists.get(list)?.runs.values() ?? []) for (const start of run.starts) starts.add(start);
  });
  return JSON.parse(JSON.stringify(read(source, starts).data));
}

function visit(value: unknown, path: Path, found: (list: EntryList, path: Path) => void): void {
  if (Array.isArray(value)) found(value, path);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], found);
}

/** The paths of the lists of customers in a document. */
function listsIn(document: Document): readonly Path[] {
  const paths: Path[] = [];
  visit(document.data, [], (_, path) => {
    if (path.includes("members")) paths.push(path);
  });
  return paths;
}

function at(data: Data, path: Path): Data | undefined {
  return path.reduce<Data | undefined>(
    (value, step) => (value as Record<string | number, Data> | undefined)?.[step],
    data,
  );
}

/** The data with a value at a path; undefined removes it and any parents that are then empty. */
function put(data: Data, path: Path, value: Data | undefined): Data | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const items = data.flatMap((item, index) => (index === step ? (put(item, rest, value) ?? []) : [item]));
    return items.length === 0 && value === undefined ? undefined : items;
  }
  const inner = put((data as Record<string, Data> | null)?.[step] ?? null, rest, value);
  const others = Object.entries((data ?? {}) as Record<string, Data>);
  if (inner !== undefined) return { ...Object.fromEntries(others), [step]: inner };
  const left = others.filter(([key]) => key !== step);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

const patches: { before: string; after: string; path: string; diff: string }[] = [];

/** Edits a text as commands do, checks what edits promise, and returns the new text. */
function make(text: string, plan: (document: Document, source: Source) => readonly TextEdit[]): Source {
  const source = { path: `groups/g${patches.length}.yaml`, text };
  const tree: Tree = { root: "/", config: { path: "package.json", text: "{}" }, files: [source], diagnostics: [] };
  const draft = draftOf(tree, read);
  const edits = plan(read(source), source);
  draft.edit(edits);
  const [after] = draft.tree.files;
  if (after === undefined) throw new Error("the file is gone");
  // Bytes outside the spans are unchanged.
  expect(after.text).toBe(applyEdits(source, [...edits]).text);
  if (text.includes("\r\n")) expect(after.text).not.toMatch(/(?<!\r)\n/);
  else expect(after.text).not.toContain("\r");
  expect(after.text.startsWith("\ufeff")).toBe(text.startsWith("\ufeff"));
  for (const change of draft.changes())
    patches.push({ path: source.path, before: text, after: after.text, diff: unifiedDiff(change) });
  return after;
}

/** Edits a draft of a text step by step, and returns the new text. */
function makeInSteps(text: string, edit: (draft: Draft, file: string) => void): Source {
  const source = { path: `groups/g${patches.length}.yaml`, text };
  const tree: Tree = { root: "/", config: { path: "package.json", text: "{}" }, files: [source], diagnostics: [] };
  const draft = draftOf(tree, read);
  edit(draft, source.path);
  for (const change of draft.changes())
    patches.push({ path: source.path, before: text, after: change.after ?? "", diff: unifiedDiff(change) });
  return draft.tree.files[0] ?? source;
}

/** The comments directly above the lines of some offsets. */
function commentsAbove(text: string, offsets: readonly number[]): ReadonlySet<string> {
  const lines = text.split("\n");
  return new Set(
    offsets.flatMap((offset) => {
      const found: string[] = [];
      let line = text.slice(0, offset).split("\n").length - 1;
      // The id of an entry need not be its first key.
      while (line > 0 && !/^ *- |[[{,] *\S/.test(lines[line] ?? "")) line--;
      // If a list begins on the line of its key, comments above it belong to the key.
      if (/^ *[^-\s]\S*: *\[/.test(lines[line] ?? "")) return found;
      line--;
      for (; /^ *#/.test(lines[line] ?? ""); line--) found.push((lines[line] ?? "").trim());
      return found;
    }),
  );
}

/** The comments of a text, optionally only those of some kinds; `own` ones have a line to themselves. */
function commentsIn(text: string, kinds = "own|behind|within"): readonly string[] {
  return (text.match(new RegExp(`#(?:${kinds})\\d+`, "g")) ?? []).toSorted();
}

const inLines = fc.gen().map((generate) => writeDocument(generate));
/** Documents as people write them, and as programs do. */
const anyDocument = fc.oneof(
  { weight: 9, arbitrary: inLines },
  {
    weight: 1,
    arbitrary: fc
      .tuple(inLines, fc.constantFrom(0, 2))
      .map(([text, indent]) => `${JSON.stringify(dataOf({ path: "", text }), null, indent)}\n`),
  },
);
const pick = <Value>(values: readonly Value[], number: number): Value => values[number % values.length] as Value;

const anyYaml: fc.Arbitrary<Yaml> = fc.oneof(
  anyText,
  fc.constantFrom<Yaml>(true, 12.5, [], ["a", "b: c"], { a: "1.0", "b c": ["x"] }, [
    { id: "a, b", until: "2027-01-31" },
  ]),
);

/** Paths of keys that may or may not be there. */
const anyPath = fc.constantFrom<Path>(
  ["description"],
  ["owner"],
  ["links"],
  ["scope"],
  ["default"],
  ["members", "canary"],
  ["members", "vip"],
  ["members", "new one"],
  ["environments", "staging", "members", "canary"],
  ["environments", "staging", "members", "new"],
  ["environments", "preview", "members", "canary"],
);

describe("edits of random documents", () => {
  test("set a key", () => {
    fc.assert(
      fc.property(anyDocument, anyPath, anyYaml, (text, path, value) => {
        const before = dataOf({ path: "", text });
        fc.pre(!Array.isArray(at(before, path.slice(0, -1))));
        const isThere = at(before, path) !== undefined;
        const after = make(text, (document) => setAt(document, path, value));
        expect(dataOf(after)).toEqual(put(before, path, value as Data));
        // Comments inside a replaced value go with it.
        if (!isThere) expect(commentsIn(after.text)).toEqual(commentsIn(text));
        expect(dataOf(make(after.text, (document) => setAt(document, path, value)))).toEqual(dataOf(after));
      }),
      { numRuns },
    );
  });

  test("remove a key", () => {
    fc.assert(
      fc.property(anyDocument, anyPath, (text, path) => {
        const before = dataOf({ path: "", text });
        fc.pre(at(before, path) !== undefined);
        const after = make(text, (document) => removeAt(document, path));
        expect(dataOf(after)).toEqual(put(before, path, undefined));
        expect(make(after.text, (document) => removeAt(document, path)).text).toBe(after.text);
      }),
      { numRuns },
    );
  });

  const newEntry: fc.Arbitrary<NewEntry> = fc.oneof(
    anyId,
    fc.record({
      id: anyId,
      until: fc.option(anyDay, { nil: undefined }),
      reason: fc.option(anyText, { nil: undefined }),
    }),
  );

  test("add entries, each in its place in a sorted list", () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), fc.array(newEntry, { minLength: 1, maxLength: 4 }), (text, number, added) => {
        const path = pick(listsIn(read({ path: "", text })), number);
        const before = at(dataOf({ path: "", text }), path) as EntryList;
        const after = make(text, (document) => addEntries(document, path, added));
        const written = added.map((entry) => plain(entry));
        const now = at(dataOf(after), path) as EntryList;
        expect(put(dataOf(after), path, [])).toEqual(put(dataOf({ path: "", text }), path, []));
        expect(now.map(key).toSorted()).toEqual([...before.map(key), ...written.map(key)].toSorted());
        const sorts = [(id: string) => id, (id: string) => id.toLowerCase()];
        const sort = sorts.find((each) => isSorted(before.map((entry) => each(idOf(entry)))));
        if (before.length === 0) expect(now.map(key)).toEqual(written.map(key));
        else if (sort === undefined) expect(now.map(key)).toEqual([...before, ...written].map(key));
        else expect(isSorted(now.map((entry) => sort(idOf(entry))))).toBe(true);
        expect(commentsIn(after.text)).toEqual(commentsIn(text));
      }),
      { numRuns },
    );
  });

  test("remove entries, and keep what is between them", () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.nat(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        fc.constantFrom("goes" as const, "stays" as const),
        fc.boolean(),
        (text, number, picks, emptied, isAll) => {
          const source = { path: "", text };
          const path = pick(listsIn(read(source)), number);
          const { ids } = entriesAt(read(source), path);
          fc.pre(ids.length > 0);
          const indexes = isAll ? [...ids.keys()] : [...new Set(picks.map((each) => each % ids.length))];
          const after = make(text, (document) => {
            const { starts } = entriesAt(document, path);
            return removeEntries(
              document,
              path,
              indexes.map((index) => starts[index] ?? 0),
              emptied,
            );
          });
          const list = at(dataOf(source), path) as EntryList;
          const left = list.filter((_, index) => !indexes.includes(index)) as Data;
          const isEmpty = indexes.length === ids.length;
          expect(dataOf(after)).toEqual(put(dataOf(source), path, isEmpty && emptied === "goes" ? undefined : left));
          const { start = 0 } = read(source).lists.get(valueAt(read(source), path) as object) ?? {};
          const { starts } = entriesAt(read(source), path);
          const theirs = commentsAbove(
            text,
            indexes.map((index) => starts[index] ?? 0),
          );
          const others = commentsIn(text, "own").filter((comment) => !theirs.has(comment));
          if (!isEmpty || (emptied === "stays" && text[start] !== "["))
            expect(commentsIn(after.text, "own")).toEqual(others);
        },
      ),
      { numRuns },
    );
  });

  test("change the values of entries", () => {
    const changes = fc.record(
      {
        id: anyId,
        from: fc.option(anyDay, { nil: undefined }),
        until: fc.option(anyDay, { nil: undefined }),
        reason: fc.option(anyText, { nil: undefined }),
        link: fc.constant(undefined),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyDocument,
        fc.nat(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        changes,
        (text, number, picks, changed) => {
          const source = { path: "", text };
          const path = pick(listsIn(read(source)), number);
          const { ids } = entriesAt(read(source), path);
          fc.pre(ids.length > 0);
          const indexes = [...new Set(picks.map((each) => each % ids.length))];
          const edit = (document: Document, from: Source): readonly TextEdit[] => {
            const { starts } = entriesAt(document, path);
            const wanted = new Map(indexes.map((index) => [starts[index] ?? 0, changed] as const));
            return changeEntriesAt(document, path, wanted, (open) => read(from, open));
          };
          const after = make(text, edit);
          const expected = (at(dataOf(source), path) as EntryList).map((entry, index) =>
            indexes.includes(index)
              ? plain({ ...(typeof entry === "string" ? { id: entry } : entry), ...changed } as NewEntry)
              : entry,
          );
          const now = at(dataOf(after), path) as EntryList;
          expect(now.map(key)).toEqual(expected.map(key));
          expect(put(dataOf(after), path, [])).toEqual(put(dataOf(source), path, []));
          // Comments above a removed key go with it.
          const gone = Object.keys(changed).filter((name) => changed[name as keyof typeof changed] === undefined);
          const above = [...text.matchAll(/((?:^ *#\w+\r?\n)+) *(\w+):/gm)];
          const theirs = above
            .filter(([, , name = ""]) => gone.includes(name))
            .flatMap(([, all = ""]) => commentsIn(all));
          const left = commentsIn(after.text, "own|within");
          expect(
            commentsIn(text, "own|within").filter((each) => !left.includes(each) && !theirs.includes(each)),
          ).toEqual([]);
          expect(make(after.text, edit).text).toBe(after.text);
        },
      ),
      { numRuns },
    );
  });

  test("list customers once, and affect no one else", () => {
    const asOf = startOf("2027-01-10");
    const anyTerms = fc.record(
      { from: anyDay, until: fc.option(fc.constantFrom("2027-06-30", "2028-01-31")), reason: anyText },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyDocument,
        fc.nat(),
        fc.array(anyId, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        anyTerms,
        (text, number, ids, picks, terms) => {
          const lists = listsIn(read({ path: "", text })).filter(([first]) => first === "members");
          const entries = lists.flatMap((path) => at(dataOf({ path: "", text }), path) as EntryList);
          const mentioned = entries.length === 0 ? [] : picks.map((each) => idOf(pick(entries, each)));
          const customers = [...new Set([...ids, ...mentioned])].map((id) => ({ id, text: id, formers: [] }));
          const isMeant = (entry: EntryList[number]): boolean => customers.some(({ id }) => id === idOf(entry));
          const target = pick(lists, number);
          const choice = (file: string): ConflictChoice => ({
            file,
            keys: [],
            lists: new Map(lists.map((path) => [path.join("."), path])),
            form: byId(false),
            emptied: "stays",
            asOf,
          });
          const edit = (draft: Draft, file: string): void => {
            listIn(draft, choice(file), target.join("."), customers, terms);
          };
          const after = makeInSteps(text, edit);
          for (const path of lists) {
            const now = at(dataOf(after), path) as EntryList;
            const before = at(dataOf({ path: "", text }), path) as EntryList;
            expect(now.filter((entry) => !isMeant(entry))).toEqual(before.filter((entry) => !isMeant(entry)));
          }
          for (const { id } of customers) {
            const own = (path: Path): EntryList =>
              (at(dataOf(after), path) as EntryList).filter((entry) => idOf(entry) === id);
            const begins = terms.from === undefined ? -Infinity : startOf(terms.from);
            const staysBeside = (each: EntryList[number]): boolean => {
              const { until } = windowOf(typeof each === "string" ? {} : each);
              return terms.until !== undefined && asOf < until && until <= begins;
            };
            const [entry, ...more] = own(target).filter((each) => !staysBeside(each));
            if (Object.keys(terms).length > 0) expect(more).toEqual([]);
            const data = typeof entry === "string" ? {} : entry;
            // Customers who are in the list already stay in it until then.
            if (terms.from !== undefined && !(windowOf(data).from <= asOf && asOf < begins))
              expect(data?.from).toBe(terms.from);
            if (terms.until !== undefined) expect(data?.until).toBe(terms.until ?? undefined);
            const others = lists.filter((path) => path !== target).flatMap((path) => own(path));
            const window = windowOf(data);
            if (more.length > 0 || window.from >= window.until) continue;
            expect(others.filter((other) => overlap(window, windowOf(other)))).toEqual([]);
          }
          const theirs = lists.flatMap((path) => {
            const { ids: found, starts } = entriesAt(read({ path: "", text }), path);
            return [
              ...commentsAbove(
                text,
                Array.from(starts).filter((_, index) => customers.some(({ id }) => id === found[index])),
              ),
            ];
          });
          const left = commentsIn(after.text, "own");
          expect(commentsIn(text, "own").filter((each) => !left.includes(each) && !theirs.includes(each))).toEqual([]);
          expect(makeInSteps(after.text, edit).text).toBe(after.text);
        },
      ),
      { numRuns },
    );
  });

  test("write diffs from which `git apply` makes the same files", () => {
    const folder = mkdtempSync(join(tmpdir(), "flagstone-"));
    try {
      mkdirSync(join(folder, "groups"));
      for (const { path, before } of patches) writeFileSync(join(folder, path), before);
      const input = patches.map(({ diff }) => diff).join("");
      execFileSync("git", ["apply", "--whitespace=nowarn", "-"], { cwd: folder, input });
      for (const { path, after } of patches) expect(readFileSync(join(folder, path), "utf8"), path).toBe(after);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function entriesAt(document: Document, path: Path) {
  return readEntries(document, valueAt(document, path) as EntryList, false);
}

function idOf(entry: EntryList[number] | NewEntry): string {
  return (typeof entry === "string" ? entry : entry.id) ?? "";
}

/** The entry as it should be written: the id alone, or a mapping without undefined values. */
function plain(entry: NewEntry): EntryList[number] {
  if (typeof entry === "string") return entry;
  const kept = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  return Object.keys(kept).length === 1 ? entry.id : (kept as EntryList[number]);
}

/** The same text for entries that mean the same: ignores the order of keys, and treats `{ id }` as its id. */
function key(entry: EntryList[number]): string {
  const data: object = typeof entry === "string" ? { id: entry } : entry;
  return JSON.stringify(Object.entries(data).sort());
}

function windowOf(entry: EntryList[number] | undefined): { from: number; until: number } {
  const { from, until } = typeof entry === "string" || entry === undefined ? {} : entry;
  return {
    from: from === undefined ? -Infinity : startOf(from),
    until: until === undefined ? Infinity : endOf(until),
  };
}

function overlap(one: { from: number; until: number }, other: { from: number; until: number }): boolean {
  return Math.max(one.from, other.from) < Math.min(one.until, other.until);
}

function isSorted(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || (ids[index - 1] ?? "") <= id);
}
