import { Composer, type Document, Lexer, type ParsedNode, Parser, type YAMLParseError } from "yaml";
import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import type { Source } from "../source.ts";
import { conflicts, syntaxFinding, tidy } from "./syntax.ts";

/** What YAML makes of a text, without anything that the language does not have. */
export interface Tree {
  /** Undefined where the text has findings. */
  readonly root: ParsedNode | undefined;
  readonly findings: readonly Diagnostic[];
}

/** No document of ours is deeper than a dozen levels; the readers below recurse. */
const maxDepth = 100;

/** A file has at most so many findings of syntax: most of them come from the first. */
const maxFindings = 10;

/** Reads `text`, the source's or one of the same length, as one YAML 1.2 document. It never throws. */
export function readTree(source: Source, text: string = source.text): Tree {
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, version: "1.2", schema: "core" });
  const documents: Document.Parsed[] = [];
  const findings: Diagnostic[] = [];
  let unclosed = Infinity;
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const start = parser.offset;
    if (inScalar) inScalar = false;
    else if (lexeme === "\x1f") inScalar = true;
    else {
      const what = forbidden(lexeme);
      const span = { source, start, end: start + lexeme.length };
      if (what !== undefined) findings.push(diagnostic("yaml/forbidden", span, what.message, { hint: what.hint }));
      else if (unclosed === Infinity && isUnclosed(lexeme)) {
        unclosed = start;
        const message = `a \`${lexeme[0]}\` opens a text that is never closed`;
        findings.push(diagnostic("yaml/syntax", { source, start, end: start + 1 }, message));
      }
    }
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > maxDepth) {
      const span = { source, start, end: start + lexeme.length };
      findings.push(diagnostic("yaml/syntax", span, `nested more than ${maxDepth / 2} levels deep`));
    }
    if (findings.length >= maxFindings || parser.stack.length > maxDepth) {
      return { root: undefined, findings: tidy(findings, maxFindings) };
    }
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));

  const [document, second] = documents;
  if (second !== undefined) {
    const start = second.range[0];
    const end = start + (text.startsWith("---", start) ? 3 : 1);
    const message = "a file is one document, and a second one begins here";
    findings.push(diagnostic("yaml/forbidden", { source, start, end }, message));
  }
  const errors = documents.flatMap((each): readonly YAMLParseError[] => each.errors);
  const merge = errors.length > 0 ? conflicts(source) : [];
  if (merge.length > 0) findings.splice(0, Infinity, ...merge);
  else for (const error of errors) if (error.pos[0] < unclosed) findings.push(syntaxFinding(source, error));
  return findings.length > 0
    ? { root: undefined, findings: tidy(findings, maxFindings) }
    : { root: document?.contents ?? undefined, findings };
}

/** Constructs of YAML that the language does without, by the token that begins them. */
function forbidden(lexeme: string): { readonly message: string; readonly hint?: string } | undefined {
  const quote = { hint: "if it is text, quote it" };
  switch (lexeme[0]) {
    case "&":
      return { message: "anchors are not part of the language", ...quote };
    case "*":
      return { message: "aliases are not part of the language", ...quote };
    case "!":
      return { message: "tags are not part of the language", ...quote };
    case "%":
      return { message: "directives are not part of the language", ...quote };
    case "?":
      return { message: "a key is one line of text, without `?` before it", ...quote };
    default:
      return undefined;
  }
}

/** Whether a quoted text lacks its closing quote; the lexer ends such a text where its line's block ends. */
function isUnclosed(lexeme: string): boolean {
  const quote = lexeme[0];
  if (quote !== '"' && quote !== "'") return false;
  let at = lexeme.length - 1;
  if (at === 0 || lexeme[at] !== quote) return true;
  let escapes = 0;
  for (const escape = quote === '"' ? "\\" : quote; --at > 0 && lexeme[at] === escape; ) escapes++;
  return escapes % 2 === 1;
}
