import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { expect, test, vi } from "vitest";
import { parse } from "../../scripts/compile/1-parse/index.ts";
import { validate } from "../../scripts/compile/2-validate/index.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { fencesOf } from "../support/fences.ts";
import { filesIn } from "../support/files.ts";
import { repository } from "../support/shipped-instance.ts";

interface TextDocument {
  positionAt(offset: number): object;
}

/** The part of the server that validates a file with its schema, as editors show it. */
interface LanguageService {
  configure(settings: object): void;
  doComplete(
    document: TextDocument,
    position: object,
    isKubernetes: boolean,
  ): Promise<{ readonly items: readonly { readonly label: string }[] } | null>;
  doHover(document: TextDocument, position: object): Promise<{ readonly contents: { readonly value: string } } | null>;
  doValidation(document: object, isKubernetes: boolean): Promise<readonly { readonly message: string }[]>;
}

const require = createRequire(import.meta.url);
const { getLanguageService } = require("yaml-language-server") as {
  getLanguageService(options: object): LanguageService;
};
const { TextDocument } = createRequire(require.resolve("yaml-language-server"))(
  "vscode-languageserver-textdocument",
) as { TextDocument: { create(uri: string, language: string, version: number, text: string): TextDocument } };

const server = getLanguageService({
  // Files of cases refer to a schema that is not next to them.
  schemaRequestService: async (uri: string) =>
    readFileSync(join(repository, "schema", basename(uri).replace(/^schema\.json$/, "document.schema.json")), "utf8"),
  workspaceContext: { resolveRelativePath: (path: string) => `file:///instance/schema/${basename(path)}` },
});
server.configure({
  validate: true,
  completion: true,
  hover: true,
  yamlVersion: "1.2",
  schemas: [{ uri: "file:///instance/schema/document.schema.json", fileMatch: ["*.yaml"] }],
});

let version = 0;

/** A file that the server sees as a new version of the previous one. */
function open(text: string): TextDocument {
  return TextDocument.create("file:///instance/flags/a.yaml", "yaml", version++, text);
}

/** What the server shows in a file. */
async function shownIn({ text }: Source): Promise<readonly string[]> {
  const found = await server.doValidation(open(text), false);
  return found.map(({ message }) => message);
}

/** Whether there are no findings about the form of a document, which is all that a schema can check. */
function isAccepted(source: Source): boolean {
  const { document, diagnostics } = parse(source);
  return document !== undefined && diagnostics.length === 0 && validate(document).diagnostics.length === 0;
}

/** Every document of the repository, its test cases, and its pages. */
function documents(): readonly Source[] {
  const files = ["flags", "groups", "test/cases"].flatMap((folder) =>
    filesIn(join(repository, folder)).filter(({ path }) => /\.ya?ml$/.test(path)),
  );
  const pages = readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path));
  const examples = ["README.md", ...pages].flatMap((path) =>
    fencesOf(readFileSync(join(repository, path), "utf8"))
      .filter(({ fence }) => /^ya?ml\b/.test(fence))
      .map(({ text }) => ({ path, text })),
  );
  return [...files, ...examples].filter(({ text }) =>
    /^(?:#.*\n)*(?:flag|release|privilege|groups|attribute|identities|retired|waiver):/.test(text),
  );
}

test("accepts what `check` accepts: every file, and every example of the pages", async () => {
  const accepted = documents().filter(isAccepted);
  expect(accepted.length).toBeGreaterThan(500);
  const refused: string[] = [];
  const warn = vi.spyOn(console, "warn");
  for (const source of accepted)
    for (const message of await shownIn(source)) refused.push(`${source.path}: ${message}\n${source.text}`);
  expect(refused).toEqual([]);
  // The server warns about a schema that it cannot read, such as one that refers to itself.
  expect(warn.mock.calls).toEqual([]);
  warn.mockRestore();
});

const head = "description: Customers see it.\nowner: growth\n";
const flag = (rest: string): string => `flag: f\n${head}scope: account\n${rest}`;
const ends = [
  "2027-03-31",
  "9999-12-31",
  "2027-03-31T23:59:59Z",
  "2027-03-31T23:59Z",
  "2027-03-31t23:59:59.5+02:00",
  "2016-12-31T23:59:60Z",
];

test.each([
  [
    "whole numbers as ids",
    flag("permanent: It is for good.\ndefault: false\nenabled:\n  account: [1, 007, { id: 12345678901234567890 }]\n"),
  ],
  [
    "whole numbers as versions",
    `release: r\n${head}by: ring\nstages:\n  - { group: 1, version: 123 }\npinned:\n  account: [{ id: 1, version: 2 }]\nblocked:\n  - { version: 3, date: 2027-01-01, reason: 4 }\n`,
  ],
  [
    "whole numbers as variants and answers",
    flag(
      "permanent: 1\nvariants: [1, 2]\ndefault: 1\nassign:\n  2: { account: [3] }\nexamples:\n  - { when: { account: 3 }, expect: 2 }\n",
    ),
  ],
  [
    "whole numbers as texts",
    flag("permanent: 1\ndefault: false\npaused: 51\nrollout: { percent: 5 }\n").replace("growth", "1"),
  ],
  [
    "whole numbers as groups",
    `groups: g\n${head}scope: account\ndefault: 1\nmembers:\n  1: [2, { id: 3, until: 2027-01-01 }, { match: "abc*" }]\n  4: []\n`,
  ],
  ["retired answers", "retired:\n  a: { kind: flag, date: 2026-11-21, outcome: shipped, answer: 1 }\n"],
  [
    "identities",
    `identities: i\n${head}scope: account\nchildren: { brand: { 1: [2] } }\naliases: [{ id: 3, was: 4, until: 2027-06-30T00:00:00Z }]\n`,
  ],
  ...ends.map((end) => [
    `the end ${end}`,
    flag(`expires: ${end}\ndefault: false\nenabled:\n  account: [{ id: a, until: ${end} }]\n`),
  ]),
])("accepts %s if `check` does", async (_, text) => {
  const source = { path: "flags/f.yaml", text };
  if (isAccepted(source)) expect(await shownIn(source)).toEqual([]);
  else expect(text).toMatch(/23:59Z|t23/);
});

const tests = ["from", "above", "below", "up_to", "until", "match", "has", "not", "untold"];

test.each<readonly [text: string, labels: readonly string[]]>([
  [flag("enabled:\n  |"), ["groups", "where"]],
  [flag("enabled:\n  where:\n    - where: { country: de }\n      |"), ["from", "until", "reason", "link"]],
  [flag("enabled:\n  where:\n    - country:\n        |"), tests],
  [flag("disabled:\n  where:\n    - country:\n        not:\n          |"), tests.filter((test) => test !== "not")],
  [flag("rollout:\n  - |"), ["among", "percent", "weights", "ratio", "by", "salt"]],
  [flag("rollout:\n  - among:\n      - |"), ["where"]],
  [flag("requires:\n  - |"), ["where"]],
  [`groups: g\n${head}members:\n  early:\n    - |`, ["id", "match", "where", "percent", "salt", "from", "until"]],
  [`attribute: a\n${head}|`, ["scope", "type", "ignoreCase"]],
  [`attribute: a\n${head}type: |`, ["text", "number", "version", "date", "boolean", "list"]],
])("%j is completed with %j", async (text, labels) => {
  const at = text.indexOf("|");
  const document = open(text.replace("|", ""));
  const found = await server.doComplete(document, document.positionAt(at), false);
  const shown = found?.items.map(({ label }) => label) ?? [];
  expect(shown).toEqual(expect.arrayContaining([...labels]));
  // The server also offers titles of shapes, which are not keys.
  const isTest = labels.includes("match") && !labels.includes("id");
  if (isTest) expect(shown.filter((label) => /^[a-z]/.test(label))).toEqual(labels);
});

const where = (test: string): string => flag(`enabled:\n  where:\n    - country: ${test}\n`);

test.each<readonly [text: string, said: RegExp]>([
  [flag("enabled:\n  |where:\n    - country: de\n"), /everyone for whom one of them holds/],
  [flag("requires:\n  - |where: { country: de }\n"), /all of them must hold/],
  [flag("rollout:\n  - |among: [ring/canary]\n    percent: 5\n"), /it is for, and conditions/],
  [where("{ |from: 1 }"), /At least/],
  [where("{ |above: 1 }"), /More than/],
  [where("{ |below: 1 }"), /Less than/],
  [where("{ |up_to: 1 }"), /At most/],
  [where("{ |until: 2027-01-01 }"), /the last day/],
  [where("{ |match: a* }"), /begin or end like this/],
  [where("{ |has: [a, b] }"), /one of these/],
  [where("{ |not: { match: a* } }"), /must not hold/],
  [where("{ not: { |match: a* } }"), /begin or end like this/],
  [where("{ |untold: true }"), /has not passed it/],
  [`attribute: a\n${head}|type: text\n`, /list of all allowed texts/],
  [`attribute: a\n${head}type: text\n|ignoreCase: true\n`, /ignore letter case/],
])("%j is explained", async (text, said) => {
  const at = text.indexOf("|");
  const document = open(text.replace("|", ""));
  const found = await server.doHover(document, document.positionAt(at + 1));
  expect(found?.contents.value.replaceAll("\\", "")).toMatch(said);
});

test.each([
  ["a misspelt key", flag("permanent: It is.\ndefault: false\nenabld: {}\n")],
  ["no owner", flag("permanent: It is.\ndefault: false\n").replace("owner: growth\n", "")],
  ["a list where a text is wanted", flag("permanent: [a]\ndefault: false\n")],
  ["a version with a point", `release: r\n${head}by: ring\nstages:\n  - { group: a, version: 1.10 }\n`],
])("still refuses %s", async (_, text) => {
  expect(isAccepted({ path: "flags/f.yaml", text })).toBe(false);
  expect(await shownIn({ path: "flags/f.yaml", text })).not.toEqual([]);
});
