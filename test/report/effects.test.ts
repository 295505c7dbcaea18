import { describe, expect, it, test } from "vitest";
import type { Effect, Move, Transition } from "../../scripts/effect/effect.ts";
import { effectReporters } from "../../scripts/report/effects/index.ts";

const nothing: Effect = {
  at: Date.parse("2026-11-21"),
  impact: "none",
  decisions: [],
  groups: [],
  names: { added: [], removed: [], retired: [] },
  types: [],
  properties: [],
  later: [],
  undone: [],
  unsaid: [],
};

/** A transition of accounts from false to true; `settings` override its fields. */
function transition(settings: Partial<Transition>): Transition {
  return {
    scope: "account",
    from: false,
    to: true,
    ids: [],
    patterns: [],
    unlisted: false,
    where: undefined,
    why: "listed",
    group: undefined,
    ...settings,
  };
}

function move(settings: Partial<Move>): Move {
  return { from: null, to: null, ids: [], patterns: [], unlisted: false, where: undefined, ...settings };
}

function ofFlag(...transitions: readonly Transition[]): Effect["decisions"] {
  return [{ kind: "flag", name: "new_page", environment: undefined, transitions, newcomers: [], together: [] }];
}

const lines = (effect: Partial<Effect>): readonly string[] =>
  effectReporters
    .text({ ...nothing, ...effect }, { colour: false })
    .split("\n")
    .filter((line) => line !== "");

/** The lines about one flag. */
const said = (...transitions: readonly Transition[]): readonly string[] =>
  lines({ decisions: ofFlag(...transitions) })
    .slice(1, -1)
    .map((line) => line.trim());

describe("text", () => {
  it("says that a refactoring has no effect", () => {
    expect(lines({})).toEqual(["no effect on any customer"]);
  });

  it("groups customers with the same change, with the reason", () => {
    expect(said(transition({ ids: ["acme", "globex", "initech"], why: "group", group: "ring/canary" }))).toEqual([
      "gains 3 accounts: acme, globex, initech (group ring/canary)",
    ]);
    expect(said(transition({ from: true, to: false, ids: ["acme"] }))).toEqual(["loses 1 account: acme (listed)"]);
    expect(said(transition({ from: "a", to: "b", ids: ["acme"], why: "window" }))).toEqual([
      "a → b for 1 account: acme (date)",
    ]);
    expect(said(transition({ ids: ["acme"], patterns: ["test-*"] }))).toEqual([
      "gains 1 account: acme; all of test-* (listed)",
    ]);
    expect(
      said(
        transition({ patterns: ["test-*"], why: "rollout" }),
        transition({ from: false, to: false, patterns: ["test-*"], why: "alias", group: "ring/vip" }),
      ),
    ).toEqual(["gains some of test-* (rollout)", "stays false for some of test-* (alias, group ring/vip)"]);
  });

  it("reports everyone else after the named customers", () => {
    expect(
      said(
        transition({ unlisted: true, why: "default" }),
        transition({ from: true, to: true, ids: ["acme"] }),
        transition({ from: false, to: false, ids: ["globex"] }),
      ),
    ).toEqual([
      "stays true for 1 account: acme (listed)",
      "stays false for 1 account: globex (listed)",
      "everyone else: false → true",
    ]);
    expect(said(transition({ unlisted: 20, why: "rollout" }))).toEqual(["20 % of everyone: false → true (rollout)"]);
    expect(said(transition({ scope: null, unlisted: true, why: "default" }))).toEqual(["everyone: false → true"]);
  });

  it("shortens a long list, and counts the rest", () => {
    const ids = Array.from({ length: 1234 }, (_, index) => `a${index}`);
    expect(said(transition({ ids }))).toEqual([
      "gains 1234 accounts: a0, a1, a2, a3, a4, a5, a6, a7, a8, a9 and 1224 more (listed)",
    ]);
  });

  it("names what is new, removed and retired, and the environment unless it is the first", () => {
    const names = { added: [{ kind: "flag" as const, name: "new_page" }], removed: [], retired: [] };
    const added = ofFlag(transition({ from: null, to: false, unlisted: true, why: "default" }));
    expect(lines({ impact: "added", names, decisions: added })).toEqual([
      "flag new_page, which is new",
      "  everyone: false",
      "an effect on 1 flag; adds to the generated API",
    ]);
    const [own] = ofFlag(transition({ ids: ["acme"] }));
    const staging = { ...own, environment: "staging" } as Effect["decisions"][number];
    expect(lines({ decisions: [...ofFlag(transition({ ids: ["acme"] })), staging] })[0]).toBe(
      "flag new_page, in staging too",
    );
    expect(lines({ decisions: [staging] })[0]).toBe("flag new_page in staging");
  });

  it("reports groups, properties, types and later changes", () => {
    const moves = [
      move({ from: "regular", to: "canary", ids: ["acme"] }),
      move({ from: null, to: "vip", ids: ["globex"] }),
      move({ from: "regular", to: "vip", unlisted: true }),
    ];
    expect(
      lines({
        impact: "breaking",
        groups: [{ name: "ring", environment: undefined, scope: "account", moves }],
        properties: [{ release: "widget", property: "base", from: "a", to: "b" }],
        types: [{ kind: "flag", name: "other", isBreaking: true, message: "loses scope `user`" }],
        later: [
          {
            on: Date.parse("2027-01-01"),
            decisions: ofFlag(transition({ from: true, to: false, ids: ["acme"] })),
            groups: [
              { name: "ring", environment: undefined, scope: "account", moves: [move({ from: "vip", ids: ["acme"] })] },
            ],
          },
        ],
      }),
    ).toEqual([
      "group set ring",
      "  regular → canary for 1 account: acme",
      "  vip gains 1 account: globex",
      "  everyone else: regular → vip",
      "properties",
      "  release widget: base is b and was a",
      "API",
      "  flag other loses scope `user` (breaking)",
      "from 2027-01-01 on: flag new_page",
      "  loses 1 account: acme (listed)",
      "from 2027-01-01 on: group set ring",
      "  vip loses 1 account: acme",
      "an effect on 1 group set, later on 1 flag, 1 group set, other properties of 1 release; BREAKING: code that uses these names will not compile",
    ]);
  });

  it("uses colours if asked to, and lets no id forge a line", () => {
    const decisions = ofFlag(transition({ ids: ["a\nb\u001b[31m"] }));
    const text = effectReporters.text({ ...nothing, decisions }, { colour: true });
    expect(text).toContain("\x1b[32mgains 1 account: a\\u{A}b\\u{1B}[31m (listed)\x1b[0m\n");
  });
});

describe("markdown", () => {
  const write = (effect: Partial<Effect>): string =>
    effectReporters.markdown({ ...nothing, ...effect }, { colour: false });

  it("shows texts from files only as code", () => {
    const evil = "@team <img src=x> | `](https://x.example) #1";
    const text = write({
      decisions: [
        {
          kind: "release",
          name: evil,
          environment: evil,
          transitions: [
            transition({ scope: evil, from: evil, to: evil.toUpperCase(), ids: [evil], group: evil, why: "group" }),
          ],
          newcomers: [
            {
              scope: evil,
              since: 0,
              until: undefined,
              from: evil,
              to: evil,
              unlisted: true,
              where: { [evil]: [evil, { untold: true }] },
            },
          ],
          together: [
            {
              parties: [
                { scope: evil, ids: [evil], patterns: [], unlisted: true, isEveryone: false },
                { scope: evil, ids: [], patterns: [], unlisted: true, isEveryone: true },
              ],
              from: evil,
              to: null,
              unlisted: 50,
              where: undefined,
            },
          ],
        },
      ],
      groups: [
        {
          name: evil,
          environment: evil,
          scope: evil,
          moves: [
            move({ from: evil, ids: [evil], patterns: [`${evil}*`], unlisted: true, where: { [evil]: [evil, evil] } }),
          ],
        },
      ],
      names: { added: [{ kind: "flag", name: evil }], removed: [], retired: [] },
      types: [{ kind: "scope", name: evil, isBreaking: true, message: `loses scope \`${evil}\`` }],
      properties: [{ release: evil, property: evil, from: evil, to: 1 }],
      unsaid: [{ kind: "groups", name: evil, environment: evil, message: `has \`${evil}\`` }],
    });
    // Outside code spans all text is ours, and every line begins as one of ours.
    const summaries = [...text.matchAll(/<summary>(.*)<\/summary>/g)].map(([, summary = ""]) => summary);
    expect(summaries[0]).toBe(
      "release <code>@team &lt;img src=x&gt; | `](https://x.example) #1</code> in <code>@team &lt;img src=x&gt; | `](https://x.example) #1</code>",
    );
    // Hosts read a summary as HTML, in which code holds no mentions or links.
    const folded = /<details(?: open)?><summary>(?:[\w ,:]|<code>(?:(?!<).)*<\/code>)*<\/summary>|<\/details>/g;
    const bare = text.replaceAll(folded, "").replaceAll(/(`+)(?:(?!\1(?!`))[\s\S])+?\1(?!`)/g, "");
    expect(bare).not.toMatch(/[@<>|`[\]]|#\d|https/);
    for (const line of text.split("\n"))
      expect(line).toMatch(/^(?:|- .*|\*\*.*\*\*|<\/?details.*>|## What this change does|an effect .*)$/);
  });

  it("begins with one sentence: who loses, who gains, who gets something else, and which code no longer compiles", () => {
    const decisions = [
      ...ofFlag(
        transition({ ids: ["acme", "globex"] }),
        transition({ from: true, to: false, ids: ["initech"], patterns: ["test-*"] }),
        transition({ unlisted: 12.5 }),
      ),
      { ...ofFlag(transition({ from: "a", to: "b", ids: ["acme"] }))[0], name: "layout", environment: "staging" },
    ] as Effect["decisions"];
    const later = ["2027-01-01", "2027-02-01"].map((on) => ({ on: Date.parse(on), decisions, groups: [] }));
    const types = [{ kind: "flag" as const, name: "other", isBreaking: true, message: "loses scope `user`" }];
    expect(write({ decisions, later, types }).split("\n")[2]).toBe(
      "**Flag `new_page` is lost by 1 account and all who match 1 pattern; flag `new_page` is gained by 2 accounts and 12.5 % of everyone else; flag `layout` goes from `a` to `b` for 1 account in `staging`; code that asks for `other` no longer compiles; something changes by itself on 2027-01-01 and on 1 later day.**",
    );
    expect(write({}).split("\n")[2]).toBe("**No one's answers change now.**");
    const moves = [move({ from: "regular", to: "vip", ids: ["acme"] }), move({ from: "regular", to: "regular" })];
    expect(write({ groups: [{ name: "ring", environment: undefined, scope: "account", moves }] }).split("\n")[2]).toBe(
      "**Group set `ring` moves 1 account from `regular` to `vip`.**",
    );
  });

  it("says whom everyone is of, if some stay or only some contexts are meant", () => {
    const head = (...transitions: readonly Transition[]) => write({ decisions: ofFlag(...transitions) }).split("\n")[2];
    const staying = transition({ from: false, to: false, ids: ["acme"] });
    const [pro, free] = ["pro", "free"].map((plan) => ({ plan: [plan] }));
    expect(head(transition({ unlisted: true }))).toBe("**Flag `new_page` is gained by everyone.**");
    expect(head(staying, transition({ unlisted: true }))).toBe("**Flag `new_page` is gained by everyone else.**");
    expect(head(staying, transition({ unlisted: true, where: pro }))).toBe(
      "**Flag `new_page` is gained by everyone else with `plan` `pro`.**",
    );
    expect(head(transition({ ids: ["acme"], where: pro }))).toBe(
      "**Flag `new_page` is gained by 1 account with `plan` `pro`.**",
    );
    expect(head(transition({ unlisted: true, where: pro }), transition({ unlisted: true, where: free }))).toBe(
      "**Flag `new_page` is gained by everyone in some contexts.**",
    );
    expect(head(transition({ unlisted: true, where: pro }), transition({ unlisted: true }))).toBe(
      "**Flag `new_page` is gained by everyone.**",
    );
  });

  it("says that some customers who match a pattern are affected if a rollout divides them, and otherwise all", () => {
    const decisions = ofFlag(
      transition({ patterns: ["test-*"], unlisted: 35 }),
      transition({ from: true, patterns: ["test-*"] }),
      transition({ patterns: ["demo-*"], why: "group" }),
    );
    const text = write({ decisions });
    expect(text.split("\n")[2]).toBe(
      "**Flag `new_page` is gained by all who match 1 pattern, some who match 1 pattern and 35 % of everyone else.**",
    );
    expect(text).toContain("- gains some of `test-*`");
    expect(text).toContain("- gains all of `demo-*`");
  });

  it("draws rollouts and stages, in a fence that nothing in them can close", () => {
    const share = (value: string, percent: number) => ({ value, percent });
    const text = effectReporters.markdown(nothing, {
      colour: false,
      pictures: [
        {
          kind: "rollout",
          name: "new_page",
          environment: undefined,
          parts: [
            { among: ["plan/pro"], before: undefined, after: [share("true", 0.01)] },
            { among: [], before: [share("true", 25)], after: [share("true", 99.9)] },
          ],
        },
        {
          kind: "rollout",
          name: "layout",
          environment: "staging",
          parts: [{ among: [], before: [share("a", 100), share("b", 0)], after: [share("a", 60), share("b", 30)] }],
        },
        {
          kind: "stages",
          name: "widget",
          environment: undefined,
          stages: [
            { group: "canary", before: "1", after: "```2" },
            { group: "vip", before: "1", after: "1" },
            { group: "lab", before: undefined, after: "1" },
          ],
        },
      ],
    });
    expect(text).toContain(`\`\`\`\`text
new_page
  among plan/pro
  before  ░░░░░░░░░░░░░░░░░░░░  no rollout
  now     █░░░░░░░░░░░░░░░░░░░  0.01 %
  before  █████░░░░░░░░░░░░░░░  25 %
  now     ███████████████████░  99.9 %
layout, in staging
  before  ████████████████████  █ a 100 %, ▓ b 0 %
  now     ████████████▓▓▓▓▓▓░░  █ a 60 %, ▓ b 30 %
widget
  canary  1 → \`\`\`2
  vip     1
  lab     1 (new stage)
\`\`\`\`
`);
  });

  it("leaves short lists open, folds long ones, and names a hundred customers in them", () => {
    const ids = Array.from({ length: 101 }, (_, index) => `account-${index}`);
    const text = write({
      decisions: [
        ...ofFlag(transition({ ids: ["acme"] })),
        { ...ofFlag(transition({ ids }))[0], name: "wide" },
      ] as Effect["decisions"],
    });
    expect(text).toContain(
      "<details open><summary>flag <code>new_page</code></summary>\n\n- gains 1 account: `acme` (listed)\n\n</details>",
    );
    expect(text).toContain("<details><summary>flag <code>wide</code></summary>\n\n- gains 101 accounts: `account-0`, ");
    expect(text).toMatch(/`account-99` and 1 more \(listed\)\n/);
  });

  it("fits in a comment, shortened by whole sections, with the totals", () => {
    const decisions = Array.from({ length: 2_000 }, (_, index) => ({
      ...(ofFlag(transition({ ids: ["acme"] }))[0] as Effect["decisions"][number]),
      name: `flag_${index}_${"x".repeat(40)}`,
    }));
    const text = write({ decisions });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toContain("an effect on 2000 flags");
    expect(text).toMatch(/\n\n\d+ of 2000 sections did not fit here; `flagstone diff` shows them all\.\n$/);
  });
});

test("JSON has the fields that programs rely on", () => {
  const effect: Effect = {
    ...nothing,
    impact: "data",
    decisions: [
      {
        kind: "flag",
        name: "public_teams",
        environment: undefined,
        transitions: [transition({ scope: "organization", ids: ["acme"] })],
        newcomers: [],
        together: [],
      },
    ],
    groups: [
      {
        name: "ring",
        environment: undefined,
        scope: "account",
        moves: [move({ from: "regular", to: "canary", ids: ["globex"] })],
      },
    ],
    later: [{ on: Date.parse("2026-12-31T12:00:00Z"), decisions: [], groups: [] }],
  };
  expect(JSON.parse(effectReporters.json(effect, { colour: false }))).toEqual({
    version: 1,
    at: "2026-11-21",
    impact: "data",
    decisions: [
      {
        kind: "flag",
        name: "public_teams",
        transitions: [{ scope: "organization", from: false, to: true, ids: ["acme"], unlisted: false, why: "listed" }],
      },
    ],
    groups: [{ name: "ring", moves: [{ from: "regular", to: "canary", ids: ["globex"], unlisted: false }] }],
    names: { added: [], removed: [], retired: [] },
    types: [],
    later: [{ on: "2026-12-31T12:00:00Z", decisions: [] }],
  });
});
