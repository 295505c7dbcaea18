/**
 * Something to read, whatever it is written as. Texts are sentences of ours in which names and ids stand in backticks, and
 * descriptions and reasons as people wrote them; whoever writes the page makes all of it harmless.
 */
export interface Page {
  readonly title: string;
  readonly lead: readonly string[];
  readonly parts: readonly Part[];
}

/** A part of a page: sentences, then items or rows. */
export interface Part {
  readonly heading: string;
  readonly lead?: readonly string[];
  readonly items?: readonly Item[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** One thing, and what is to be said about it. */
export interface Item {
  readonly title: string;
  readonly tone?: "gain" | "loss" | "plain";
  readonly details: readonly Detail[];
}

export type Detail = readonly [label: string, text: string];

/** A text that somebody else wrote, as a name in a sentence of a page. */
export function quoted(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
