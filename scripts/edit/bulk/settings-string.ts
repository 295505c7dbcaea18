/** One word of a comma-separated string: a flag that is on, or off with `no_` before it. */
export interface Setting {
  readonly flag: string;
  readonly value: boolean;
}

/** The settings in a string, in order, however they are spaced. */
export function settingsIn(text: string): readonly Setting[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .map(settingOf);
}

/** Whether a string sets a flag, on or off. */
export function setsFlag(text: string | undefined, flag: string): boolean {
  return settingsIn(text ?? "").some((each) => each.flag === flag);
}

/** The setting that a word stands for. */
export function settingOf(word: string): Setting {
  return word.startsWith("no_") ? { flag: word.slice("no_".length), value: false } : { flag: word, value: true };
}

/** A setting as it is written. */
export function wordOf({ flag, value }: Setting): string {
  return value ? flag : `no_${flag}`;
}

/** A string with a word appended, separated as the words before it are. */
export function appendWord(text: string, word: string): string {
  const body = text.replace(/[\s,]+$/, "");
  const separator = /,[ \t]/.test(body) ? ", " : ",";
  return `${body}${body === "" ? "" : separator}${word}`;
}

/** A string without a flag, on or off: commas, spaces and lines of the other words stay as they are. */
export function removeSettings(text: string, flag: string): string {
  const words = text.split(",");
  const isGone = (word: string): boolean => word.trim() !== "" && settingOf(word.trim()).flag === flag;
  const kept = words.filter((word) => !isGone(word));
  if (kept.every((word) => word.trim() === "")) return "";
  const [first = "", ...others] = kept;
  // The new first word takes the place of the old one; the line break after the last word stays.
  const start = first === words[0] ? first : `${/^\s*/.exec(text)?.[0]}${first.trimStart()}`;
  const end = isGone(words.at(-1) ?? "") ? (/\s*$/.exec(text)?.[0] ?? "") : "";
  return [start, ...others].join(",") + end;
}
