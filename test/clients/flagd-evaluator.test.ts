import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FlagdCore } from "@openfeature/flagd-core";
import { FlagdProvider } from "@openfeature/flagd-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextOf, drawQuestion, drawToldQuestion, openFlagd, openModule, silent } from "../support/flagd.ts";
import { attributes } from "../support/random-tree/attributes.ts";
import { Draw } from "../support/random-tree/draw.ts";
import { genome, wholeGenome } from "../support/random-tree/questions.ts";
import { treeOfGenome, wholeTreeOfGenome } from "../support/random-tree.ts";
import { repository } from "../support/shipped-instance.ts";
import { type Scenario, scenariosIn } from "../support/testbed.ts";
import { modelsOf } from "../support/trees.ts";

test("flagd gives the module's answers to 200,000 questions about 300 trees with conditions", () => {
  let asked = 0;
  let conditional = 0;
  let trees = 0;
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(wholeGenome, fc.constantFrom(0, 2, 1000), (genes, maxMembers) => {
      const models = modelsOf(wholeTreeOfGenome(genes), undefined, ["model/too-many-cells"]);
      const draw = new Draw(genes[0] ?? 0);
      trees++;
      // the same number for each tree, however many flags it has
      const due = Math.ceil((trees * 200_000) / 300);
      const sides = models.map((model) => ({
        flagd: openFlagd(model, maxMembers),
        module: openModule(models, model.environment, maxMembers),
      }));
      while (asked < due)
        for (const { flagd, module } of sides) {
          const question = module.completed(drawToldQuestion(draw));
          for (const name of flagd.names) {
            if (testsAttributes(JSON.stringify(flagd.document.flags[name]))) conditional++;
            const answer = flagd.ask(name, question);
            expect([name, question, answer]).toEqual([name, question, module.ask(name, question)]);
            const shown = JSON.stringify(answer);
            seen.set(shown, (seen.get(shown) ?? 0) + 1);
            asked++;
          }
        }
    }),
    { numRuns: 300 },
  );
  expect(trees).toBe(300);
  expect(asked).toBeGreaterThanOrEqual(200_000);
  expect(conditional, "of flags whose own rule tests what is told").toBeGreaterThan(asked / 3);
  expect(Math.max(...seen.values()) / asked).toBeLessThanOrEqual(0.6);
}, 1_200_000);

function testsAttributes(rule: string): boolean {
  return attributes.some(({ name }) => rule.includes(`{"var":"${name}"}`) || rule.includes(`{"var":["${name}"`));
}

test("the SDK's provider gives the module's answers from the file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-flagd-"));
  const path = join(folder, "flags.flagd.json");
  const client = OpenFeature.getClient("file");
  try {
    for (const seed of [1, 2, 3]) {
      const models = modelsOf(treeOfGenome(fc.sample(genome, { seed, numRuns: 1 })[0] ?? []));
      const flagd = openFlagd(models[0]);
      const module = openModule(models, "production");
      writeFileSync(path, flagd.text);
      const provider = new FlagdProvider({ resolverType: "in-process", offlineFlagSourcePath: path }, silent);
      await OpenFeature.setProviderAndWait("file", provider);
      const draw = new Draw(seed);
      for (let asked = 0; asked < 50; asked++) {
        // a question about now needs no clock to be set
        const question = { ...drawQuestion(draw), at: Date.now() };
        const context = contextOf(question);
        for (const name of flagd.names) {
          const expected = module.ask(name, question);
          const value =
            typeof expected === "boolean"
              ? await client.getBooleanValue(name, !expected, context)
              : typeof expected === "string"
                ? await client.getStringValue(name, `not ${expected}`, context)
                : typeof expected === "number"
                  ? await client.getNumberValue(name, expected + 1, context)
                  : await client.getObjectValue(name, { another: true }, context);
          expect([name, question, value]).toEqual([name, question, expected]);
        }
      }
    }
  } finally {
    await OpenFeature.close();
    rmSync(folder, { recursive: true });
  }
});

const testbed = join(repository, "../shared/data/flagd/testbed");

describe.skipIf(!existsSync(testbed))(
  "flagd's own scenarios pass with the evaluator that the module is compared with",
  () => {
    const core = new FlagdCore(undefined, silent);
    core.setConfigurations(
      existsSync(testbed) ? readFileSync(join(testbed, "flags/testkit-flags.json"), "utf8") : "{}",
    );
    const scenarios = existsSync(testbed) ? scenariosIn(join(testbed, "gherkin")) : [];
    // the first version distributed hashes over a hundred parts
    const ours = scenarios.filter(({ tags }) => !tags.includes("@fractional-v1"));
    test.each(ours)("$title", (scenario) => play(core, scenario));
  },
);

/** Runs the steps of a scenario. */
function play(core: FlagdCore, { steps }: Scenario): void {
  const context: Record<string, unknown> = {};
  let flag = { type: "", key: "", fallback: "" as string };
  let details: ReturnType<typeof evaluate> | undefined;
  for (const { text, table } of steps) {
    const [first = "", second = "", third = ""] = [...text.matchAll(/"((?:\\.|[^"])*)"/g)].map(([, word = ""]) =>
      word.replaceAll('\\"', '"'),
    );
    if (text === "an evaluator") continue;
    else if (/^an? \w+-flag with key/.test(text))
      flag = { type: /(\w+)-flag/.exec(text)?.[1] ?? "", key: first, fallback: second };
    else if (text.startsWith("a context containing a key")) context[first] = readValue(second, third);
    else if (text.startsWith("a context containing a nested")) context[first] = { [second]: third };
    else if (text.startsWith("a context containing a targeting key")) context.targetingKey = first;
    else if (text === "the flag was evaluated with details") details = evaluate(core, flag, context);
    else if (text.startsWith("the resolved details value")) expect(details?.value).toEqual(readValue(flag.type, first));
    else if (text.startsWith("the reason")) expect(details?.reason).toBe(first);
    else if (text.startsWith("the error-code")) expect(details?.errorCode).toBe(first);
    else if (text === "the resolved metadata is empty") expect(details?.flagMetadata).toEqual({});
    else if (text === "the resolved metadata should contain")
      expect(details?.flagMetadata).toEqual(
        Object.fromEntries(table.slice(1).map(([key, type, value]) => [key, readValue(type ?? "", value ?? "")])),
      );
    else throw new Error(`what is meant by: ${text}`);
  }
}

function evaluate(
  core: FlagdCore,
  { type, key, fallback }: { type: string; key: string; fallback: string },
  context: object,
) {
  const standard = readValue(type, fallback);
  const asked = context as Record<string, string>;
  if (typeof standard === "boolean") return core.resolveBooleanEvaluation(key, standard, asked);
  if (typeof standard === "number") return core.resolveNumberEvaluation(key, standard, asked);
  if (typeof standard === "string") return core.resolveStringEvaluation(key, standard, asked);
  return core.resolveObjectEvaluation(key, standard as Record<string, never>, asked);
}

function readValue(type: string, text: string): unknown {
  return type === "String" ? text : JSON.parse(text);
}
