import { expect, test } from "vitest";
import { sharingAnswers } from "../../scripts/effect/required-answers.ts";
import type { RevisionQuestion } from "../../scripts/effect/revision.ts";
import { questionOf } from "../../scripts/effect/revision-question.ts";
import { splitByHash } from "../../scripts/effect/split-by-bucket.ts";
import { contentOf } from "../../scripts/emit/bundle.ts";
import { decide } from "../../scripts/runtime/decide/decide.ts";
import type { Question } from "../../scripts/runtime/decide/question.ts";
import type { Decision } from "../../scripts/runtime/declare/declarations.ts";
import { readData } from "../../scripts/runtime/declare/live-data.ts";
import { sourceOf } from "../../scripts/runtime/declare/source.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

const flags = 50;

/** A chain of flags, each of which requires the one before it; some have rollouts. */
const models = modelsOf(
  treeOf({
    "package.json": packageJson({ scopes: { account: {} } }),
    ...Object.fromEntries(
      Array.from({ length: flags }, (_, index) => [
        `flags/f${index}.yaml`,
        JSON.stringify({
          flag: `f${index}`,
          description: "Made for a test of chains.",
          owner: "growth",
          scope: "account",
          permanent: "For a test.",
          default: index % 20 !== 0,
          ...(index % 20 === 0 ? { rollout: 40 } : {}),
          disabled: { account: [`c${index}`] },
          ...(index === 0 ? {} : { requires: [`f${index - 1}`] }),
        }),
      ]),
    ),
  }),
);
const data = readData(sourceOf(contentOf(models)));
const names = Array.from({ length: flags }, (_, index) => `f${index}`);
const at = Date.parse("2027-01-01");

/** Asks flags about a context, counting the flags that each question goes through besides its own. */
function askAll(order: readonly string[], context: RevisionQuestion["context"]): number {
  const own = data.find(models[0].environment);
  if (own === undefined) throw new Error("the module has the environment");
  let count = 0;
  const counting = (question: Question): Question => {
    const { required } = question.told;
    if (required === undefined) return question;
    const note = (flag: Decision, answer: number): void => {
      count++;
      required.note(flag, answer);
    };
    return { ...question, told: { ...question.told, required: { ...required, note } } };
  };
  for (const name of order) {
    const decision = own.flags.get(name) as Decision;
    const ask = (asked: RevisionQuestion, isShared: boolean): number => {
      const question = questionOf(own, asked);
      return decide(isShared ? counting(sharingAnswers(question, asked, decision)) : question, decision);
    };
    const question = { environment: models[0].environment, at, context };
    const [shared, alone] = [true, false].map((isShared) => [
      ask(question, isShared),
      splitByHash(context, (hashes) => ask({ ...question, hashes }, isShared)),
    ]);
    expect(shared).toEqual(alone);
  }
  return count;
}

test("a chain of requirements is gone through once, whatever the order, with the same answers and parts", () => {
  // Each flag is asked once, and for each part of the customers.
  expect(askAll(names, { account: "c30" })).toBeLessThan(15 * flags);
  expect(askAll(names.toReversed(), { account: "c10" })).toBeLessThan(15 * flags);
  expect(askAll([...names, ...names], { account: "nobody" })).toBeLessThan(30 * flags);
});
