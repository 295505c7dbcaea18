/** White space that looks like a space to people, and like a letter to YAML: no-break, wide, narrow and zero-width ones. */
export const oddSpace = /[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000]/;

const names: Readonly<Record<string, string>> = {
  "\u00a0": "a no-break space",
  "\u200b": "a zero-width space",
  "\u202f": "a narrow no-break space",
  "\u3000": "an ideographic space",
};

/** What a message calls a character: `a no-break space (U+00A0)`. */
export function nameOfSpace(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${names[character] ?? "an unusual space"} (U+${code})`;
}
