import fc from "fast-check";
import { expect } from "vitest";
import { emitFlagd } from "../../scripts/emit/flagd/index.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { contextOf, drawQuestion, openFlagd, openModule } from "./flagd.ts";
import { days } from "./random-tree/customers.ts";
import { Draw } from "./random-tree/draw.ts";
import { genome } from "./random-tree/questions.ts";
import { treeOfGenome } from "./random-tree.ts";
import { modelsOf } from "./trees.ts";

const day = 86_400_000;
/** The clock of other programs cannot be set, so two days of a tree are in the past and two in the future. */
const around = [-20, -2, 2, 20].map((offset) => new Date(Date.now() + offset * day).toISOString().slice(0, 10));

/** The build's output for flagd from a random tree, with the module that it should agree with. */
export interface FlagdFile {
  readonly names: readonly string[];
  /** `flags.flagd.json`, and `flags.crd.yaml`; a flag `marker` in each identifies the file. */
  readonly text: string;
  readonly resource: string;
  readonly marker: string;
  readonly module: ReturnType<typeof openModule>;
}

/** A way to ask flagd for the value of a flag; callers have to know its type. */
export type AskFlagd = (name: string, context: object, type: string) => Promise<unknown>;

/** The file for the random tree of a seed. */
export function fileOf(seed: number): FlagdFile {
  const [genes = []] = fc.sample(genome, { seed, numRuns: 1 });
  const models = modelsOf(aroundToday(treeOfGenome(genes)));
  const marker = `${seed}`;
  const rule = `"flags": {\n    "marker": {"state":"ENABLED","variants":{"seed":"${marker}"},"defaultVariant":"seed"},`;
  const textOf = (path: string): string => {
    const output = emitFlagd(models).outputs.find((each) => each.path === path);
    if (output === undefined || !("text" in output)) throw new Error(`the build wrote no ${path}`);
    return output.text.replace('"flags": {', rule);
  };
  return {
    names: openFlagd(models[0]).names,
    text: textOf("flags.flagd.json"),
    resource: textOf("flags.crd.yaml"),
    marker,
    module: openModule(models, "production"),
  };
}

/** A tree with its days around today. */
function aroundToday(tree: Tree): Tree {
  const shift = (text: string): string =>
    text.replaceAll(/2027-\d\d-\d\d/g, (found) => around[days.indexOf(found)] ?? found);
  return { ...tree, files: tree.files.map(({ path, text }) => ({ path, text: shift(text) })) };
}

/** Asks the given number of questions in each way, and expects the module's answers. */
export async function expectSameAnswers(
  { names, module }: FlagdFile,
  questions: number,
  ways: readonly AskFlagd[],
): Promise<void> {
  const draw = new Draw(questions);
  const seen = new Set<string>();
  for (let asked = 0; asked < questions; ) {
    const batch = Array.from({ length: 50 }, () => ({ ...drawQuestion(draw), at: Date.now() }));
    const pairs = batch.flatMap((question) => names.map((name) => [name, question] as const));
    asked += pairs.length;
    await Promise.all(
      pairs.map(async ([name, question]) => {
        const expected = module.ask(name, question);
        const context = contextOf(question);
        const answers = await Promise.all(ways.map((ask) => ask(name, context, typeof expected)));
        expect([name, context, ...answers]).toEqual([name, context, ...ways.map(() => expected)]);
        seen.add(JSON.stringify(expected));
      }),
    );
  }
  expect(seen.size).toBeGreaterThan(1);
}

/** Whether a daemon serves this file. */
export async function serves(ask: AskFlagd, { marker }: FlagdFile): Promise<boolean> {
  return (await ask("marker", {}, "string")) === marker;
}
