/**
 * Controls, marks of direction, halves of surrogates, separators of lines, and what takes no room; but for the selectors
 * between the two looks of an emoji.
 */
const unprintable = /(?![\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The character without which a text is no command to a runner of CI: `##[…`, `##vso[…` (Azure, GitHub) and `##teamcity[…`
 * anywhere in a line, `::…` at its start (GitHub), `section_start:…` (GitLab).
 */
const commanding = /#(?=#[\w.-]*\[)|(?<=^\s*):(?=:[A-Za-z])|(?<=section_(?:start|end)):(?=\d)/gu;

/** What texts without any of this have: most are plain, and long diffs are made of them. */
const plain = /^(?!\s*::)(?:[ !"$-9;-~]|#(?!#)|(?<!section_(?:start|end)):)*$/;

/** A text that can neither forge a line, move a cursor nor turn characters around: what could is written as `\u{…}`. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unprintable, escaped);
}

/** A line, or the beginning of one, that is moreover no command to a runner of CI. */
export function escapeControls(text: string): string {
  return plain.test(text) ? text : visible(text).replace(commanding, escaped);
}

/** A value as JSON, one key a line, in which every text is as inert, and is read as it was. */
export function printableJson(value: unknown): string {
  return `${escapeUnits(JSON.stringify(value, null, 2)).replace(commanding, inUnits)}\n`;
}

/** A text as a literal of JavaScript or TypeScript that is as inert. */
export function literalOf(text: string): string {
  return escapeUnits(JSON.stringify(text)).replace(commanding, inUnits);
}

/** A part of JSON or of a program in which nothing that is in a literal is invisible, but for breaks of lines. */
export function escapeUnits(text: string): string {
  return text.replace(unprintable, (character) => (character === "\n" ? character : inUnits(character)));
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

function inUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}
