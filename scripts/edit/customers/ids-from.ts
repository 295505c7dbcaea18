import type { EditContext, EditHost } from "../context.ts";

/** A word that names a customer, and its place if it is from a file. */
export interface Word {
  readonly text: string;
  readonly place: string;
}

/** Where ids come from besides the command line. */
export interface IdsInput {
  /** The file to read ids from; `-` is standard input. */
  readonly idsFrom?: string;
}

/** The words of a call and of the file that it names, one per line; or why the file cannot be read. */
export function wordsOf(
  { input, host }: Pick<EditContext<IdsInput>, "input" | "host">,
  operands: readonly string[],
): Word[] | string {
  const words = operands.map((text) => ({ text: text.trim(), place: "" }));
  const { idsFrom } = input;
  if (idsFrom === undefined) return words;
  const more = wordsIn(host, idsFrom);
  return typeof more === "string" ? more : [...words, ...more];
}

/** The words of a file, one per line, or of standard input for `-`; or why it cannot be read. */
export function wordsIn(host: EditHost, file: string): Word[] | string {
  const words: Word[] = [];
  const text = file === "-" ? host.readInput() : host.readFile(file);
  const called = file === "-" ? "standard input" : `\`${file}\``;
  if (text === undefined) return `cannot read ids from ${called}`;
  if (text.includes("\ufffd")) return `${called} is not UTF-8`;
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|[\r\n]/);
  for (const [index, line] of lines.entries()) {
    const content = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (content !== "") words.push({ text: content, place: `line ${index + 1} of ${called}: ` });
  }
  return words;
}
