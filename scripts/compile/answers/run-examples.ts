import { contentOf } from "../../emit/bundle.ts";
import { endsIn } from "../../model/dates-in.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import type { Example, Model, Named } from "../../model/model.ts";
import { namedThings } from "../../model/model-queries.ts";
import { readBooleanWord } from "../../model/text/boolean-word.ts";
import type { Instant } from "../../model/time.ts";
import { type Module, open } from "../../runtime/index.ts";
import { explainName } from "./explain-answer.ts";
import type { Answer, Question } from "./explanation.ts";

/**
 * Asks the questions of the examples of a module made from the models, and reports each unexpected answer. A pause does
 * not fail an example that would pass without it, so that one line is enough to pause a flag. Where what has expired is
 * allowed, an example that only this fails is a warning.
 */
export function runExamples(models: readonly [Model, ...Model[]]): readonly Diagnostic[] {
  const [model] = models;
  const named = namedThings(model).filter(({ examples }) => examples.length > 0);
  if (named.length === 0) return [];
  const module = open(contentOf(models));
  let resumed: Module | undefined;
  let ended: readonly Instant[] | undefined;
  const isPaused = models.some(({ flags }) => [...flags.values()].some(({ paused }) => paused !== undefined));
  return named.flatMap((thing) =>
    thing.examples.flatMap((example) => {
      const environment = example.environment ?? model.environment;
      const own = models.find((each) => each.environment === environment) ?? model;
      const found = runExample(own, module, thing, example);
      if (found.length === 0) return found;
      if (model.allowExpired && example.at === undefined) {
        ended ??= lastEnds(models);
        if (ended.some((at) => runExample(own, module, thing, { ...example, at: at - 1 }).length === 0))
          return found.map((each) => ({ ...each, severity: "warning" }));
      }
      if (!isPaused) return found;
      resumed ??= open(contentOf([withoutPauses(model), ...models.slice(1).map(withoutPauses)]));
      return runExample(own, resumed, thing, example).length === 0 ? [] : found;
    }),
  );
}

/** This many instants at which something ended are looked back at. */
const mostEnds = 100;

/** The last instants at which something ended that is still in the files, the latest first. */
function lastEnds(models: readonly Model[]): readonly Instant[] {
  const ends = new Set<Instant>();
  for (const model of models) for (const at of endsIn(model)) if (at <= model.asOf) ends.add(at);
  return [...ends].sort((a, b) => b - a).slice(0, mostEnds);
}

function withoutPauses(model: Model): Model {
  const flags = new Map([...model.flags].map(([name, flag]) => [name, { ...flag, paused: undefined }]));
  return { ...model, flags };
}

function runExample(model: Model, module: Module, named: Named, example: Example): readonly Diagnostic[] {
  const { at = model.asOf, when, groups, attributes, created, plan, expect } = example;
  const { document, name } = named;
  const overrides = module.parseOverrides(example.overrides);
  if (overrides.problems.length > 0) {
    const span = valueSpan(document, example.data, "overrides");
    return overrides.problems.map(({ message }) => diagnostic("model/failed-example", span, message));
  }
  const question: Question = {
    context: when,
    at,
    groups,
    attributes,
    created,
    overrides,
    environment: model.environment,
  };
  const answer = explainName(model, module, name, question, plan);
  if (answer === undefined || isExpected(expect, answer.value)) return [];
  const span = valueSpan(document, example.data, "expect");
  const message = `expected ${show(expect)}, but \`${name}\` answers ${show(answer.value ?? null)}`;
  const meant = typeof answer.value === "boolean" && typeof expect === "string" ? readBooleanWord(expect) : undefined;
  if (meant !== undefined)
    return [
      diagnostic("model/failed-example", span, message, {
        related: answer.places,
        hint: "a flag without variants answers true or false",
        fix: meant === `${answer.value}` ? { title: `write \`${meant}\``, edits: [{ span, text: meant }] } : undefined,
      }),
    ];
  const correct = "correct that, or the example";
  const hint = answer.kind === "groups" ? correct : `decided by: ${answer.rule}${untoldWords(answer)}; ${correct}`;
  return [diagnostic("model/failed-example", span, message, { related: answer.places, hint })];
}

/** What the example left untold, if the answer asked for it. */
function untoldWords({ untold = [] }: Answer): string {
  return untold.length === 0 ? "" : `; untold: ${untold.map((name) => `\`${name}\``).join(", ")}`;
}

function isExpected(expected: Example["expect"], answer: boolean | string | readonly string[] | undefined): boolean {
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(answer ?? null));
}

/** The groups of a set are expected in any order; a single group may be written without a list. */
function sorted(value: Example["expect"]): unknown {
  if (typeof value === "string" || value === null || typeof value === "boolean") return value;
  return value.length === 0 ? null : value.length === 1 ? value[0] : [...value].sort();
}

function show(value: Example["expect"]): string {
  if (value === null || (typeof value === "object" && value.length === 0)) return "nothing";
  return typeof value === "object" ? value.map((each) => `\`${each}\``).join(", ") : `\`${value}\``;
}
