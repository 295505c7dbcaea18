import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openRepository } from "../../scripts/host/git.ts";
import type { FileChange, LineCommit, Repository } from "../../scripts/model/repository.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { makeRepository } from "../support/git-repository.ts";
import { withInstance } from "../support/instance-folder.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import type { Snapshot, Surroundings } from "../support/snapshot.ts";

// Many tests use a repository in memory; this one checks that git gives the same answers.

beforeEach(() => {
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null").stubEnv("GIT_CONFIG_NOSYSTEM", "1");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const config = { path: "package.json", text: "{}\n" };

/** A commit of package.json and files, given as texts by path; `day` is in January 2026. */
function commit(day: number, files: Readonly<Record<string, string>>, more: Partial<Snapshot> = {}): Snapshot {
  const sources = Object.entries(files).map(([path, text]): Source => ({ path, text }));
  return { files: [config, ...sources], date: new Date(Date.UTC(2026, 0, day)).toISOString(), ...more };
}

interface Shape extends Surroundings {
  readonly commits: readonly Snapshot[];
}

const a = "flags/a.yaml";
const b = "flags/b.yaml";

const shapes: Readonly<Record<string, Shape>> = {
  "a single commit": { commits: [commit(1, { [a]: "1" })] },
  "a line": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "2", [b]: "1" }, { author: "Ann Example", subject: "Two  things, with “quotes”\tand a tab" }),
      commit(3, { [b]: "1" }),
      commit(4, { [a]: "1", [b]: "1" }),
    ],
  },
  "a line whose clocks do not agree": {
    commits: [commit(9, { [a]: "1" }), commit(2, { [a]: "2" }), commit(5, { [a]: "3" })],
  },
  "files that move, and names that two files bear": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { "flags/team/a.yaml": "1" }),
      commit(3, { "flags/team/a.yaml": "1", "groups/a.yml": "2" }),
      commit(4, { "flags/other/a.yaml": "3" }),
      commit(5, { "flags/other/a.yaml": "4", "groups/a.yml": "5" }),
      commit(6, {}),
    ],
  },
  "commits that change nothing of the instance": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "1", "README.md": "1", "docs/flags/a.yaml": "1" }),
      commit(3, {
        [a]: "1",
        "README.md": "1",
        "flags/note.txt": "1",
        "flags/.hidden.yaml": "1",
        "groups/.kept/b.yaml": "1",
      }),
      commit(4, { [a]: "1", "flags/note.txt": "2" }),
      commit(5, { [a]: "1" }),
    ],
  },
  "a config that comes later": {
    commits: [
      { files: [{ path: a, text: "1" }], date: "2026-01-01T00:00:00Z" },
      commit(2, { [a]: "1" }),
      { files: [{ path: "package.json", text: "{ }" }], date: "2026-01-03T00:00:00Z" },
    ],
  },
  "a branch that is not merged": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "2" }),
      commit(3, { [a]: "1", [b]: "1" }, { parents: [0] }),
      commit(4, { [a]: "1", [b]: "2" }, { parents: [2] }),
    ],
    branches: { main: 1, feature: 3 },
    upstream: "feature",
  },
  "a branch that is merged": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "1", [b]: "1" }, { parents: [0], author: "Ben Example" }),
      commit(3, { [a]: "1", [b]: "2" }, { parents: [1], author: "Ann Example" }),
      commit(4, { [a]: "2" }, { parents: [0], author: "Cleo Example" }),
      commit(5, { [a]: "2", [b]: "2" }, { parents: [3, 2], author: "Whoever merges" }),
      commit(6, { [a]: "3", [b]: "2" }),
    ],
    branches: { main: 5, feature: 2 },
  },
  "approvals, on the line and in what merges brought": {
    commits: [
      commit(1, { [a]: "1" }, { trailers: ["Reviewed-by: Ann Example <ann@example.com>", "Fixes: 12"] }),
      commit(2, { [a]: "2" }, { parents: [0], trailers: ["Approved-by: Ben Example", "Reviewed-by: Ann Example"] }),
      commit(3, { [a]: "3" }, { parents: [1], trailers: ["Reviewed-by: Ann Example"] }),
      commit(4, { [a]: "3" }, { parents: [0, 2], trailers: ["Reviewed-by: Cleo Example"] }),
      commit(5, { [a]: "4" }, { subject: "Reviewed-by: nobody, for this is the subject" }),
    ],
  },
  "a merge of a merge, and one of three": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "2" }, { parents: [0], author: "Ann Example" }),
      commit(3, { [a]: "1", [b]: "1" }, { parents: [0], author: "Ben Example" }),
      commit(4, { [a]: "2", [b]: "1" }, { parents: [2, 1], author: "Cleo Example" }),
      commit(5, { [a]: "2", [b]: "1" }, { parents: [0, 3], author: "Dan Example" }),
      commit(6, { [a]: "1", "flags/c.yaml": "1" }, { parents: [0], author: "Eve Example" }),
      commit(7, { [a]: "2", [b]: "1", "flags/c.yaml": "1" }, { parents: [4, 5, 1], author: "Dan Example" }),
    ],
    branches: { main: 6, one: 3, two: 5 },
  },
  "merges of branches that began before other merges, or took the line in": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(
        2,
        { [a]: "1", [b]: "1" },
        { parents: [0], author: "Ann Example", trailers: ["Reviewed-by: Dan Example"] },
      ),
      commit(3, { [a]: "2" }, { parents: [0] }),
      commit(4, { [a]: "2", [b]: "1" }, { parents: [2, 1] }),
      commit(5, { [a]: "1", "flags/c.yaml": "1" }, { parents: [0], author: "Ben Example" }),
      commit(6, { [a]: "2", [b]: "1", "flags/c.yaml": "1" }, { parents: [4, 3], author: "Ben Example" }),
      commit(7, { [a]: "2", [b]: "1", "flags/c.yaml": "1" }, { parents: [3, 5] }),
      commit(8, { [a]: "1", [b]: "2" }, { parents: [1], author: "Cleo Example" }),
      commit(
        9,
        { [a]: "2", [b]: "2", "flags/c.yaml": "1" },
        { parents: [6, 7], trailers: ["Approved-by: Eve Example"] },
      ),
    ],
    branches: { main: 8 },
  },
  "branches that were merged into each other": {
    commits: [
      commit(1, { [a]: "1" }),
      commit(2, { [a]: "2" }, { parents: [0] }),
      commit(3, { [a]: "1", [b]: "1" }, { parents: [0] }),
      commit(4, { [a]: "2", [b]: "1" }, { parents: [1, 2] }),
      commit(5, { [a]: "3", [b]: "1" }, { parents: [2, 1] }),
      commit(6, { [a]: "4", [b]: "1" }, { parents: [4] }),
    ],
    branches: { main: 3, other: 5 },
  },
  "histories that have nothing in common": {
    commits: [commit(1, { [a]: "1" }), commit(2, { [b]: "1" }, { parents: [] })],
    branches: { main: 0, other: 1 },
  },
  "a history of which only the newest commit was fetched": {
    commits: [commit(1, { [a]: "1" }), commit(2, { [a]: "2", [b]: "1" })],
    isShallow: true,
  },
  "an instance in a folder of the repository": {
    commits: [
      commit(1, { "services/pay/package.json": "{}", "services/pay/flags/a.yaml": "1", [a]: "other" }),
      commit(2, { "services/pay/package.json": "{}", "services/pay/flags/a.yaml": "1", [a]: "another" }),
      commit(3, { "services/pay/package.json": "{}", "services/pay/groups/a.yaml": "2", [a]: "another" }),
    ],
    prefix: "services/pay/",
  },
};

/** A branch at each commit, to name it whatever its id is; a shallow repository has only the newest. */
function markersOf({ commits, isShallow }: Shape): Readonly<Record<string, number>> {
  const last = commits.length - 1;
  return Object.fromEntries(
    commits.flatMap((_, index) => (isShallow && index < last ? [] : [[`commit-${index + 1}`, index]])),
  );
}

/** An object that no repository has. */
const absent = "0".repeat(40);

function objectsOf({ before, after }: FileChange): readonly string[] {
  return [before ?? [], after ?? []].flat();
}

/** Everything that a repository answers, with commits named by their markers instead of ids. */
async function answersOf(repository: Repository, shape: Shape): Promise<unknown> {
  const branches = shape.branches ?? { main: shape.commits.length - 1 };
  const names = [...Object.keys(branches), "HEAD", "nothing"];
  const tips = Object.keys(branches).map((name) => repository.commitOf(name) ?? "");
  const markers = new Map(Object.keys(markersOf(shape)).map((name) => [repository.commitOf(name), name]));
  const placeOf = (id: string | undefined): string => (id === undefined ? "none" : (markers.get(id) ?? "strange"));
  const lines = tips.map((tip) => [tip, repository.line(tip).commits] as const);
  const told = ({ id, parents, ...others }: LineCommit) => ({
    id: placeOf(id),
    parents: parents.map(placeOf),
    ...others,
    texts: others.changes.map(({ before, after }) => [before, after].map((object) => object && texts.get(object))),
  });
  const objects = lines.flatMap(([, line]) => line.flatMap(({ changes }) => changes.flatMap(objectsOf)));
  const texts = repository.texts([...new Set([...objects, absent])]);
  // Any number of times, also one that is missing.
  const inTurn = [...objects, absent, ...objects];
  let turn = 0;
  for await (const { text, isMissing } of repository.textsInTurn(inTurn)) {
    const object = inTurn[turn++] ?? "";
    expect([object, text?.slice(0), isMissing]).toEqual([object, texts.get(object), !texts.has(object)]);
  }
  expect(turn).toBe(inTurn.length);
  return {
    prefix: repository.prefix,
    upstream: repository.upstream,
    isShallow: repository.isShallow,
    isPartial: repository.isPartial,
    commits: names.map((name) => placeOf(repository.commitOf(name))),
    byId: tips.map((tip) => repository.commitOf(tip) === tip),
    bases: names.flatMap((one, at) =>
      names.slice(at).map((other) => repository.mergeBases(one, other).map(placeOf).sort()),
    ),
    lines: lines.map(([tip, line]) => [placeOf(tip), line.map(told)]),
    authors: lines.map(([, line]) => {
      const found = repository.authorsMerged(line);
      return line.map(({ id }) => found.get(id));
    }),
    approvals: lines.map(([, line]) => {
      const found = repository.approvals(line);
      return line.map(({ id }) => found.get(id));
    }),
    trees: [...tips, ...lines.flatMap(([, line]) => line.map(({ id }) => id))].map((id) => {
      const { config, files, diagnostics } = repository.readTree(id);
      return { config, files, diagnostics };
    }),
    files: tips.map((tip) => [...repository.objectsAt(tip, [a, "README.md", "flags", "flags/*"])].sort()),
    versions: tips.map((tip) =>
      [...repository.versions(tip, new Set(["a", "b", "package.json", "nobody"])).byName].map(([name, versions]) => [
        name,
        versions.map((version) => ({ ...version, commit: placeOf(version.commit) })),
      ]),
    ),
    isWhole: tips.map((tip) => [repository.line(tip).isWhole, repository.versions(tip, new Set(["a"])).isWhole]),
    places: tips.map((tip) => repository.placesAt(tip)),
    isAbsent: !texts.has(absent),
  };
}

it("has no texts without git", () =>
  withInstance(async (root) => {
    makeRepository(root, [commit(1, { [a]: "1" })]);
    const repository = openRepository(root);
    const [object = ""] = repository?.line("HEAD").commits.flatMap(({ changes }) => changes.flatMap(objectsOf)) ?? [];
    const textsOf = async (): Promise<readonly unknown[]> => {
      const found: unknown[] = [];
      for await (const each of repository?.textsInTurn([object]) ?? []) found.push(each);
      return found;
    };
    expect(await textsOf()).toEqual([{ text: "1", isMissing: false }]);
    vi.stubEnv("PATH", root);
    expect(await textsOf()).toEqual([{ text: undefined, isMissing: true }]);
  }));

describe("a repository in memory answers as git does", () => {
  it.each(Object.entries(shapes))("%s", async (_, shape) => {
    await withInstance(async (root) => {
      const surroundings = {
        ...shape,
        branches: { main: shape.commits.length - 1, ...shape.branches, ...markersOf(shape) },
      };
      makeRepository(root, shape.commits, surroundings);
      const instance = join(root, shape.prefix ?? "");
      mkdirSync(instance, { recursive: true });
      const real = openRepository(instance);
      if (real === undefined) throw new Error("no repository");
      const answers = await answersOf(real, shape);
      expect(JSON.stringify(answers)).not.toContain("strange");
      expect(await answersOf(memoryRepository(shape.commits, surroundings), shape)).toEqual(answers);
    });
  });
});
