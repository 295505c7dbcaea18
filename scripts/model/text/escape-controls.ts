/**
 * Control characters, direction marks, unpaired surrogates, line separators and characters without width, except the
 * selectors between the two forms of an emoji.
 */
const unprintable = /(?![\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What makes a text a command to a CI runner, and the character without which it is none: `##[…`, `##vso[…` (Azure,
 * GitHub) and `##teamcity[…` anywhere in a line, `section_start:…` (GitLab), `::…` at its start (GitHub). Most texts
 * have none of the beginnings, which are looked for first.
 */
const commands: readonly (readonly [beginning: RegExp, character: RegExp])[] = [
  [/##/, /#(?=#[\w.-]*\[)/g],
  [/section_/, /(?<=section_(?:start|end)):(?=\d)/g],
  [/^\s*::/, /(?<=^\s*):(?=:[A-Za-z])/g],
];

/** Characters other than those that most texts have, which are all printable. */
const unusual = /[^\n -~]+/g;

/** What a text has if there may be something to escape in it; most have none of this, and are searched only once. */
const suspicious = new RegExp(
  [unusual, ...commands.map(([beginning]) => beginning)].map(({ source }) => source).join("|"),
);

/** Matches texts with nothing to escape: most are like this, and long diffs are made of them. */
const plain = /^(?!\s*::)(?:[ !"$-9;-~]|#(?!#)|(?<!section_(?:start|end)):)*$/;

/** A text that cannot forge a line, move the cursor or reverse characters: what could is written as `\u{…}`. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unprintable, escaped);
}

/** The same for a line, or the beginning of one, which also cannot be a command to a CI runner. */
export function escapeControls(text: string): string {
  return plain.test(text) ? text : withoutCommands(visible(text), escaped);
}

/** A value as JSON, one key per line, whose texts are escaped in the same way and are read back unchanged. */
export function printableJson(value: unknown): string {
  return `${inertUnits(JSON.stringify(value, null, 2))}\n`;
}

/** A text as a literal of JavaScript or TypeScript, escaped in the same way. */
export function literalOf(text: string): string {
  return inertUnits(JSON.stringify(text));
}

function inertUnits(text: string): string {
  return suspicious.test(text) ? withoutCommands(escapeUnits(text), inUnits) : text;
}

function withoutCommands(text: string, write: (character: string) => string): string {
  let inert = text;
  for (const [beginning, character] of commands) if (beginning.test(inert)) inert = inert.replace(character, write);
  return inert;
}

/** A part of JSON or of a program in which nothing inside a literal is invisible, except line breaks. */
export function escapeUnits(text: string): string {
  return text.replace(unusual, (found) => found.replace(unprintable, inUnits));
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

function inUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}
