/** A text with line feeds only: git may use other line endings than the disk, and the difference has no meaning. */
export function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
}
