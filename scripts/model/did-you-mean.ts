import { suggest } from "../runtime/declare/suggest.ts";
import type { Fix } from "./diagnostic.ts";
import type { Span } from "./text/source.ts";

/** What to do about a name that is not one of those there are: the nearest, with the fix that writes it, or else all of them. */
export function nearest(
  span: Span,
  wrong: string,
  names: Iterable<string>,
  introduction: string,
): { hint: string; fix?: Fix } {
  const all = [...names];
  const near = suggest(wrong, all);
  if (near !== undefined)
    return {
      hint: `did you mean \`${near}\`?`,
      fix: { title: `write \`${near}\``, edits: [{ span, text: quotedLike(span, near) }] },
    };
  if (all.length === 0) return { hint: "there are none yet" };
  const shown = all.slice(0, 16).map((name) => `\`${name}\``);
  return {
    hint: `${introduction} ${shown.join(", ")}${all.length > shown.length ? ` and ${all.length - shown.length} more` : ""}`,
  };
}

/** A name in the quotes in which the one that it replaces stands, as JSON wants them. */
function quotedLike({ source, start }: Span, name: string): string {
  const quote = /["']/.exec(source.text.charAt(start))?.[0] ?? "";
  return `${quote}${name}${quote}`;
}
