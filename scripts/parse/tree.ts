import { Composer, type Document, Lexer, type ParsedNode, Parser } from "yaml";
import { compareDiagnostics, type Diagnostic, diagnostic } from "../diagnostic.ts";
import { linesOf, positionOf, type Source } from "../source.ts";
import { watchLexemes } from "./lexemes.ts";
import { conflictMarkers, explainError } from "./syntax.ts";

/** What YAML makes of a text, without anything that the language does not have. */
export interface Tree {
  /** Undefined where there is no document, or where there are findings. */
  readonly root: ParsedNode | undefined;
  readonly findings: readonly Diagnostic[];
}

/** No document of ours is deeper than a dozen levels; the parser's stack has two entries a level, and readers recurse. */
const maxStack = 100;

/** A file has at most so many findings of syntax: most of them come from the first. */
const maxFindings = 10;

/** Reads `text`, the source's or one of the same length, as one YAML 1.2 document. It never throws. */
export function readTree(source: Source, text: string = source.text): Tree {
  const watch = watchLexemes(source);
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, version: "1.2", schema: "core" });
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    watch.see(lexeme, parser.offset);
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > maxStack) return { root: undefined, findings: [tooDeep(source, parser.offset)] };
    if (watch.findings.length >= maxFindings) return { root: undefined, findings: watch.findings };
  }
  watch.end();
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));

  const errors = documents.flatMap((document) => document.errors);
  const conflicts = errors.length > 0 ? conflictMarkers(source, maxFindings) : [];
  if (conflicts.length > 0) return { root: undefined, findings: conflicts };

  const findings = [...watch.findings];
  const [document, second] = documents;
  if (second !== undefined) findings.push(secondDocument(source, second.range[0]));
  const starts = new Set<number>();
  for (const error of errors) {
    const [start] = error.pos;
    if (start >= watch.unclosed || starts.has(start)) continue;
    starts.add(start);
    if (starts.size <= 10 * maxFindings) findings.push(explainError(source, error));
  }
  const root = findings.length > 0 ? undefined : (document?.contents ?? undefined);
  return { root, findings: firstOfEachLine(source, findings).slice(0, maxFindings) };
}

function tooDeep(source: Source, offset: number): Diagnostic {
  const { line } = positionOf(source, offset);
  const lineStart = linesOf(source)[line - 1] ?? 0;
  const start = Math.max(lineStart, offset - 1);
  return diagnostic("yaml/syntax", { source, start, end: start + 1 }, "this is nested too deep for a document");
}

function secondDocument(source: Source, start: number): Diagnostic {
  const end = start + (source.text.startsWith("---", start) ? 3 : 1);
  const message = "a file is one document, and a second one begins here";
  return diagnostic("yaml/forbidden", { source, start, end }, message, { hint: "give it a file of its own" });
}

/** What goes wrong in a line once is told by its first finding; the others follow from it. */
function firstOfEachLine(source: Source, findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const lines = new Set<number>();
  return findings.toSorted(compareDiagnostics).filter(({ span }) => {
    const { line } = positionOf(source, span.start);
    return !lines.has(line) && lines.add(line);
  });
}
