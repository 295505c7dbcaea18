import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { validate } from "@umbrelladocs/rdformat-validator";
import { Ajv } from "ajv";
import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { type Code, codes } from "../../scripts/model/codes.ts";
import { type Diagnostic, diagnostic, type Extra } from "../../scripts/model/diagnostic.ts";
import type { Source, Span } from "../../scripts/model/text/source.ts";
import { codeSpan, inert } from "../../scripts/report/escape-markdown.ts";
import { hostPath } from "../../scripts/report/findings/host-path.ts";
import type { ReporterOptions } from "../../scripts/report/findings/reporter.ts";
import type { Report } from "../../scripts/report/report.ts";
import { reporters } from "../support/reporters.ts";

const { github, gitlab, markdown, rdjson, sarif } = reporters;
const options: ReporterOptions = {
  colour: false,
  gitPrefix: "services/",
  version: "1.2.3",
  pageOf: (code) => `# ${code}\n`,
  urlOf: () => undefined,
};
const ring: Source = {
  path: "groups/ring.yaml",
  text: "groups: ring\nmembers:\n  canary: [ä, 😀, acme]\n  vip:\n    - acme\n    - globex\n",
};

/** Texts that would do harm if a host did not treat them as plain text. */
const hostile = [
  "@acme/team",
  "#12",
  "GH-12",
  "acme/shop#7",
  "0123456789abcdef0123456789abcdef01234567",
  "https://evil.example.com",
  "www.evil.example.com",
  "me@evil.example.com",
  "[click](https://evil.example.com)",
  "![](https://evil.example.com/x.png)",
  "<img src=x onerror=alert(1)>",
  "<!-- hidden",
  "&#64;team",
  "\\`",
  "`",
  "``",
  "```",
  "~~~",
  "a`@team`b",
  "| a | b |",
  "*strong* _weak_ ~gone~",
  ":tada:",
  "$`x`$",
  "- [ ] task",
  "/close",
  "\n\n# heading\n",
  "\r::error::forged",
  "\u001B[2K",
  "\u202Eevil",
  "\u2028",
  "##[error]forged",
  "::error::forged",
  "::stop-commands::x",
];

function spanOf(source: Source, part: string, from = 0): Span {
  const start = source.text.indexOf(part, from);
  return { source, start, end: start + part.length };
}

function find(
  part: string,
  extra: Extra = {},
  message = "`acme` is wrong",
  code: Code = "model/two-groups",
): Diagnostic {
  return diagnostic(code, spanOf(ring, part), message, extra);
}

function report(...diagnostics: Diagnostic[]): Report {
  return { root: "/instance", files: 14, diagnostics };
}

/** A finding in which every text is this one, the file name included. */
function findingOf(text: string): Diagnostic {
  const source = { path: `flags/${text.replaceAll("/", "∕")}.yaml`, text: `flag: ${text}\n` };
  const span = { source, start: 6, end: 6 + text.length };
  const related = [{ message: `and ${text}`, span }];
  const fix = { title: `write ${text}`, edits: [{ span, text }] };
  return diagnostic("yaml/syntax", span, `\`${text}\` and ${text}`, { related, fix, hint: `see ${text}` });
}

/** The visible text of some Markdown outside code, as a host's filters see it, and its elements. */
function rendered(text: string): { prose: string; tags: readonly string[] } {
  const html = marked.parse(text, { async: false, gfm: true });
  const bare = html.replace(/<code>[\s\S]*?<\/code>/g, "").replace(/&(?:quot|#39);/g, "'");
  const tags = [...new Set([...html.matchAll(/<(\w+)/g)].map(([, tag = ""]) => tag))].sort();
  return { prose: bare.replace(/<\/?\w+>/g, ""), tags };
}

const live = /[@#<>|\\[\]*_~$]|https?:|www\.|\d{7}|-\d+\b(?<!\d{4}-\d\d(?:-\d\d)?)|:\w+:|&/;

describe("inert", () => {
  it.each([
    ["`a` is in `b`, and in `c`; see 12 files", "`a` is in `b`, and in `c`; see 12 files"],
    ["it ended on 2036-03-31.", "it ended on 2036-03-31."],
    ["ask @acme/team, or #12", "ask `@acme/team,` or `#12`"],
    ["an odd ` tick", "an odd ` tick`"],
    ["``` fence", "`fence`".replace("`f", "` f")],
    ["`a`@b", "`a@b`"],
  ])("%j becomes %j", (message, expected) => {
    expect(inert(message)).toBe(expected);
  });

  it("escapes any text", () => {
    const word = fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 8 }), fc.constantFrom(" ", "`", "a"));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const { prose, tags } = rendered(`x ${inert(words.join(""))} ${codeSpan(words.join(""))}`);
        expect(prose).not.toMatch(live);
        expect(tags.filter((tag) => tag !== "code" && tag !== "p")).toEqual([]);
      }),
    );
  });
});

describe("codeSpan", () => {
  it.each(["a", "`", "``a`", " a ", "a`b", ""])("shows %j as it is", (text) => {
    if (text !== "") expect(marked.parseInline(codeSpan(text), { async: false })).toBe(`<code>${text}</code>`);
  });
});

describe("markdown", () => {
  it("shows the totals, then errors before warnings, by code", () => {
    const related = [{ message: "`acme` is listed here", span: spanOf(ring, "acme") }];
    const findings = [
      find("acme", { severity: "warning" }, "`acme` expires on 2036-03-31", "model/expiring"),
      find("    - acme", { related, hint: "take it out", fix: { title: "remove it", edits: [] } }),
    ];
    expect(markdown(report(...findings), options)).toBe(`## Flagstone: 1 error, 1 warning in 14 files

### ❌ Error \`model/two-groups\`: a customer is in two groups of an exclusive set

- \`groups/ring.yaml:5:1\`: \`acme\` is wrong
  - hint: take it out
  - fix: remove it
  - \`acme\` is listed here: \`groups/ring.yaml:3:19\`

### ⚠️ Warning \`model/expiring\`: a flag, an entry or a sunset that expires soon

- \`groups/ring.yaml:3:19\`: \`acme\` expires on 2036-03-31
`);
    expect(markdown(report(), options)).toBe("## Flagstone: no findings in 14 files\n");
  });

  it("says what waivers allowed, as plain text, and how many more did", () => {
    const waived = ["waived by `fix` (@team): `v2` is early", ..."abcde"];
    expect(markdown({ ...report(), waived }, options)).toBe(
      "## Flagstone: no findings in 14 files\n\n### Waived by this change\n\n" +
        "- waived by `fix` `(@team):` `v2` is early\n- a\n- b\n- c\n- d\n- and 1 more\n",
    );
  });

  it("links codes to their pages if the pages have addresses", () => {
    const urlOf = (code: string) => `https://git.example.com/docs/codes/${code}.md`;
    expect(markdown(report(find("acme")), { ...options, urlOf })).toContain(
      "Error [`model/two-groups`](<https://git.example.com/docs/codes/model/two-groups.md>): ",
    );
  });

  it("fits in a comment, and counts what is left out", () => {
    const findings = Array.from({ length: 2_000 }, (_, index) =>
      find(
        "acme",
        index < 500 ? { severity: "warning" } : {},
        `\`customer-${index}\` is wrong, and ${"so ".repeat(20)}on`,
      ),
    );
    const text = markdown(report(...findings), options);
    expect(text.length).toBeGreaterThan(64_000);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("## Flagstone: 1500 errors, 500 warnings in 14 files\n");
    const shown = text.match(/^- /gm)?.length ?? 0;
    expect(text).not.toContain("### ⚠️");
    expect(text).toMatch(
      new RegExp(`\n\n${1500 - shown} more errors and 500 more warnings did not fit here; .*them all\\.\n$`),
    );
  });

  it("shortens texts that are too long to read", () => {
    const related = Array.from({ length: 9 }, () => ({ message: "here", span: spanOf(ring, "acme") }));
    const text = markdown(report(find("acme", { related }, `\`${"a".repeat(100_000)}\``)), options);
    expect(text.length).toBeLessThan(2_000);
    expect(text).toContain("  - and 4 more places\n");
  });

  it.each(hostile)("is not misled by %j", (text) => {
    const { prose, tags } = rendered(markdown(report(findingOf(text)), options));
    expect(prose).not.toMatch(live);
    expect(tags).toEqual(["code", "h2", "h3", "li", "ul"]);
  });
});

describe("github", () => {
  const many = (count: number, extra: Extra = {}) => Array.from({ length: count }, () => find("acme", extra));
  const lines = (...args: Parameters<typeof github>) =>
    github(...args)
      .trimEnd()
      .split("\n");

  it("annotates ten of each severity, and says where the rest are", () => {
    const text = lines(report(...many(12), ...many(11, { severity: "warning" })), options);
    expect(text.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(text.filter((line) => line.startsWith("::warning "))).toHaveLength(10);
    expect(text.slice(20)).toEqual([
      "error[model/two-groups] services/groups/ring.yaml:3:19: `acme` is wrong",
      "error[model/two-groups] services/groups/ring.yaml:3:19: `acme` is wrong",
      "warning[model/two-groups] services/groups/ring.yaml:3:19: `acme` is wrong",
      "12 errors, 11 warnings in 14 files",
      "2 more errors and 1 more warning: see the lines above; GitHub annotates only 10 of each",
    ]);
  });

  it("has the fix, since annotations cannot apply it, and no hint that says the same", () => {
    const span = find("acme").span;
    const fix = { title: "write `[acme]`", edits: [{ span, text: "[acme]" }] };
    const [both, same] = ["write the items in brackets", "write `[acme]`"].map((hint) =>
      lines(report(find("acme", { hint, fix })), options)[0]?.replace(/^.*::/, ""),
    );
    expect(both).toBe("`acme` is wrong%0Ahint: write the items in brackets%0Afix: write `[acme]`");
    expect(same).toBe("`acme` is wrong%0Afix: write `[acme]`");
  });

  it("annotates the lines that the change touches first, and errors before warnings", () => {
    const touched = new Map([["groups/ring.yaml", [{ first: 6, last: 8 }]]]);
    const findings = [find("vip", { severity: "warning" }), ...many(12), find("globex"), find("- globex\n")];
    const places = lines({ ...report(...findings), touched }, options).map((line) =>
      /^::(\w+).*,line=(\d+)/.exec(line),
    );
    expect(places.slice(0, 3).map((match) => match?.slice(1))).toEqual([
      ["error", "6"],
      ["error", "6"],
      ["error", "3"],
    ]);
    expect(places[10]?.slice(1)).toEqual(["warning", "4"]);
  });

  it.each(hostile)("does not let %j run a command", (text) => {
    const findings = Array.from({ length: 12 }, () => findingOf(text));
    const all = lines(report(...findings), { ...options, gitPrefix: "::error::x/" });
    expect(all).toHaveLength(14);
    for (const line of all.slice(0, 10)) expect(line).toMatch(/^::error file=[^:]*,line=\d+,[\w=,/-]*::/);
    for (const line of all.slice(10)) expect(line).not.toMatch(/^\s*::|##\[/);
    expect(all.join("")).not.toMatch(/\p{C}/u);
  });
});

describe("rdjson", () => {
  const parse = (...findings: Diagnostic[]) => JSON.parse(rdjson(report(...findings), options));

  it("counts columns in bytes, and has fixes and related places", () => {
    const span = spanOf(ring, "acme");
    const related = [{ message: "see @team", span: spanOf(ring, "vip") }];
    const fix = {
      title: "write it",
      edits: [
        { span, text: "a" },
        { span: { ...span, start: span.end }, text: "b" },
      ],
    };
    const range = { start: { line: 3, column: 22 }, end: { line: 3, column: 26 } };
    expect(parse(find("acme", { related, fix, hint: "h" }))).toEqual({
      source: { name: "flagstone" },
      diagnostics: [
        {
          message: "`acme` is wrong\nhint: h",
          location: { path: "services/groups/ring.yaml", range },
          severity: "ERROR",
          code: { value: "model/two-groups" },
          suggestions: [{ range, text: "ab" }],
          related_locations: [
            {
              message: "see `@team`",
              location: {
                path: "services/groups/ring.yaml",
                range: { start: { line: 4, column: 3 }, end: { line: 4, column: 6 } },
              },
            },
          ],
        },
      ],
    });
  });

  it("suggests no part of a fix", () => {
    const other = { path: "flags/a.yaml", text: "flag: a\n" };
    const edits = [
      { span: spanOf(ring, "acme"), text: "a" },
      { span: spanOf(other, "a"), text: "b" },
    ];
    expect(parse(find("acme", { fix: { title: "both", edits } })).diagnostics[0]).not.toHaveProperty("suggestions");
  });

  it("names only the file if its text is not known", () => {
    const span = { source: { path: "flags/x.yaml", text: "" }, start: 0, end: 0 };
    const [finding] = parse(diagnostic("file/not-a-file", span, "it is a folder")).diagnostics;
    expect(finding.location).toEqual({ path: "services/flags/x.yaml" });
  });

  it.each([[], hostile.map(findingOf)])("has the form that reviewdog reads (%#)", async (...findings) => {
    const text = rdjson(report(...findings.flat()), { ...options, urlOf: () => "https://git.example.com/" });
    const { valid, errors } = await validate(text, { strictMode: true, allowExtraFields: false });
    expect({ valid, errors }).toEqual({ valid: true, errors: [] });
  });

  it.each(hostile)("is not misled by %j", (text) => {
    const { diagnostics } = parse(findingOf(text));
    expect(diagnostics).not.toHaveLength(0);
    for (const { message, related_locations } of diagnostics) {
      expect(rendered(`x ${message}`).prose).not.toMatch(live);
      expect(rendered(`x ${related_locations[0].message}`).prose).not.toMatch(live);
    }
  });
});

describe("sarif", () => {
  const {
    id: _,
    $schema: __,
    ...schema
  } = JSON.parse(
    readFileSync(
      createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
      "utf8",
    ),
  );
  const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const parse = (...findings: Diagnostic[]) => JSON.parse(sarif(report(...findings), options));

  it("has the form of SARIF 2.1.0", () => {
    for (const log of [parse(), parse(...hostile.map(findingOf))]) {
      isSarif(log);
      expect(isSarif.errors).toBeNull();
    }
  });

  it("has the fields that GitHub requires", () => {
    const related = [{ message: "`acme` [is] here", span: spanOf(ring, "vip") }];
    const fix = { title: "write it", edits: [{ span: spanOf(ring, "acme"), text: "a" }] };
    const [run] = parse(find("acme", { related, fix, hint: "h", severity: "warning" })).runs;
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.tool.driver).toMatchObject({ name: "Flagstone", semanticVersion: "1.2.3" });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(codes));
    const [result] = run.results;
    expect(run.tool.driver.rules[result.ruleIndex]).toEqual({
      id: "model/two-groups",
      shortDescription: { text: "A customer is in two groups of an exclusive set." },
      fullDescription: { text: "A customer is in two groups of an exclusive set." },
      help: { text: "# model/two-groups\n", markdown: "# model/two-groups\n" },
      defaultConfiguration: { level: "error" },
    });
    const artifactLocation = { uri: "services/groups/ring.yaml" };
    const region = { startLine: 3, startColumn: 19, endLine: 3, endColumn: 23 };
    expect(result).toEqual({
      ruleId: "model/two-groups",
      ruleIndex: expect.any(Number),
      level: "warning",
      message: { text: "`acme` is wrong\nhint: h\nfix: write it\nnote: [`acme` `\\[is\\]` here](1)" },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation,
            region: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 6 },
          },
          message: { text: "`acme` `[is]` here" },
        },
      ],
      partialFingerprints: { "flagstone/v1": expect.stringMatching(/^[0-9a-f]{32}:1$/) },
      fixes: [
        {
          description: { text: "write it" },
          artifactChanges: [
            { artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: "a" } }] },
          ],
        },
      ],
    });
  });

  it("writes paths as relative references", () => {
    const source = { path: "flags/a b%20:#?ä\uD800.yaml", text: "x" };
    const log = parse(diagnostic("yaml/syntax", spanOf(source, "x"), "m"));
    const { uri } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe("services/flags/a%20b%2520%3A%23%3F%C3%A4%EF%BF%BD.yaml");
  });

  it("contains no link from its own text", () => {
    const [result] = parse(find("acme", {}, "see [x](https://evil.example.com)")).runs[0].results;
    expect(result.message.text).toBe("see `[x\\](https://evil.example.com)`");
  });

  it("has no more results than GitHub accepts, errors first", () => {
    const findings = Array.from({ length: 25_010 }, (_, index) =>
      find("acme", { severity: index < 20 ? "warning" : "error" }),
    );
    const { results } = parse(...findings).runs[0];
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ level }: { level: string }) => level === "warning")).toHaveLength(10);
  });
});

describe("gitlab", () => {
  const parse = (...findings: Diagnostic[]) => JSON.parse(gitlab(report(...findings), options));

  it("has the form of Code Quality, and nothing else", () => {
    const [issue, second] = parse(find("acme", { hint: "take it out" }), find("vip:\n", { severity: "warning" }));
    expect(issue).toEqual({
      description: "`acme` is wrong; take it out",
      check_name: "model/two-groups",
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}:1$/),
      severity: "major",
      location: { path: "services/groups/ring.yaml", lines: { begin: 3, end: 3 } },
    });
    expect(second).toMatchObject({ severity: "minor", location: { lines: { begin: 4, end: 4 } } });
    expect(gitlab(report(), options)).toBe("[]\n");
  });

  it("gives each finding its own fingerprint", () => {
    const findings = [find("acme"), find("acme"), find("acme", {}, "`globex` is wrong"), find("globex"), find("vip")];
    const prints = parse(...findings).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(findings.length);
    const alike = parse(...Array.from({ length: 4 }, () => find("acme")));
    expect(alike.map(({ fingerprint }: { fingerprint: string }) => fingerprint.slice(-2))).toEqual([
      ":1",
      ":2",
      ":3",
      ":4",
    ]);
  });

  it("keeps fingerprints when other lines move and messages change", () => {
    const print = (text: string, message: string) =>
      parse(diagnostic("model/two-groups", spanOf({ path: ring.path, text }, "acme", text.indexOf("vip")), message))[0]
        .fingerprint;
    const before = print(ring.text, "`acme` is in two groups");
    expect(print(`# a comment\n${ring.text}# another\n`, "`acme` stands in two groups")).toBe(before);
    expect(print(ring.text.replace("- acme", "- acme # why"), "`acme` is in two groups")).not.toBe(before);
  });
});

describe.each(["json", "rdjson", "sarif", "gitlab"] as const)("%s of many findings", (format) => {
  it.each([0, 1, 100, 101, 250])("is one JSON text of all %i, in order, with one key per line", (number) => {
    const findings = Array.from({ length: number }, (_, n) => find("acme", { hint: "{}" }, `\`${n}\` is wrong [], {}`));
    const text = reporters[format](report(...findings), options);
    const read = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(read, null, 2)}\n`);
    const list = format === "gitlab" ? read : format === "sarif" ? read.runs[0].results : read.diagnostics;
    const names = list.map((each: object) => /`(\d+)`/.exec(JSON.stringify(each))?.[1]);
    expect(names).toEqual(findings.map((_, n) => `${n}`));
  });
});

describe("hostPath", () => {
  it.each([
    ["", "flags/a.yaml", "flags/a.yaml"],
    ["a/b/", "flags/a.yaml", "a/b/flags/a.yaml"],
    ["a/b/", "../../.github/CODEOWNERS", ".github/CODEOWNERS"],
    ["", "../x", "../x"],
    ["a/", "./x/../y", "a/y"],
  ])("joins %j and %j to %j", (prefix, path, expected) => {
    expect(hostPath(prefix, path)).toBe(expected);
  });
});
