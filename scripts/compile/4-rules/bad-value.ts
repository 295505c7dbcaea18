import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { fits, type Json } from "../../runtime/load/value-shape.ts";
import { fitsPlainly } from "./plain-schema.ts";
import { type Misfit, schemaJudge } from "./schema-judge.ts";
import type { Surroundings } from "./surroundings.ts";
import { pathText, spanAlong } from "./value-place.ts";

/**
 * The values of a flag's variants must fit its `schema`, which must be a schema: `model/bad-value`,
 * `schema/missing-key`.
 */
export function* badValue(flag: Flag, { isWhole }: Surroundings): Generator<Diagnostic> {
  const { schema } = flag.document.data as FlagDocument;
  if (schema === undefined) return;
  if (flag.variantValues !== undefined) yield* judgeBySchema(flag, flag.variantValues, schema);
  else if (isWhole(flag.document)) yield withoutValues(flag);
}

function* judgeBySchema(flag: Flag, values: ReadonlyMap<string, Json>, schema: object): Generator<Diagnostic> {
  const { document } = flag;
  const data = document.data as FlagDocument;
  const isFine = [...values.values()].every((value) => fitsPlainly(value, schema));
  const judge = isFine ? (): readonly Misfit[] => [] : schemaJudge(schema);
  if (typeof judge === "string") {
    yield diagnostic(
      "model/bad-value",
      keySpan(document, data, "schema"),
      ellipsis(`\`schema\` is not a JSON Schema: ${judge}`, 100),
      {
        hint: "it takes the keywords of JSON Schema draft 7, such as `type`, `properties`, `minimum`, `enum`",
      },
    );
    return;
  }
  for (const [name, value] of values) for (const misfit of judge(value)) yield findingOf(flag, name, misfit);
  if (flag.shape === undefined) return;
  for (const [name, value] of values)
    if (judge(value).length === 0 && !fits(value, flag.shape))
      yield findingOf(flag, name, { path: [], message: "does not have the type that `schema` declares" });
}

function findingOf(flag: Flag, name: string, { path, message }: Misfit): Diagnostic {
  const { document } = flag;
  const place = pathText(path);
  return diagnostic(
    "model/bad-value",
    spanAlong(flag, [name, ...path]),
    ellipsis(`variant \`${name}\` does not fit \`schema\`: ${place === "" ? "it" : `\`${place}\``} ${message}`, 100),
    { related: [{ message: "`schema` is here", span: keySpan(document, document.data as object, "schema") }] },
  );
}

function withoutValues(flag: Flag): Diagnostic {
  const { document, variants } = flag;
  const data = document.data as FlagDocument;
  const example = (variants ?? ["small", "large"]).map((name) => `${name}: …`).join(", ");
  return diagnostic(
    "schema/missing-key",
    keySpan(document, data, "schema"),
    "`schema` judges values, and there are none",
    {
      hint: `write what each variant stands for, \`variants: { ${example} }\`, or take \`schema\` out`,
    },
  );
}
