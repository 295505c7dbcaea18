import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { parse, parseConfig } from "../../scripts/compile/1-parse/index.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Document } from "../../scripts/model/document.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";
import { anyCharacter } from "../support/any-character.ts";
import { expectSame } from "../support/expect-same.ts";

const path = "flags/f.yaml";

function codesOf(text: string, read = parse): readonly string[] {
  return read({ path, text }).diagnostics.map(tell);
}

/** The code and place of a finding: `yaml/syntax 3:1-3:4`. */
function tell({ code, span: { source, start, end } }: Diagnostic): string {
  const from = positionOf(source, start);
  const to = positionOf(source, end);
  return `${code} ${from.line}:${from.column}-${to.line}:${to.column}`;
}

function dataOf(text: string): unknown {
  const { document, diagnostics } = parse({ path, text });
  expect(diagnostics).toEqual([]);
  return document?.data;
}

describe("a YAML error is reported once, where it begins", () => {
  test.each([
    ["owner:growth\ndefault: true\n", "2:1-2:7"],
    ["owner: a\ndefault:true\n", "3:1-3:9"],
    ["enabled:\n\taccount: [a]\n", "3:1-3:2"],
    ["enabled:\n  account:\n  \t- a\n", "4:3-4:4"],
    ["reason: Foo: bar # baz\nowner: a\n", "2:9-2:23"],
    ['owner: "abc\ndefault: x\n', "2:8-2:9"],
    ['owner: "abc\\"\ndefault: "x"\n', "2:8-2:9"],
    ["owner: 'it's'\n", "2:12-2:14"],
    ["owner: 'it''\ndefault: 'x'\n", "2:8-2:9"],
    ["enabled: [a, b\ndefault: true\n", "2:10-2:11"],
    ["enabled: {a: [b\ndefault: true\n", "2:14-2:15"],
    ['enabled: [a, "b\ndefault: true\n', "2:14-2:15"],
    ["enabled: [a]]\nx: 1\n", "2:13-2:14"],
    ["enabled: [a}\nx: 1\n", "2:12-2:13"],
    ["enabled: [a, , b]\n", "2:14-2:15"],
    ["owner: @growth # a\n", "2:8-2:15"],
    ["owner: `x`\n", "2:8-2:11"],
    ['owner: "\\d"\n', "2:9-2:11"],
    ['owner: "a"#b\n', "2:11-2:12"],
    ["   owner: a\nx: y\n", "2:4-2:12"],
    ["enabled:\n    account: [a]\n  brand: [b]\n", "4:3-4:13"],
    ["enabled:\n  account:\n    - a\n   - b\n", "5:4-5:7"],
    ["enabled:\n  account:\n   - a\n    - b\n", "5:5-5:6"],
    ["enabled:\n  account:\n    - a\n     - b: c\n", "5:6-5:12"],
    ["- a\n", "2:1-2:4"],
    ["-a\n", "2:1-2:2"],
    ["a: - b\n", "2:4-2:5"],
    ["owner\nx: y\n", "2:1-2:6"],
    [": x\n", "2:1-2:1"],
    ["a: |2foo\n  a\n", "2:6-2:7"],
    ["owner: a\n<<<<<<< HEAD\nb: c\n=======\nb: d\n>>>>>>> theirs\n", "3:1-3:13"],
    ["a: \0\n", "2:4-2:5"],
    ["a: \u009f\n", "2:4-2:5"],
    ["a: b\rc: d\n", "2:5-2:6"],
  ])("%j", (text, place) => {
    expect(codesOf(`flag: f\n${text}`)).toEqual([`yaml/syntax ${place}`]);
  });

  test.each([
    ["a: &b c\n", "2:4-2:6"],
    ["a: *b\n", "2:4-2:6"],
    ["a: !b c\n", "2:4-2:6"],
    ["a: !!str 1\n", "2:4-2:9"],
    ["? a\n: b\n", "2:1-2:2"],
    ["[a]: b\n", "2:1-2:4"],
    ["{a: b}: c\n", "2:1-2:7"],
    ["<<: {a: b}\n", "2:1-2:3"],
    ["---\nflag: g\n", "2:1-2:4"],
    ["...\nflag: g\n", "3:1-3:2"],
  ])("the language does not have %j", (text, place) => {
    expect(codesOf(`flag: f\n${text}`)).toEqual([`yaml/forbidden ${place}`]);
  });

  test("a directive is refused, but not a marker before the only document", () => {
    expect(codesOf("%YAML 1.1\n---\nflag: f\n")).toEqual(["yaml/forbidden 1:1-1:10"]);
    expect(codesOf("---\nflag: f\n...\n")).toEqual([]);
  });

  test("aliases are refused without being followed", () => {
    const lines = Array.from({ length: 30 }, (_, at) => `a${at}: &a${at} [${`*a${at - 1}, `.repeat(10)}]`);
    expect(codesOf(`flag: f\n${lines.join("\n")}\n`)).toHaveLength(1);
  });

  test.each(["[", "{a: ", "- ", "? ", "a: [", "[{a: "])("excessive nesting has one finding: %s", (opening) => {
    expect(codesOf(`flag: f\nx:\n  ${opening.repeat(20_000)}`)).toHaveLength(1);
  });

  test("a file that is not a document has few findings", () => {
    expect(codesOf("<html>\n".repeat(100_000))).toEqual(["schema/unknown-kind 1:1-1:7"]);
    expect(codesOf(`flag: f\n${"a: b: c\n".repeat(10_000)}`).length).toBeLessThanOrEqual(10);
    expect(codesOf(`flag: f\n${"a: b\n".repeat(10_000)}`).length).toBeLessThanOrEqual(10);
  });
});

describe("keys", () => {
  test("a key that YAML reads as something else needs quotes", () => {
    expect(codesOf("flag: f\nnull: 1\ntrue: 2\n1e3: 3\n12: 4\n'yes': 5\n")).toEqual([
      "yaml/unquoted-key 2:1-2:5",
      "yaml/unquoted-key 3:1-3:5",
      "yaml/unquoted-key 4:1-4:4",
    ]);
  });

  test("the first of two duplicate keys counts", () => {
    const { document, diagnostics } = parse({ path, text: "flag: f\nowner: a\nowner: b\n" });
    expect(diagnostics.map(tell)).toEqual(["yaml/duplicate-key 3:1-3:6"]);
    expect(diagnostics[0]?.related.map(({ span }) => positionOf(span.source, span.start).line)).toEqual([2]);
    expect(document?.data).toMatchObject({ owner: "a" });
  });

  test("`__proto__` is a key like any other", () => {
    const data = dataOf("flag: f\n__proto__: { toString: 007 }\n");
    expect(Object.keys(data as object)).toEqual(["flag", "__proto__"]);
    expect(["toString", "constructor", "hasOwnProperty"].filter((key) => key in (data as object))).toEqual([]);
  });
});

describe("scalars", () => {
  test("a plain decimal integer is its source text, except below `properties` and `rollout`", () => {
    const text =
      "flag: 007\na: [12345678901234567890, 0, -1, +1, 0x1F, 1e3, 1.10, true, ~, '12']\n" +
      "properties: { a: 1, b: { c: 2 } }\nrollout: 25\nb: { properties: 3 }\n" +
      "environments: { staging: { rollout: 5, a: 6 }, rollout: { a: 7 } }\n";
    expect(JSON.parse(JSON.stringify(dataOf(text)))).toEqual({
      flag: "007",
      a: ["12345678901234567890", "0", -1, 1, 31, 1000, 1.1, true, null, "12"],
      properties: { a: 1, b: { c: 2 } },
      rollout: 25,
      b: { properties: "3" },
      environments: { staging: { rollout: 5, a: "6" }, rollout: { a: "7" } },
    });
  });

  test("a number that would lose digits needs quotes", () => {
    const text = "release: r\nproperties: { a: 007, b: 12345678901234567890, c: 12 }\n";
    expect(codesOf(text)).toEqual(["schema/unquoted 2:18-2:21", "schema/unquoted 2:26-2:46"]);
  });

  describe("a fix writes a number in its shortest form, or quotes it", () => {
    const texts = ["1.10", "1e3", "0xFF", "0o17", "-0", "+5", ".5", "5.", "1.0", "0.1e1", "0.00", "9007199254740993"];
    const fixedOf = (text: string, read = parse): string => {
      const { diagnostics } = read({ path: "flags/f.yaml", text });
      const edits = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
      expect(diagnostics.map(({ code }) => code)).toEqual(["schema/unquoted"]);
      return applyEdits({ path: "flags/f.yaml", text }, edits).text;
    };

    test.each(texts)("%s", (text) => {
      const number = JSON.stringify(Number(text));
      expect(fixedOf(`release: r\nproperties: { a: ${text} }\n`)).toContain(`{ a: "${text}" }`);
      expect(fixedOf(`release: r\nproperties:\n  a: ${text}\n`)).toContain(`a: "${text}"`);
      expect(fixedOf(`flag: f\nrollout: ${text}\n`)).toContain(`rollout: ${number}\n`);
      expect(fixedOf(`flag: f\nrollout: { weights: { a: ${text} } }\n`)).toContain(`{ a: ${number} }`);
      expect(fixedOf(`flag: f\nenvironments: { x: { rollout: { percent: ${text} } } }\n`)).toContain(
        `{ percent: ${number} }`,
      );
    });

    test.each(["1.10", "3e1", "30.0", "-0"])("%s, in the config", (text) => {
      const config = `{ "flagstone": { "policy": { "warnDays": ${text} } } }`;
      expect(fixedOf(config, parseConfig)).toContain(`"warnDays": ${JSON.stringify(Number(text))} }`);
    });

    test.each(["1.1", "0", "-3", "0.25", "1e+21", "12345.678"])("%s needs no fix", (text) => {
      expect(codesOf(`release: r\nproperties: { a: ${text} }\n`)).toEqual([]);
    });
  });
});

describe("kinds", () => {
  test.each([
    ["", "1:1-1:1"],
    ["# only this\n\n", "3:1-3:1"],
    ["---\n", "2:1-2:1"],
    ["- a\n- b\n", "1:1-1:4"],
    ["\n  text\n", "2:3-2:7"],
    ["{}\n", "1:1-1:3"],
    ["owner: a\nflag: f\n", "1:1-1:6"],
    ["# c\nflags: f\n", "2:1-2:6"],
  ])("%j does not name one", (text, place) => {
    expect(codesOf(text)).toEqual([`schema/unknown-kind ${place}`]);
  });

  test.each([
    ["flag: f\n", "flag", "f"],
    ["privilege: p\n", "privilege", "p"],
    ["retired:\n  a: {}\n", "retired", "retired"],
    ["flag: [f]\n", "flag", ""],
  ])("%j", (text, kind, name) => {
    expect(parse({ path, text }).document).toMatchObject({ kind, name });
  });
});

describe("places", () => {
  const places = (text: string): unknown => {
    const { document } = parse({ path, text });
    const { keys, values } = (document as Document).maps.get((document as Document).data as object) ?? {};
    return [...(keys ?? [])].map(([key, range]) => {
      const value = values?.get(key);
      return [text.slice(range.start, range.end), text.slice(value?.start, value?.end)];
    });
  };

  test("a block ends where its content does", () => {
    const text =
      "flag: f # c\na:\n  - b # c\n\n  # c\n\nc: |\n  d\n\n  e\n\n\nf:\n  g: \"h\" # c\n  # c\ni: # c\n'j':   k\n";
    expect(places(text)).toEqual([
      ["flag", "f"],
      ["a", "- b"],
      ["c", "|\n  d\n\n  e"],
      ["f", 'g: "h"'],
      ["i", ""],
      ["'j'", "k"],
    ]);
  });

  test("a byte order mark and `\\r\\n` do not shift places", () => {
    expect(places("\ufeffflag: f\r\na:\r\n  - b\r\n  - c\r\n\r\nd: { e: f }\r\n")).toEqual([
      ["flag", "f"],
      ["a", "- b\r\n  - c"],
      ["d", "{ e: f }"],
    ]);
  });

  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ maxLength: 12, unit: "grapheme" }),
    fc.constantFrom(
      "007",
      "1e3",
      "true",
      "null",
      "",
      "a: b",
      "a #b",
      "- a",
      "it's",
      '"',
      "a\nb",
      "a\n\nb\n",
      "2027-01-31",
    ),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.constantFrom(true, false, null, 1.5, -3),
      fc.array(tie("node"), { maxLength: 4 }),
      fc.dictionary(word, tie("node"), { maxKeys: 4 }),
    ),
  })).node;
  const style = fc.record({
    collectionStyle: fc.constantFrom("any" as const, "flow" as const, "block" as const),
    defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_SINGLE" as const, "QUOTE_DOUBLE" as const),
    defaultKeyType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 40),
  });

  test("the text at each place reads as its value", () => {
    let read = 0;
    fc.assert(
      fc.property(value, style, (node, options) => {
        const text = stringify({ flag: "f", node }, { ...options, aliasDuplicateObjects: false, version: "1.2" });
        const { document } = parse({ path, text });
        if (document === undefined) return;
        read++;
        reread(document, document.data, text);
      }),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(50);
  });

  /** Reads the text of each part again, in its column. */
  function reread(document: Document, node: unknown, text: string): void {
    if (typeof node !== "object" || node === null) return;
    const { items } = document.lists.get(node) ?? {};
    const { values, keys } = document.maps.get(node) ?? {};
    for (const [key, child] of Object.entries(node)) {
      const range = items?.[Number(key)] ?? values?.get(key);
      const name = keys?.get(key);
      if (name !== undefined)
        expect(String(parseYaml(text.slice(name.start, name.end), { intAsBigInt: true }))).toBe(key);
      const start = range?.start ?? 0;
      const column = start - text.lastIndexOf("\n", start - 1) - 1;
      const part = text.slice(start, range?.end);
      const again: unknown = /^[|>]/.test(part)
        ? (parseYaml(`k: ${part}`) as { k: unknown }).k
        : /^\d+$/.test(part)
          ? part
          : parseYaml(" ".repeat(column) + part);
      expect(plain(again)).toEqual(plain(child));
      reread(document, child, text);
    }
  }

  function plain(node: unknown): unknown {
    return JSON.parse(JSON.stringify(node), (_, each) => (Number.isInteger(each) && each >= 0 ? String(each) : each));
  }
});

describe("any text at all", () => {
  const pieces =
    "flag: |f|\n|  |    |- |a: |: |b|[|]|{|}|, |\"|'|#c|\t|&a|*a|!a|<<: |---\n|...\n|%Y|>\n|\0|\r|\r\n|\ufeff|\ud800|1e3|? ".split(
      "|",
    );
  const fragments = fc.array(fc.constantFrom(...pieces, "|\n", "| "), { maxLength: 30 }).map((all) => all.join(""));
  const anything = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 200 }),
    fragments,
    fragments.map((all) => `flag: f\n${all}`),
  );

  test.each([
    ["parse", parse],
    ["parseConfig", parseConfig],
  ])("%s returns data or findings", (_, read) => {
    fc.assert(
      fc.property(anything, (text) => {
        const source = { path, text };
        const { document, diagnostics } = read(source);
        if (document === undefined) expect(diagnostics).not.toEqual([]);
        const isInside = ({ span }: Diagnostic): boolean =>
          span.source === source && 0 <= span.start && span.start <= span.end && span.end <= text.length;
        const isShort = ({ message }: Diagnostic): boolean => message.length <= 100 && !/\n|\.$/.test(message);
        expectSame(
          diagnostics.filter((each) => !isInside(each) || !isShort(each)),
          [],
        );
        for (const { fix } of diagnostics) if (fix !== undefined) applyEdits(source, fix.edits);
      }),
      { numRuns: 1500 },
    );
  });
});

test.each([
  "owner:growth\n",
  "a: -b\nb:\n-c\n",
  "reason: Foo: bar\n",
  "owner: @growth\n",
  "true: 1\n",
  "properties: { a: 007 }\n",
])("the fixes of %j leave nothing to fix", (text) => {
  const source = { path, text: `flag: f\n${text}` };
  const { diagnostics } = parse(source);
  const edits = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
  expect(edits).not.toEqual([]);
  expect(parse(applyEdits(source, edits)).diagnostics).toEqual([]);
});

describe("package.json", () => {
  test("the config is the value of its key `flagstone`, with numbers", () => {
    const text =
      '\ufeff{\r\n\t"name": "a",\r\n\t"flagstone": { "policy": { "warnDays": 30 }, "__proto__": "\\u00e9" }\r\n}\r\n';
    const { document, diagnostics } = parseConfig({ path: "package.json", text });
    expect(diagnostics).toEqual([]);
    expect(document).toMatchObject({ kind: "config", name: "config" });
    const data = document?.data as { policy: object };
    expect(Object.entries(data)).toEqual([
      ["policy", { warnDays: 30 }],
      ["__proto__", "é"],
    ]);
    const range = document?.maps.get(data.policy)?.values.get("warnDays");
    expect(text.slice(range?.start, range?.end)).toBe("30");
  });

  test.each([
    ["{}", "config/missing 1:1-1:2"],
    ["[]", "config/missing 1:1-1:2"],
    ["1", "config/missing 1:1-1:2"],
    ['{ "flagstone": 5 }', "schema/wrong-type 1:16-1:17"],
    ['{ "flagstone": null }', "schema/wrong-type 1:16-1:20"],
    ['{ "flagstone": {}, "flagstone": {} }', "yaml/duplicate-key 1:20-1:31"],
    ['{ "flagstone": { "a": 1, "a": 2 } }', "yaml/duplicate-key 1:26-1:29"],
    ["", "yaml/syntax 1:1-1:1"],
    ["{", "yaml/syntax 1:2-1:2"],
    ['{\n  "a": 1,\n}', "yaml/syntax 3:1-3:2"],
    ["{ 'a': 1 }", "yaml/syntax 1:3-1:4"],
    ["{ a: 1 }", "yaml/syntax 1:3-1:4"],
    ['{ "a": 1 // b\n}', "yaml/syntax 1:10-1:11"],
    ['{ "a" 1 }', "yaml/syntax 1:7-1:8"],
    ['{ "a": 01 }', "yaml/syntax 1:8-1:9"],
    ['{ "a": [1 2] }', "yaml/syntax 1:11-1:12"],
    ['{ "a": [1} }', "yaml/syntax 1:10-1:11"],
    ['{ "a": 1 } }', "yaml/syntax 1:12-1:13"],
    ['{ "a": "b\nc" }', "yaml/syntax 1:8-1:9"],
  ])("%j", (text, finding) => {
    expect(codesOf(text, parseConfig)).toEqual([finding]);
  });
});

describe("very many blank lines or comments in a row", () => {
  const head = "flag: f\nowner: growth\n";
  const blank = (line: string): string => line.repeat(10_001);
  test.each([
    ["after a key", `${head}enabled:\n`, blank("\n"), "  account: &a [acme]\n", true],
    ["of spaces, in CRLF", `${head}enabled:\r\n`, blank("   \r\n"), "  account: &a [acme]\r\n", true],
    ["at the end", `${head}enabled:\n`, blank("\n"), "", true],
    ["after a dash", `${head}links:\n  -\n`, blank("\n"), "    https://a.example.com\n", true],
    ["at the start", "", blank("\n"), `${head}links: &a []\n`, true],
    ["in brackets", `${head}links: [\n`, blank("\n"), "]\n", true],
    ["before a text", `${head}description:\n`, blank("\n"), "  People see it.\n", true],
    ["of comments", `${head}enabled:\n`, blank("# c\n"), "  account: &a [acme]\n", false],
  ])("are refused where they begin: %s", (_, before, lines, after, isCertain) => {
    const text = before + lines + after;
    const { diagnostics } = parse({ path, text });
    const { line } = positionOf({ path, text }, before.length);
    expect(diagnostics.map(({ code, span }) => [code, positionOf(span.source, span.start).line])).toEqual([
      ["yaml/syntax", Math.max(line, before === "" ? 2 : line)],
    ]);
    const fix = diagnostics[0]?.fix;
    expect(fix !== undefined).toBe(isCertain);
    if (fix === undefined) return;
    const fixed = applyEdits({ path, text }, fix.edits).text;
    expect(fixed).toBe(before === "" ? `\n${after}` : before + after);
  });

  test.each([
    ["fewer", `${head}enabled:\n${"\n".repeat(9000)}  account: [acme]\n`],
    ["between entries that are read in runs", `${head}enabled:\n  account:\n${"\n".repeat(20_000)}    - acme\n`],
  ])("%s are read", (_, text) => expect(parse({ path, text }).diagnostics).toEqual([]));
});
