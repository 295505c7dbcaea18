/** Controls, marks of direction, zero-width characters, halves of surrogates, and separators of lines. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text that can neither forge a line, move a cursor nor turn characters around: what could is written as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
