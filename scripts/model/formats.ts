import { isDate, isDay } from "./time.ts";

/** The formats that the schemas name, by name: each says whether a text has it. */
export const formats = { instant: isDate, day: isDay, id: isId, match: isMatch };

/**
 * Characters that no id has: they cannot be seen, or make what stands next to them look like something else.
 * Control characters, bidirectional ones, zero-width ones and the soft hyphen, and halves of a surrogate pair.
 */
export const hiddenCharacters = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u00ad\u200b-\u200d\u2028\u2029\u2060\ufeff]/u;

function isId(text: string): boolean {
  return text !== "" && text === text.trim() && !hiddenCharacters.test(text);
}

/** Whether a text is a pattern of ids: what they begin with, at least three characters, and one `*` at the end. */
function isMatch(text: string): boolean {
  return /^[^*]{3,}\*$/u.test(text) && isId(text.slice(0, -1));
}
