import type { Diagnostic } from "../../model/diagnostic.ts";
import { groupBy } from "../../model/group-by.ts";
import { positionOf } from "../../model/text/source.ts";
import { compareText, count } from "../../model/text/words.ts";

/** Findings of one kind in one file: some are shown, of the others only the lines. */
interface Kin {
  readonly shown: readonly Diagnostic[];
  readonly others: readonly Diagnostic[];
  /** Those of the same code that come later and are only counted; only in the last kin of the code that is shown. */
  readonly elsewhere: readonly Diagnostic[];
}

/** Up to this many findings of one kind are all shown; of more, this many. */
const most = 6;
const fewShown = 3;

/** Up to this many kin of one code are all shown, whatever files they are in; of more, this many. */
const mostKin = 30;
const fewKin = 20;

/**
 * Findings in reading order: if there are many of one kind in one list, they are together, where the first of them is;
 * and if one code has many in many files, the first of them are shown. Findings of one kind have the same code, message
 * and hint except for the names in them.
 */
export function standTogether(diagnostics: readonly Diagnostic[]): readonly Kin[] {
  const own = kinOfEach(diagnostics);
  const all: { shown: readonly Diagnostic[]; others: readonly Diagnostic[]; elsewhere: readonly Diagnostic[] }[] = [];
  for (const [index, finding] of diagnostics.entries()) {
    const kin = own[index] ?? [];
    if (kin.length <= most) all.push({ shown: [finding], others: [], elsewhere: [] });
    else if (kin[0] === finding)
      all.push({ shown: kin.slice(0, fewShown), others: kin.slice(fewShown), elsewhere: [] });
  }
  return withoutRest(all);
}

/** Leaves out what exceeds the first kin of a code; the last one shown counts the rest. */
function withoutRest(all: readonly Kin[]): readonly Kin[] {
  const byCode = groupBy(all, ({ shown: [first] }) => `${first?.severity} ${first?.code}`);
  const rests = new Map<Kin, readonly Diagnostic[]>();
  const hidden = new Set<Kin>();
  for (const kin of byCode.values()) {
    if (kin.length <= mostKin) continue;
    const rest = kin.slice(fewKin);
    for (const each of rest) hidden.add(each);
    rests.set(
      kin[fewKin - 1] as Kin,
      rest.flatMap(({ shown, others }) => [...shown, ...others]),
    );
  }
  return all.flatMap((kin) => (hidden.has(kin) ? [] : [{ ...kin, elsewhere: rests.get(kin) ?? [] }]));
}

/** For each finding, all findings of its kind. */
function kinOfEach(diagnostics: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const kinds = new Map<string, Diagnostic[]>();
  // Most findings differ from the one before only in the first name, such as that of a customer.
  let last: Diagnostic | undefined;
  let alike = new Map<string, Diagnostic[]>();
  return diagnostics.map((finding) => {
    if (last === undefined || !areAlikeButForMessages(finding, last)) alike = new Map();
    last = finding;
    const words = withoutFirstName(finding.message);
    let kin = alike.get(words);
    if (kin === undefined) {
      const kind = kindOf(finding);
      kin = kinds.get(kind) ?? [];
      kinds.set(kind, kin);
      alike.set(words, kin);
    }
    kin.push(finding);
    return kin;
  });
}

function areAlikeButForMessages(one: Diagnostic, other: Diagnostic): boolean {
  return (
    one.code === other.code &&
    one.severity === other.severity &&
    one.hint === other.hint &&
    one.span.source === other.span.source
  );
}

/** A message without its first name in backticks; one without a name is not like any with one. */
function withoutFirstName(message: string): string {
  const start = message.indexOf("`");
  const end = message.indexOf("`", start + 1);
  return end < 0 ? `\n${message}` : message.slice(0, start) + message.slice(end);
}

function kindOf({ code, severity, span, message, hint = "" }: Diagnostic): string {
  // The last name in backticks is the list's, and stays; names and dates differ from entry to entry.
  const parts = message.split("`");
  const list = parts.length > 3 ? parts.at(-2) : "";
  return [code, severity, span.source.path, list, withoutNames(parts), withoutNames(hint.split("`"))].join("\n");
}

/** The text outside backticks, with all numbers made equal. */
function withoutNames(parts: readonly string[]): string {
  return parts
    .filter((_, index) => index % 2 === 0)
    .join("`")
    .replace(/\d+/g, "0");
}

/** Files in words: how many, and the first and the last of them. */
export function filesInWords(findings: readonly Diagnostic[]): string {
  const paths = [...new Set(findings.map(({ span }) => span.source.path))].sort(compareText);
  const [first = ""] = paths;
  return paths.length === 1 ? first : `${count(paths.length, "file")}, ${first} to ${paths.at(-1)}`;
}

/** At most this many ranges of lines are named. */
const mostRanges = 10;

/** The lines that findings are in, in words: `line 12`, `lines 12 to 3008`, `lines 3, 5, 7 to 9 and others up to 99`. */
export function linesInWords(findings: readonly Diagnostic[]): string {
  const lines = Int32Array.from(findings, ({ span }) => positionOf(span.source, span.start).line).sort();
  const ranges: { readonly first: number; last: number }[] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range !== undefined && line <= range.last + 1) range.last = line;
    else if (ranges.length <= mostRanges) ranges.push({ first: line, last: line });
    else break;
  }
  const shown = ranges
    .slice(0, mostRanges)
    .map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
  const last = lines.at(-1);
  const rest = ranges.length > mostRanges ? ` and others up to ${last}` : "";
  return `${lines[0] === last ? "line" : "lines"} ${shown.join(", ")}${rest}`;
}
