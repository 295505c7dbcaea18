import { compareText, type Diagnostic, diagnostic } from "../diagnostic.ts";
import type { Model, Retired } from "../model.ts";

/** The records of retired names fit what the names were, and are in order. */
export function* retirements(model: Model): Generator<Diagnostic> {
  let last: Retired | undefined;
  const seen = new Set<string>();
  for (const record of model.retired) {
    yield* judge(record);
    const key = `${record.kind} ${record.name}`;
    if (seen.has(key))
      yield diagnostic("model/bad-retirement", record.span, `\`${record.name}\` is retired twice as a ${record.kind}`, {
        hint: "keep one record",
      });
    seen.add(key);
    if (last !== undefined && compareText(last.name, record.name) > 0)
      yield diagnostic("model/unsorted", record.span, `\`${record.name}\` stands behind \`${last.name}\``, {
        related: [{ message: `\`${last.name}\` is here`, span: last.span }],
        hint: "keep the names in order, so that two pull requests seldom touch the same line",
      });
    last = record;
  }
}

function* judge({ name, kind, outcome, answer, span }: Retired): Generator<Diagnostic> {
  if (outcome === "frozen" && kind !== "flag")
    yield diagnostic("model/bad-retirement", span, `only a flag can be frozen, and \`${name}\` was a ${kind}`, {
      hint: "choose shipped, dropped or renamed",
    });
  if (answer === undefined && (kind === "flag" || kind === "release"))
    yield diagnostic("model/bad-retirement", span, `retired ${kind} \`${name}\` has no \`answer\``, {
      hint: `say what code that was built earlier is told, such as \`answer: ${kind === "flag" ? "true" : '"1.4.0"'}\``,
    });
  const wanted = kind === "privilege" ? "boolean" : kind === "flag" ? undefined : "string";
  if (answer !== undefined && wanted !== undefined && typeof answer !== wanted)
    yield diagnostic("model/bad-retirement", span, `the \`answer\` of a ${kind} is a ${wanted}, and \`${name}\` has another`, {
      hint: kind === "release" ? "say a version" : kind === "groups" ? "say a group" : "say true or false",
    });
}
