/** A number with its noun: `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A noun with its indefinite article: `a flag`, `an attribute`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

/** The first of some names, and how many more there are: `a, b and 3 more`. */
export function nameSome(names: readonly string[], most: number, show = (name: string): string => name): string {
  const shown = names.slice(0, most).map(show).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** Names as a sentence quotes them, at most three, and how many more there are: `a` and `b`. */
export function someInWords(names: readonly string[]): string {
  const named = names.slice(0, 3).map((name) => `\`${name}\``);
  const rest = names.length - named.length;
  if (rest > 0) return `${named.join(", ")} and ${rest} more`;
  return named.length < 2 ? named.join() : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}

/** Order by code unit, the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
