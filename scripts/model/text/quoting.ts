/** Plain texts of letters, digits and dots that YAML does not read as strings. */
export const otherThanText =
  /^(?:null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|\d+(?:\.\d*)?[eE][-+]?\d+|\d+\.\d*)$/;

/** A line that begins with a letter or digit and contains nothing that is special to YAML. */
const plain = /^[\p{L}\p{N}_](?:(?! #|:(?: |$))[\p{L}\p{M}\p{N}\p{P}\p{S} ])*(?<! )$/u;

/** How a text is written where a plain decimal integer is a number; elsewhere the language reads one as text. */
export function writeAmongNumbers(text: string, now = "", inBrackets = false): string {
  return writeText(text, /^\d+$/.test(text) && now === "" ? '"' : now, inBrackets);
}

/**
 * A text as YAML that reads as this text: without quotes if possible, unless it is quoted now. Inside brackets, more
 * texts need quotes.
 */
export function writeText(text: string, now = "", inBrackets = false): string {
  const isPlain = plain.test(text) && !otherThanText.test(text) && !(inBrackets && /[,[\]{}]/.test(text));
  if (now.startsWith("'") && !/\p{C}/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return isPlain && !now.startsWith('"') ? text : JSON.stringify(text);
}
