import { describe, expect, it } from "vitest";
import { type Diagnostic, diagnostic, type Extra } from "../../scripts/model/diagnostic.ts";
import type { Source, Span } from "../../scripts/model/text/source.ts";
import { columnsOf } from "../../scripts/report/findings/display-width.ts";
import type { ReporterOptions } from "../../scripts/report/findings/reporter.ts";
import { reporters } from "../support/reporters.ts";

const { github, json, text } = reporters;

const plain: ReporterOptions = {
  colour: false,
  gitPrefix: "",
  version: "0.0.0",
  pageOf: () => undefined,
  urlOf: () => undefined,
};
const checkout: Source = {
  path: "flags/new_checkout.yaml",
  text: `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2027-03-31
default: false
enabled:
  groups: [ring/canry]
  account:
    - acme
    - globex
    - initech
    - acme
`,
};

/** The span of the last occurrence of a part of a source. */
function spanOf(source: Source, part: string): Span {
  const start = source.text.lastIndexOf(part);
  return { source, start, end: start + part.length };
}

function find(source: Source, part: string, extra: Extra = {}, message = "it is wrong"): Diagnostic {
  return diagnostic("model/unknown-group", spanOf(source, part), message, extra);
}

function report(...diagnostics: Diagnostic[]) {
  return { root: "/instance", files: 14, diagnostics };
}

/** The output of `text` for these findings, without the summary. */
function print(...diagnostics: Diagnostic[]): string {
  return text(report(...diagnostics), plain).replace(/\n\n\d+ errors?[\s\S]*$/, "\n");
}

function frame(content: string, part: string): string[] {
  return print(find({ path: "a.yaml", text: content }, part))
    .split("\n")
    .slice(3, -1);
}

describe("text", () => {
  it("shows a finding in the house style", () => {
    const message = "flag `new_checkout` names group `ring/canry`, which does not exist";
    expect(print(find(checkout, "ring/canry", { hint: "did you mean `ring/canary`?" }, message))).toBe(
      `error[model/unknown-group]: flag \`new_checkout\` names group \`ring/canry\`, which does not exist
 --> flags/new_checkout.yaml:8:12
  |
8 |   groups: [ring/canry]
  |            ^^^^^^^^^^
  = hint: did you mean \`ring/canary\`?
`,
    );
  });

  it("puts fixes after hints and related places below, and aligns line numbers", () => {
    const related = [{ message: "it first appears here", span: spanOf(checkout, "account") }];
    const fix = { title: "remove it", edits: [] };
    expect(
      print(find(checkout, "acme", { related, fix, hint: "once is enough" })),
    ).toBe(`error[model/unknown-group]: it is wrong
  --> flags/new_checkout.yaml:13:7
   |
13 |     - acme
   |       ^^^^
   = hint: once is enough
   = fix: remove it
note: it first appears here
  --> flags/new_checkout.yaml:9:3
   |
 9 |   account:
   |   ^^^^^^^
`);
  });

  it("shows all lines of a short span, and the first and last of a long one", () => {
    expect(frame("a:\n  b\n\n  c  \nd", "a:\n  b\n\n").join("\n")).toBe("1 | a:\n  | ^^\n2 |   b\n  |   ^");
    expect(frame(checkout.text, checkout.text.slice(checkout.text.indexOf("groups"))).join("\n")).toBe(
      " 8 |   groups: [ring/canry]\n   |   ^^^^^^^^^^^^^^^^^^^^\n...\n13 |     - acme\n   |     ^^^^^^",
    );
  });

  it("marks at least one column, even at the end of the text", () => {
    expect(frame("flag: a\n", "")).toEqual(["2 |", "  | ^"]);
    expect(frame("flag: a", "")).toEqual(["1 | flag: a", "  |        ^"]);
  });

  it.each([
    ["a tab", "\tkey: x", "    key: x", 9],
    ["a wide script", "鍵: x", "鍵: x", 4],
    ["an emoji", "👍🏽: x", "👍🏽: x", 4],
    ["a combining mark", "e\u0301: x", "e\u0301: x", 3],
  ])("aligns the mark after %s", (_what, line, shown, indent) => {
    expect(frame(line, "x")).toEqual([`1 | ${shown}`, `  | ${" ".repeat(indent)}^`]);
  });

  it("shortens a long line around the mark", () => {
    const line = `${"a".repeat(5000)}BAD${"b".repeat(5000)}`;
    const [shown, mark] = frame(line, "BAD");
    expect(shown).toBe(`1 | …${"a".repeat(40)}BAD${"b".repeat(67)}…`);
    expect(mark).toBe(`  | ${" ".repeat(41)}^^^`);
    expect(frame("x".repeat(1_000_000), "x".repeat(1_000_000))[1]).toBe(`  | ${"^".repeat(110)}`);
  });

  it("does not split a character where it cuts", () => {
    for (const shift of ["", "x"])
      expect(frame(`${shift}${"😀".repeat(90)}BAD${"😀".repeat(90)}`, "BAD")[0]).not.toContain("\\u{");
  });

  it("lets no text move the cursor, forge a line or reverse characters", () => {
    const hostile = "\x1b[2K\rok\u202Egnp\u200B\u0085";
    const finding = diagnostic(
      "yaml/syntax",
      spanOf({ path: `${hostile}.yaml`, text: `a: ${hostile}\n` }, "ok"),
      `\`${hostile}\`\nerror`,
      {
        hint: hostile,
        fix: { title: hostile, edits: [] },
        related: [{ message: hostile, span: spanOf(checkout, "acme") }],
      },
    );
    const printed = print(finding);
    expect(printed).not.toMatch(/[^\P{C}\n]/u);
    expect(printed.split("\n")[0]).toBe(
      "error[yaml/syntax]: `\\u{1B}[2K\\u{D}ok\\u{202E}gnp\\u{200B}\\u{85}`\\u{A}error",
    );
    expect(printed).toContain("1 | a: \\u{1B}[2K\\u{D}ok\\u{202E}gnp");
  });

  it("shows no frame if there is no text", () => {
    const span = { source: { path: "flags/x.yaml", text: "" }, start: 0, end: 0 };
    expect(print(diagnostic("file/not-a-file", span, "`flags/x.yaml` is a folder, not a file"))).toBe(
      "error[file/not-a-file]: `flags/x.yaml` is a folder, not a file\n --> flags/x.yaml\n",
    );
  });

  it("ends with a summary and what to do next", () => {
    const warning = find(checkout, "acme", { severity: "warning" });
    const error = find(checkout, "acme");
    const last = (...findings: Diagnostic[]) =>
      text(report(...findings), plain)
        .split("\n")
        .slice(-3, -1);
    expect(text(report(), plain)).toBe("no findings in 14 files\n");
    expect(text({ ...report(), files: 1 }, plain)).toBe("no findings in 1 file\n");
    expect(last(error, warning, error)[0]).toBe("2 errors, 1 warning in 14 files");
    const note = diagnostic("model/unsorted", spanOf(checkout, "flag"), "a warning", { severity: "warning" });
    expect(last(note, error)[1]).toBe("what a code means: `flagstone code model/unknown-group`");
    expect(last(warning, warning)).toEqual([
      "2 warnings in 14 files",
      "what a code means: `flagstone code model/unknown-group`",
    ]);
  });

  it("has the same text in colour", () => {
    const finding = find(checkout, "acme", {
      hint: "h",
      related: [{ message: "m", span: spanOf(checkout, "globex") }],
    });
    const coloured = text(report(finding), { ...plain, colour: true });
    expect(coloured).toContain("\x1b[1;31merror[model/unknown-group]\x1b[0m");
    expect(coloured.replace(/\x1b\[[\d;]*m/g, "")).toBe(text(report(finding), plain));
  });
});

describe("json", () => {
  it("has the documented fields and no others", () => {
    const span = spanOf(checkout, "ring/canry");
    const full = find(checkout, "ring/canry", {
      hint: "h",
      related: [{ message: "m", span: spanOf(checkout, "acme") }],
      fix: { title: "t", edits: [{ span, text: "ring/canary" }] },
    });
    const place = { path: checkout.path, line: 8, column: 12, endLine: 8, endColumn: 22 };
    expect(JSON.parse(json(report(full, find(checkout, "acme", { severity: "warning" })), plain))).toEqual({
      version: 1,
      summary: { errors: 1, warnings: 1 },
      diagnostics: [
        {
          code: "model/unknown-group",
          severity: "error",
          message: "it is wrong",
          ...place,
          hint: "h",
          related: [{ message: "m", path: checkout.path, line: 13, column: 7 }],
          fix: { title: "t", edits: [{ ...place, text: "ring/canary" }] },
        },
        {
          code: "model/unknown-group",
          severity: "warning",
          message: "it is wrong",
          ...{ path: checkout.path, line: 13, column: 7, endLine: 13, endColumn: 11 },
        },
      ],
    });
  });
});

describe("github", () => {
  const lines = (finding: Diagnostic, gitPrefix = "") => github(report(finding), { ...plain, gitPrefix }).split("\n");

  it("writes a workflow command, with the path from the root of the repository", () => {
    expect(lines(find(checkout, "acme", { severity: "warning" }), "services/flags/")).toEqual([
      "::warning file=services/flags/flags/new_checkout.yaml,line=13,endLine=13,col=7,endColumn=11,title=model/unknown-group::it is wrong",
      "1 warning in 14 files",
      "",
    ]);
  });

  it("gives no columns for a finding of several lines", () => {
    expect(lines(find(checkout, "acme\n    - globex"))[0]).toContain(".yaml,line=10,endLine=11,title=");
  });

  it("escapes what would end a property or a message", () => {
    const odd = { path: "flags/100%,a:b.yaml", text: "x" };
    const related = [{ message: "there", span: spanOf(checkout, "acme") }];
    expect(lines(find(odd, "x", { hint: "do, this: 100%", related }, "50%\n::error::forged"))[0]).toBe(
      "::error file=flags/100%25%2Ca%3Ab.yaml,line=1,endLine=1,col=1,endColumn=2,title=model/unknown-group" +
        "::50%25\\u{A}::error::forged%0Ahint: do, this: 100%25%0Anote: there (flags/new_checkout.yaml:13:7)",
    );
  });
});

describe("columnsOf", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["äöü", 3],
    ["日本", 4],
    ["한글", 4],
    ["ｆｕｌｌ", 8],
    ["😀", 2],
    ["❤️", 2],
    ["→", 1],
  ])("counts %j as %d", (content, columns) => {
    expect(columnsOf(content)).toBe(columns);
  });
});
