import { yaml } from "./yaml.ts";

/** A value of YAML in brackets or quotes, with every scalar as text; undefined if the text is something else. */
export function readFragment(text: string): unknown {
  const document = yaml().parseDocument(text, { schema: "failsafe", prettyErrors: false });
  const isWhole = document.errors.length === 0 && document.warnings.length === 0;
  return isWhole ? (document.toJS({ maxAliasCount: 0 }) as unknown) : undefined;
}
