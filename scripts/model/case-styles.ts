/** A name as generated clients write it: like `TwoPage`, and like `two_page`. */
export function caseStyles(name: string): { readonly pascal: string; readonly snake: string } {
  const pascal = name.replace(
    /(^|[-_. ]+|\d)([a-z]?)/gi,
    (_, before: string, letter: string) => (/\d/.test(before) ? before : "") + letter.toUpperCase(),
  );
  const snake = name
    .replace(/[a-z](?=[A-Z\d])|\d(?=[A-Za-z])|[A-Z](?=[A-Z][a-z]|\d)/g, "$&_")
    .replace(/[-_. ]+/g, "_")
    .toLowerCase();
  return { pascal, snake };
}
