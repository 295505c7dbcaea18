import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { build } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { open as Open } from "../../scripts/runtime/index.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { answersOf, referenceAnswers } from "../support/all-answers.ts";
import { randomBundle, randomQuestion } from "../support/random-bundle.ts";
import { askedTree } from "../support/random-tree/questions.ts";
import type { Question } from "../support/reference/question.ts";
import { repository } from "../support/shipped-instance.ts";

/** A fault in the evaluator: a text that occurs once in a file of scripts/runtime, and its replacement. */
interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const decide = "decide/decide.ts";
const conditions = "decide/conditions.ts";
const groups = "decide/groups.ts";
const declareDecision = "declare/declare-decision.ts";

/** Faults in values, shares and requirements of lookups; the comparison with the reference must detect each. */
const mutations: readonly Mutation[] = [
  {
    what: "who is outside the share of a part goes on to the next",
    file: decide,
    from: "shares.find(({ end }) => hash < end)?.value ?? -1",
    to: "shares.find(({ end }) => hash < end)?.value ?? shareOf(question, rollout.slice(rollout.indexOf(part) + 1))",
  },
  {
    what: "a part is only for who is in all groups that it is among",
    file: decide,
    from: "among.some((group)",
    to: "among.every((group)",
  },
  {
    what: "a rollout goes before lists and groups",
    file: decide,
    from: "const said = saidOf(question, decision, trace);",
    to: `const early = shareOf(question, decision.rollout);
      if (early >= 0) return decided(trace, "rollout", early);
      const said = saidOf(question, decision, trace);`,
  },
  {
    what: "a ratio is taken as ten thousandths",
    file: declareDecision,
    from: "firstHash(end, total)",
    to: "firstHash(end)",
  },
  {
    what: "a share goes by the narrowest scope, whatever `by` says",
    file: decide,
    from: "hashIn(question, scope, salt, cuts)",
    to: "hashIn(question, question.data.scopes.size - 1, salt, cuts)",
  },
  {
    what: "an empty salt is none, so the name counts",
    file: decide,
    from: "hashIn(question, scope, salt, cuts)",
    to: 'hashIn(question, scope, salt || "alpha", cuts)',
  },
  {
    what: "the shares of a set all begin at the first bucket",
    file: "declare/declare-set.ts",
    from: "start: firstHash(start), end: firstHash(end)",
    to: "start: 0, end: firstHash(end - start)",
  },
  {
    what: "the share of a group goes before the customer's own entry",
    file: groups,
    from: "if (index >= 0) return set.groups[index];",
    to: "if (index >= 0) return sharedIn(question, set) ?? set.groups[index];",
  },
  {
    what: "who is in a group by a share is in the default too",
    file: groups,
    from: "return set.default === group && groupIn(question, set) === group;",
    to: "return set.default === group;",
  },
  {
    what: "what lists say is noted for a row, though shares tell its customers apart",
    file: declareDecision,
    from: "group.set.conditions.length + group.set.shares.length === 0",
    to: "group.set.conditions.length === 0",
  },
  {
    what: "one of the things that a flag requires is enough",
    file: decide,
    from: "requires.every(({ flag, values })",
    to: "requires.some(({ flag, values })",
  },
  {
    what: "of several variants that are required only the first counts",
    file: decide,
    from: "values.includes(required.get(flag.key) ?? answerOf(question, flag, required)),",
    to: "values[0] === (required.get(flag.key) ?? answerOf(question, flag, required)),",
  },
  {
    what: "a paused flag answers its default, whatever it requires",
    file: decide,
    from: "isMet ? decision.default : decision.unmet",
    to: "decision.default",
  },
  {
    what: "a requirement that is not met gives the default",
    file: declareDecision,
    from: "settings.unmet ?? settings.default",
    to: "settings.default",
  },
  {
    what: "a flag that has ended asks nothing of what it required",
    file: decide,
    from: "hasRequirements && !isMetBy(question, decision)",
    to: "hasRequirements && question.at < decision.expires && !isMetBy(question, decision)",
  },
  {
    what: "a variant stands for the value of another",
    file: "declare/payloads.ts",
    from: "this.numbers[0] === number",
    to: "this.numbers.at(-1) === number",
  },
  {
    what: "a value is that of the default",
    file: "api/lite-lookup.ts",
    from: "flag.payloads.of(number)",
    to: "flag.payloads.of(flag.default)",
  },
  {
    what: "a snapshot has no values",
    file: "api/lite-lookup.ts",
    from: "payloads === undefined ? [] : [[name, this.value(name)]]",
    to: "[]",
  },
  {
    what: "one test of a condition is enough",
    file: conditions,
    from: "positionOf)) return false;",
    to: "positionOf)) continue; else return true;",
  },
  {
    what: "`not` holds of what is untold",
    file: conditions,
    from: "position !== untold && !isOne",
    to: "!isOne",
  },
  {
    what: "the last value of a range is not in it",
    file: conditions,
    from: "position < (ranges[1] as number)",
    to: "position < (ranges[1] as number) - 1",
  },
  {
    what: "a value beside a constant is taken for it",
    file: "tables/cuts.ts",
    from: "cuts[low] === value ? 2 * low + 1 : 2 * low;",
    to: "cuts[low] === value ? 2 * low + 1 : 2 * low + 1;",
  },
  {
    what: "the window of a condition is not looked at",
    file: conditions,
    from: "question.at < from || question.at >= until",
    to: "false",
  },
  {
    what: "a text that a closed list lacks is told",
    file: conditions,
    from: "values !== undefined && !values.has(text)",
    to: "false",
  },
  {
    what: "of a list only the first text counts",
    file: conditions,
    from: "position.some((each)",
    to: "position.slice(0, 1).some((each)",
  },
  {
    what: "texts that end alike are read forwards",
    file: conditions,
    from: "isBackwards ? reversed(text) : text",
    to: "text",
  },
  {
    what: "a position that one question found is taken for that of the next",
    file: groups,
    from: "else if (attribute.askedBy === question.stamp) return",
    to: "if (attribute.askedBy > 0) return",
  },
  {
    what: "conditions of the request go before scopes",
    file: declareDecision,
    from: "return narrowest === undefined ? noScope : (scopes.get(narrowest) as number);",
    to: "return noScope;",
  },
  {
    what: "a condition counts only where a customer is known",
    file: decide,
    from: "} else if (condition !== undefined && holds",
    to: "} else if (isKnown && condition !== undefined && holds",
  },
  {
    what: "a share is for everyone, whatever stands beside it",
    file: groups,
    from: "if (condition !== undefined && !holds(question, condition)) return false;",
    to: "",
  },
  {
    what: "a condition of a group goes before the customer's own entry",
    file: groups,
    from: "if (index >= 0) return set.groups[index];\n  const met",
    to: "const early = set.conditions.find(({ condition }) => holds(question, condition));\n  if (early !== undefined) return early.group;\n  if (index >= 0) return set.groups[index];\n  const met",
  },
  {
    what: "a required condition is not looked at",
    file: decide,
    from: "if (!requiredConditions.every((condition) => holds(question, condition))) return false;",
    to: "",
  },
  {
    what: "a build of a version counts",
    file: "tables/version.ts",
    from: "const [, numbers",
    to: 'if (text.includes("+")) return undefined;\n  const [, numbers',
  },
];

const runtime = join(repository, "scripts/runtime");

/** `open` from a freshly bundled runtime, with a mutation or unchanged. */
async function openWith(mutation?: Mutation): Promise<typeof Open> {
  const { outputFiles } = await build({
    entryPoints: [join(runtime, "index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "runtime",
    plugins: [
      {
        name: "mutation",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (mutation === undefined || path !== join(runtime, mutation.file)) return undefined;
            const parts = readFileSync(path, "utf8").split(mutation.from);
            if (parts.length !== 2)
              throw new Error(`\`${mutation.from}\` does not occur exactly once in ${mutation.file}`);
            return { contents: parts.join(mutation.to), loader: "ts" };
          });
        },
      },
    ],
  });
  return new Function(`${outputFiles[0]?.text}; return runtime.open;`)() as typeof Open;
}

interface Comparison {
  readonly bundle: Bundle;
  readonly asked: readonly { readonly question: Question; readonly answers: unknown }[];
}

/**
 * The reference's answers for random bundles and trees, each with several questions, since a module caches what it finds;
 * others for each `round`.
 */
function compareAtRandom(round: number): readonly Comparison[] {
  const { seed = 0 } = fc.readConfigureGlobal() ?? {};
  const all: Comparison[] = [];
  const add = (bundle: Bundle, questions: readonly Question[]): void => {
    const asked = questions.map((question) => ({ question, answers: referenceAnswers(bundle, question, plan) }));
    all.push({ bundle, asked });
  };
  const asked = askedTree(30);
  fc.assert(
    fc.property(asked, ({ bundle, questions }) => add(bundle, questions)),
    { numRuns: 25, seed: seed + round },
  );
  const ofBundles = fc.property(fc.gen(), (random) => {
    const bundle = randomBundle(random);
    add(bundle, [randomQuestion(random, bundle), randomQuestion(random, bundle)]);
  });
  fc.assert(ofBundles, { numRuns: 250, seed: seed + round });
  return all;
}

const plan = ["export"];

/** How often others are asked if a fault does not show: some need three rare things at once. */
const mostRounds = 8;

describe("a fault planted in the evaluator is detected", () => {
  const rounds = [compareAtRandom(0)];
  const isSeenIn = (comparisons: readonly Comparison[], open: typeof Open): boolean =>
    comparisons.some(({ bundle, asked }) => {
      const { lookup } = open(bundle);
      return asked.some(
        ({ question: { context, ...options }, answers }) =>
          !isDeepStrictEqual(answersOf(lookup(context, options), bundle, plan), answers),
      );
    });

  test("but no fault is detected without one", async () => {
    const open = await openWith();
    expect(rounds.some((comparisons) => isSeenIn(comparisons, open))).toBe(false);
  });

  test.each(mutations)("$what", async (mutation) => {
    const open = await openWith(mutation);
    let seen = false;
    for (let round = 0; round < mostRounds && !seen; round++) {
      rounds[round] ??= compareAtRandom(round);
      seen = isSeenIn(rounds[round] ?? [], open);
    }
    expect(seen).toBe(true);
  });
});
