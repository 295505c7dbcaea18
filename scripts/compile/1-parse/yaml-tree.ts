import type { CST, Document, ErrorCode, ParsedNode, Parser } from "yaml";
import { compareDiagnostics, type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { positionOf, type Source } from "../../model/text/source.ts";
import { conflictMarkers, explainYamlError, misplaced, type YamlError } from "./explain-yaml-error.ts";
import { watchForbidden } from "./forbidden-yaml.ts";
import { yaml } from "./yaml.ts";

/** What YAML makes of a text, without anything that the language does not have. */
interface YamlTree {
  /** Undefined if there is no document, or if there are findings. */
  readonly root: ParsedNode | undefined;
  /** If there are findings, what was read in spite of them. */
  readonly rest?: ParsedNode | undefined;
  readonly findings: readonly Diagnostic[];
}

/**
 * No document of ours is deeper than a dozen levels; the parser's stack has two entries per level, and readers recurse.
 */
const maxStack = 100;

/** No document of ours has more than two dozen top-level keys. */
const maxKeys = 1000;

/**
 * No document of ours has this many consecutive lines that are blank or comments; the parser takes microseconds for
 * each.
 */
const maxBlankLines = 10_000;

/** The maximum number of syntax findings of a file: most of them follow from the first. */
const maxFindings = 10;

/** Reads `text`, the source's text or one of the same length, as one YAML 1.2 document. It never throws. */
export function readTree(source: Source, text: string = source.text): YamlTree {
  const watch = watchForbidden(source, maxFindings);
  const errors = collectErrors();
  const documents: Document.Parsed[] = [];
  const give = (token: CST.Token): void => {
    if (token.type === "error") errors.add(token, "UNEXPECTED_TOKEN", token.message);
    else documents.push(...errors.composer.next(token));
  };
  const { Lexer, Parser } = yaml();
  const parser = new Parser();
  let isWhole = true;
  let blank = { lines: 0, start: 0 };
  for (const lexeme of new Lexer().lex(text)) {
    watch.see(lexeme, parser.offset);
    if (!/^[\s#]/.test(lexeme)) blank = { lines: 0, start: parser.offset + lexeme.length };
    else if (lexeme.endsWith("\n") && ++blank.lines > maxBlankLines)
      return { root: undefined, findings: [blankFinding(source, blank.start)] };
    isWhole = !watch.isOver() && !errors.isFull() && documents.length < 2;
    if (!isWhole) break;
    for (const token of parser.next(lexeme)) give(token);
    const excess = excessOf(parser);
    if (excess !== undefined) return { root: undefined, findings: [excessFinding(source, parser.offset, excess)] };
  }
  if (isWhole) watch.end();
  for (const token of parser.end()) give(token);
  documents.push(...errors.composer.end(true, text.length));

  const conflicts = watch.findings.length + errors.troubles.length > 0 ? conflictMarkers(source, maxFindings) : [];
  if (conflicts.length > 0) return { root: undefined, findings: conflicts };

  const findings = [...watch.findings];
  const [document, second] = documents;
  if (second !== undefined) findings.push(secondDocument(source, second.range[0]));
  const starts = new Set<number>();
  for (const error of errors.troubles) {
    if (error.start >= watch.unclosed || starts.has(error.start)) continue;
    starts.add(error.start);
    findings.push(explainYamlError(source, error));
  }
  const contents = document?.contents ?? undefined;
  const [root, rest] = findings.length > 0 ? [undefined, contents] : [contents];
  return { root, rest, findings: withoutSequels(source, firstOfEachLine(source, findings)).slice(0, maxFindings) };
}

/** More errors are not kept, since only the first of each line is reported. */
const maxTroubles = 100;

/**
 * A composer whose errors are collected here. Normally it makes an `Error` with a stack for each, at ten times the cost
 * of reading the text in question; a file that is not YAML has millions.
 */
function collectErrors() {
  const troubles: YamlError[] = [];
  const add = (place: Place, code: ErrorCode, message: string, isWarning = false): void => {
    if (!isWarning && troubles.length < maxTroubles) troubles.push({ ...offsetsOf(place), code, message });
  };
  const composer = new (yaml().Composer)({ uniqueKeys: false, version: "1.2", schema: "core" });
  Object.assign(composer, { onError: add });
  return { composer, troubles, add, isFull: () => troubles.length >= maxTroubles };
}

/** The forms in which the composer reports where an error is. */
type Place = number | readonly [number, number, ...unknown[]] | { readonly offset: number; readonly source?: string };

function offsetsOf(place: Place): { start: number; end: number } {
  if (typeof place === "number") return { start: place, end: place + 1 };
  if ("offset" in place) return { start: place.offset, end: place.offset + (place.source?.length ?? 1) };
  return { start: place[0], end: place[1] };
}

/** What exceeds every real document, so that reading on would only cost time or overflow the stack. */
function excessOf({ stack }: Parser): string | undefined {
  if (stack.length > maxStack) return "this is nested too deeply";
  const top = stack[1];
  return top?.type === "block-map" && top.items.length > maxKeys
    ? `a document has at most ${maxKeys} top-level keys`
    : undefined;
}

function excessFinding(source: Source, offset: number, message: string): Diagnostic {
  const start = Math.max(0, offset - 1);
  return diagnostic("yaml/syntax", { source, start, end: offset }, message);
}

function blankFinding(source: Source, after: number): Diagnostic {
  const { text } = source;
  const start = Math.max(after, text.indexOf("\n", after) + 1);
  const next = start + text.slice(start).search(/\S/);
  const end = next < start ? text.length : text.lastIndexOf("\n", next) + 1;
  const message = `a document has at most ${maxBlankLines} lines in a row that are blank or comments`;
  const span = { source, start, end: start + 1 };
  const fix = {
    title: "remove the blank lines",
    edits: [{ span: { source, start, end }, text: "" }],
  };
  return diagnostic("yaml/syntax", span, message, { hint: "remove them", fix: end > start ? fix : undefined });
}

function secondDocument(source: Source, start: number): Diagnostic {
  const end = start + (source.text.startsWith("---", start) ? 3 : 1);
  const message = "a file contains one document, and a second one starts here";
  return diagnostic("yaml/forbidden", { source, start, end }, message, { hint: "move it to its own file" });
}

/** The first finding of each line; the others in the line follow from it. */
function firstOfEachLine(source: Source, findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const lines = new Set<number>();
  return findings.toSorted(compareDiagnostics).filter(({ span }) => {
    const { line } = positionOf(source, span.start);
    return !lines.has(line) && lines.add(line);
  });
}

/**
 * After an error, the parser has lost track of the indentation until the next top-level key: up to there, what it says
 * about indentation follows from that error.
 */
function withoutSequels(source: Source, findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.filter(({ message, span }, index) => {
    const before = findings[index - 1];
    if (before === undefined || message !== misplaced) return true;
    return /\n[^\s#-]/.test(source.text.slice(before.span.start, span.start));
  });
}
