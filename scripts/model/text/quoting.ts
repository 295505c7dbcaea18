/** What YAML reads as something else than text, though it is made of letters, digits and dots. */
export const otherThanText =
  /^(?:null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|\d+(?:\.\d*)?[eE][-+]?\d+|\d+\.\d*)$/;

/** A line that begins with a letter or digit and has nothing in it that YAML would take for its own sign. */
const plain = /^[\p{L}\p{N}_](?:(?! #|:(?: |$))[\p{L}\p{M}\p{N}\p{P}\p{S} ])*(?<! )$/u;

/** How a text is written where a plain decimal integer is a number: the language reads it as text everywhere else. */
export function writeAmongNumbers(text: string, now = "", inBrackets = false): string {
  return writeText(text, /^\d+$/.test(text) && now === "" ? '"' : now, inBrackets);
}

/**
 * A text as YAML that reads as this text: without quotes where it can be, unless it has quotes now. In brackets, of a
 * list or mapping in one line, more texts need quotes.
 */
export function writeText(text: string, now = "", inBrackets = false): string {
  const isPlain = plain.test(text) && !otherThanText.test(text) && !(inBrackets && /[,[\]{}]/.test(text));
  if (now.startsWith("'") && !/\p{C}/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return isPlain && !now.startsWith('"') ? text : JSON.stringify(text);
}
