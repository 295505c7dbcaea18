import fc from "fast-check";
import { expect, test } from "vitest";
import type { Lookup } from "../../scripts/runtime/api/lookup.ts";
import { open } from "../../scripts/runtime/index.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { answersOf, changesOf, referenceAnswers, referenceChanges } from "../support/all-answers.ts";
import { conditionConstructs, heldOf, testOutcomes, wantedOutcomes } from "../support/condition-constructs.ts";
import { constructs, documentsOf, outcomesOf } from "../support/constructs.ts";
import { expectSame } from "../support/expect-same.ts";
import { askedTree, wholeGenome } from "../support/random-tree/questions.ts";
import { wholeTreeOfGenome } from "../support/random-tree.ts";
import { isTrue, toldOf } from "../support/reference/conditions.ts";
import type { Question } from "../support/reference/question.ts";

test("twenty random trees have each construct of the language at least once", () => {
  const trees = fc.sample(wholeGenome, 300).map((genes) => documentsOf(wholeTreeOfGenome(genes)));
  const rare = [...constructs, ...conditionConstructs]
    .map(([name, isIn]) => ({
      name,
      percent: (trees.filter((tree) => tree.some((document) => isIn(document, tree))).length / trees.length) * 100,
    }))
    .filter(({ percent }) => percent < 5);
  expect(rare).toEqual([]);
});

test("the module gives the reference's answers for random trees, and every construct occurs with both outcomes", () => {
  const counts = new Map<string, [otherwise: number, so: number]>();
  const outcomes = new Map(wantedOutcomes.map((outcome) => [outcome, 0]));
  fc.assert(
    fc.property(askedTree(12), ({ tree, bundle, questions }) => {
      const { lookup, lookupIn } = open(bundle);
      const documents = documentsOf(tree);
      for (const [index, question] of questions.entries()) {
        const { context, attributes = {}, ...options } = question;
        // Now and then some attributes are passed once for all lookups.
        const [standing, own] = index % 3 === 0 ? halves(attributes) : [{}, attributes];
        const asked =
          index % 3 === 0
            ? lookupIn(question.environment ?? "production", { attributes: standing })(context, {
                ...options,
                attributes: own,
              })
            : lookup(context, { ...options, attributes });
        expectSame(answersOf(asked, bundle, ["export"]), referenceAnswers(bundle, question, ["export"]));
        if (question === questions[0]) expectSame(changesOf(asked, bundle), referenceChanges(bundle, question));
        for (const name of untoldIn(asked, bundle)) expectSame(isUntold(bundle, name, question), true, name);
        for (const { text } of tree.files) expectHeld(JSON.parse(text), bundle, question);
        for (const [construct, way] of outcomesOf(bundle, question)) {
          const count = counts.get(construct) ?? [0, 0];
          count[way ? 1 : 0]++;
          counts.set(construct, count);
        }
        for (const [test, outcome] of testOutcomes(documents, bundle, question)) {
          const key = `${test}: ${outcome}`;
          outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
        }
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect([...counts].filter(([, [otherwise, so]]) => otherwise < 4 || so < 4)).toEqual([]);
  expect(counts.size, "constructs that come out").toBe(23);
  expect([...outcomes].filter(([, count]) => count < 2)).toEqual([]);
  expect([...outcomes.keys()].sort(), "each test of each type").toEqual([...wantedOutcomes].sort());
});

type Attributes = NonNullable<Question["attributes"]>;

function halves(attributes: Attributes): readonly [Attributes, Attributes] {
  const all = Object.entries(attributes);
  return [
    Object.fromEntries(all.filter((_, index) => index % 2 === 0)),
    Object.fromEntries(all.filter((_, index) => index % 2 === 1)),
  ];
}

/** Everything that a lookup reports as untold. */
function untoldIn(lookup: Lookup, { flags, releases }: Bundle): readonly string[] {
  return [...Object.keys(flags), ...Object.keys(releases)].flatMap((name) => lookup.explain(name).untold ?? []);
}

/** Whether a told set is untold in a question; it is so even if it has a default. */
function isUntold(bundle: Bundle, name: string, question: Question): boolean {
  const set = bundle.groups[name];
  if (set === undefined) return toldOf(bundle, name, question).value === undefined;
  const told = question.groups?.[name];
  return told === undefined || !Object.hasOwn(set.members, told);
}

/** Expects that as many conditions of a flag hold in its file as in its bundle. */
function expectHeld(document: Readonly<Record<string, unknown>>, bundle: Bundle, question: Question): void {
  const { flag } = document;
  if (typeof flag !== "string" || question.environment !== "production") return;
  const held = heldOf(document, bundle, question);
  const { conditional = [] } = bundle.flags[flag] ?? {};
  const own = conditional.filter((each) => isTrue(bundle, each, question));
  for (const [value, count] of Object.entries(held))
    expectSame(own.filter((each) => `${each.value}` === value).length, count, `${flag} ${value}`);
}
