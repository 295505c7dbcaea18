import { describe, expect, it } from "vitest";
import { csvOf } from "../../scripts/report/csv.ts";
import { pageHtml } from "../../scripts/report/pages/html.ts";
import { pageMarkdown } from "../../scripts/report/pages/markdown.ts";
import { type Page, quoted } from "../../scripts/report/pages/page.ts";
import { pageText } from "../../scripts/report/pages/text.ts";

const page: Page = {
  title: "What account `acme` has",
  lead: ["As of 2026-11-29."],
  parts: [
    { heading: "Flags", items: [{ title: "`pilot`: on", tone: "gain", details: [["why", "it is listed <b>|"]] }] },
    { heading: "Who", table: { columns: ["account", "until"], rows: [["`a|b`", "2026-12-31"]] } },
  ],
};

describe("a page", () => {
  it("is text with aligned columns, in which names can be copied", () => {
    expect(pageText(page, false)).toBe(`What account acme has
As of 2026-11-29.

Flags
  pilot: on
    why: it is listed <b>|

Who
  account  until
  a|b      2026-12-31
`);
    expect(pageText(page, true)).toContain("  \x1b[32mpilot: on\x1b[0m\n");
  });

  it("is Markdown in which only our own text is markup", () => {
    expect(pageMarkdown(page, "flagstone statement")).toBe(`## What account \`acme\` has

As of 2026-11-29.${"  "}

### Flags

- \`pilot\`: on
  - why: it is listed \`<b>|\`

### Who

| account | until |
| --- | --- |
| \`a\\|b\` | 2026-12-31 |
`);
  });

  it("is one file of HTML", () => {
    const html = pageHtml(page);
    expect(html).toContain("<h1>What account <code>acme</code> has</h1>\n<p>As of 2026-11-29.</p>");
    expect(html).toContain("<dt>why</dt><dd>it is listed &lt;b&gt;|</dd>");
    expect(html).toContain('<tr><td><code>a|b</code></td><td class="short">2026-12-31</td></tr>');
  });

  it("fits in an issue: whole items are left out and counted", () => {
    const items = Array.from({ length: 3_000 }, (_, index) => ({
      title: `flag ${quoted(`flag_${index}`)}`,
      details: [["", `loses 1 account: ${quoted(`account-${index}`)}`] as const],
    }));
    const markdown = pageMarkdown(
      { ...page, parts: [{ heading: "2026-12-01", items }, ...page.parts] },
      "flagstone forecast --owner='a b'",
    );
    expect(markdown.length).toBeGreaterThan(60_000);
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    const [, left = ""] = /\n(\d+) more did not fit here;/.exec(markdown) ?? [];
    expect(markdown).toMatch(/ more did not fit here; `flagstone forecast --owner='a b'` shows all\.\n$/);
    expect([...markdown.matchAll(/loses 1 account/g)].length + Number(left)).toBe(3_002);
    expect(markdown).toContain("\n</details>\n");
    expect(markdown.match(/^ {2}- loses 1 account: `account-\d+`$/gm)?.length).toBe(3_002 - Number(left));
  });
});

it("a CSV table has quotes where needed, and no formulas", () => {
  expect(
    csvOf([
      ["a", "b,c", 'd"e', "", 1],
      ["=1", "+1", "-1", "@x", true],
    ]),
  ).toBe(`a,"b,c","d""e",,1\r\n'=1,'+1,'-1,'@x,true\r\n`);
});
