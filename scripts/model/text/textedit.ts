import type { Source, Span } from "./source.ts";

/** Replaces the text of one span; every other byte of the source stays as it is. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The source with the edits applied; at the same offset, insertions come before replacements. Edits of one source must
 * not overlap; edits of other sources are ignored.
 */
export function applyEdits(source: Source, edits: readonly TextEdit[]): Source {
  const own = edits.filter((edit) => edit.span.source.path === source.path);
  own.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let text = "";
  let at = 0;
  for (const edit of own) {
    text += source.text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return { path: source.path, text: text + source.text.slice(at) };
}
