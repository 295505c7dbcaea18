import type { Diagnostic } from "../../model/diagnostic.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import { jsonOfMany } from "./json-of-many.ts";
import { countFindings, type Reporter } from "./reporter.ts";

/** For programs: everything that a finding has, lines and columns from 1, the end exclusive. */
export const json: Reporter = ({ diagnostics, older }) => {
  const summary = { ...countFindings(diagnostics), ...(older === undefined ? {} : { older }) };
  return jsonOfMany(diagnostics, describe, (list) => ({ version: 1, summary, diagnostics: list }));
};

function describe({ code, severity, message, span, hint, related, fix }: Diagnostic): object {
  return {
    code,
    severity,
    message,
    ...rangeOf(span),
    hint,
    related:
      related.length === 0 ? undefined : related.map((each) => ({ message: each.message, ...startOf(each.span) })),
    fix: fix && { title: fix.title, edits: fix.edits.map((edit) => ({ ...rangeOf(edit.span), text: edit.text })) },
  };
}

function startOf({ source, start }: Span): object {
  return { path: source.path, ...positionOf(source, start) };
}

function rangeOf(span: Span): object {
  const end = positionOf(span.source, span.end);
  return { ...startOf(span), endLine: end.line, endColumn: end.column };
}
