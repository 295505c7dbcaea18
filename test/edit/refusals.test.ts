import { expect, test } from "vitest";
import type { Host } from "../../scripts/host/host.ts";
import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import { readCall } from "../support/read-call.ts";
import { packageJson, treeOf } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

/** A flag of accounts that is on for one of them; `settings` override its keys. */
function flag(settings: Readonly<Record<string, unknown>> = {}): string {
  const usual = {
    flag: "new_page",
    description: "The new page is shown to some.",
    owner: "growth",
    scope: "account",
    expires: "2027-03-31",
    default: false,
    enabled: { account: ["acme"] },
  };
  return JSON.stringify({ ...usual, ...settings });
}

const about = { description: "It is needed for a test.", owner: "growth" };
const texts: Readonly<Record<string, string>> = {
  "package.json": packageJson({
    scopes: { account: {}, brand: { within: "account" }, user: {} },
    environments: ["production", "staging"],
  }),
  "groups/ring.yaml": JSON.stringify({
    groups: "ring",
    ...about,
    scope: "account",
    default: "regular",
    members: { canary: ["support", { match: "test-*" }], vip: ["vip-1"] },
  }),
  "groups/plan.yaml": JSON.stringify({
    groups: "plan",
    ...about,
    scope: "account",
    told: ["free", "pro"],
    default: "free",
  }),
  "flags/sold.yaml": JSON.stringify({
    privilege: "sold",
    ...about,
    scope: "account",
    frozen: {
      flag: "was_sold",
      date: "2026-10-01",
      account: ["acme"],
      seal: sealOfDigests("account", [digestOfId("acme")]),
    },
  }),
  "flags/for_brands.yaml": JSON.stringify({ privilege: "for_brands", ...about, scope: "brand" }),
  "flags/pages.yaml": JSON.stringify({
    flag: "pages",
    ...about,
    scope: ["account", "user"],
    permanent: "For a test.",
    default: false,
    enabled: { user: ["u_1"] },
  }),
  "flags/hot_fix.yaml": JSON.stringify({
    waiver: "hot_fix",
    ...about,
    approved_by: "me",
    allow: [{ policy: "gate/too-long", name: "x" }],
  }),
  "flags/widget.yaml": JSON.stringify({
    release: "widget",
    ...about,
    by: "ring",
    stages: [
      { group: "canary", version: "v2" },
      { group: "regular", version: "v1" },
    ],
    blocked: [{ version: "v0", date: "2026-10-01", reason: "Broke the page" }],
  }),
  "flags/retired.yaml": JSON.stringify({
    retired: { was_sold: { kind: "flag", date: "2026-10-01", outcome: "frozen", answer: false } },
  }),
};

/** The message of a command that refuses, or undefined if it does not. */
async function refuse(line: string, own: string): Promise<string | undefined> {
  const { run, input } = await readCall(line.split(" "));
  const tree = treeOf({ ...texts, "flags/new_page.yaml": own });
  const host = {
    directory: "/instance",
    readTree: () => tree,
    readInput: () => undefined,
    readFile: () => undefined,
    today: () => usualDay.asOf,
    openRepository: () => undefined,
  } as unknown as Host;
  const { problem, proposals = [], writes } = await run(input, host);
  expect([...proposals, ...writes], line).toEqual([]);
  return problem;
}

const several = { scope: ["account", "brand"] };

const calls: readonly (readonly [line: string, settings: Readonly<Record<string, unknown>>])[] = [
  ["freeze", {}],
  ["freeze new_pag", {}],
  ["freeze was_sold --privilege kept", {}],
  ["freeze new_page", {}],
  ["freeze new_page --privilege Kept", {}],
  ["freeze new_page --privilege sold", {}],
  ["freeze new_page --privilege for_brands", {}],
  ["freeze new_page --privilege widget", {}],
  ["freeze new_page --privilege kept --scope user", {}],
  ["freeze new_page --privilege kept", several],
  ["freeze new_page --privilege kept", { scope: undefined, enabled: undefined }],
  ["freeze new_page --privilege kept", { default: true, enabled: undefined }],
  ["freeze new_page --privilege kept", { rollout: 12.5 }],
  ["freeze new_page --privilege kept", { rollout: 100 }],
  ["freeze new_page --privilege kept", { created: { from: "2026-12-01", value: true } }],
  ["freeze new_page --privilege kept", { paused: "INC-51" }],
  ["freeze new_page --privilege kept", { expires: "2026-11-20" }],
  ["freeze new_page --privilege kept", { enabled: undefined }],
  ["freeze new_page --privilege kept", { enabled: { groups: ["ring/canary"] } }],
  ["freeze new_page --privilege kept", { enabled: { groups: ["ring/regular"] } }],
  ["freeze new_page --privilege kept", { enabled: { groups: ["plan/pro"] } }],
  ["freeze new_page --privilege kept", { disabled: { groups: ["plan/free"] } }],
  ["freeze new_page --privilege kept", { requires: ["pages"] }],
  [
    "freeze new_page --privilege kept --scope account",
    { ...several, enabled: { account: ["acme"], brand: ["b1", "b2", "b3", "b4", "b5"] } },
  ],
  ["freeze new_page --privilege kept", { colour: "red" }],
  ["retire", {}],
  ["retire new_pag --outcome shipped", {}],
  ["retire new_page", {}],
  ["retire new_page --outcome frozen", {}],
  ["retire was_sold --outcome dropped", {}],
  ["retire hot_fix --outcome dropped", {}],
  ["retire new_page --outcome shipped", {}],
  ["retire new_page --outcome shipped", { enabled: undefined, rollout: 40 }],
  ["retire new_page --outcome shipped", { enabled: undefined, environments: { staging: { default: true } } }],
  ["retire new_page --outcome shipped", { enabled: { groups: ["plan/pro"] } }],
  ["retire new_page --outcome shipped", { enabled: undefined, created: { from: "2026-12-01", value: true } }],
  ["retire new_page --outcome shipped --answer yes", {}],
  [
    "retire new_page --outcome shipped --answer thre",
    { variants: ["one", "two", "three"], default: "one", enabled: undefined },
  ],
  ["retire new_page --outcome shipped", { colour: "red" }],
  ["retire widget --outcome dropped", {}],
  ["retire widget --outcome dropped --answer v0", {}],
  ["retire ring --outcome dropped", {}],
  ["retire ring --outcome dropped --answer canry", {}],
  ["retire plan --outcome dropped", {}],
  ["retire sold --outcome dropped", {}],
  ["retire for_brands --outcome dropped", {}],
  ["flip", {}],
  ["flip new_page maybe", {}],
  ["flip new_page", { variants: ["one", "two"], default: "one", enabled: undefined }],
  ["flip new_page thre", { variants: ["one", "two"], default: "one", enabled: undefined }],
  ["flip new_page --from 2026-12-01", { scope: undefined, enabled: undefined }],
  ["flip new_page", { paused: "INC-51" }],
  ["flip new_page", { expires: "2026-11-20" }],
  ["flip new_page", { requires: ["pages"] }],
  ["flip new_page", { created: { from: "2026-12-01", value: true } }],
  ["flip new_page", { enabled: { groups: ["plan/pro"] } }],
  ["flip new_page", { enabled: { groups: ["plan/free"] } }],
  ["flip new_page", { disabled: { groups: ["ring/regular"] } }],
  ["flip new_page", { ...several, rollout: { percent: 5, by: "brand" } }],
  [
    "flip new_page two",
    { variants: ["one", "two"], default: "one", enabled: undefined, rollout: { weights: { one: 50, two: 50 } } },
  ],
  ["flip new_page --scope user", {}],
  ["flip new_page --keep-existing -", {}],
  ["flip new_page --keep-existing ids.txt", {}],
  ["flip new_page --keep-existing -", several],
  ["flip new_page", { ...several, disabled: { brand: ["b1"] }, examples: [{ when: { brand: "b2" }, expect: false }] }],
  ["flip new_page", { environments: { staging: { rollout: 5 } }, rollout: 10 }],
  ["flip new_page", { environments: { staging: { paused: "INC-52" } } }],
  ["flip new_page", { environments: { staging: { enabled: {} } } }],
  ["flip new_page --environment stagin", {}],
  ["flip new_page --from 2026-12-01", several],
  ["flip new_page false --from 2026-12-01", {}],
  ["flip new_page --from 2027-05-01", {}],
  ["flip new_page --from 2026-12-01", { created: { from: "2026-11-01", value: true } }],
  ["flip new_page --from 2026-12-01", { default: true, enabled: undefined, rollout: 5 }],
  ["flip new_page --from 2026-12-01", { disabled: { groups: ["ring/regular"] } }],
  ["flip new_page", { colour: "red" }],
  ["rename", {}],
  ["rename account acme", {}],
  ["rename acount acme globex", {}],
  ["rename account acme globex --prefer both", {}],
  ["rename account acme acme", {}],
  ["rename account acme globex", { colour: "red" }],
  ["enable new_pag acme", {}],
  ["enable new_page", {}],
  ["enable new_page acme --scope user", {}],
  ["enable new_page acme --where ring=vip", {}],
  ["leave ring/canary support --where plan=pro", {}],
  ["enable new_page --where contry=de", {}],
  ["enable new_page --where account=acme", {}],
  ["enable new_page --where pro", {}],
  ["enable new_page --where ring=canary --where ring=vip", {}],
  ["enable new_page --where ring=", {}],
  ["enable new_page --where ring={has:vip}", {}],
  ["enable new_page --where {ring", {}],
  ["enable new_page --where ring=*y", {}],
  ["enable new_page --where ring!=vip", {}],
  ["enable new_page --where ring>=vip", {}],
  ["enable new_page --where ring~vip", {}],
  ["enable new_page acme --from 2027-02-01 --until 2027-01-01", {}],
  ["enable widget acme", {}],
  ["enable new_page acme", { variants: ["one", "two"], default: "one", enabled: undefined }],
  ["assign new_page three acme", { variants: ["one", "two"], default: "one", enabled: undefined }],
  ["assign new_page true acme", {}],
  ["join ring/canry acme", {}],
  ["join plan/pro acme", {}],
  ["join ring acme", {}],
  ["pause new_page", {}],
  ["rollout new_page 120", {}],
  ["promote widget", {}],
];

test("a refusal is one short sentence that names the next step", async () => {
  const told: string[] = [];
  for (const [line, settings] of calls) {
    const said = (await refuse(line, flag(settings))) ?? "nothing";
    expect(said.replaceAll(/`[^`]*`/g, (name) => name.slice(0, 16)).length, said).toBeLessThanOrEqual(150);
    expect(said).toMatch(/^[a-z`].*[^.!]$/);
    told.push(`${line} ${JSON.stringify(settings)}\n    ${said}\n`);
  }
  await expect(told.join("")).toMatchFileSnapshot("refusals.txt");
});
