import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bulkSet } from "../../scripts/commands/bulk-set.ts";
import { bulkUnset } from "../../scripts/commands/bulk-unset.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { findInJson } from "../../scripts/edit/bulk/find-in-json.ts";
import { findInYaml } from "../../scripts/edit/bulk/find-in-yaml.ts";
import type { FindString } from "../../scripts/edit/bulk/string-place.ts";

const keys = ["advanced", "feature_flags"];

/** The text of a file after a setting is added, or why it is refused. */
function set(findString: FindString, text: string): string {
  const source = { path: "task", text };
  const find: Parameters<typeof bulkSet>[0][number]["find"] = (each) => findString(each, keys);
  const input: Input = { operands: [], colour: false };
  const outcome = bulkSet([{ path: "task", source, place: find(source), find }], { flag: "x", value: true }, input);
  const [write] = (outcome.proposals ?? []).flatMap(({ writes }) => writes);
  return write?.text ?? `refused: ${outcome.note}`;
}

describe("a key of YAML without a value", () => {
  it.each([
    ["advanced:\n  feature_flags: # none yet\n", "advanced:\n  feature_flags: x # none yet\n"],
    ["advanced:\n  feature_flags:\t# none yet\n", "advanced:\n  feature_flags: x\t# none yet\n"],
    ["advanced:\r\n  feature_flags: # c\r\n  b: 1\r\n", "advanced:\r\n  feature_flags: x # c\r\n  b: 1\r\n"],
    [
      "advanced:\n  feature_flags:\n    # c\n    # d\nb: 1\n",
      "advanced:\n  feature_flags: x\n    # c\n    # d\nb: 1\n",
    ],
    ['advanced:\n  "feature_flags": # c\n', 'advanced:\n  "feature_flags": x # c\n'],
    ["advanced:\n  feature_flags: # c", "advanced:\n  feature_flags: x # c"],
    ["advanced:\n  feature_flags: ~ # c\n", "advanced:\n  feature_flags: x # c\n"],
    ["advanced:\n  feature_flags: null# c\n", "advanced:\n  feature_flags: null# c,x\n"],
    ["advanced: # c\nb: 1\n", "advanced: # c\n  feature_flags: x\nb: 1\n"],
    ["advanced: # c\r\nb: 1\r\n", "advanced: # c\r\n  feature_flags: x\r\nb: 1\r\n"],
    ["b: 1\nadvanced: # c", "b: 1\nadvanced: # c\n  feature_flags: x"],
    ["advanced:\n  # c\nb: 1\n", "advanced:\n  feature_flags: x\n  # c\nb: 1\n"],
    ["\uFEFFadvanced: # c\n", "\uFEFFadvanced: # c\n  feature_flags: x\n"],
    ["advanced: { feature_flags: }\n", "advanced: { feature_flags: x }\n"],
    ["advanced: { feature_flags:, b: 1 }\n", "advanced: { feature_flags: x, b: 1 }\n"],
    ["advanced: { feature_flags }\n", "advanced: { feature_flags: x }\n"],
    ["{ advanced, b: 1 }\n", "{ advanced: { feature_flags: x }, b: 1 }\n"],
    ["? advanced # c\nb: 1\n", "? advanced # c\n: { feature_flags: x }\nb: 1\n"],
    ["{ advanced: , b: 1 }\n", "{ advanced: { feature_flags: x } , b: 1 }\n"],
    ["advanced: {\n  feature_flags: # c\n}\n", "advanced: {\n  feature_flags: x # c\n}\n"],
    ["? advanced\n: # c\n", "? advanced\n: { feature_flags: x } # c\n"],
    ["advanced:\n  ? feature_flags\n  : # c\n", "advanced:\n  ? feature_flags\n  : x # c\n"],
    ["advanced:\n  ? feature_flags # c\n  b: 1\n", "advanced:\n  ? feature_flags # c\n  : x\n  b: 1\n"],
  ])("%j becomes %j", (before, after) => expect(set(findInYaml, before)).toBe(after));
});

describe("a file of YAML without the keys", () => {
  it.each([
    ["", "advanced:\n  feature_flags: x\n"],
    ["# c", "# c\nadvanced:\n  feature_flags: x\n"],
    ["# c\r\n", "# c\r\nadvanced:\r\n  feature_flags: x\r\n"],
    ["b: 1", "b: 1\nadvanced:\n  feature_flags: x"],
    ["{}\n", "{ advanced: { feature_flags: x } }\n"],
    ["{ b: 1 } # c\n", "{ b: 1, advanced: { feature_flags: x } } # c\n"],
    ["{ b }\n", "{ b, advanced: { feature_flags: x } }\n"],
    ["advanced: { }\n", "advanced: { feature_flags: x }\n"],
    ["advanced: ~\n", "advanced:\n  feature_flags: x\n"],
    ["advanced:\n\n\nb: 1\n", "advanced:\n  feature_flags: x\n\n\nb: 1\n"],
    ["advanced:\n    b:\n      - 1\n\nc: 1\n", "advanced:\n    b:\n      - 1\n    feature_flags: x\n\nc: 1\n"],
    ["? advanced\n: b: 1\n", "? advanced\n: b: 1\n  feature_flags: x\n"],
    ["advanced: { ? feature_flags }\n", "advanced: { ? feature_flags: x }\n"],
    ["advanced: { ? feature_flags : }\n", "advanced: { ? feature_flags : x }\n"],
    ['"advanced": { b: 1,\n  c: 2 }\n', '"advanced": { b: 1,\n  c: 2, feature_flags: x }\n'],
    ["advanced: { b: [1], }\n", "advanced: { b: [1], feature_flags: x, }\n"],
  ])("%j becomes %j", (before, after) => expect(set(findInYaml, before)).toBe(after));
});

describe("the string in a file of YAML", () => {
  it.each([
    ["advanced:\n  feature_flags: a, b # c\n", "a, b"],
    ["advanced:\n  feature_flags: 'a, b'\n", "a, b"],
    ['advanced:\n  feature_flags: "a, b"\n', "a, b"],
    ["advanced: { feature_flags: a }\n", "a"],
    ["advanced:\n  feature_flags: |\n    a,\n    b\n  c: 1\n", "    a,\n    b"],
    ["advanced:\n  feature_flags: >- # c\n    a,\n    b\n", "    a,\n    b"],
    ["b: &x {}\n<<: *x\nadvanced: { feature_flags: a }\n", "a"],
    ["advanced:\n  feature_flags: ~\n", undefined],
    ["", undefined],
  ])("in %j stands where %j is", (text, written) => {
    const place = findInYaml({ path: "task", text }, keys);
    if (typeof place === "string") throw new Error(place);
    expect(place.written && text.slice(place.written.start, place.written.end)).toBe(written);
  });

  it.each([
    ["a: 1\n---\nb: 1\n", "it contains several documents"],
    ["a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n", "a merge conflict was left in line 2"],
    ["a: 1\na: 2\n", "not YAML: map keys must be unique in line 2"],
    ["- a\n", "it is not a mapping"],
    ["advanced: 1\n", "`advanced` is not a mapping"],
    ["advanced: &x\n  feature_flags: a\nb: *x\n", "`advanced` is shared by an anchor"],
    ["b: &x { feature_flags: a }\nadvanced: *x\n", "`advanced` is shared by an anchor"],
    ["b: &x { feature_flags: a }\nadvanced:\n  <<: *x\n", "`feature_flags` may come from `<<`"],
    ["b: &x {}\n<<: *x\n", "`advanced` may come from `<<`"],
    ["advanced:\n  feature_flags: &x a\n", "`advanced/feature_flags` is shared by an anchor"],
    ["advanced:\n  feature_flags: 1\n", "`advanced/feature_flags` is not a string"],
    ["advanced:\n  feature_flags: !x a\n", "`advanced/feature_flags` is not a string"],
  ])("is not found in %j", (text, why) => expect(findInYaml({ path: "task", text }, keys)).toBe(why));
});

describe("the rest of a file of YAML, by which an edit is read back", () => {
  const restOf = (text: string): string => {
    const place = findInYaml({ path: "task", text }, keys);
    return typeof place === "string" ? place : place.rest;
  };

  it.each([
    ["another value", "advanced:\n  feature_flags: x\n  a: 2\n"],
    ["another key", "advanced:\n  feature_flags: x\n  b: 1\n"],
    ["another comment", "advanced:\n  feature_flags: x # c\n  a: 1\n"],
  ])("differs with %s", (_, text) => {
    expect(restOf(text)).not.toBe(restOf("advanced:\n  feature_flags: x\n  a: 1\n"));
  });

  it("is the same with another string, or with none yet", () => {
    expect(restOf("advanced:\n  feature_flags: x,y\n")).toBe(restOf("advanced:\n  feature_flags: x\n"));
    expect(restOf("# c\n")).toBe(restOf("# c\nadvanced: { feature_flags: x }\n"));
  });
});

describe("a mapping of YAML in brackets", () => {
  it.each([
    ["advanced: {\n  a: 1 # one\n}\n", "advanced: {\n  a: 1, # one\n  feature_flags: x\n}\n"],
    ["advanced: {\n  a: 1, # one\n}\n", "advanced: {\n  a: 1, # one\n  feature_flags: x,\n}\n"],
    ["advanced: {\n  # none\n}\n", "advanced: {\n  # none\n  feature_flags: x\n}\n"],
    ["advanced: { a: 1 }\n", "advanced: { a: 1, feature_flags: x }\n"],
  ])("%j becomes %j", (before, after) => expect(set(findInYaml, before)).toBe(after));
});

describe("JSON with comments", () => {
  it.each([
    ['{\n  "a": 1, // t\n}\n', '{\n  "a": 1, // t\n  "advanced": {\n    "feature_flags": "x"\n  },\n}\n'],
    ['{\n  "a": 1 // t\n}\n', '{\n  "a": 1, // t\n  "advanced": {\n    "feature_flags": "x"\n  }\n}\n'],
    [
      '{\n  "advanced": {\n    "a": 1 // t\n    // u\n  }\n}\n',
      '{\n  "advanced": {\n    "a": 1, // t\n    // u\n    "feature_flags": "x"\n  }\n}\n',
    ],
    [
      '{\n  "advanced": {\n    // none\n  }\n}\n',
      '{\n  "advanced": {\n    // none\n    "feature_flags": "x"\n  }\n}\n',
    ],
    ['{\r\n  "advanced": {} // t\r\n}\r\n', '{\r\n  "advanced": {\r\n    "feature_flags": "x"\r\n  } // t\r\n}\r\n'],
    ['{ "a": 1 } // t\n', '{ "a": 1,"advanced": {"feature_flags":"x"} } // t\n'],
    ['// t\n{"a":1}\n', '// t\n{"a":1,"advanced": {"feature_flags":"x"}}\n'],
    ['{ "a": 1, /* t */ "advanced": {} }\n', '{ "a": 1, /* t */ "advanced": {"feature_flags": "x"} }\n'],
    ['{ "advanced": { "a": 1 /* t */ } }\n', '{ "advanced": { "a": 1, /* t */"feature_flags": "x" } }\n'],
    [
      '{ "advanced": { "feature_flags": "a\\u00e9, " /* t */ } }',
      '{ "advanced": { "feature_flags": "a\\u00e9,x" /* t */ } }',
    ],
    ['{ "advanced": { "feature_flags": null /* t */ } }', '{ "advanced": { "feature_flags": "x" /* t */ } }'],
    ['\uFEFF{ "advanced": { "feature_flags": "" } }', '\uFEFF{ "advanced": { "feature_flags": "x" } }'],
  ])("%j becomes %j", (before, after) => expect(set(findInJson, before)).toBe(after));
});

describe("JSON that has no place for the string", () => {
  it.each([
    ['{ "advanced": { "feature_flags": 1 } }', "refused: task: `advanced/feature_flags` is not a string"],
    ['{ "advanced": { "feature_flags": ["x"] } }', "refused: task: `advanced/feature_flags` is not a string"],
    ['{ "advanced": [] }', "refused: task: `advanced` is not an object"],
    ['{ "advanced": { "feature_flags": "a" }, "advanced": {} }', "refused: task: a key on the path appears twice"],
  ])("%j is refused", (before, refusal) => expect(set(findInJson, before)).toContain(refusal));
});

describe("any file", () => {
  it.each([
    ["advanced: # c\n  # d\n- broken", "refused: task: "],
    ["advanced: &a\n", "refused: task: "],
    ["advanced:\n  feature_flags: !!null # c\n", "refused: task: "],
  ])("%j is refused if no edit reads back correctly", (before, after) => {
    const become = set(findInYaml, before);
    if (become.startsWith("refused")) expect(become).toContain(after);
    else expect(findInYaml({ path: "", text: become }, keys)).toMatchObject({ text: "x" });
  });

  const comment = fc.constantFrom("", " # c", "\t# c", " #", "\n  # c");
  const value = fc.constantFrom("", " ~", " a", ' "a, "', " 'a'", " >-\n    a,\n    b", " |\n    a", " a\n    b");
  const block = fc
    .tuple(
      fc.constantFrom("", "# top\n", "a: 1\n"),
      comment,
      fc.constantFrom("", "  b: 1 # b\n"),
      value,
      comment,
      fc.constantFrom("", "  d: 1\n", "e: # e\n"),
    )
    .map(
      ([head, one, before, text, two, after]) =>
        `${head}advanced:${one}\n${before}  feature_flags:${text}${two}\n${after}`,
    );

  it("changes only in the requested string, or not at all", () => {
    fc.assert(
      fc.property(block, fc.boolean(), (text, isCarriage) => {
        const before = isCarriage ? text.replaceAll("\n", "\r\n") : text;
        const become = set(findInYaml, before);
        if (become.startsWith("refused")) return;
        const [was, now] = [before, become].map((each) => findInYaml({ path: "", text: each }, keys));
        if (typeof was !== "object" || typeof now !== "object") throw new Error(`${before} cannot be read`);
        expect(now.rest).toBe(was.rest);
        expect((now.text ?? "").split(/,\s*/).at(-1)?.trim()).toBe("x");
      }),
      { numRuns: 300 },
    );
  });
});

it("refuses an edit that would read back as something else, and advises editing by hand", () => {
  const source = { path: "task", text: "advanced:\n  feature_flags: a\n" };
  const find = (): ReturnType<FindString> => ({
    text: "a",
    written: undefined,
    rest: "",
    write: () => [{ span: { source, start: 0, end: 0 }, text: "b: 1\n" }],
  });
  const outcome = bulkSet(
    [{ path: "task", source, place: find(), find }],
    { flag: "x", value: true },
    { colour: false },
  );
  expect(outcome.proposals ?? []).toEqual([]);
  expect(outcome.failed).toBe(true);
  expect(outcome.note).toContain("add `x` by hand");
});

/** The text of a file after a flag is removed, or why it is refused. */
function unset(findString: FindString, text: string): string {
  const source = { path: "task", text };
  const find: Parameters<typeof bulkUnset>[0][number]["find"] = (each) => findString(each, keys);
  const outcome = bulkUnset([{ path: "task", source, place: find(source), find }], "x", { colour: false });
  const [write] = (outcome.proposals ?? []).flatMap(({ writes }) => writes);
  return write?.text ?? `${outcome.failed ? "refused: " : ""}${outcome.note}`;
}

describe("removing a flag from YAML keeps the commas, spaces, quotes, lines and comments of the others", () => {
  it.each([
    ["feature_flags: x", 'feature_flags: ""'],
    ["feature_flags: no_x # c", 'feature_flags: "" # c'],
    ["feature_flags: 'x'", "feature_flags: ''"],
    ["feature_flags: x, a,b", "feature_flags: a,b"],
    ["feature_flags: a,b, x", "feature_flags: a,b"],
    ["feature_flags: a ,no_x,  b # c", "feature_flags: a ,  b # c"],
    ['feature_flags: " x , a, "', 'feature_flags: " a, "'],
    ['feature_flags: "a, x, "', 'feature_flags: "a, "'],
    ["feature_flags: x, a, no_x, x", "feature_flags: a"],
    ["feature_flags: ax, x_a, no_ax, x", "feature_flags: ax, x_a, no_ax"],
    ["feature_flags: x, true", 'feature_flags: "true"'],
    ["feature_flags: 'x, it''s'", "feature_flags: 'it''s'"],
    ["feature_flags: >-\n    a,\n    x,\n    b", "feature_flags: >-\n    a,\n    b"],
    ["feature_flags: |\n    x,\n    b\n  c: 1", "feature_flags: |\n    b\n  c: 1"],
    ["feature_flags: |\n    b,\n    x\n  c: 1", "feature_flags: |\n    b\n  c: 1"],
    ["feature_flags: |\n    x\n  c: 1", 'feature_flags: ""\n  c: 1'],
    ["feature_flags:\n    a,\n    x,\n    b", "feature_flags:\n    a,\n    b"],
    ["feature_flags: a", "task: `x` is not set"],
    ["feature_flags:", "task: `x` is not set"],
    ["other: 1", "task: `x` is not set"],
    ["feature_flags: [x]", "refused: task: `advanced/feature_flags` is not a string"],
    ["feature_flags: &f x", "refused: task: `advanced/feature_flags` is shared by an anchor"],
  ])("%j becomes %j", (before, after) => {
    const [was, is] = [before, after].map((text) =>
      text.startsWith("task") || text.startsWith("refused") ? text : `advanced:\n  ${text}\n`,
    );
    const become = unset(findInYaml, was ?? "");
    expect(become.split("\n1 file cannot")[0]).toBe(is);
    expect(unset(findInYaml, (was ?? "").replaceAll("\n", "\r\n")).split("\n1 file cannot")[0]).toBe(
      is?.startsWith("advanced") ? is.replaceAll("\n", "\r\n") : is,
    );
  });
});

describe("removing a flag from JSON", () => {
  it.each([
    ['{ "advanced": { "feature_flags": "x" } }', '{ "advanced": { "feature_flags": "" } }'],
    ['{"advanced":{"feature_flags":"a\\u00e9, no_x,b"}} // t', '{"advanced":{"feature_flags":"a\\u00e9,b"}} // t'],
    [
      '{\n  "advanced": {\n    "feature_flags": "a, x", // t\n  },\n}\n',
      '{\n  "advanced": {\n    "feature_flags": "a", // t\n  },\n}\n',
    ],
    ['\uFEFF{ "advanced": { "feature_flags": "x,a" } }', '\uFEFF{ "advanced": { "feature_flags": "a" } }'],
    ['{ "advanced": { "feature_flags": "a,\\tx,\\u0062" } }', '{ "advanced": { "feature_flags": "a,b" } }'],
    ['{ "advanced": { "feature_flags": "\\u0078, a" } }', '{ "advanced": { "feature_flags": "a" } }'],
    ['{ "advanced": { "feature_flags": null } }', "task: `x` is not set"],
  ])("%j becomes %j", (before, after) => expect(unset(findInJson, before)).toBe(after));
});

it("restores the file when a flag is set and unset, in any form", () => {
  const word = fc.constantFrom("a", "no_a", "b_x", "ax");
  const text = fc
    .array(word, { minLength: 1, maxLength: 3 })
    .chain((words) =>
      fc.constantFrom(words.join(","), words.join(", "), `"${words.join(", ")}"`, `|\n    ${words.join(",\n    ")}`),
    );
  fc.assert(
    fc.property(text, (value) => {
      const before = `advanced:\n  feature_flags: ${value}\n  b: 1 # c\n`;
      expect(unset(findInYaml, set(findInYaml, before))).toBe(before);
    }),
    { numRuns: 60 },
  );
});
