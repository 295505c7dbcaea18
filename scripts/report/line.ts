/** How names and ids, which other people wrote, are shown. */
export type Show = (text: string) => string;

/** A word that other people wrote, in a sentence: a plain one as it is, any other one like an id. */
export function word(text: string, show: Show): string {
  return /^[a-z][a-z_]*$/i.test(text) ? text : show(text);
}

/** One sentence about customers or names. */
export interface Line {
  readonly tone: "gain" | "loss" | "plain";
  readonly text: string;
}
