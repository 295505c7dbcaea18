import type { Tree } from "../../scripts/model/tree.ts";
import { addConditions } from "./random-tree/conditions.ts";
import { type Data, days } from "./random-tree/customers.ts";
import { Draw } from "./random-tree/draw.ts";
import { type MadeFlag, makeFlag } from "./random-tree/flags.ts";
import { makeIdentities } from "./random-tree/identities.ts";
import { makePrivilege, makeRelease } from "./random-tree/releases.ts";
import { makeSet, toldGroups } from "./random-tree/sets.ts";
import { packageJson, treeOf } from "./trees.ts";

/** Any sequence of numbers is an instance without errors; changing a number makes a small change to it. */
export type Genome = readonly number[];

/** The length of the genome of an instance. */
export const genomeLength = 96;

export const environments = ["production", "staging"] as const;

/** The length of the genome of an instance with conditions. */
export const wholeGenomeLength = 128;

/** The instance of a genome, without attributes and conditions. */
export function treeOfGenome(genome: Genome): Tree {
  return treeWith(genome, () => {});
}

/** The instance of a genome, with attributes and conditions. */
export function wholeTreeOfGenome(genome: Genome): Tree {
  return treeWith(genome, addConditions);
}

/** The instance of a genome; `add` adds to its documents. */
function treeWith(genome: Genome, add: typeof addConditions): Tree {
  let next = 0;
  const draw = (): Draw => new Draw(genome[next++ % genome.length] ?? 0);
  const documents: Record<string, Data> = {};

  const sets = ["ring", "beta", "tiers", "plan", "edition"].flatMap((name) => {
    const set = makeSet(name, draw(), draw());
    if (set !== undefined) documents[`groups/${name}.yaml`] = set.data;
    return set === undefined ? [] : [set];
  });
  Object.assign(documents, makeIdentities(draw(), draw()));

  const flags: MadeFlag[] = [];
  for (const name of ["f1", "f2", "f3", "f4", "f5"]) {
    const flag = makeFlag(name, draw, sets, flags);
    if (flag === undefined) continue;
    flags.push(flag);
    documents[`flags/${name}.yaml`] = flag.data;
  }
  const release = makeRelease(draw(), draw(), draw(), sets);
  if (release !== undefined) documents["flags/widget.yaml"] = release;
  const privilege = makePrivilege(draw(), draw());
  if (privilege !== undefined) documents["flags/export.yaml"] = privilege;
  documents["flags/retired.yaml"] = {
    retired: { export: { kind: "flag", date: "2026-01-01", outcome: "frozen", answer: true } },
  };

  add(documents, draw, sets, flags);

  const scopes = { organization: {}, account: { ignoreCase: true, within: "organization" } };
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify(data)}\n`] as const);
  return treeOf({ "package.json": packageJson({ scopes, environments }), ...Object.fromEntries(texts) });
}

/** All combinations that a caller may pass: a group or nothing for each set. */
export const toldCells: readonly Readonly<Record<string, string>>[] = Object.entries(toldGroups).reduce(
  (cells: readonly Readonly<Record<string, string>>[], [name, groups]) =>
    [undefined, ...groups, "max"].flatMap((group) =>
      cells.map((cell) => (group === undefined ? cell : { ...cell, [name]: group })),
    ),
  [{}],
);

/** All instants at which anything in such an instance may begin or end. */
export const instants: readonly number[] = days.flatMap((day) => {
  const start = Date.parse(`${day}T00:00:00Z`);
  return [start, start + 86_400_000];
});
