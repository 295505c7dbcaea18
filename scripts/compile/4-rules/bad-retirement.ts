import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nounOf } from "../../model/document.ts";
import type { Model, Retired } from "../../model/model.ts";

/** The records of retired names must fit what the names were: `model/bad-retirement`. */
export function* badRetirement(model: Model): Generator<Diagnostic> {
  const seen = new Set<string>();
  for (const record of model.retired) {
    yield* judge(record, model.partial.has(record.document));
    const key = `${record.kind} ${record.name}`;
    if (seen.has(key))
      yield diagnostic(
        "model/bad-retirement",
        record.span,
        `\`${record.name}\` is retired twice as a ${nounOf(record.kind)}`,
        {
          hint: "keep one record",
        },
      );
    seen.add(key);
  }
}

function* judge(
  { name, kind, outcome, answer, value, client, span }: Retired,
  isPartial: boolean,
): Generator<Diagnostic> {
  if (outcome === "frozen" && kind !== "flag")
    yield diagnostic("model/bad-retirement", span, `only a flag can be frozen, and \`${name}\` was a ${nounOf(kind)}`, {
      hint: "choose shipped, dropped or renamed",
    });
  if (client && kind !== "flag")
    yield diagnostic(
      "model/bad-retirement",
      span,
      `only a flag reaches browsers, and \`${name}\` was a ${nounOf(kind)}`,
      {
        hint: "take `client` out",
      },
    );
  const retired = `the retired ${nounOf(kind)}`;
  if (answer === undefined && !isPartial && (kind === "flag" || kind === "release"))
    yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` has no \`answer\``, {
      hint: `add the answer for code that was built earlier, such as \`answer: ${kind === "flag" ? "true" : '"1.4.0"'}\``,
    });
  if (kind === "flag" && (answer === "true" || answer === "false"))
    yield diagnostic(
      "model/bad-retirement",
      span,
      `${retired} \`${name}\` has the text \`${answer}\` as its \`answer\``,
      {
        hint: `write \`answer: ${answer}\`, without quotes`,
      },
    );
  if (value !== undefined && (kind !== "flag" || typeof answer === "boolean"))
    yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` has a \`value\` and no variant`, {
      hint: "only the answer of a flag with variants stands for a value; take `value` out",
    });
  if (kind === "attribute") {
    if (answer !== undefined)
      yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` has an \`answer\``, {
        hint: "services tell an attribute and never ask for it; take `answer` out",
      });
    return;
  }
  const isText = kind === "release" || kind === "groups";
  if (answer !== undefined && kind !== "flag" && typeof answer !== (isText ? "string" : "boolean")) {
    const wanted = kind === "release" ? "a version" : kind === "groups" ? "a group" : "`true` or `false`";
    yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` needs ${wanted} as its \`answer\``, {
      hint: `code that was built earlier expects ${wanted}${isText ? ", as text" : ""}`,
    });
  }
}
