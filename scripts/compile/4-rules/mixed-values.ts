import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Flag } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import { type MixedTypes, shapeOf } from "../../runtime/load/common-shape.ts";
import { pathText, spanAlong } from "./value-place.ts";

/** The values of a flag's variants must have one type, and so must their parts at the same place. */
export function* mixedValues(flag: Flag): Generator<Diagnostic> {
  if (flag.variantValues === undefined) return;
  const mixed: MixedTypes[] = [];
  shapeOf(flag.variantValues, (each) => mixed.push(each));
  for (const each of mixed) yield findingOf(flag, each);
}

function findingOf(flag: Flag, { one, other }: MixedTypes): Diagnostic {
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
