import { otherThanText } from "../../model/text/quoting.ts";
import { isShort } from "./read-entry.ts";

/** A single-line text, and where it ends. */
interface FoundText {
  readonly value: string;
  readonly end: number;
}

/** Not a text, or not one that is read here. */
export const noValue = Symbol();

const key = /\w[\w.@/+~=$%|-]*(?=: |:\r?(?:\n|$))/y;
const flowKey = /\w[\w.@/+~=$%|-]*(?=: )/y;

/** Longer keys are left to `yaml`, which rejects keys above 1024. */
const longestKey = 1000;

/** The key at an offset, up to its colon; inside brackets, the colon after a quote needs no space. */
export function keyAt(text: string, at: number, inFlow: boolean): FoundText | undefined {
  if (isQuote(text[at])) {
    const found = quotedAt(text, at);
    if (found === undefined || text[found.end] !== ":" || found.end - at > longestKey) return undefined;
    return inFlow || /[ \r\n]/.test(text[found.end + 1] ?? "\n") ? found : undefined;
  }
  const pattern = inFlow ? flowKey : key;
  pattern.lastIndex = at;
  const value = pattern.exec(text)?.[0];
  if (value === undefined || value.length > longestKey || otherThanText.test(value)) return undefined;
  return { value, end: at + value.length };
}

/** Whether a character is a quotation mark, single or double. */
export function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** Longer texts with escapes are left to `yaml`: the pattern looks at each of their parts. */
const longestEscaped = 10_000;

/** The quoted text at an offset, if it is on one line and has only the escapes of JSON. */
export function quotedAt(text: string, at: number): FoundText | undefined {
  const quote = text[at] as string;
  let close = text.indexOf(quote, at + 1);
  if (quote === '"') while (close >= 0 && isEscaped(text, close)) close = text.indexOf(quote, close + 1);
  if (close < 0 || (quote === "'" && text[close + 1] === "'")) return undefined;
  const value = text.slice(at + 1, close);
  if (/[\t\r\n]/.test(value)) return undefined;
  if (quote === "'" || !value.includes("\\")) return { value, end: close + 1 };
  if (value.length > longestEscaped || !/^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/.test(value)) return undefined;
  return { value: JSON.parse(text.slice(at, close + 1)), end: close + 1 };
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === "\\") start--;
  return (at - start) % 2 === 1;
}

/** What may begin a text without quotes anywhere. */
const beginning = /[^\s\-?:,[\]{}#&*!|>'"%@`]/y;
const flowText = /(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=\S)#)+(?: +(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=\S)#)+)*/y;

/** The text without quotes at an offset; outside brackets, the rest of the line without a comment. */
export function textAt(text: string, at: number, inFlow: boolean): FoundText | undefined {
  beginning.lastIndex = at;
  if (!beginning.test(text)) return undefined;
  if (inFlow) {
    flowText.lastIndex = at;
    const value = isShort(text, at) ? flowText.exec(text)?.[0] : undefined;
    return value === undefined ? undefined : { value, end: at + value.length };
  }
  const lineEnd = text.indexOf("\n", at);
  const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd);
  const comment = line.indexOf(" #");
  let end = comment >= 0 ? comment : line.endsWith("\r") ? line.length - 1 : line.length;
  while (line[end - 1] === " ") end--;
  const value = line.slice(0, end);
  if (value.includes(": ") || value.endsWith(":") || value.includes("\t")) return undefined;
  return { value, end: at + value.length };
}

/** What may not be a text; most texts begin differently. */
const special = /^(?:[\d.+~]|(?:null|true|false)$)/i;
const constants: ReadonlyMap<string, boolean | null> = new Map([
  ["null", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/** What a text without quotes means: a decimal integer is text, unless it is to be a number. */
export function meaningOf(text: string, numbers: boolean): unknown {
  if (!special.test(text)) return text;
  const constant = constants.get(text);
  if (constant !== undefined) return constant;
  if (!numbers && /^\d+$/.test(text)) return text;
  if (/^\d+(?:\.\d+)?$/.test(text)) return !numbers || JSON.stringify(Number(text)) === text ? Number(text) : noValue;
  return otherThanText.test(text) || /^[.+~]/.test(text) ? noValue : text;
}
