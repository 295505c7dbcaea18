/** How names and ids, which are other people's texts, are shown. */
export type Show = (text: string) => string;

/** A word of other people's in a sentence: a plain one is part of it, any other is shown like an id. */
export function word(text: string, show: Show): string {
  return /^[a-z][a-z_]*$/i.test(text) ? text : show(text);
}

/** One sentence about customers or names. */
export interface Line {
  readonly tone: "gain" | "loss" | "plain";
  readonly text: string;
}
