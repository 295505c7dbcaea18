import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forget } from "../../scripts/commands/forget.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { rename } from "../../scripts/commands/rename.ts";
import { readModels } from "../../scripts/compile/compile.ts";
import { wordsOf } from "../../scripts/edit/forget/ids-in-prose.ts";
import { lines, type Yaml } from "../../scripts/edit/text/write-yaml.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import type { Host } from "../../scripts/host/host.ts";
import { decisionsOf } from "../../scripts/model/model-queries.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import { universe } from "../support/random-tree/customers.ts";
import { type Genome, genomeLength, instants, treeOfGenome } from "../support/random-tree.ts";
import { packageJson, treeOf } from "../support/trees.ts";

const genome: fc.Arbitrary<Genome> = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });
const asOf = Date.parse("2027-01-01");
/** All moments that matter: nothing begins or ends in between. */
const moments = [asOf, ...new Set(instants)];
const runs = { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 15) };
const usual = { colour: false, yes: true } as const;

type Run = (input: Input, host: Host) => Outcome;

/** The tree after a command, and its outcome. */
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

function sideFor(tree: Tree): Revision {
  return openRevision(readModels(tree, { asOf, allowExpired: true }).models);
}

/** The tree with its files written in block style instead of on one line, a comment before each line. */
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

/** All customers that a tree may mention, and some that it does not. */
function everyone(extra: readonly Customer[]): readonly Customer[] {
  const known = Object.entries(universe).flatMap(([scope, ids]) =>
    [...ids, "org-zz", "acc-zz", "z1", "z2"].map((id) => ({ scope, id })),
  );
  return [...known, ...extra];
}

/** Every answer of a revision for one customer at every moment, with its rule. */
function* answersOf(side: Revision, { scope, id }: Customer) {
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

/** The first answer that differs between two customers of two revisions; `buckets: false` ignores answers that a bucket decides. */
function difference(
  before: Revision,
  one: Customer,
  after: Revision,
  other: Customer,
  buckets: boolean,
): string | undefined {
  const second = answersOf(after, other);
  for (const first of answersOf(before, one)) {
    const { value, rule } = second.next().value ?? { value: null, rule: "absent" };
    const isByBucket = [first.rule, rule].some((each) => each === "rollout" || each === "requires");
    if (first.value !== value && (buckets || !isByBucket))
      return `${other.scope} ${one.id}/${other.id} ${first.where}: ${first.value} (${first.rule}) to ${value} (${rule})`;
  }
  return undefined;
}

/** Whether a customer is one of these ids, a child of one, or one under a former id. */
function isKin({ models: [model] }: Revision, ids: readonly string[], scope: string): (customer: Customer) => boolean {
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

test("a renamed customer keeps all answers, and no one else's change", () => {
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
      if (!isDone || outcome.proposals === undefined) return;

      const [before, after] = [sideFor(tree), sideFor(renamed)];
      const nowKey = normalizeId(now, scope === "account");
      const isOwn = isKin(before, [old, nowKey], scope);
      for (const each of everyone([]))
        if (!isOwn(each) && !(each.scope === scope && each.id === nowKey))
          expect(difference(before, each, after, each, true)).toBeUndefined();
      if (fresh.includes(now) && prefer !== "new") {
        const to = { scope, id: nowKey };
        expect(difference(before, { scope, id: old }, after, to, keepRollout)).toBeUndefined();
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
});

test("a forgotten customer leaves no trace, and no one else's answers change", () => {
  fc.assert(
    fc.property(request, fc.nat(6), ({ genes, scope, isBlock, pick }, every) => {
      const id = (universe[scope] ?? [])[pick] as string;
      const made = treeOfGenome(genes);
      const note = (line: number): string => (line % (every + 2) === 0 ? `# ${id.toUpperCase()} wants this\n` : "");
      const tree = isBlock ? inBlocks(made, note) : made;
      const { tree: forgotten, isDone } = call(forget, tree, [scope, id]);
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
});

describe("a long list", () => {
  const about = "description: Something for a few accounts.\nowner: growth\nscope: account\n";
  const entries = (write: (id: string, index: number) => string): string =>
    Array.from({ length: 300 }, (_, index) => write(`c${index}`, index)).join("");
  const texts = {
    "package.json": packageJson({ scopes: { account: { ignoreCase: true }, brand: { within: "account" } } }),
    "flags/f1.yaml": `flag: f1\n${about}permanent: It is for a test.\ndefault: false\nenabled:\n  account:\n${entries((id) => `    - ${id}\n`)}`,
    "groups/beta.yaml": `groups: beta\n${about}members:\n${entries((id, index) => `  - { id: ${id}, until: 2027-0${(index % 3) + 2}-01, reason: next to c${index + 1} }\n`)}`,
    "groups/names.yaml": `identities: names\n${about}children:\n  brand:\n    c150:\n${entries((id) => `      - b${id} # no c7\n`)}    c200:\n${entries((id) => `      - d${id}\n`)}`,
  };
  const tree = treeOf(texts);
  const textAt = (made: Tree, path: string): string => made.files.find((each) => each.path === path)?.text ?? "";
  const without = (text: string, line: string): string => {
    expect(text.split(line)).toHaveLength(2);
    return text.replace(line, "");
  };

  test("keeps a renamed customer in the same place", () => {
    const { tree: made } = call(rename, tree, ["account", "C150", "neo"], { alias: false });
    expect(textAt(made, "flags/f1.yaml")).toBe(texts["flags/f1.yaml"].replace("- c150\n", "- neo\n"));
    expect(textAt(made, "groups/beta.yaml")).toBe(texts["groups/beta.yaml"].replace("id: c150,", "id: neo,"));
    expect(textAt(made, "groups/names.yaml")).toBe(texts["groups/names.yaml"].replace("c150:\n", "neo:\n"));
  });

  test("lists two customers who become one only once", () => {
    const { outcome, tree: made } = call(rename, tree, ["account", "c150", "c200"], { prefer: "new", alias: false });
    expect(outcome.problem).toBeUndefined();
    expect(textAt(made, "flags/f1.yaml")).toBe(without(texts["flags/f1.yaml"], "    - c150\n"));
    expect(textAt(made, "groups/beta.yaml")).toBe(
      without(texts["groups/beta.yaml"], "  - { id: c150, until: 2027-02-01, reason: next to c151 }\n"),
    );
    const children = [...textAt(made, "groups/names.yaml").matchAll(/- ([bd]c\d+)/g)].map(([, id]) => id);
    expect([children.length, new Set(children).size]).toEqual([600, 600]);
    expect(textAt(made, "groups/names.yaml")).not.toContain("c150:");
  });

  test("keeps nothing about a forgotten customer", () => {
    const { outcome, tree: made } = call(forget, tree, ["account", "c7"]);
    expect(outcome.problem).toBeUndefined();
    expect(textAt(made, "flags/f1.yaml")).toBe(without(texts["flags/f1.yaml"], "    - c7\n"));
    expect(textAt(made, "groups/beta.yaml")).toBe(
      without(texts["groups/beta.yaml"], "  - { id: c7, until: 2027-03-01, reason: next to c8 }\n").replace(
        "next to c7 }",
        "next to (forgotten) }",
      ),
    );
    expect(textAt(made, "groups/names.yaml")).toBe(texts["groups/names.yaml"].replaceAll(" # no c7", ""));
  });
});
