import type { Diagnostic } from "../../model/diagnostic.ts";
import { positionOf } from "../../model/text/source.ts";

/** Findings of one kind in one file: some are shown, of the others only the lines. */
interface Kin {
  readonly shown: readonly Diagnostic[];
  readonly others: readonly Diagnostic[];
}

/** Up to this many findings of one kind are all shown; of more, this many. */
const most = 6;
const fewShown = 3;

/**
 * Findings in reading order: if there are many of one kind in one list, they are together, where the first of them is.
 * Findings of one kind have the same code, message and hint except for the names in them.
 */
export function standTogether(diagnostics: readonly Diagnostic[]): readonly Kin[] {
  const kinds = new Map<string, Diagnostic[]>();
  for (const finding of diagnostics) {
    const key = keyOf(finding);
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [finding]);
    else known.push(finding);
  }
  return diagnostics.flatMap((finding): readonly Kin[] => {
    const kin = kinds.get(keyOf(finding)) ?? [];
    if (kin.length <= most) return [{ shown: [finding], others: [] }];
    return kin[0] === finding ? [{ shown: kin.slice(0, fewShown), others: kin.slice(fewShown) }] : [];
  });
}

/** The last name in backticks is the list's, and stays; dates differ from entry to entry. */
function keyOf({ code, severity, message, span, hint }: Diagnostic): string {
  const names = message.match(/`[^`]*`/g) ?? [];
  const list = names.length > 1 ? names.at(-1) : "";
  const kind = message.replace(/`[^`]*`/g, "``").replace(/\d+/g, "0");
  return JSON.stringify([code, severity, span.source.path, list, kind, (hint ?? "").replace(/`[^`]*`/g, "``")]);
}

/** At most this many ranges of lines are named. */
const mostRanges = 10;

/** The lines that findings are in, in words: `line 12`, `lines 12 to 3008`, `lines 3, 5, 7 to 9 and others up to 99`. */
export function linesInWords(findings: readonly Diagnostic[]): string {
  const lines = findings.map(({ span }) => positionOf(span.source, span.start).line).sort((a, b) => a - b);
  const ranges: { readonly first: number; last: number }[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last.last + 1) last.last = line;
    else ranges.push({ first: line, last: line });
  }
  const shown = ranges
    .slice(0, mostRanges)
    .map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
  const rest = ranges.length > mostRanges ? ` and others up to ${ranges.at(-1)?.last}` : "";
  return `${lines[0] === lines.at(-1) ? "line" : "lines"} ${shown.join(", ")}${rest}`;
}
