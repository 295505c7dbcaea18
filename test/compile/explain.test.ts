import { expect, test } from "vitest";
import { explainName } from "../../scripts/compile/answers/explain-answer.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import { open } from "../../scripts/runtime/index.ts";
import { bundleOf, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const head = "description: Accounts see the new page.\nowner: growth\nscope: account\npermanent: For a test.\n";
const models = modelsOf(
  treeOf({
    "package.json": packageJson({ scopes: { account: {} } }),
    "groups/trial.yaml": `groups: trial
description: Experiments that exclude each other.
owner: growth
scope: account
members:
  first: [acme]
  second:
    - { percent: 50 }
    - { percent: 50, salt: trial }
`,
    "flags/page.yaml": `flag: page\n${head}variants: [one, two]\ndefault: one\nassign: { two: { account: [acme] } }\n`,
    "flags/teams.yaml": `flag: teams\n${head}default: false
rollout:
  - { among: [trial/first], percent: 100 }
  - { percent: 100 }
`,
    "flags/needy.yaml": `flag: needy\n${head}default: true\nrequires: [teams, { page: two }]\n`,
    "flags/paused.yaml": `flag: paused\n${head}default: true\nrequires: [{ page: [two] }]\npaused: An incident\n`,
  }),
);
const module = open(bundleOf(models));

/** The places that decide an answer for a customer, each as `line:column message`. */
function placesOf(name: string, account: string): readonly string[] {
  const answer = explainName(models[0], module, name, { context: { account }, at: 0 });
  return (answer?.places ?? []).map(({ message, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `${line}:${column} ${message}`;
  });
}

test("shows the share that puts a customer in a group", () => {
  expect(placesOf("trial", "acme")).toEqual(["6:11 a member of `trial/first`"]);
  const shares = new Set(["a", "b", "c", "d"].flatMap((account) => placesOf("trial", account)));
  expect([...shares].sort()).toEqual([
    "8:18 the id is in the share of `trial/second`",
    "9:18 the id is in the share of `trial/second`",
  ]);
});

test("shows the part of a rollout that decides", () => {
  expect(placesOf("teams", "acme")).toEqual(["8:5 the id's share of the rollout"]);
  expect(placesOf("teams", "globex")).toEqual(["9:5 the id's share of the rollout"]);
});

test("shows only unmet requirements of a flag, even if it is paused", () => {
  expect(placesOf("needy", "globex")).toEqual(["7:21 it requires `page` to be `two`"]);
  expect(placesOf("paused", "globex")).toEqual(["8:9 the flag is paused", "7:14 it requires `page` to be `two`"]);
  expect(placesOf("paused", "acme")).toEqual(["8:9 the flag is paused"]);
});
