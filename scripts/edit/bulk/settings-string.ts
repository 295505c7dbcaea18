/** One word of a comma-separated string: a flag that is switched on, or off with `no_` before it. */
export interface Setting {
  readonly flag: string;
  readonly value: boolean;
}

/** The settings in a string, in its order, however they are spaced. */
export function settingsIn(text: string): readonly Setting[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .map(settingOf);
}

/** What a word says. */
export function settingOf(word: string): Setting {
  return word.startsWith("no_") ? { flag: word.slice("no_".length), value: false } : { flag: word, value: true };
}

/** A setting as it is written. */
export function wordOf({ flag, value }: Setting): string {
  return value ? flag : `no_${flag}`;
}

/** What a string becomes with a word at its end, separated as the words before it are. */
export function appendWord(text: string, word: string): string {
  const body = text.replace(/[\s,]+$/, "");
  const separator = /,[ \t]/.test(body) ? ", " : ",";
  return `${body}${body === "" ? "" : separator}${word}`;
}
