import type { Answer, Question } from "../compile/answers/explanation.ts";
import { printableJson } from "../model/text/escape-controls.ts";
import { positionOf } from "../model/text/source.ts";
import { formatInstant } from "../model/time.ts";

/** Answers for programs, as schema/explain.schema.json describes them. */
export function explainJson(
  answers: readonly Answer[],
  { context, groups, attributes, at, environment }: Question,
): string {
  return printableJson({
    version: 1,
    context,
    groups: groups ?? {},
    attributes: attributes ?? {},
    environment,
    at: formatInstant(at),
    answers: answers.map(({ kind, name, value, content, rule, untold, until, places }) => ({
      kind,
      name,
      value: content ?? value ?? null,
      variant: kind === "flag" && typeof value === "string" ? value : undefined,
      rule,
      untold,
      until: until === undefined ? undefined : formatInstant(until.getTime()),
      places: places.map(({ message, span }) => {
        const { line, column } = positionOf(span.source, span.start);
        return { message, path: span.source.path, line, column };
      }),
    })),
  });
}
