import { type Diagnostic, diagnostic, type Related } from "./diagnostic.ts";
import { valueSpan } from "./document.ts";
import { bundleOf } from "./emit/bundle.ts";
import { explainName, type Question } from "./explain.ts";
import { type Example, type Model, type Named, namedThings } from "./model.ts";
import { type Module, open } from "./runtime/index.ts";

/** Asks what the examples ask of a module made from the models, and tells each answer that is not the expected one. */
export function runExamples(models: readonly [Model, ...Model[]]): readonly Diagnostic[] {
  const [model] = models;
  const named = [...namedThings(model)].filter(({ examples }) => examples.length > 0);
  if (named.length === 0) return [];
  const module = open(bundleOf(models));
  return named.flatMap((thing) =>
    thing.examples.flatMap((example) => {
      const environment = example.environment ?? model.environment;
      const own = models.find((each) => each.environment === environment) ?? model;
      return runExample(own, module, thing, example);
    }),
  );
}

function runExample(model: Model, module: Module, named: Named, example: Example): readonly Diagnostic[] {
  const { at = model.asOf, when, groups, created, plan, expect } = example;
  const overrides = module.parseOverrides(example.overrides);
  const question: Question = { context: when, at, groups, created, overrides, environment: model.environment };
  const answer = explainName(model, module, named.name, question, plan);
  if (answer === undefined) return [];
  const problems = overrides.problems.map(({ message }) => ({
    message,
    span: valueSpan(named.document, example.data, "overrides"),
  }));
  if (problems.length === 0 && isExpected(expect, answer.value)) return [];
  const related: readonly Related[] = [...problems, ...answer.places];
  return [
    diagnostic(
      "model/failed-example",
      valueSpan(named.document, example.data, "expect"),
      `expected ${show(expect)}, and \`${named.name}\` answers ${show(answer.value ?? null)}`,
      { related, hint: `decided by: ${answer.rule}` },
    ),
  ];
}

function isExpected(expected: Example["expect"], answer: boolean | string | readonly string[] | undefined): boolean {
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(answer ?? null));
}

/** The groups of a set are expected in any order; one group alone is as good as a list of it. */
function sorted(value: Example["expect"]): unknown {
  if (typeof value === "string" || value === null || typeof value === "boolean") return value;
  return value.length === 0 ? null : value.length === 1 ? value[0] : [...value].sort();
}

function show(value: Example["expect"]): string {
  if (value === null || (typeof value === "object" && value.length === 0)) return "nothing";
  return typeof value === "object" ? value.map((each) => `\`${each}\``).join(", ") : `\`${value}\``;
}
