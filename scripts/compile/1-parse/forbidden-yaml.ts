import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { nameOfSpace, oddSpace } from "../../model/text/odd-space.ts";
import type { Source } from "../../model/text/source.ts";

/** What the lexer of `yaml` emits before a text, and where a flow collection ends too early. */
const textFollows = "\x1f";
const flowBroken = "\x18";

const oddIndent = new RegExp(`^(?:${oddSpace.source}| )*${oddSpace.source}(?:${oddSpace.source}| )*`);

const closing: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** Watches the lexemes of a text. */
interface ForbiddenWatch {
  readonly findings: readonly Diagnostic[];
  /** Where a quote or bracket is not closed: what follows is not what its author meant. */
  readonly unclosed: number;
  /** Whether what follows need not be read. */
  isOver(): boolean;
  /** Takes the next lexeme and its offset. */
  see(lexeme: string, start: number): void;
  /** Takes the end of the text, or of what its brackets may contain. */
  end(): void;
}

/**
 * Watches lexemes for constructs that the language does not have, and for quotes and brackets that are never closed.
 */
export function watchForbidden(source: Source, maxFindings: number): ForbiddenWatch {
  const findings: Diagnostic[] = [];
  const open: number[] = [];
  let unclosed = Infinity;
  let inText = false;
  let isBlock = false;

  function see(lexeme: string, start: number): void {
    const first = lexeme[0] ?? "";
    if (first === "|" || first === ">") isBlock = !inText;
    else if (!inText && lexeme !== textFollows && !/^[\s#]/.test(lexeme)) isBlock = false;
    if (inText) {
      inText = false;
      if (!isBlock) findings.push(...oddIndentation(source, lexeme, start));
    } else if (lexeme === textFollows) inText = true;
    else if (lexeme === flowBroken) end();
    else if (first === "[" || first === "{") open.push(start);
    else if (first === "]" || first === "}") close(start, first);
    else if (first === '"' || first === "'") {
      if (!isClosed(lexeme))
        stop(start, `the text that \`${first}\` opens is never closed`, `end it with \`${first}\``);
    } else if (Object.hasOwn(forbidden, first)) {
      const { message, hint = "if this is text, quote it" } = forbidden[lexeme === "*" ? "* " : first] ?? {
        message: "",
      };
      findings.push(diagnostic("yaml/forbidden", { source, start, end: start + lexeme.length }, message, { hint }));
    }
  }

  function close(start: number, bracket: string): void {
    const opening = source.text[open.pop() ?? -1];
    const tight = opening === undefined ? tightColon(source, start) : undefined;
    if (tight !== undefined) {
      unclosed = tight.span.start;
      findings.push(tight);
    } else if (opening === undefined) stop(start, `this \`${bracket}\` closes nothing`, "remove it, or quote the text");
    else if (closing[opening] !== bracket)
      stop(
        start,
        `this \`${bracket}\` cannot close \`${opening}\``,
        `close \`${opening}\` with \`${closing[opening]}\` before it`,
      );
  }

  function end(): void {
    const start = open.at(-1);
    if (start === undefined) return;
    const bracket = source.text[start] ?? "";
    stop(start, `this \`${bracket}\` is not closed`, howToClose(source, start, closing[bracket] ?? ""));
    open.length = 0;
  }

  function stop(start: number, message: string, hint?: string): void {
    unclosed = Math.min(start, ...open.slice(0, 1));
    findings.push(diagnostic("yaml/syntax", { source, start, end: start + 1 }, message, { hint }));
  }

  return {
    findings,
    get unclosed() {
      return unclosed;
    },
    isOver: () => unclosed < Infinity || findings.length >= maxFindings,
    see,
    end,
  };
}

/** What to do about a bracket that is not closed: perhaps a comment hides the one that closes it. */
function howToClose({ text }: Source, start: number, close: string): string {
  const comment = /\s(#.*)/.exec(text.slice(start))?.[1];
  return comment?.includes(close)
    ? `\`${ellipsis(comment)}\` is a comment: quote the text that has the \`#\``
    : `end it with \`${close}\`, and indent the lines inside it more than its key`;
}

/** The finding that a text at the beginning of a line starts with white space that YAML takes for letters. */
function* oddIndentation(source: Source, text: string, start: number): Generator<Diagnostic> {
  const odd = oddIndent.exec(text)?.[0];
  // Before the line is looked at, which may have all customers.
  if (odd === undefined) return;
  const lineStart = source.text.lastIndexOf("\n", start - 1) + 1;
  if (!/^\uFEFF?[ -]*$/.test(source.text.slice(lineStart, start))) return;
  const span = { source, start, end: start + odd.length };
  const name = nameOfSpace(oddSpace.exec(odd)?.[0] ?? "");
  const fix = { title: "write spaces", edits: [{ span, text: " ".repeat(odd.length) }] };
  yield diagnostic("yaml/syntax", span, `this line is indented with ${name}`, { hint: "indent with spaces", fix });
}

/** The finding that a bracket stands right after a colon: so it opens nothing, and the one that closes it is noticed first. */
function tightColon(source: Source, start: number): Diagnostic | undefined {
  const lineStart = source.text.lastIndexOf("\n", start - 1) + 1;
  const tight = /^[ -]*[\w-]+:(?=[{[])/.exec(source.text.slice(lineStart, start))?.[0];
  if (tight === undefined) return undefined;
  const at = lineStart + tight.length;
  const fix = { title: "add a space", edits: [{ span: { source, start: at, end: at }, text: " " }] };
  return diagnostic("yaml/syntax", { source, start: at - 1, end: at }, "a space is missing after the colon", { fix });
}

/** Constructs of YAML that the language does not have, by the character that begins them. */
const forbidden: Readonly<Record<string, { readonly message: string; readonly hint?: string }>> = {
  "&": { message: "anchors are not part of the language" },
  "*": { message: "aliases are not part of the language" },
  "* ": { message: "aliases are not part of the language", hint: "an item of a list starts with `- `" },
  "!": { message: "tags are not part of the language" },
  "%": { message: "directives are not part of the language", hint: "remove the line" },
  "?": { message: "a key is one line of text, without `?` before it", hint: "write `key: value`" },
};

/**
 * Whether a quoted text has its closing quote; without one, the lexer ends the text where the surrounding lines
 * continue.
 */
function isClosed(lexeme: string): boolean {
  const quote = lexeme[0];
  let at = lexeme.length - 1;
  if (at === 0 || lexeme[at] !== quote) return false;
  const mark = quote === '"' ? "\\" : quote;
  let escapes = 0;
  while (--at > 0 && lexeme[at] === mark) escapes++;
  return escapes % 2 === 0;
}
