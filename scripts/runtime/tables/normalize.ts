/**
 * An id as it is compared: in NFC, and with its letter case folded if its scope ignores case. Applying it twice changes
 * nothing.
 */
export function normalizeId(id: string, ignoreCase: boolean): string {
  if (isSettled(id, ignoreCase)) return id;
  const composed = id.normalize("NFC");
  return ignoreCase ? foldCase(composed).normalize("NFC") : composed;
}

/** Units below U+0300 are already NFC, so most ids do not need Unicode's tables. */
function isSettled(id: string, ignoreCase: boolean): boolean {
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    if (unit >= 0x300) return false;
    if (ignoreCase && ((unit >= 0x41 && unit <= 0x5a) || unit >= 0x80)) return false;
  }
  return true;
}

/**
 * A text without its letter case, by Unicode's simple case folding: each character becomes one other, regardless of its
 * neighbours and of the locale.
 */
export function foldCase(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text.replace(/[A-Z]|[^\0-\x7f]/gu, fold);
}

/** The lower-case form of a character's capital, so that both forms of sigma are one. */
function fold(character: string): string {
  // Its capital is that of `i`, which is another letter.
  if (character === "ı") return character;
  const capital = character.toUpperCase();
  const small = (isOne(capital) ? capital : character).toLowerCase();
  return isOne(small) ? small : character;
}

function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0) !== text.charCodeAt(0));
}
