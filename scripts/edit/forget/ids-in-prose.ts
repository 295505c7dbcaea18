/**
 * Finds an id where it is as a word, regardless of its letter case and its Unicode form. Within a longer word, or one with
 * hyphens, it is no word of its own: `acme-shop` is somebody else than `acme`.
 */
export function wordsOf(id: string): RegExp {
  const forms = [...new Set([id.normalize("NFC"), id.normalize("NFD")])].map((form) =>
    form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
  );
  const part = String.raw`[\p{L}\p{M}\p{N}_]`;
  return new RegExp(`(?<!${part}|${part}-)(?:${forms.join("|")})(?!${part}|-${part})`, "giu");
}
