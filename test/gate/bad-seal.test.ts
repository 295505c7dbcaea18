import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import { lineOf } from "../../scripts/model/text/source.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { completeFiles } from "../support/instance-folder.ts";
import { judgeChange } from "../support/judge.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { reporters } from "../support/reporters.ts";
import { treeOfFiles } from "../support/trees.ts";
import { usualDate } from "../support/usual-dates.ts";

const { github, json, text } = reporters;

const options = { colour: false, gitPrefix: "", version: "0", pageOf: () => undefined, urlOf: () => undefined };

const sealFor = (...ids: readonly string[]): string => sealOfDigests("domain", ids.map(digestOfId));

/** The text of a frozen list: the ids it holds, more lines, and its seal. */
function list(held: readonly string[], more: readonly string[], seal: string): string {
  return [
    "privilege: form_link",
    "description: Forms can open another form when they are submitted.",
    "owner: accounting",
    "scope: domain",
    "frozen:",
    "  flag: form_link",
    "  date: 2026-01-01",
    ...(held.length === 0 ? [] : ["  domain:", ...held.map((id) => `    - ${id}`)]),
    ...more.map((line) => `  ${line}`),
    `  seal: ${seal}`,
    "",
  ].join("\n");
}

const retired = {
  path: "flags/retired.yaml",
  text: "retired:\n  form_link: { kind: flag, date: 2026-01-01, outcome: frozen, answer: true }\n",
};

/** What the gate reports for the last of these versions of a list; the others are the base's history. */
function findBadSeal(...versions: readonly string[]): Diagnostic | undefined {
  const trees = versions.map((text) => completeFiles([retired, { path: "flags/form_link.yaml", text }]));
  const snapshots = trees.slice(0, -1).map((files) => ({ files, date: usualDate }));
  const { diagnostics } = judgeChange(treeOfFiles(trees.at(-1) ?? []), memoryRepository(snapshots, {}));
  expect(faultsOfStyle(diagnostics)).toEqual([]);
  return diagnostics.find(({ code }) => code === "model/bad-seal");
}

/** A finding as a person reads it: what is wrong, where and in which version, and what to do. */
function said(...versions: readonly string[]): string {
  const found = findBadSeal(...versions);
  if (found === undefined) return "";
  const { message, related, hint } = found;
  return [message, ...related.map((each) => `${each.message} (${lineOf(each.span)})`), hint].join("\n");
}

const three = ["acme", "globex", "initech"];
const seal = sealFor(...three);
const before = list(three, [], seal);

it("names a missing customer even if another's former id is misspelt", () => {
  const head = list(["acme", "globex-2"], ["renamed: [{ id: globex-2, was: globx, date: 2026-11-20 }]"], seal);
  expect(said(before, head)).toBe(
    [
      "`form_link` does not match its seal: `initech` is missing, `globex-2` counts as another",
      "`globex` is held here on the base (flags/form_link.yaml:10)",
      "`initech` is missing; it is held here on the base (flags/form_link.yaml:11)",
      "`renamed` says that `globex-2` was `globx`, who was not in the list on the base (flags/form_link.yaml:11)",
      "write `was: globex` instead of `globx`; put `initech` back, or into `ended` with the day it ended",
    ].join("\n"),
  );
});

it("offers a record for one who was added, whatever it says of another", () => {
  const renamed = "renamed: [{ id: g-2, was: globx, date: 2026-11-20 }]";
  expect(
    said(before, list(["acme", "g-2", "ho"], [renamed], seal))
      .split("\n")
      .at(-1),
  ).toBe(
    "write `was: globex` instead of `globx`; put `initech` back, or into `ended` with the day it ended; remove `ho`; if `ho` is `initech` under a new id, record that in `renamed` instead",
  );
});

const four = sealFor(...three, "hooli");
const forgotten = `{ sha256: ${digestOfId("hooli")}, date: 2026-02-01 }`;
const ended = "{ id: initech, date: 2026-02-01 }";
const renamed = "renamed: [{ id: acme-eu, was: acme, date: 2026-02-01 }]";
const later = list(["acme-eu", "globex"], [`ended: [${ended}, ${forgotten}]`, renamed], four);
const here = "flags/form_link.yaml";

/** Matches any offer to seal the edited list again. */
const sealsAgain = /\b(?:re-?seal|seal (?:it )?again|new seal)\b/;

describe("with a base, a broken seal names", () => {
  it.each<[string, base: string, head: string, said: readonly string[]]>([
    [
      "one who is missing",
      before,
      list(["acme", "initech"], [], seal),
      [
        "`form_link` does not match its seal: `globex` is missing",
        `\`globex\` is missing; it is held here on the base (${here}:10)`,
        "put `globex` back, or into `ended` with the day it ended",
      ],
    ],
    [
      "another scope",
      before,
      before.replace("scope: domain", "scope: account").replace("  domain:", "  account:"),
      [
        "`form_link` does not match its seal: its scope was `domain` on the base",
        "restore `scope: domain`, and list its customers under that",
      ],
    ],
    [
      "all who are missing",
      before,
      list([], [], seal),
      [
        "`form_link` does not match its seal: 3 customers are missing",
        `\`acme\` is missing; it is held here on the base (${here}:9)`,
        `\`globex\` is missing; it is held here on the base (${here}:10)`,
        `\`initech\` is missing; it is held here on the base (${here}:11)`,
        "put `acme`, `globex`, `initech` back, or into `ended` with the day it ended",
      ],
    ],
    [
      "one who was added",
      before,
      list(["hooli", ...three.toReversed()], [], seal),
      [
        "`form_link` does not match its seal: `hooli` was added",
        `\`hooli\` was not in the list on the base (${here}:9)`,
        "remove `hooli`",
      ],
    ],
    [
      "a missing customer, and one who is recorded as ended",
      before,
      list(["acme", "globex"], ["ended: [{ id: hooli, date: 2026-02-01 }]"], seal),
      [
        "`form_link` does not match its seal: `initech` is missing, `hooli` was added",
        `\`initech\` is missing; it is held here on the base (${here}:11)`,
        `\`hooli\` was not in the list on the base (${here}:11)`,
        "put `initech` back, or into `ended` with the day it ended; remove `hooli`",
      ],
    ],
    [
      "one for another, whatever the order",
      before,
      list(["hooli", "globex", "acme"], [], seal),
      [
        "`form_link` does not match its seal: `initech` is missing, `hooli` was added",
        `\`initech\` is missing; it is held here on the base (${here}:11)`,
        `\`hooli\` was not in the list on the base (${here}:9)`,
        "put `initech` back, or into `ended` with the day it ended; remove `hooli`; if `hooli` is `initech` under a new id, record that in `renamed` instead",
      ],
    ],
    [
      "the seal that was edited",
      before,
      list(three, [], sealFor("acme")),
      [
        "`form_link` does not match its seal: the seal was edited",
        `the seal is here on the base (${here}:12)`,
        `restore \`${seal}\``,
      ],
    ],
    [
      "the seal that was edited, and who left",
      before,
      list(["acme", "globex"], [], sealFor("acme")),
      [
        "`form_link` does not match its seal: `initech` is missing, the seal was edited",
        `\`initech\` is missing; it is held here on the base (${here}:11)`,
        `the seal is here on the base (${here}:12)`,
        `put \`initech\` back, or into \`ended\` with the day it ended; restore \`${seal}\``,
      ],
    ],
    [
      "a stranger in `ended`",
      before,
      list(three, ["ended: [{ id: hooli, date: 2026-02-01 }]"], seal),
      [
        "`form_link` does not match its seal: `hooli` was added",
        `\`hooli\` was not in the list on the base (${here}:12)`,
        "remove `hooli`",
      ],
    ],
    [
      "whom `renamed` has misspelt",
      before,
      list(["acme-eu", "globex", "initech"], ["renamed: [{ id: acme-eu, was: acmee, date: 2026-02-01 }]"], seal),
      [
        "`form_link` does not match its seal: `acme-eu` counts as another",
        `\`acme\` is held here on the base (${here}:9)`,
        `\`renamed\` says that \`acme-eu\` was \`acmee\`, who was not in the list on the base (${here}:12)`,
        "write `was: acme` instead of `acmee`",
      ],
    ],
    [
      "whom `renamed` gives another's place",
      before,
      list(["acme", "globex", "hooli"], ["renamed: [{ id: hooli, was: umbrella, date: 2026-02-01 }]"], seal),
      [
        "`form_link` does not match its seal: `initech` is missing, `hooli` was added",
        `\`initech\` is missing; it is held here on the base (${here}:11)`,
        `\`renamed\` says that \`hooli\` was \`umbrella\`, who was not in the list on the base (${here}:12)`,
        "put `initech` back, or into `ended` with the day it ended; remove `hooli`; if `hooli` is `initech` under a new id, record that in `renamed` instead",
      ],
    ],
    [
      "whom `renamed` says no more",
      later,
      later.replace(`  ${renamed}\n`, ""),
      [
        "`form_link` does not match its seal: `acme-eu` counts as another",
        `\`acme-eu\` is held here on the base (${here}:9)`,
        `\`acme-eu\` was \`acme\` at first, which \`renamed\` does not say any more (${here}:9)`,
        "restore what `renamed` says of `acme-eu` on the base",
      ],
    ],
    [
      "whom two claim to have been",
      before,
      list(
        ["globex", "initech", "a1", "a2"],
        ["renamed:", "  - { id: a1, was: acme, date: 2026-02-01 }", "  - { id: a2, was: acme, date: 2026-02-01 }"],
        seal,
      ),
      [
        "`form_link` does not match its seal: `a2` was added",
        `\`a2\` was \`acme\`, as another customer of the list was (${here}:14)`,
        "remove `a2`",
      ],
    ],
    [
      "who was forgotten, and who ended",
      later,
      later.replace(`  ended: [${ended}, ${forgotten}]\n`, ""),
      [
        "`form_link` does not match its seal: 2 customers are missing",
        `\`initech\` is missing; it is in \`ended\` here on the base (${here}:11)`,
        `\`sha256: ${digestOfId("hooli").slice(0, 8)}…\` is missing; it is in \`ended\` here on the base (${here}:11)`,
        `put \`initech\`, \`sha256: ${digestOfId("hooli").slice(0, 8)}…\` back into \`ended\``,
      ],
    ],
    [
      "who is forgotten by the digest of today's id",
      later,
      list(
        ["globex"],
        [`ended: [${ended}, ${forgotten}, { sha256: ${digestOfId("acme-eu")}, date: 2026-03-01 }]`],
        four,
      ),
      [
        `\`form_link\` does not match its seal: \`sha256: ${digestOfId("acme-eu").slice(0, 8)}…\` counts as another`,
        `\`acme-eu\` is held here on the base (${here}:9)`,
        `this is the digest of \`acme-eu\`; the seal counts its first id, \`acme\` (${here}:10)`,
        `write \`sha256: ${digestOfId("acme")}\``,
      ],
    ],
    [
      "a digest of nobody",
      before,
      list(three, [`ended: [${forgotten}]`], seal),
      [
        `\`form_link\` does not match its seal: \`sha256: ${digestOfId("hooli").slice(0, 8)}…\` was added`,
        `\`sha256: ${digestOfId("hooli").slice(0, 8)}…\` is the digest of nobody who was frozen (${here}:12)`,
        `remove \`sha256: ${digestOfId("hooli").slice(0, 8)}…\``,
      ],
    ],
    [
      "who is held and forgotten",
      before,
      list(three, [`ended: [{ sha256: ${digestOfId("acme")}, date: 2026-02-01 }]`], seal),
      [
        `\`form_link\` does not match its seal: \`sha256: ${digestOfId("acme").slice(0, 8)}…\` was added`,
        `\`sha256: ${digestOfId("acme").slice(0, 8)}…\` is counted twice: it is still in the list by its id (${here}:12)`,
        `remove \`sha256: ${digestOfId("acme").slice(0, 8)}…\``,
      ],
    ],
  ])("%s", (_, base, head, lines) => {
    const words = said(base, head);
    expect(words.split("\n")).toEqual(lines);
    expect(words).not.toMatch(sealsAgain);
  });

  it("who was in the last list that matched, if the base is broken too", () => {
    expect(said(before, list(["acme", "globex"], [], seal), list(["acme", "globex", "hooli"], [], seal))).toBe(
      [
        "`form_link` does not match its seal: `initech` is missing, `hooli` was added",
        `\`initech\` is missing; it is held here in the last version that matched its seal (${here}:11)`,
        `\`hooli\` was not in the list in the last version that matched its seal (${here}:11)`,
        "put `initech` back, or into `ended` with the day it ended; remove `hooli`; if `hooli` is `initech` under a new id, record that in `renamed` instead",
      ].join("\n"),
    );
  });

  it("how to find out, if no list ever matched", () => {
    const words = said(list(["acme", "globex"], [], seal), list(["acme", "globex", "hooli"], [], seal));
    expect(words).toContain(`no earlier version on the base matches its seal: see \`git log -p ${here}\``);
    expect(words).not.toMatch(sealsAgain);
  });

  it("no one if the list is new, and does not offer to seal it", () => {
    const flag =
      "flag: form_link\ndescription: Forms can open another form.\nowner: accounting\nscope: domain\nexpires: 2027-01-01\ndefault: false\n";
    const words = said(flag, list(["acme"], [], seal));
    expect(words).toContain("hold all whom `flagstone freeze` wrote, or record in `ended` who left since");
    expect(words).not.toMatch(sealsAgain);
  });

  it("a few of many in the report for people, and all of them in machine formats", () => {
    const many = Array.from({ length: 500 }, (_, index) => `customer-${index}`);
    const found = findBadSeal(list(many, [], sealFor(...many)), list([], [], sealFor(...many)));
    expect(found?.message).toBe("`form_link` does not match its seal: 500 customers are missing");
    expect(found?.hint).toBe(
      "put `customer-0`, `customer-1`, `customer-2` and 497 more back, or into `ended` with the day it ended",
    );
    expect(found?.related).toHaveLength(500);
    const report = { root: "/instance", diagnostics: found === undefined ? [] : [found], files: 2 };
    expect(
      text(report, options)
        .split("\n")
        .filter((line) => line.startsWith("note: ")),
    ).toEqual([
      ...many.slice(0, 10).map((id) => `note: \`${id}\` is missing; it is held here on the base`),
      "note: and 490 more places",
    ]);
    expect(github(report, options)).toContain("note: and 490 more places");
    expect(json(report, options)).toContain("customer-499");
  });
});
