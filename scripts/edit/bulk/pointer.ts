/** The keys of a JSON pointer (RFC 6901), `/advanced/feature_flags`; undefined if a text is not one. */
export function readPointer(text: string): readonly string[] | undefined {
  if (!/^(?:\/(?:[^~]|~[01])*)$/.test(text)) return undefined;
  return text
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
