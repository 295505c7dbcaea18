/** A text with line feeds alone: git may end lines otherwise than a disk, and nobody means anything by it. */
export function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
}
