/**
 * Finds an id where it is a word, regardless of its letter case and Unicode form. Within a longer word, or one with
 * hyphens, it is not a separate word: `acme-shop` is a different customer from `acme`.
 */
export function wordsOf(id: string): RegExp {
  const forms = [...new Set([id.normalize("NFC"), id.normalize("NFD")])].map((form) =>
    form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
  );
  const part = String.raw`[\p{L}\p{M}\p{N}_]`;
  return new RegExp(`(?<!${part}|${part}-)(?:${forms.join("|")})(?!${part}|-${part})`, "giu");
}
