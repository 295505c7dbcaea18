import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Model } from "../../model/model.ts";
import { type MixedTypes, shapeOf } from "../../model/shape.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import type { Span } from "../../model/text/source.ts";
import { fits, type Json } from "../../runtime/load/value-shape.ts";
import { type Misfit, schemaJudge } from "./schema-judge.ts";

/** The values of a flag's variants have one type, and fit its `schema`: `model/mixed-values`, `model/bad-value`. */
export function* variantValues(model: Model): Generator<Diagnostic> {
  // Neither differs between environments; `compile` reports a finding once.
  for (const flag of model.flags.values()) {
    const { schema } = flag.document.data as FlagDocument;
    if (flag.variantValues !== undefined) {
      const mixed: MixedTypes[] = [];
      shapeOf(flag.variantValues, (each) => mixed.push(each));
      for (const each of mixed) yield mixedValues(flag, each);
      if (schema !== undefined) yield* judgeBySchema(flag, flag.variantValues, schema);
    } else if (schema !== undefined && !model.partial.has(flag.document)) yield withoutValues(flag);
  }
}

function mixedValues(flag: Flag, { one, other }: MixedTypes): Diagnostic {
  const [first, second] = [one, other].map((path) => ({ span: spanAlong(flag, path), type: typeAlong(flag, path) }));
  const place = pathText(other.slice(1));
  return diagnostic(
    "model/mixed-values",
    second?.span as Span,
    `${place === "" ? `the values of flag \`${flag.name}\`` : `\`${place}\` in the values of flag \`${flag.name}\``} ${place === "" ? "are" : "is"} ${first?.type} and ${second?.type}`,
    {
      related: [{ message: `this is ${first?.type}`, span: first?.span as Span }],
      hint: "give all variants values of one type; `null` may stand for a value that is missing",
    },
  );
}

function* judgeBySchema(flag: Flag, values: ReadonlyMap<string, Json>, schema: object): Generator<Diagnostic> {
  const { document } = flag;
  const data = document.data as FlagDocument;
  const judge = schemaJudge(schema);
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
  for (const [name, value] of values) for (const misfit of judge(value)) yield badValue(flag, name, misfit);
  if (flag.shape === undefined) return;
  for (const [name, value] of values)
    if (judge(value).length === 0 && !fits(value, flag.shape))
      yield badValue(flag, name, { path: [], message: "does not have the type that `schema` declares" });
}

function badValue(flag: Flag, name: string, { path, message }: Misfit): Diagnostic {
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

/** Where the part of a value stands that keys and indexes lead to; as far as they lead. */
function spanAlong({ document }: Flag, path: readonly (string | number)[]): Span {
  const data = document.data as FlagDocument;
  let span = keySpan(document, data, "variants");
  let container: unknown = data.variants;
  for (const key of path) {
    if (typeof container !== "object" || container === null) return span;
    span = valueSpan(document, container, key);
    container = (container as Readonly<Record<string | number, unknown>>)[key];
  }
  return span;
}

const nouns: Readonly<Record<string, string>> = {
  number: "a number",
  string: "a text",
  boolean: "a boolean",
  object: "an object",
};

function typeAlong({ variantValues }: Flag, [name, ...path]: readonly (string | number)[]): string {
  let value: unknown = variantValues?.get(`${name}`);
  for (const key of path) value = (value as Readonly<Record<string | number, unknown>>)[key];
  return Array.isArray(value) ? "a list" : (nouns[typeof value] ?? "null");
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}
