/** A text from a file as a message quotes it: on one line, and short. */
export function ellipsis(text: string, most = 40): string {
  const line = text
    .slice(0, 4 * most)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
