import { onceForText } from "../model/once-for.ts";
import { escapeControls } from "../model/text/escape-controls.ts";

/** Words without any meaning in Markdown: letters, a number or a day, with punctuation around them; or only that. */
const harmless = /^[("]?(?:[A-Za-z]+(?:['-][A-Za-z]+)*|'s|\d{1,6}|\d{4}-\d\d-\d\d|→|=|%)?[)"]?[.,;:?!…]?$/;

/**
 * A message as Markdown without links, mentions, references, emoji, HTML or any other markup. Hosts look for those in
 * the rendered text, so escapes do not help; but they leave code alone. So everything except plain words becomes code,
 * as names in backticks already are. It reads the same as text.
 */
export function inert(message: string): string {
  const text = escapeControls(message);
  if (isInert(text)) return text;
  const written: string[] = [];
  let isInCode = false;
  const add = ({ text, isCode }: Piece): void => {
    if (text === "") return;
    // Two adjacent spans of code would be read as one with longer fences.
    if (isCode !== isInCode) written.push("`");
    written.push(text);
    isInCode = isCode;
  };
  for (const [index, part] of text.split("`").entries()) {
    if (index % 2 === 1) add({ text: part, isCode: true });
    else for (const piece of piecesOf(part)) add(piece);
  }
  if (isInCode) written.push("`");
  return written.join("");
}

/** Whether a text is nothing but plain words and names in backticks, as most messages are. */
function isInert(text: string): boolean {
  let start = 0;
  for (let open = text.indexOf("`"); open >= 0; open = text.indexOf("`", start)) {
    const close = text.indexOf("`", open + 1);
    if (close <= open + 1 || text.charAt(close + 1) === "`" || !isPlain(text.slice(start, open))) return false;
    start = close + 1;
  }
  return isPlain(text.slice(start));
}

function isPlain(part: string): boolean {
  return piecesOf(part).every(({ isCode }) => !isCode);
}

interface Piece {
  text: string;
  readonly isCode: boolean;
}

/** The text between names is the same in many messages. */
const piecesOf = onceForText((part): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (const text of part.split(/( +)/)) {
    const isCode = !/^ *$/.test(text) && !harmless.test(text);
    const last = pieces.at(-1);
    if (last?.isCode === isCode) last.text += text;
    else pieces.push({ text, isCode });
  }
  return pieces;
});

/** A text as a span of code, with any backticks that it has. */
export function codeSpan(text: string): string {
  // An empty span would be read as an open fence.
  const shown = text === "" ? " " : escapeControls(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 || /^ .* $/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}
