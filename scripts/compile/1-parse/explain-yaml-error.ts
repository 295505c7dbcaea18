import type { ErrorCode } from "yaml";
import { type Diagnostic, diagnostic, type Extra } from "../../model/diagnostic.ts";
import type { Range } from "../../model/document.ts";
import { conflictMark } from "../../model/text/conflict-mark.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { readMisspeltPair } from "../../model/text/misspelt-pair.ts";
import { linesOf, positionOf, type Source } from "../../model/text/source.ts";

/** An error as `yaml` reports it. */
export interface YamlError extends Range {
  readonly code: ErrorCode;
  readonly message: string;
}

/** One line of a source, without its end and outer white space. */
interface Line extends Range {
  readonly number: number;
  readonly text: string;
}

const spaces = "indent with spaces";
/** What is said of a line whose indentation the parser cannot place. */
export const misplaced = "this line's indentation matches no line above it";
const colonInside = "unquoted text cannot contain `: `";

/** Explains an error of `yaml` in our words: the mistake that people most likely made in that line. */
export function explainYamlError(source: Source, error: YamlError): Diagnostic {
  const start = Math.min(error.start, source.text.length);
  const end = Math.max(start, Math.min(error.end, source.text.length));
  const line = lineAt(source, start);
  const at = (range: Range, message: string, extra: Extra = {}): Diagnostic =>
    diagnostic("yaml/syntax", { source, start: range.start, end: range.end }, message, extra);

  const tab = leadingTab(source, line);
  if (error.code === "TAB_AS_INDENT" || tab !== undefined) {
    return at(tab ?? { start, end }, "this line is indented with a tab", { hint: spaces });
  }
  switch (error.code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW": {
      const rest = source.text.slice(start, line.end);
      if (!/:(?:\s|$)/.test(rest)) {
        const deeper = lineAt(source, linesOf(source)[line.number] ?? line.start);
        const key = error.message.startsWith("A block sequence") ? /^([\w-]+):$/.exec(line.text)?.[1] : undefined;
        if (key !== undefined && /^-\s/.test(deeper.text) && columnOf(source, deeper) < columnOf(source, line))
          return at(deeper, ...lessThanKey(key));
        const isNext = error.message.startsWith("Nested") && deeper.number > line.number;
        return at(isNext ? deeper : line, misplaced, { hint: "give it the indentation of the lines around it" });
      }
      const inBlock = error.code === "BLOCK_AS_IMPLICIT_KEY" && !/[,[\]{}"'#]/.test(rest);
      const value = { start, end: start + rest.trimEnd().length };
      const fix = inBlock
        ? quoted(source, { start: value.start + (/\S/.exec(rest)?.index ?? 0), end: value.end })
        : undefined;
      const pair = /^ *([\w-]+): +(\S.*)$/.exec(rest.trimEnd());
      const key = /^(enabled|disabled|assign|created|rollout|members|children|properties|frozen):/.exec(line.text)?.[1];
      const keys =
        pair && key ? `, or write keys in braces: \`${ellipsis(`${key}: { ${pair[1]}: ${pair[2]} }`)}\`` : "";
      return at(value, colonInside, { hint: `quote the text${keys}`, fix });
    }
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      return at(...missing(source, error, { start, end }, line));
    case "BAD_SCALAR_START": {
      const rest = source.text.slice(start, line.end).replace(/\s+#.*$/, "");
      const range = { start, end: start + rest.length };
      const fix = /[,[\]{}:"]/.test(rest) ? undefined : quoted(source, range);
      return at(range, `text that starts with \`${rest[0] ?? ""}\` needs quotes`, { hint: "quote the text", fix });
    }
    case "BAD_DQ_ESCAPE": {
      const range = { start, end: Math.min(start + 2, line.end) };
      const hint = "in double quotes, write the backslash twice; in single quotes, write it once";
      return at(range, `\`${source.text.slice(range.start, range.end)}\` is not a YAML escape`, { hint });
    }
    case "BAD_INDENT":
      return at(line, misplaced, { hint: "give it the indentation of the lines around it" });
    case "UNEXPECTED_TOKEN":
      return at(...unexpected(source, error, { start, end }, line));
    case "KEY_OVER_1024_CHARS":
      return at({ start, end: Math.min(end, line.end) }, "a key is longer than 1024 characters", {
        hint: "a key is a name; if the colon is part of a text, quote the text",
      });
    default:
      return at({ start, end }, `YAML cannot read this: ${inOurWords(error.message)}`);
  }
}

type Told = readonly [Range, string, Extra?];

/** A colon, a space or a comma is missing. */
function missing(source: Source, { message }: YamlError, range: Range, line: Line): Told {
  if (message.startsWith("Comments must"))
    return [{ ...range, end: range.start + 1 }, "a comment needs a space before its `#`"];
  if (/^Missing , /.test(message)) return [{ ...range, end: range.start + 1 }, "a comma is missing before this"];
  const written = source.text.slice(range.start, line.end);
  const tight = /^(?:[\w-]+:|-)(?=[^\s:-])/.exec(written);
  if (tight !== null) {
    const after = range.start + tight[0].length;
    const sign = tight[0] === "-" ? "dash" : "colon";
    const edits = [{ span: { source, start: after, end: after }, text: " " }];
    const fix = { title: "add a space", edits };
    return [{ start: range.start, end: after }, `a space is missing after the ${sign}`, { fix }];
  }
  const below = lineAt(source, linesOf(source)[line.number] ?? line.start);
  // The item continues in what was meant to be the next one, which has a colon.
  if (/^-\s/.test(line.text) && /^-\s/.test(below.text) && columnOf(source, below) > columnOf(source, line))
    return [below, misplaced, { hint: "give it the indentation of the lines around it" }];
  const above = lineAt(source, linesOf(source)[line.number - 2] ?? line.start);
  if (/^-\s/.test(line.text)) {
    const key = /^([\w-]+):$/.exec(above.text)?.[1];
    return key !== undefined && columnOf(source, line) < columnOf(source, above)
      ? [line, ...lessThanKey(key)]
      : [line, "a list item is where a key should be", { hint: "check its indentation" }];
  }
  if (/^[\w-]+:(?: |$)/.test(line.text) && range.start <= line.start)
    return [line, misplaced, { hint: "give it the indentation of the lines around it" }];
  const key = { start: range.start, end: Math.max(range.start, Math.min(range.end, line.end)) };
  const pair = readMisspeltPair(written);
  if (pair !== undefined) {
    const span = { source, start: range.start + pair.key.length, end: range.start + pair.valueStart };
    const hint = `write \`${ellipsis(`${pair.key}: ${pair.value}`)}\``;
    return [key, pair.fault, { hint, fix: { title: "write a colon and a space", edits: [{ span, text: ": " }] } }];
  }
  const list = /^([\w-]+):$/.exec(above.text)?.[1];
  if (list !== undefined && /^-\s/.test(below.text) && columnOf(source, below) === columnOf(source, line))
    return [key, "a list item has no dash", { hint: `write \`- ${ellipsis(line.text)}\`, as the items below it` }];
  const isProse = /^\S+ \S+ /.test(written) && /^[\w-]+: +[^\s"'[{|>&*!#]/.test(above.text);
  return [
    key,
    `\`${ellipsis(written)}\` is not a \`key: value\` pair`,
    {
      hint: isProse
        ? "if it continues the text above, indent it more than the key; otherwise write a colon and a space after the key"
        : "write a colon and a space after the key",
    },
  ];
}

function lessThanKey(key: string): readonly [string, Extra] {
  const hint = `indent the items below \`${key}\` at least as far as the key`;
  return ["a list item is indented less than its key", { hint }];
}

function unexpected(source: Source, { message }: YamlError, range: Range, line: Line): Told {
  const sign = source.text[range.start];
  if (sign === ",") return [{ ...range, end: range.start + 1 }, ...commaAdvice(source, line)];
  if (message.includes("on same line with key")) {
    return [range, "a list starts on the line below its key", { hint: "or is written in brackets: `[a, b]`" }];
  }
  if (/^(?:Block scalar header|Not a YAML token)/.test(message)) {
    return [
      range,
      "after `|` or `>`, the text starts on the next line",
      { hint: "if this is not a block of text, quote it" },
    ];
  }
  const before = source.text.slice(Math.max(0, line.start), range.start);
  const quote = before.trimEnd().at(-1);
  if (message.endsWith("at node end") && (quote === "'" || quote === '"')) {
    const whole = before.endsWith(quote) ? "" : "quote the whole text; ";
    const hint = `${whole}inside the quotes, write ${quote === "'" ? "`''` for `'`" : '`\\"` for `"`'}`;
    return [{ start: range.start, end: line.end }, `the text continues after the closing \`${quote}\``, { hint }];
  }
  return [range, `YAML cannot read this: ${inOurWords(message)}`];
}

/** A comma after a quoted text, where people leave out the brackets of a list. */
function commaAdvice(source: Source, line: Line): readonly [string, Extra?] {
  const [all, before = "", list] = quotedList.exec(line.text) ?? [];
  if (all === undefined || list === undefined)
    return ["there is nothing before this comma", { hint: "remove it, or write an item before it" }];
  const start = line.start + before.length;
  const edits = [{ span: { source, start, end: start + list.length }, text: `[${list}]` }];
  return [
    "a list of texts needs brackets around it",
    { hint: "write the items in brackets", fix: { title: "add the brackets", edits } },
  ];
}

const quotedList = /^((?:- )?[\w-]+: +|- )((?:"[^"]*"|'[^']*')(?: *, *(?:"[^"]*"|'[^']*'|[\w./-]+))+)$/;

/** The message of `yaml`, without what it quotes. */
function inOurWords(message: string): string {
  return ellipsis(message.charAt(0).toLowerCase() + message.slice(1).replace(/:.*/s, ""), 70);
}

function quoted(source: Source, { start, end }: Range): Extra["fix"] {
  return {
    title: "quote the text",
    edits: [{ span: { source, start, end }, text: JSON.stringify(source.text.slice(start, end)) }],
  };
}

function lineAt(source: Source, offset: number): Line {
  const { line } = positionOf(source, offset);
  const start = linesOf(source)[line - 1] ?? 0;
  const whole = source.text.slice(start, (linesOf(source)[line] ?? source.text.length + 1) - 1);
  const text = whole.trim();
  const from = start + whole.indexOf(text);
  return { number: line, text, start: from, end: from + text.length };
}

function columnOf(source: Source, { start }: Line): number {
  return positionOf(source, start).column;
}

function leadingTab(source: Source, line: Line): Range | undefined {
  const lineStart = linesOf(source)[line.number - 1] ?? 0;
  const tab = source.text.slice(lineStart, line.start).indexOf("\t");
  return tab < 0 ? undefined : { start: lineStart + tab, end: lineStart + tab + 1 };
}

/** What to do about a merge conflict. */
export const onConflict =
  "keep what is right of the two sides, perhaps both, and remove the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`";

/** The markers that git leaves in a file with merge conflicts. */
export function conflictMarkers(source: Source, most: number): Diagnostic[] {
  const marks = [...source.text.matchAll(conflictMark)].slice(0, most);
  return marks.map(({ 0: mark, index: start }) =>
    diagnostic("yaml/syntax", { source, start, end: start + mark.trimEnd().length }, "a merge conflict was left here", {
      hint: /^\|{7}/m.test(source.text) ? onConflict.replace("`=", "`|||||||`, `=") : onConflict,
    }),
  );
}
