import fc from "fast-check";
import { expect, test } from "vitest";
import { forget } from "../scripts/commands/forget.ts";
import { rename } from "../scripts/commands/rename.ts";
import { readModels } from "../scripts/compile.ts";
import { lines, type Yaml } from "../scripts/edits/yaml.ts";
import type { Host } from "../scripts/host.ts";
import { decisionsOf } from "../scripts/model.ts";
import type { Input, Outcome } from "../scripts/outcome.ts";
import { wordsOf } from "../scripts/plans/words.ts";
import { normalizeId } from "../scripts/runtime/normalize.ts";
import type { Side } from "../scripts/side.ts";
import { sideOf } from "../scripts/sides.ts";
import type { Source } from "../scripts/source.ts";
import type { Tree } from "../scripts/tree.ts";
import { type Genome, genomeLength, instants, treeOfGenome, universe } from "./support/random-tree.ts";

const genome: fc.Arbitrary<Genome> = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });
const asOf = Date.parse("2027-01-01");
const moments = [asOf, ...instants.flatMap((instant) => [instant - 1, instant])];
const runs = { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 60) };
const usual = { colour: false, yes: true } as const;

type Run = (input: Input, host: Host) => Outcome;

/** What a command makes of a tree, and what it says. */
function call(run: Run, tree: Tree, operands: readonly string[], options: Partial<Input> = {}) {
  const host = { directory: tree.root, readTree: () => tree, today: () => asOf } as unknown as Host;
  const outcome = run({ ...usual, asOf, ...options, operands }, host);
  const writes = (outcome.proposals ?? []).flatMap((proposal) => proposal.writes);
  const texts = new Map(tree.files.map(({ path, text }) => [path, text]));
  for (const { path, text } of writes)
    if (text === undefined) texts.delete(path);
    else texts.set(path, text);
  const files = [...texts].map(([path, text]): Source => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    outcome,
    tree: { ...tree, files },
    isDone: outcome.problem === undefined && (outcome.report === undefined || writes.length > 0),
  };
}

function sideFor(tree: Tree): Side {
  return sideOf(readModels(tree, { asOf, allowExpired: true }).models);
}

/** The files of a tree line by line instead of in one, with a comment before each. */
function inBlocks(tree: Tree, comment: (line: number) => string): Tree {
  const files = tree.files.map(({ path, text }) => {
    const data = JSON.parse(text) as Record<string, Yaml>;
    const written = Object.entries(data).flatMap(([key, value]) => lines(key, value, ""));
    return { path, text: written.map((line, index) => `${comment(index)}${line}\n`).join("") };
  });
  return { ...tree, files };
}

interface Customer {
  readonly scope: string;
  readonly id: string;
}

/** Everyone whom a tree may know, and some whom it does not. */
function everyone(extra: readonly Customer[]): readonly Customer[] {
  const known = Object.entries(universe).flatMap(([scope, ids]) =>
    [...ids, "org-zz", "acc-zz", "z1", "z2"].map((id) => ({ scope, id })),
  );
  return [...known, ...extra];
}

/** The answers of a side for one customer, all at all moments, with the rule of each. */
function* answersOf(side: Side, { scope, id }: Customer) {
  for (const model of side.models)
    for (const { kind, name } of decisionsOf(model))
      for (const at of moments) {
        const { value, rule } = side.explain(kind, name, {
          environment: model.environment,
          at,
          context: { [scope]: id },
        });
        yield { where: `${model.environment} ${name} ${new Date(at).toISOString()}`, value, rule };
      }
}

/** Those of whom two sides say something else, and where; what a bucket decides is left out if it is to be. */
function difference(before: Side, one: Customer, after: Side, other: Customer, buckets: boolean): string | undefined {
  const second = answersOf(after, other);
  for (const first of answersOf(before, one)) {
    const { value, rule } = second.next().value ?? { value: null, rule: "absent" };
    const isByBucket = [first.rule, rule].some((each) => each === "rollout" || each === "requires");
    if (first.value !== value && (buckets || !isByBucket))
      return `${other.scope} ${one.id}/${other.id} ${first.where}: ${first.value} (${first.rule}) to ${value} (${rule})`;
  }
  return undefined;
}

/** Who goes by a customer: by a former id, or as a child. */
function isKin({ models: [model] }: Side, ids: readonly string[], scope: string): (customer: Customer) => boolean {
  const own = new Set(ids.map((id) => `${scope} ${id}`));
  for (let size = -1; size !== own.size; ) {
    size = own.size;
    for (const child of model?.children ?? [])
      if (own.has(`${child.parentScope} ${child.parent}`)) own.add(`${child.scope} ${child.id}`);
    for (const alias of model?.aliases ?? [])
      if (own.has(`${alias.scope} ${alias.id}`)) own.add(`${alias.scope} ${alias.was}`);
  }
  return (customer) => own.has(`${customer.scope} ${customer.id}`);
}

const request = fc.record({
  genes: genome,
  scope: fc.constantFrom("organization", "account"),
  isBlock: fc.boolean(),
  pick: fc.nat(6),
  other: fc.nat(11),
  prefer: fc.constantFrom(undefined, "old", "new"),
  alias: fc.boolean(),
  keepRollout: fc.boolean(),
});

const tallies = new Map<string, number>();
function count(what: string): void {
  tallies.set(what, (tallies.get(what) ?? 0) + 1);
}

test("a customer who is renamed gets what it got, and nobody else gets anything else", () => {
  fc.assert(
    fc.property(request, ({ genes, scope, isBlock, pick, other, prefer, alias, keepRollout }) => {
      const known = universe[scope] ?? [];
      const old = known[pick] as string;
      const fresh = scope === "account" ? ["Fresh", "acc-new", "acc-eu-new"] : ["fresh", "org-new", "org-eu-new"];
      const now = [...known, ...fresh, ...fresh][other + 3] as string;
      const tree = isBlock
        ? inBlocks(treeOfGenome(genes), (line) => (line % 3 === 0 ? "# a note\n" : ""))
        : treeOfGenome(genes);
      const options = { prefer, alias, keepRollout } as Partial<Input>;
      const { outcome, tree: renamed, isDone } = call(rename, tree, [scope, old, now], options);
      count(
        isDone
          ? `done ${fresh.includes(now) ? "fresh" : "merged"}`
          : (outcome.problem ?? "report").replace(/`[^`]*`/g, "X"),
      );
      if (process.env.FLAGSTONE_TALLY && /nothing was|contradict|cannot/.test(outcome.problem ?? ""))
        console.log(scope, old, now, prefer, alias, outcome.problem, outcome.details);
      if (process.env.FLAGSTONE_TALLY && outcome.report)
        console.log(
          scope,
          old,
          now,
          prefer,
          alias,
          outcome.report.diagnostics.map((d) => d.message),
        );
      if (!isDone || outcome.proposals === undefined) return;

      const [before, after] = [sideFor(tree), sideFor(renamed)];
      const nowKey = normalizeId(now, scope === "account");
      const isOwn = isKin(before, [old, nowKey], scope);
      for (const each of everyone([]))
        if (!isOwn(each) && !(each.scope === scope && each.id === nowKey))
          expect(difference(before, each, after, each, true)).toBeUndefined();
      if (fresh.includes(now) && prefer !== "new") {
        const to = { scope, id: nowKey };
        expect(difference(before, { scope, id: old }, after, to, false)).toBeUndefined();
        for (const each of everyone([]))
          if (isOwn(each) && each.scope !== scope) expect(difference(before, each, after, each, false)).toBeUndefined();
        if (alias) expect(difference(after, to, after, { scope, id: old }, true)).toBeUndefined();
        for (const { path, text } of tree.files) {
          if (!/^(?:# a note\n)?\{?"?(?:flag|groups|release)\b/.test(text) || keepRollout) continue;
          const found = renamed.files.find((each) => each.path === path)?.text ?? "";
          if (path.startsWith("groups/") && text.includes("match")) continue;
          expect(isBlock ? found : found.replaceAll(`"${now}"`, `"${old}"`)).toBe(
            isBlock ? text.replace(new RegExp(`(?<![\\w-])${old}(?![\\w-])`, "g"), now) : text,
          );
        }
      }
      const again = call(rename, renamed, [scope, old, now], options);
      expect(again.tree.files).toEqual(renamed.files);
    }),
    runs,
  );
  if (process.env.FLAGSTONE_TALLY) console.log(tallies);
});

test("a customer who is forgotten leaves no trace, and nobody else gets anything else", () => {
  fc.assert(
    fc.property(request, fc.nat(6), ({ genes, scope, isBlock, pick }, every) => {
      const id = (universe[scope] ?? [])[pick] as string;
      const made = treeOfGenome(genes);
      const note = (line: number): string => (line % (every + 2) === 0 ? `# ${id.toUpperCase()} wants this\n` : "");
      const tree = isBlock ? inBlocks(made, note) : made;
      const { outcome, tree: forgotten, isDone } = call(forget, tree, [scope, id]);
      count(isDone ? "forgotten" : (outcome.problem ?? "report").replace(/`[^`]*`/g, "X"));
      if (!isDone) return;
      for (const { path, text } of forgotten.files)
        expect(`${path} ${wordsOf(id).exec(text)?.[0]}`).toBe(`${path} undefined`);
      const [before, after] = [sideFor(tree), sideFor(forgotten)];
      const formers = new Set(before.models[0]?.aliases.flatMap((each) => (each.id === id ? [each.was] : [])));
      for (const each of everyone([]))
        if (each.scope !== scope || (each.id !== id && !formers.has(each.id)))
          expect(difference(before, each, after, each, true)).toBeUndefined();
      expect(call(forget, forgotten, [scope, id]).tree.files).toEqual(forgotten.files);
    }),
    runs,
  );
  if (process.env.FLAGSTONE_TALLY) console.log(tallies);
});
