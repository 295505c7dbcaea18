import type { Range } from "../../model/document.ts";
import { commentsAbove, lineEnd, lineStart } from "./indented-lines.ts";

/**
 * The ranges to remove from inside brackets so that some items are gone, of which at least one stays: each with its
 * comments, both those after it on its line and those on lines above it, and with one comma.
 */
export function removeInBrackets(text: string, items: readonly Range[], gone: ReadonlySet<number>): readonly Range[] {
  const commas = items.map(({ end }) => commaAfter(text, end));
  const ranges = runsOf(text, items, commas, gone);
  const isTaken = (at: number): boolean => ranges.some(({ start, end }) => start <= at && at < end);
  const kept = items.flatMap((_, index) => (gone.has(index) ? [] : [index]));
  const [first = 0, last = 0] = [kept[0], kept.at(-1)];
  const between = kept.slice(1).map((index, before) => ({ from: kept[before] ?? 0, to: index, stays: 1 }));
  // A comma after the last item stays if there was one.
  const trailing = { from: last, to: items.length, stays: commas.at(-1) === undefined ? 0 : 1 };
  const superfluous = [{ from: 0, to: first, stays: 0 }, ...between, trailing].flatMap(({ from, to, stays }) =>
    commas
      .slice(from, to)
      .filter((at) => at !== undefined)
      .filter((at) => !isTaken(at))
      .slice(stays),
  );
  return [...ranges, ...superfluous.map((at) => ({ start: at, end: at + commaLength(text, at) }))];
}

/** A comma at the start of its line is removed with the spaces after it. */
function commaLength(text: string, at: number): number {
  const isFirst = text.slice(lineStart(text, at), at).trim() === "";
  return isFirst ? (/^, */.exec(text.slice(at))?.[0].length ?? 1) : 1;
}

/** What consecutive items of one line take up together, or a single item over several lines. */
function runsOf(
  text: string,
  items: readonly Range[],
  commas: readonly (number | undefined)[],
  gone: ReadonlySet<number>,
): Range[] {
  const ranges: Range[] = [];
  const edgeOf = (index: number): number => {
    const [end, comma] = [items[index]?.end ?? 0, commas[index]];
    return comma !== undefined && !text.slice(end, comma).includes("\n") ? comma + 1 : end;
  };
  const isSameLine = (index: number, next: number): boolean =>
    items[next] !== undefined && !text.slice(edgeOf(index), items[next].start).includes("\n");
  for (let from = 0; from < items.length; from++) {
    if (!gone.has(from)) continue;
    let to = from;
    while (gone.has(to + 1) && isSameLine(to, to + 1)) to++;
    const start = items[from]?.start ?? 0;
    const edge = edgeOf(to);
    const [tail = ""] = /^[ \t]*(?:#[^\n]*?)?(?=\r?\n)/.exec(text.slice(edge, lineEnd(text, edge))) ?? [];
    const endsLine = /^\r?\n/.test(text.slice(edge + tail.length, edge + tail.length + 2));
    const startsLine = /^[ \t]*,?[ \t]*$/.test(text.slice(lineStart(text, start), start));
    const next = items[to + 1];
    if (startsLine && endsLine) ranges.push({ start: commentsAbove(text, start), end: lineEnd(text, edge) });
    else if (from > 0 && !endsLine && isAlone(text.slice(items[from - 1]?.end, start)))
      ranges.push({ start: items[from - 1]?.end ?? start, end: items[to]?.end ?? start });
    else if (next !== undefined && !endsLine) ranges.push({ start, end: next.start });
    else {
      const before = from > 0 ? edgeOf(from - 1) : start;
      // A comment in between would swallow what follows.
      ranges.push({ start: text.slice(before, start).includes("#") ? start : before, end: edge + tail.length });
    }
    from = to;
  }
  return ranges;
}

/** Whether there is only a comma between two items of a line. */
function isAlone(between: string): boolean {
  return /^[ \t]*,[ \t]*$/.test(between);
}

/** The offset of the comma after an item; undefined if there is none. */
function commaAfter(text: string, end: number): number | undefined {
  const [gap = ""] = /^(?:\s|(?<=\s)#[^\n]*)*/.exec(text.slice(end)) ?? [];
  return text[end + gap.length] === "," ? end + gap.length : undefined;
}
