import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan, valueSpan } from "../document.ts";
import { nearest } from "../hints.ts";
import { type Example, type Model, type Named, namedThings } from "../model.ts";
import type { Span } from "../source.ts";

/** What examples name exists: scopes, group sets that are told and their groups, environments. */
export function* exampleNames(model: Model): Generator<Diagnostic> {
  if (model.environment !== model.config.environments[0]) return;
  for (const named of namedThings(model)) for (const example of named.examples) yield* judge(model, named, example);
}

function* judge(model: Model, named: Named, example: Example): Generator<Diagnostic> {
  const { document } = named;
  const { when, groups, created } = example.data as { when: object; groups?: object; created?: object };
  for (const part of [when, created])
    for (const scope of Object.keys(part ?? {}))
      if (!model.config.scopes.has(scope))
        yield unknown(
          "model/unknown-scope",
          `scope \`${scope}\` does not exist`,
          keySpan(document, part as object, scope),
          scope,
          model.config.scopes.keys(),
          "the scopes are",
        );

  const told = [...model.sets.values()].filter((set) => set.told);
  for (const [name, group] of Object.entries(example.groups)) {
    const set = told.find((each) => each.name === name);
    if (set === undefined)
      yield unknown(
        "model/unknown-group",
        `\`${name}\` is no group set that is told`,
        keySpan(document, groups as object, name),
        name,
        told.map((each) => each.name),
        "told are",
      );
    else if (!set.groups.has(group))
      yield unknown(
        "model/unknown-group",
        `\`${group}\` is no group of \`${name}\``,
        valueSpan(document, groups as object, name),
        group,
        set.groups.keys(),
        "its groups are",
      );
  }
  const { environments } = model.config;
  if (example.environment !== undefined && !environments.includes(example.environment))
    yield unknown(
      "model/unknown-environment",
      `environment \`${example.environment}\` does not exist`,
      valueSpan(document, example.data, "environment"),
      example.environment,
      environments,
      "the environments are",
    );
}

function unknown(
  code: "model/unknown-scope" | "model/unknown-group" | "model/unknown-environment",
  message: string,
  span: Span,
  wrong: string,
  names: Iterable<string>,
  introduction: string,
): Diagnostic {
  return diagnostic(code, span, message, nearest(span, wrong, names, introduction));
}
