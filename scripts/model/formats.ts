import { isDate, isDay } from "./time.ts";

/** The formats that the schemas name: each checks whether a text has the format. */
export const formats = { instant: isDate, day: isDay, id: isId, version: isVersion, match: isMatch };

/**
 * Characters that no id and no version may contain, because they are invisible or change how the text next to them looks: control
 * characters, bidirectional and zero-width characters, the soft hyphen, and unpaired surrogates.
 */
export const hiddenCharacters = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u00ad\u200b-\u200d\u2028\u2029\u2060\ufeff]/u;

function isId(text: string): boolean {
  return text !== "" && text === text.trim() && !hiddenCharacters.test(text);
}

/** Versions are compared as texts, so one must look like no other; an empty one is a finding by itself. */
function isVersion(text: string): boolean {
  return text === "" || isId(text);
}

/** Whether a text is a pattern of ids: at least three characters that they begin with, and one `*` at the end. */
function isMatch(text: string): boolean {
  return /^[^*]{3,}\*$/u.test(text) && isId(text.slice(0, -1));
}
