import { expect, test } from "vitest";
import { gate } from "../../scripts/gate/gate.ts";
import type { Repository } from "../../scripts/model/repository.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { packageJson, treeOfFiles } from "../support/trees.ts";

const files = (version: string, ...members: readonly string[]) => [
  { path: "package.json", text: packageJson({ scopes: { account: {} } }) },
  {
    path: "groups/ring.yaml",
    text: JSON.stringify({
      groups: "ring",
      description: "Who receives a deploy, and when.",
      owner: "widgets",
      scope: "account",
      default: "regular",
      members: { canary: members, regular: [] },
    }),
  },
  {
    path: "flags/web_widget.yaml",
    text: JSON.stringify({
      release: "web_widget",
      description: "The widget that the compose endpoint serves.",
      owner: "widgets",
      by: "ring",
      stages: [
        { group: "canary", version: "abc2", soak: "3h" },
        { group: "regular", version },
      ],
    }),
  },
];

test("of groups that change with a release, no earlier version is read", () => {
  const repository = memoryRepository([
    { files: files("abc0", "support"), date: "2026-11-01T00:00:00Z" },
    { files: files("abc1", "support"), date: "2026-11-02T00:00:00Z" },
  ]);
  const asked: string[][] = [];
  const watched: Repository = {
    ...repository,
    versions: (commit, names) => {
      asked.push([...names]);
      return repository.versions(commit, names);
    },
  };
  const now = Date.parse("2026-11-21");
  const options = { base: "main", now, asOf: now, allowExpired: false, newOnly: false };
  const verdict = gate(treeOfFiles(files("abc2", "support", "acme")), watched, options);
  expect(verdict).not.toBeTypeOf("string");
  expect(asked).toEqual([["web_widget"]]);
});
