import { yaml } from "./yaml.ts";

/**
 * A value of YAML in brackets or quotes, with every scalar as text, and null where none is written; undefined if the
 * text is something else.
 */
export function readFragment(text: string): unknown {
  const { parseDocument, visit } = yaml();
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  let isWhole = document.errors.length === 0 && document.warnings.length === 0;
  visit(document, {
    Alias: () => {
      isWhole = false;
    },
    Scalar: (_, scalar) => {
      if (scalar.type === "PLAIN" && scalar.source === "") scalar.value = null;
    },
  });
  return isWhole ? (document.toJS() as unknown) : undefined;
}
