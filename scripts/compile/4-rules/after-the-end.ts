import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { fromOf, idSpan } from "../../model/entries.ts";
import type { Flag } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";

/** What begins after its flag has ended never holds. Codes: `model/no-effect`. */
export function* afterTheEnd(flag: Flag): Generator<Diagnostic> {
  const { expires, keep, listed, conditional } = flag;
  if (expires === undefined || keep) return;
  for (const { entries } of listed)
    if (entries.from !== undefined)
      for (const [index, id] of entries.ids.entries())
        if (fromOf(entries, index) >= expires.at)
          yield tooLate(flag, `\`${id}\``, entries.dates.get(index)?.from ?? idSpan(entries, index), expires.span);
  for (const { condition } of conditional)
    if (condition.from >= expires.at) yield tooLate(flag, "the condition", condition.span, expires.span);
}

function tooLate({ name }: Flag, what: string, span: Span, end: Span): Diagnostic {
  return diagnostic("model/no-effect", span, `${what} begins after flag \`${name}\` has ended`, {
    related: [{ message: "the flag ends here", span: end }],
    hint: "write an earlier `from`, or move the flag's last day with `flagstone extend`",
  });
}
