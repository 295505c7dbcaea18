import { expect, test } from "vitest";
import { bundleOf, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const config = { scopes: { account: {} }, namePattern: "^[a-z0-9_]+$" };

function bundleFrom(texts: Readonly<Record<string, string>>) {
  return bundleOf(modelsOf(treeOf({ "package.json": packageJson(config), ...texts })));
}

const experiments = `groups: experiments
description: Experiments that exclude each other.
owner: growth
scope: account
members:
  holdout: [{ percent: 10 }]
  20: [{ percent: 5 }, acme]
  10: [{ percent: 12.5 }]
`;

test("shares of a set are adjacent in the order of the file, even if groups have numbers for names", () => {
  const { groups } = bundleFrom({ "groups/experiments.yaml": experiments });
  expect(groups.experiments?.shares).toEqual([
    { group: "holdout", salt: "experiments", start: 0, end: 1000 },
    { group: "20", salt: "experiments", start: 1000, end: 1500 },
    { group: "10", salt: "experiments", start: 1500, end: 2750 },
  ]);
});

test("a share that grows at the end of the file moves no one else", () => {
  const { groups } = bundleFrom({ "groups/experiments.yaml": experiments.replace("12.5", "40") });
  expect(groups.experiments?.shares?.slice(0, 2)).toEqual([
    { group: "holdout", salt: "experiments", start: 0, end: 1000 },
    { group: "20", salt: "experiments", start: 1000, end: 1500 },
  ]);
});

test("digits in a rollout are text in a name, and a number in a share", () => {
  const head = "description: Accounts see the new page.\nowner: growth\nscope: account\npermanent: For a test.\n";
  const { flags } = bundleFrom({
    "groups/experiments.yaml": experiments,
    "flags/page.yaml": `flag: page\n${head}variants: [salt, "by"]\ndefault: salt
rollout: { weights: { salt: 10, by: 90 }, salt: 007 }\n`,
    "flags/teams.yaml": `flag: teams\n${head}default: false
rollout:
  - { among: [experiments/20], percent: 10, salt: 12345678901234567890 }
  - percent: 5
    salt: ""
`,
  });
  expect(flags.page?.rollout).toMatchObject({ salt: "007", shares: [{ share: 1000 }, { share: 9000 }] });
  expect(flags.teams?.rollout).toMatchObject([
    { among: ["experiments/20"], salt: "12345678901234567890", shares: [{ share: 1000 }] },
    { salt: "", shares: [{ share: 500 }] },
  ]);
});
