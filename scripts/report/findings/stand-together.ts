import type { Diagnostic } from "../../model/diagnostic.ts";
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
  const byCode = new Map<string, Kin[]>();
  for (const kin of all) {
    const code = `${kin.shown[0]?.severity} ${kin.shown[0]?.code}`;
    const known = byCode.get(code);
    if (known === undefined) byCode.set(code, [kin]);
    else known.push(kin);
  }
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
  // The text outside backticks differs in a few dates.
  const texts = new Map<string, string>();
  const plainOf = (parts: readonly string[]): string => {
    const text = outside(parts);
    const plain = texts.get(text) ?? text.replace(/\d+/g, "0");
    texts.set(text, plain);
    return plain;
  };
  // Most findings are of the same kind as the one before, which can be seen without a key.
  let last: (Kind & { readonly kin: Diagnostic[] }) | undefined;
  return diagnostics.map((finding) => {
    const { code, severity, span, hint = "" } = finding;
    const parts = finding.message.split("`");
    // The last name in backticks is the list's, and stays; dates differ from entry to entry.
    const list = (parts.length > 3 ? parts.at(-2) : undefined) ?? "";
    const kind = { code, severity, hint, path: span.source.path, list, plain: plainOf(parts) };
    if (last === undefined || !isSame(kind, last)) {
      const key = [code, severity, kind.path, list, kind.plain, plainOf(hint.split("`"))].join("\n");
      const kin = kinds.get(key) ?? [];
      kinds.set(key, kin);
      last = { ...kind, kin };
    }
    last.kin.push(finding);
    return last.kin;
  });
}

interface Kind extends Pick<Diagnostic, "code" | "severity"> {
  readonly hint: string;
  readonly path: string;
  readonly list: string;
  /** The message without the parts in backticks, with all numbers made equal. */
  readonly plain: string;
}

function isSame(one: Kind, other: Kind): boolean {
  return (
    one.code === other.code &&
    one.severity === other.severity &&
    one.hint === other.hint &&
    one.path === other.path &&
    one.list === other.list &&
    one.plain === other.plain
  );
}

/** The text outside backticks. */
function outside(parts: readonly string[]): string {
  let text = "";
  for (let index = 0; index < parts.length; index += 2) text += `${parts[index]}\``;
  return text;
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
