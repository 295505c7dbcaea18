import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Source } from "../../model/text/source.ts";

const suspicious = /[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const controlPattern = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\r(?!\n)/g;
/** Letters with a zero byte after or before each. */
const wide = /^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/;

/** The first few characters that YAML does not allow; a carriage return alone ends a line for only some readers. */
export function controlCharacters(source: Source, most = 10): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const { text } = source;
  if (!suspicious.test(text)) return findings;
  if (wide.test(text))
    return [
      diagnostic("file/not-utf8", { source, start: 0, end: 1 }, "this file is UTF-16", {
        hint: "save the file as UTF-8",
      }),
    ];
  for (const { 0: character, index: start } of text.matchAll(controlPattern)) {
    const span = { source, start, end: start + 1 };
    if (character === "\r" && !text.includes("\n")) return [onlyCarriageReturns(source, start)];
    const unit = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    findings.push(
      character === "\r"
        ? diagnostic("yaml/syntax", span, "a carriage return without a line feed", {
            hint: "write a line feed, or nothing",
          })
        : diagnostic("yaml/syntax", span, `the control character U+${unit}`, { hint: "remove it" }),
    );
    if (findings.length === most) break;
  }
  return findings;
}

/** The finding that all lines end with a carriage return alone. */
function onlyCarriageReturns(source: Source, start: number): Diagnostic {
  const edits = [...source.text.matchAll(/\r/g)].map(({ index }) => ({
    span: { source, start: index, end: index + 1 },
    text: "\n",
  }));
  return diagnostic("yaml/syntax", { source, start, end: start + 1 }, "lines end with a carriage return alone", {
    hint: "save the file with line feeds",
    fix: { title: "end lines with a line feed", edits },
  });
}
