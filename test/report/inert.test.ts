import ts from "typescript-5.9";
import { describe, expect, it } from "vitest";
import { draftOf } from "../../scripts/edit/text/tree-draft.ts";
import { unifiedDiff } from "../../scripts/edit/text/unified-diff.ts";
import type { Effect } from "../../scripts/effect/effect.ts";
import { comment, union } from "../../scripts/emit/type-syntax.ts";
import type { Log } from "../../scripts/history/logged-change.ts";
import { diagnostic } from "../../scripts/model/diagnostic.ts";
import { escapeControls, printableJson } from "../../scripts/model/text/escape-controls.ts";
import { csvOf } from "../../scripts/report/csv.ts";
import { effectReporters } from "../../scripts/report/effects/index.ts";
import { forecastIcs } from "../../scripts/report/forecast/ics.ts";
import { forecastJson } from "../../scripts/report/forecast/json.ts";
import { forecastPage } from "../../scripts/report/forecast/page.ts";
import { logJson } from "../../scripts/report/log/json.ts";
import { logText } from "../../scripts/report/log/text.ts";
import { pageHtml } from "../../scripts/report/pages/html.ts";
import { pageMarkdown } from "../../scripts/report/pages/markdown.ts";
import { pageText } from "../../scripts/report/pages/text.ts";
import { stagesJson } from "../../scripts/report/stages/json.ts";
import { stagesText } from "../../scripts/report/stages/text.ts";
import { reporters } from "../support/reporters.ts";

/** Texts that a CI runner, a terminal or a reader would not take as plain text. */
const hostile = [
  "##[error]forged",
  "###[group]forged",
  "##vso[task.setvariable variable=x]forged",
  "##teamcity[buildStatus text='forged']",
  "::error::forged",
  "\u3000::stop-commands::forged",
  "::add-mask ::x",
  "section_start:1700000000:forged",
  "section_end:1700000000:forged\r\u001b[0K",
  "\u001b]8;;https://evil.example.com\u0007forged",
  "\u009b2Kforged",
  "\u202egnp.forged",
  "a\u200bcme",
  "a\u034fcme\u3164",
  "\u{e0061}\u{e0062}",
  "one\u2028::error::two",
  "half \ud800",
];

// No output may match these, on any host. A tab may be part of a diff.
const commanding = /^\s*::[a-z]|##[\w.-]*\[|section_(?:start|end):\d/im;
const unseen = /(?!\n|\t|\uFE0F)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

function expectInert(output: string): void {
  expect(output).not.toMatch(commanding);
  expect(output).not.toMatch(unseen);
}

function effectOf(text: string): Effect {
  const transition = {
    scope: text,
    from: text,
    to: `${text}2`,
    ids: [text],
    patterns: [text],
    unlisted: false,
    why: "group",
    group: text,
    where: { [text]: [text] },
  } as const;
  const together = {
    parties: [
      { scope: text, ids: [text], patterns: [text], unlisted: true, isEveryone: false },
      { scope: text, ids: [], patterns: [], unlisted: true, isEveryone: true },
    ],
    from: text,
    to: `${text}2`,
    unlisted: true,
    where: { [text]: [text] },
  } as const;
  const decision = {
    kind: "release",
    name: text,
    environment: text,
    transitions: [transition],
    newcomers: [],
    together: [together],
  } as const;
  return {
    at: 0,
    impact: "data",
    decisions: [decision],
    groups: [
      {
        name: text,
        environment: undefined,
        scope: text,
        moves: [{ from: null, to: text, ids: [text], patterns: [text], unlisted: true, where: { [text]: [text] } }],
      },
    ],
    names: { added: [{ kind: "flag", name: text }], removed: [], retired: [] },
    types: [{ kind: "flag", name: text, isBreaking: true, message: `loses \`${text}\` and ${text}` }],
    properties: [{ release: text, property: text, from: text, to: "" }],
    later: [{ on: 1, decisions: [decision], groups: [] }],
    undone: [],
    unsaid: [{ kind: "flag", name: text, environment: text, message: `has \`${text}\` and ${text}` }],
  };
}

function logOf(text: string): Log {
  const commit = { id: "0".repeat(40), at: 0, author: text, subject: text, parents: [], changes: [] };
  const fact = {
    kind: "flag",
    name: text,
    environment: text,
    path: ["description"],
    from: text,
    to: text,
    customers: [],
  };
  const logged = {
    commit,
    at: 0,
    merged: [text],
    effect: effectOf(text),
    facts: [fact, { ...fact, path: ["links", text], from: null, to: "" }, { ...fact, path: ["owner", text], to: null }],
    unreadable: [{ path: text, message: text }],
  };
  return { commits: [logged], older: 0, cut: undefined } as unknown as Log;
}

function stagingOf(text: string) {
  const next = { version: text, from: text, ready: { state: "blocked", reason: text } } as const;
  const stage = {
    group: text,
    version: text,
    customers: 1,
    patterns: 1,
    conditions: [{ [text]: [text] }],
    percent: 0,
    shares: [{ percent: 1, where: { [text]: [text] } }],
    isDefault: false,
    soak: 0,
    since: 0,
    isAtLeast: false,
    next,
  };
  const pin = { scope: text, id: text, version: text, from: -Infinity, until: Infinity };
  return {
    environment: text,
    stages: [stage],
    others: [text],
    pinned: [pin],
    blocked: [{ version: text, reason: text }],
  };
}

describe.each(hostile)("%j is plain text", (text) => {
  it.each(Object.keys(reporters) as (keyof typeof reporters)[])("in findings as %s", (format) => {
    const source = { path: `flags/${text}.yaml`, text: `${text}\nflag: ${text}\n` };
    const at = source.text.lastIndexOf(text) + 2;
    const span = { source, start: at, end: at + 3 };
    const fix = { title: text, edits: [{ span, text }] };
    const finding = diagnostic("yaml/syntax", span, text, { hint: text, fix, related: [{ message: text, span }] });
    const all = Array.from({ length: 12 }, () => finding);
    const output = reporters[format](
      { root: "", files: 1, diagnostics: all },
      { colour: false, version: "0", gitPrefix: `${text}/`, pageOf: () => undefined, urlOf: () => undefined },
    );
    expectInert(output.replace(/^::error file=[^:\n]*::/gm, ""));
  });

  it.each(Object.keys(effectReporters) as (keyof typeof effectReporters)[])("in an effect as %s", (format) => {
    expectInert(effectReporters[format](effectOf(text), { colour: false }));
  });

  it("in a log", () => {
    expectInert(logText(logOf(text), { colour: false, mostLines: 100 }));
    expectInert(logJson(logOf(text), false));
  });

  it("in pages, tables and calendars", () => {
    const part = {
      heading: text,
      lead: [text],
      items: [{ title: text, details: [["why", text] as const] }],
      table: { columns: [text], rows: [[text]] },
    };
    const page = { title: text, lead: [text], parts: [part] };
    for (const output of [
      pageText(page, false),
      pageMarkdown(page, "flagstone statement"),
      pageHtml(page),
      csvOf([[text, text]]),
    ])
      expectInert(output.replaceAll("\r\n", "\n"));
    const { decisions, groups } = effectOf(text);
    const event = { on: 0, owner: text, kind: "flag", name: text, effect: { on: 0, decisions, groups } } as const;
    const agenda = { from: 0, before: Infinity, owners: [text], events: [event], red: [], unsaid: [] };
    const calendar = forecastIcs(agenda, text, text);
    expectInert(calendar.replaceAll("\r\n ", "").replaceAll("\r\n", "\n"));
    expectInert(forecastJson(agenda));
    expectInert(pageText(forecastPage(agenda, text), false));
  });

  it("in stages", () => {
    const options = { now: 1, scope: text, hasPast: true, line: text, remedy: text, colour: false };
    expectInert(stagesText(stagingOf(text), options));
    expectInert(stagesJson([stagingOf(text)], { name: text, by: text, differs: false, past: undefined }));
  });

  it("in the diff of an edit, including the file name", () => {
    const source = { path: `flags/${text}.yaml`, text: `${text}\n  ${text}\n\t${text}\na: b\n` };
    const draft = draftOf(
      { root: "", config: { path: "", text: "" }, files: [source], diagnostics: [] },
      () => undefined,
    );
    const end = source.text.length;
    draft.edit([{ span: { source, start: end - 2, end }, text: `${text}\n${text}\n` }]);
    expectInert(
      draft
        .changes()
        .map((change) => unifiedDiff(change))
        .join(""),
    );
  });

  it("in a message, and is read back from JSON unchanged", () => {
    expectInert(escapeControls(`  ${text}`));
    expectInert(printableJson({ [text]: [text] }));
    expect(JSON.parse(printableJson({ [text]: [text] }))).toEqual({ [text]: [text] });
  });

  it("in types", () => {
    expectInert(union([text]));
    expect(JSON.parse(union([text]))).toBe(text);
  });
});

it.each(["acme", "::1", "fe80::1", "a::b", "[a](b)", "#1", "## heading", "section_start", "ünï ❤️ 東京", "a: b"])(
  "%j stays unchanged",
  (text) => {
    expect(escapeControls(text)).toBe(text);
    expect(printableJson(text)).toBe(`${JSON.stringify(text)}\n`);
  },
);

it("a file name in a diff is quoted so that git reads it unchanged", () => {
  const draft = draftOf({ root: "", config: { path: "", text: "" }, files: [], diagnostics: [] }, () => undefined);
  draft.create({ path: 'flags/"\u202e##[x]\u001b\\é.yaml', text: "a\n" });
  const [change] = draft.changes();
  const name = /^\+\+\+ "b\/(.*)"$/m.exec(unifiedDiff(change as never))?.[1] ?? "";
  const bytes = name.replace(/\\(\d{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
  expect(name).toMatch(/^[ -~é]*$/);
  expect(Buffer.from(bytes.replace("é", "\u00c3\u00a9"), "latin1").toString()).toBe('flags/"\u202e##[x]\u001b\\é.yaml');
});

describe("a doc comment", () => {
  const texts = [
    "{@link https://evil.example.com forged}",
    "See {@linkcode secret} and { @link x }.",
    "ends */ export const forged = 1; /*",
    "*/",
    "@deprecated forged",
    "words and @deprecated forged",
    "words\n\t@deprecated forged",
    "(@internal)",
    "![x](https://evil.example.com/x.png) [y](command:forged)",
    "<img src=x> <script>",
    "\u001b[2K\u202egnp",
  ];

  it.each(texts)("has no tag, link or markup from %j", (text) => {
    const named = { description: text, owner: text, links: [`https://e.example.com/${text}`], deprecated: text };
    const source = `declare const names: {\n${comment(named as never, [`Permanent: ${text}`])}\n  readonly a: "a";\n};\n`;
    expect(source).not.toMatch(unseen);
    expect(source).not.toMatch(/(?<!\\)<[a-z]|(?<!\\)\[[^\]]*\]\(/);
    const file = ts.createSourceFile("a.d.ts", source, ts.ScriptTarget.ES2023, true);
    expect((file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
    const tags: string[] = [];
    const visit = (node: ts.Node): void => {
      for (const doc of ts.getJSDocCommentsAndTags(node)) {
        const all = [doc, ...(ts.isJSDoc(doc) ? (doc.tags ?? []) : [])];
        for (const each of all) if (typeof each.comment === "object") tags.push("link");
        if (ts.isJSDoc(doc)) tags.push(...(doc.tags ?? []).map(({ tagName }) => tagName.text));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    expect(tags).toEqual(["see", "deprecated"]);
  });

  it("keeps words, code and addresses unchanged", () => {
    const named = {
      description: "Asks `a < b`; write to me@acme.com, see [1].",
      owner: "growth",
      links: [],
      deprecated: undefined,
    };
    expect(comment(named as never, [])).toContain("   * Asks `a < b`; write to me@acme.com, see [1].\n");
  });
});
