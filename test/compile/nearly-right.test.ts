import { describe, expect, test } from "vitest";
import { compile } from "../../scripts/compile/compile.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { packageJson, treeOf } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

const head = `flag: f
description: People see something new.
owner: growth
scope: [organization, account]
expires: 2027-03-31
default: false
`;
const set = (name: string, scope: string): string =>
  `groups: ${name}\ndescription: Who gets it first of all.\nowner: growth\nscope: ${scope}\nmembers: { first: [s] }\n`;

function treeWith(text: string): Tree {
  return treeOf({
    "package.json": packageJson({
      scopes: { organization: {}, account: { within: "organization" }, user: {} },
      owners: ["growth"],
    }),
    "flags/f.yaml": head + text,
    "groups/ring.yaml": set("ring", "account"),
    "groups/people.yaml": set("people", "user"),
  });
}

/** The findings of a flag whose file ends with this text, and that text once their fixes are applied. */
function judge(text: string): { readonly found: readonly Diagnostic[]; readonly fixed: string } {
  const tree = treeWith(text);
  const { diagnostics: found } = compile(tree, usualDay);
  expect(faultsOfStyle(found)).toEqual([]);
  const edits = found.flatMap(({ fix }) => fix?.edits ?? []);
  const source = tree.files.find(({ path }) => path === "flags/f.yaml");
  return { found, fixed: source === undefined ? "" : applyEdits(source, edits).text.slice(head.length) };
}

const nbsp = "\u00a0";

describe("what is nearly right is reported with its line, the reason and a complete fix", () => {
  test.each<[string, text: string, place: string, reason: string, fixed: string]>([
    [
      "no space after the colon",
      "enabled:\n  account:[acme]\n",
      "2:3",
      "a space is missing after the colon",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "nor brackets",
      "enabled:\n  account:acme\n",
      "2:3",
      "a space is missing after the colon",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "a space before the colon",
      "enabled:\n  account :[acme, globex]\n",
      "2:3",
      "a space is missing after the colon",
      "enabled:\n  account: [acme, globex]\n",
    ],
    [
      "two keys",
      "enabled:\n  account:[acme]\n  organization:b\n",
      "2:3",
      "a space is missing after the colon",
      "enabled:\n  account: [acme]\n  organization: [b]\n",
    ],
    [
      "keys behind their key",
      "enabled: account:acme\n",
      "1:10",
      "a space is missing after the colon",
      "enabled: { account: [acme] }\n",
    ],
    [
      "a brace at a colon",
      "enabled:{account: [acme]}\n",
      "1:8",
      "a space is missing after the colon",
      "enabled: {account: [acme]}\n",
    ],
    [
      "a wide colon",
      "enabled:\n  account：[acme]\n",
      "2:3",
      "a key has the colon `:` after it, not `：` (U+FF1A)",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "an equals sign",
      "enabled:\n  account = [acme]\n",
      "2:3",
      "a key has a colon after it, not `=`",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "no colon",
      "enabled:\n  account acme\n",
      "2:3",
      "a colon is missing after `account`",
      "enabled:\n  account: [acme]\n",
    ],
    ["at the top", "client：true\n", "1:1", "a key has the colon `:` after it, not `：` (U+FF1A)", "client: true\n"],
    [
      "with an equals sign at the top",
      "client = true\n",
      "1:1",
      "a key has a colon after it, not `=`",
      "client: true\n",
    ],
    [
      "an odd space after a colon",
      `enabled:\n  account:${nbsp}[acme]\n`,
      "2:3",
      "the white space at this colon is a no-break space (U+00A0)",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "an em space after a colon",
      "client:\u2003true\n",
      "1:1",
      "the white space at this colon is an unusual space (U+2003)",
      "client: true\n",
    ],
    [
      "odd indentation",
      `enabled:\n${nbsp}${nbsp}account: [acme]\n`,
      "2:1",
      "this line is indented with a no-break space (U+00A0)",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "odd indentation in part",
      `enabled:\n  account:\n  ${nbsp}${nbsp}- acme\n`,
      "3:3",
      "this line is indented with a no-break space (U+00A0)",
      "enabled:\n  account:\n    - acme\n",
    ],
    [
      "wide indentation",
      "enabled:\n\u3000account: [acme]\n",
      "2:1",
      "this line is indented with an ideographic space (U+3000)",
      "enabled:\n account: [acme]\n",
    ],
    [
      "invisible indentation",
      "enabled:\n\u200b account: [acme]\n",
      "2:1",
      "this line is indented with a zero-width space (U+200B)",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "no space after the dash",
      "enabled:\n  account:\n    -acme\n",
      "3:5",
      "a space is missing after the dash",
      "enabled:\n  account:\n    - acme\n",
    ],
    [
      "nor after two",
      "enabled:\n  account:\n    -acme\n    -globex\n",
      "3:5",
      "a space is missing after the dash",
      "enabled:\n  account:\n    - acme\n    - globex\n",
    ],
    [
      "only after the last",
      "enabled:\n  account:\n    - acme\n    -globex\n",
      "4:5",
      "a space is missing after the dash",
      "enabled:\n  account:\n    - acme\n    - globex\n",
    ],
    [
      "all but the last",
      "enabled:\n  account:\n    -acme\n    -globex\n    - initech\n",
      "3:5",
      "a space is missing after the dash",
      "enabled:\n  account:\n    - acme\n    - globex\n    - initech\n",
    ],
    [
      "another dash",
      "enabled:\n  account:\n    – acme\n",
      "3:5",
      "an item of a list has the dash `-` before it, not `–`",
      "enabled:\n  account:\n    - acme\n",
    ],
    [
      "a bullet",
      "enabled:\r\n  account:\r\n    • acme\r\n    • b\r\n",
      "3:5",
      "an item of a list has the dash `-` before it, not `•`",
      "enabled:\r\n  account:\r\n    - acme\r\n    - b\r\n",
    ],
    [
      "an odd space after the dash",
      `enabled:\n  account:\n    -${nbsp}acme\n`,
      "3:5",
      "the white space at this dash is a no-break space (U+00A0)",
      "enabled:\n  account:\n    - acme\n",
    ],
    [
      "commas",
      "enabled:\n  organization: a, b\n",
      "2:17",
      "`organization` must be a list, not a text",
      "enabled:\n  organization: [a, b]\n",
    ],
    [
      "semicolons",
      "enabled:\n  account: acme;globex\n",
      "2:12",
      "`account` must be a list, not a text",
      "enabled:\n  account: [acme, globex]\n",
    ],
    [
      "bars, and what needs quotes",
      "enabled:\n  account: acme | 1e3\n",
      "2:12",
      "`account` must be a list, not a text",
      'enabled:\n  account: [acme, "1e3"]\n',
    ],
    [
      "wide commas",
      "enabled:\n  account: acme，globex\n",
      "2:12",
      "`account` must be a list, not a text",
      "enabled:\n  account: [acme, globex]\n",
    ],
    [
      "quotes around all",
      'enabled:\n  account: "acme, globex"\n',
      "2:12",
      "`account` must be a list, not a text",
      "enabled:\n  account: [acme, globex]\n",
    ],
    [
      "quotes around each",
      'enabled:\n  account: "a","b"\n',
      "2:15",
      "a list of texts needs brackets around it",
      'enabled:\n  account: ["a","b"]\n',
    ],
    [
      "round brackets",
      "enabled:\n  account: (acme, globex)\n",
      "2:12",
      "`account` must be a list, not a text",
      "enabled:\n  account: [acme, globex]\n",
    ],
    [
      "wide brackets",
      "enabled:\n  account: ［acme］\n",
      "2:12",
      "`account` must be a list, not a text",
      "enabled:\n  account: [acme]\n",
    ],
    [
      "one group",
      "enabled:\n  groups: ring/first\n",
      "2:11",
      "`groups` must be a list, not a text",
      "enabled:\n  groups: [ring/first]\n",
    ],
    [
      "groups alone",
      "enabled: ring/first\n",
      "1:10",
      "`enabled` must list customers under their scope",
      "enabled: { groups: [ring/first] }\n",
    ],
    [
      "no space in braces",
      "enabled:\n  account: [{ id:acme, until: 2027-01-01 }]\n",
      "2:15",
      "a space is missing after the colon",
      "enabled:\n  account: [{ id: acme, until: 2027-01-01 }]\n",
    ],
    [
      "no space before a date",
      "enabled:\n  account: [{ id: acme, until:2027-01-01 }]\n",
      "2:25",
      "a space is missing after the colon",
      "enabled:\n  account: [{ id: acme, until: 2027-01-01 }]\n",
    ],
    [
      "no space in an item",
      "enabled:\n  account:\n    - id: acme\n      until:2027-01-01\n",
      "4:7",
      "a space is missing after the colon",
      "enabled:\n  account:\n    - id: acme\n      until: 2027-01-01\n",
    ],
    [
      "no space before a number",
      "rollout: { by: account, percent:25 }\n",
      "1:25",
      "a space is missing after the colon",
      "rollout: { by: account, percent: 25 }\n",
    ],
  ])("%s", (_, text, place, reason, fixed) => {
    const judged = judge(text);
    const [line, column] = place.split(":").map(Number);
    const told = judged.found.filter(({ fix }) => fix !== undefined);
    expect(told.map(({ message }) => message)).toContain(reason);
    const found = told.find(({ message }) => message === reason);
    expect(found && positionOf(found.span.source, found.span.start)).toEqual({ line: (line ?? 0) + 6, column });
    expect(judged.fixed).toBe(fixed);
    expect(compile(treeWith(fixed), usualDay).diagnostics).toEqual([]);
  });
});

describe("where a fix would be a guess, the hint says what to write", () => {
  test.each([
    ["enabled:\n  account: acme globex\n", '`[acme, globex]`, or `["acme globex"]` for one item'],
    ["enabled:\n  account: -acme\n", "write `[acme]`, or after a dash in a line of its own"],
    ["enabled: account: acme\n", "quote the text, or write keys in braces: `enabled: { account: acme }`"],
    ["enabled:\n  - account:[acme]\n", "write `account: [acme]`, without the dash"],
    ["enabled:\n  - account: [acme]\n", "write the keys without dashes before them"],
    ["enabled: [acme]\n", "write `enabled: { organization: [acme] }`, or groups under `groups`"],
    ["enabled: acme\n", "write `enabled: { organization: [acme] }`, or groups under `groups`"],
    ["enabled:\n  groups: { ring: first }\n", "write `[ring/first]`"],
    [
      "enabled:\n  groups: [people/first]\n",
      "name a group of `organization` or `account`, such as `ring/first`, or add `user` to its `scope`",
    ],
    ["enabled:\n  account:\n    * acme\n", "an item of a list starts with `- `"],
  ])("%j", (text, hint) => {
    const { found } = judge(text);
    expect(found.map((each) => each.hint ?? "").join("\n")).toContain(hint);
    expect(found.every(({ fix }) => fix === undefined)).toBe(true);
  });

  test.each(["enabled: true\n", "enabled: yes\n"])("%j is taken to mean everyone", (text) =>
    expect(judge(text).found.map(({ message }) => message)).toEqual([
      "`enabled` lists the customers who get it; for everyone, write `default: true`",
    ]),
  );

  test("spaces inside texts are not taken for indentation", () => {
    const text = `permanent: |\n    A\n    ${nbsp}B\nclient: true\n`;
    expect(judge(text.replace("permanent", "deprecated")).found).toEqual([]);
    expect(judge(`deprecated: "a\n    ${nbsp}b"\n`).found).toEqual([]);
  });
});

describe("an id that was probably meant as something else is reported", () => {
  test.each([
    ["enabled:\n  account:\n    - acme, globex\n", "for several, write an item for each: `acme`, `globex`"],
    ["enabled:\n  account: [acme;globex]\n", "for several, write an item for each: `acme`, `globex`"],
    ["enabled:\n  account: [acme，globex]\n", "for several, write an item for each: `acme`, `globex`"],
    ["enabled:\n  account: ['a, b']\n", "for several, write an item for each: `a`, `b`"],
    ["enabled:\n  account: [“acme”]\n", "these quotes are part of the id; write `acme`, or straight quotes"],
    ["enabled:\n  account:\n    - id:acme\n", "write `acme`, or `id: acme` with a space after the colon"],
    ["enabled:\n  account: [ring/first]\n", "this is the name of a group; list it under `groups`"],
  ])("%j", (text, hint) => {
    const { found } = judge(text);
    expect(found.map(({ code, severity, hint }) => [code, severity, hint])).toEqual([
      ["model/no-effect", "warning", hint],
    ]);
  });

  test.each([
    "enabled:\n  account: [a/b, 'cn=x,ou=y', 'x;', 'a:b', 'https://a.b/c', 'o’neill', 'urn:id:1']\n",
    "enabled:\n  account: [acme-1, ring]\n",
  ])("but not %j", (text) => expect(judge(text).found).toEqual([]));
});
