import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { parse, parseConfig } from "../../scripts/compile/1-parse/index.ts";
import { scanRuns } from "../../scripts/compile/1-parse/scan-runs.ts";
import { validate } from "../../scripts/compile/2-validate/index.ts";
import { validators } from "../../scripts/compile/2-validate/shapes/validators.js";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Document } from "../../scripts/model/document.ts";
import { formats } from "../../scripts/model/formats.ts";
import { positionOf, textOf } from "../../scripts/model/text/source.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";

const path = "flags/f.yaml";
const flag = "flag: f\ndescription: What it is.\nowner: o\ndefault: false\nexpires: 2027-01-31\n";
const release = "release: r\ndescription: What it is.\nowner: o\nby: ring\nstages: [{ group: a, version: b }]\n";
const frozen = `frozen:\n  flag: f\n  date: 2026-11-21\n  seal: sha256-${"a".repeat(43)}=\n`;
const privilege = `privilege: p\ndescription: What it is.\nowner: o\nscope: account\n${frozen}`;
const groups = "groups: g\ndescription: What it is.\nowner: o\nscope: account\n";

function documentOf(text: string, read = parse): Document {
  const { document, diagnostics } = read({ path, text });
  expect(diagnostics).toEqual([]);
  if (document === undefined) throw new Error("no document");
  return document;
}

/** The code, place and text of a finding. */
function tell({ code, span }: Diagnostic): string {
  const { line, column } = positionOf(span.source, span.start);
  return `${code} ${line}:${column} ${textOf(span)}`;
}

function findingsOf(text: string, read = parse): readonly string[] {
  return validate(documentOf(text, read)).diagnostics.map(tell);
}

test.each([
  flag,
  `${flag}enabled: { groups: [ring/canary, beta], account: [a, { id: b, until: 2027-01-31, reason: r }] }\n`,
  release,
  privilege,
  `${privilege}  ended: [{ id: a, date: 2026-12-01 }, { sha256: ${"a".repeat(64)}, date: 2026-12-01 }]\n`,
  `${groups}members: [a, b]\n`,
  `${groups}members: { a: [b] }\n`,
  "retired:\n  a: { kind: flag, date: 2026-11-21, outcome: shipped, answer: true }\n",
])("%j is valid", (text) => {
  expect(validate(documentOf(text))).toEqual({ diagnostics: [], sound: true });
});

describe("each finding is at its node", () => {
  test.each([
    [`${flag}zip: 1\n`, "schema/unknown-key 6:1 zip"],
    [`${flag}enabled: { account: [{ id: a, untill: 2027-01-31 }] }\n`, "schema/unknown-key 6:31 untill"],
    [flag.replace("owner: o\n", ""), "schema/missing-key 1:1 flag"],
    [flag.replace("expires: 2027-01-31\n", ""), "schema/missing-key 1:1 flag"],
    [`${flag}enabled: { account: [{ until: 2027-01-31 }] }\n`, "schema/missing-key 6:22 { until: 2027-01-31 }"],
    [privilege.replace(/ {2}seal.*\n/, ""), "schema/missing-key 5:1 frozen"],
    [`${privilege}  ended: [{ date: 2026-12-01 }]\n`, "schema/missing-key 9:11 { date: 2026-12-01 }"],
    [`${flag}permanent: it is\n`, "schema/conflicting-keys 6:1 permanent"],
    [`${flag}enabled: true\n`, "schema/wrong-type 6:10 true"],
    [`${flag}enabled: all\n`, "schema/wrong-type 6:10 all"],
    [`${flag}disabled: [a]\n`, "schema/wrong-type 6:11 [a]"],
    [`${flag}enabled:\n`, "schema/wrong-type 6:1 enabled"],
    [`${flag}enabled:\n  account:\n    -\n    - a\n`, "schema/wrong-type 8:5 -"],
    [`${flag}enabled: { account: [[a]] }\n`, "schema/wrong-type 6:22 [a]"],
    [`${flag}enabled: { account: acme }\n`, "schema/wrong-type 6:21 acme"],
    [`${release}properties: { a: [1] }\n`, "schema/wrong-type 6:18 [1]"],
    [`${release}properties: { a: .inf }\n`, "schema/wrong-value 6:18 .inf"],
    [`${flag}on_expiry: kep\n`, "schema/wrong-value 6:12 kep"],
    [`${flag}links: [ftp://a]\n`, "schema/wrong-value 6:9 ftp://a"],
    [`${flag}enabled: { groups: [a b] }\n`, "schema/wrong-value 6:21 a b"],
    [release.replace("version: b", "version: b, soak: 3 h"), "schema/wrong-value 5:40 3 h"],
    [release.replace("version: b", "version: b, soak: 100000000d"), "schema/wrong-value 5:40 100000000d"],
    [release.replace("version: b", "version: b, soak: 100000h"), "schema/wrong-value 5:40 100000h"],
    [
      release.replace("version: b", `version: b, soak: ${"9".repeat(400)}s`),
      `schema/wrong-value 5:40 ${"9".repeat(400)}s`,
    ],
    [release.replace(/\[.*\]/, "[]"), "schema/wrong-value 5:9 []"],
    [privilege.replace("sha256-", "sha255-"), `schema/wrong-value 8:9 sha255-${"a".repeat(43)}=`],
    [`${privilege}  ended: [{ sha256: A, date: 2026-12-01 }]\n`, "schema/wrong-value 9:21 A"],
    [flag.replace("owner: o", 'owner: ""'), 'schema/wrong-value 3:8 ""'],
    [flag.replace("flag: f", 'flag: ""'), 'schema/bad-name 1:7 ""'],
    [`${flag}enabled: { account: [1e3] }\n`, "schema/unquoted 6:22 1e3"],
    [`${flag}enabled: { account: [{ id: 0x1F }] }\n`, "schema/unquoted 6:28 0x1F"],
    [flag.replace("owner: o", "owner: ~"), "schema/unquoted 3:8 ~"],
    [release.replace("version: b", "version: 1.10"), "schema/unquoted 5:31 1.10"],
    [flag.replace("2027-01-31", "2027-02-30"), "schema/bad-date 5:10 2027-02-30"],
    [flag.replace("2027-01-31", "2027-13-01"), "schema/bad-date 5:10 2027-13-01"],
    [flag.replace("2027-01-31", "31.1.2027"), "schema/bad-date 5:10 31.1.2027"],
    [flag.replace("2027-01-31", "2027-01-31T09:00:00"), "schema/bad-date 5:10 2027-01-31T09:00:00"],
    [privilege.replace("2026-11-21", "2026-11-21T00:00:00Z"), "schema/bad-date 7:9 2026-11-21T00:00:00Z"],
    [`${flag}enabled: { account: ["a\\u200b"] }\n`, 'schema/bad-id 6:22 "a\\u200b"'],
    [`${flag}enabled: { account: [" a"] }\n`, 'schema/bad-id 6:22 " a"'],
    [`${flag}enabled: { account: [""] }\n`, 'schema/bad-id 6:22 ""'],
    [`${groups}members: acme\n`, "schema/wrong-type 5:10 acme"],
    ["retired:\n  a: 5\n", "schema/wrong-type 2:6 5"],
    ["retired:\n  a: []\n", "schema/wrong-value 2:6 []"],
    ["retired:\n  a: [{ kind: flg, date: 2026-11-21, outcome: shipped }]\n", "schema/wrong-value 2:15 flg"],
  ])("%j", (text, finding) => {
    expect(findingsOf(text)).toEqual([finding]);
  });

  test.each([
    ["{}", "schema/missing-key 1:14 {"],
    ['{ "scopes": { "a": { "ignorecase": true } } }', 'schema/unknown-key 1:35 "ignorecase"'],
    ['{ "scopes": {}, "policy": { "warnDays": -1 } }', "schema/wrong-value 1:54 -1"],
    ['{ "scopes": {}, "policy": { "warnDays": 1.5 } }', "schema/wrong-type 1:54 1.5"],
    ['{ "scopes": {}, "policy": { "warnDays": "30" } }', 'schema/wrong-type 1:54 "30"'],
    ['{ "scopes": {}, "owners": [5] }', "schema/wrong-type 1:41 5"],
  ])("config %s", (config, finding) => {
    expect(findingsOf(`{"flagstone":${config}}`, parseConfig)).toEqual([finding]);
  });
});

test("a conflict names both keys", () => {
  const { diagnostics } = validate(documentOf(`${flag}permanent: it is\n`));
  expect(diagnostics[0]?.related.map(({ span }) => textOf(span))).toEqual(["expires"]);
});

test.each([
  ["zero-width space", "\u200b", "U+200B"],
  ["right-to-left override", "\u202e", "U+202E"],
  ["soft hyphen", "\u00ad", "U+00AD"],
  ["line separator", "\u2028", "U+2028"],
  ["half of a pair", "\ud800", "U+D800"],
])("a bad id names its %s", (_, character, name) => {
  const text = `${flag}enabled: { account: [${JSON.stringify(`a${character}b`)}] }\n`;
  expect(validate(documentOf(text)).diagnostics[0]?.message).toContain(name);
});

test("ids may be in any script", () => {
  for (const id of ["acme", "a b", "Ærø", "客户-1", "🦆", "a'b"]) expect(formats.id(id), id).toBe(true);
  for (const id of ["", " a", "a\u00a0", "a\tb", "a\u0085", "\u200fa", "a\ufeff"])
    expect(formats.id(id), id).toBe(false);
});

describe("a fix removes its finding", () => {
  test.each([
    [`${flag}on_expiri: keep\n`, "on_expiry: keep"],
    [`${flag}on_expiry: Keep\n`, "on_expiry: keep"],
    [`${flag}enabled: { account: acme }\n`, "account: [acme]"],
    [`${flag}links: "https://a.b/c,d"\n`, 'links: ["https://a.b/c,d"]'],
    [`${flag}enabled: { account: [1e3, true] }\n`, '["1e3", "true"]'],
    [flag.replace("2027-01-31", "2027-1-5"), "expires: 2027-01-05"],
    [flag.replace("2027-01-31", "2027/01/05"), "expires: 2027-01-05"],
    [flag.replace("2027-01-31", "20270105"), "expires: 2027-01-05"],
    [flag.replace("2027-01-31", "2027-01-05 10:00:00Z"), "expires: 2027-01-05T10:00:00Z"],
    [`${flag}enabled: { account: ["a\\u200b"] }\n`, 'account: ["a"]'],
    [`${flag}enabled:\n  account:\n    - a\u200bb\n`, "- ab"],
    [`${release}properties: { a: .nan }\n`, '{ a: ".nan" }'],
  ])("%j", (text, fixed) => {
    const document = documentOf(text);
    const { diagnostics } = validate(document);
    const edits = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
    const after = applyEdits(document.source, edits).text;
    expect(after).toContain(fixed);
    expect(findingsOf(after)).toEqual([]);
  });

  test.each([
    flag.replace("2027-01-31", "01/02/2027"),
    `${flag}enabled: { account: ["a\\u200db", "a\\u202eb"] }\n`,
    `${flag}enabled: true\n`,
    `${flag}zip: 1\n`,
  ])("no fix is offered if the meaning is unclear: %j", (text) => {
    const { diagnostics } = validate(documentOf(text));
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.filter(({ fix }) => fix !== undefined)).toEqual([]);
  });
});

describe("data that does not match the schema is removed", () => {
  const left = (text: string, read = parse): { data: unknown; sound: boolean } => {
    const document = documentOf(text, read);
    const { sound } = validate(document);
    return { data: JSON.parse(JSON.stringify(document.data)), sound };
  };

  test("keys and entries, with their places", () => {
    const text = `${flag}zip: 1\nenabled:\n  account: [1e3, a, { id: b, until: x, zip: 1 }, { until: 2027-01-31 }, c]\n  brand: d\n`;
    const document = documentOf(text);
    expect(validate(document).sound).toBe(true);
    expect(document.data).toMatchObject({ enabled: { account: ["a", { id: "b" }, "c"] } });
    const { enabled } = document.data as { enabled: { account: string[] } };
    expect(Object.keys(enabled)).toEqual(["account"]);
    expect([...(document.maps.get(enabled)?.values.keys() ?? [])]).toEqual(["account"]);
    const items = document.lists.get(enabled.account)?.items ?? [];
    expect(items.map(({ start, end }) => text.slice(start, end))).toEqual(["a", "{ id: b, until: x, zip: 1 }", "c"]);
  });

  test("a run stays after its entry", () => {
    const names = Array.from({ length: 50 }, (_, at) => `    - id-${at}\n`).join("");
    const document = documentOf(`${flag}enabled:\n  account:\n    - 1e3\n    - [x]\n${names}    - true\n${names}`);
    expect(validate(document).sound).toBe(true);
    const { account } = (document.data as { enabled: { account: string[] } }).enabled;
    expect(account).toEqual(["id-0", "id-0"]);
    expect([...(document.lists.get(account)?.runs ?? [])].map(([at, { ids }]) => [at, ids.length])).toEqual([
      [0, 49],
      [1, 49],
    ]);
  });

  test.each([
    [flag.replace("default: false", "default: [5]"), false],
    [flag.replace("expires: 2027-01-31", "expires: never"), false],
    [flag.replace("owner: o\n", ""), false],
    [`${flag}scope: [account, 1e3]\n`, false],
    [`${flag}links: [1e3]\n`, true],
    [`${flag}permanent: it is\n`, true],
    [release.replace("version: b", "version: 1.0"), false],
    [privilege.replace("seal: sha256", "seal: sha25"), false],
    [`${privilege}  ended: [{ id: a }]\n`, true],
    ["retired: { a: { kind: x, date: 2026-11-21, outcome: shipped } }\n", true],
  ])("%j is complete: %s", (text, sound) => {
    expect(left(text).sound).toBe(sound);
  });
});

describe("any data at all", () => {
  const scalar = fc.constantFrom<unknown>(
    "a",
    "",
    "2027-01-31",
    "x y",
    "1e3",
    true,
    false,
    null,
    5,
    1.5,
    [],
    {},
    ["a"],
    [{}],
  );
  const entry = fc.dictionary(fc.constantFrom("id", "until", "reason", "link", "zip", "date", "sha256"), scalar);
  const value = fc.oneof(scalar, entry, fc.array(fc.oneof(scalar, entry), { maxLength: 3 }));
  const keys =
    "description owner links scope expires permanent default enabled members frozen ended stages by zip".split(" ");
  const body = fc.dictionary(
    fc.constantFrom(...keys, "account", "seal", "flag"),
    fc.oneof(value, fc.dictionary(fc.constantFrom(...keys, "account"), value)),
  );
  const whole = [flag, release, privilege, `${groups}members: [a]\n`, "retired: {}\n"];

  test("has findings exactly if the schema rejects it, and none of those errors once they are removed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), body, (text, more) => {
        const extra = Object.entries(more).filter(([key]) => !new RegExp(`^${key}:`, "m").test(text));
        const rest = extra.length > 0 ? stringify(Object.fromEntries(extra), { aliasDuplicateObjects: false }) : "";
        const document = documentOf(text + rest);
        const isFine = validators[document.kind](document.data);
        const { diagnostics, sound } = validate(document);
        expect(diagnostics.length === 0).toBe(isFine);
        for (const { message, span } of diagnostics) {
          expect(message.length).toBeLessThanOrEqual(100);
          expect(span.end).toBeGreaterThan(span.start);
        }
        if (sound && !validators[document.kind](document.data)) {
          expect(validators[document.kind].errors?.every(({ keyword }) => keyword === "oneOf")).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("the scanner leaves every entry that the schema would reject to the validator", () => {
  const ids = ["a", "007", "'1e3'", "x:y", "a/b", "a|b", "null", "1.0", "é", "a\u200b"];
  const values = [
    "until: 2027-01-31",
    "until: 2027-02-30",
    "from: 2027",
    "reason: 5",
    "reason: 1.5",
    'reason: ""',
    "link: a",
  ];
  const more = [
    "link: https://a.b",
    "link: 'http://a b'",
    "reason: ' '",
    "until: '2027-01-31'",
    "reason: true",
    "version: x",
  ];
  const all = [...values, ...more];
  let taken = 0;
  for (const id of ids) {
    for (const entry of [id, ...all.flatMap((each) => [`{ id: ${id}, ${each} }`, `id: ${id}\n      ${each}`])]) {
      const text = `${flag}enabled:\n  account:\n${`    - ${entry}\n`.repeat(3)}`;
      if (scanRuns(text, { shortest: 1 }).runs.size === 0) continue;
      taken++;
      expect(findingsOf(text), entry).toEqual([]);
    }
  }
  expect(taken).toBeGreaterThan(30);
});
