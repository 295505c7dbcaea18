import type { Progress } from "../model/progress.ts";
import { compareText } from "../model/text/words.ts";

/** Progress that is measured. */
export interface Stopwatch extends Progress {
  /** Erases what it showed, and shows nothing more. */
  hide(): void;
  /** A table of the stages and their times, the longest first; without a line feed at the end. */
  table(): string;
}

/** Shorter work ends before anyone wonders; in milliseconds. */
const patience = 500;

/** A line that changes more often cannot be read. */
const pause = 100;

/**
 * Measures with a clock in milliseconds that started with the process, and after a while shows each stage as it is
 * entered: `show` replaces the line shown before, an empty one erases it.
 */
export function startStopwatch(now: () => number, show: (line: string) => void): Stopwatch {
  const times = new Map<string, number>();
  const counts = new Map<string, number>();
  let stage = "start";
  let since = 0;
  let shown = -Infinity;
  let isHidden = false;

  function pass(): number {
    const at = now();
    times.set(stage, (times.get(stage) ?? 0) + at - since);
    since = at;
    return at;
  }

  return {
    enter(next, done, all) {
      const at = pass();
      stage = next;
      if (isHidden || at < patience || at - shown < pause) return;
      show(all === undefined ? next : `${next} ${inThousands(done ?? 0)} of ${inThousands(all)}`);
      shown = at;
    },
    tell(what, number) {
      counts.set(what, number);
    },
    hide() {
      if (shown > -Infinity) show("");
      isHidden = true;
    },
    table() {
      const total = pass();
      const rows = [...times].sort(([a, one], [b, other]) => other - one || compareText(a, b));
      const width = Math.max(...rows.map(([name]) => name.length), "total".length) + 2;
      const line = (name: string, time: number): string =>
        `${name.padEnd(width)}${inThousands(time).padStart(8)} ms${`${Math.round((100 * time) / total)}`.padStart(6)} %`;
      const totals = [...counts].map(([what, number]) => `${inThousands(number)} ${what}${number === 1 ? "" : "s"}`);
      return [...rows.map(([name, time]) => line(name, time)), line("total", total), totals.join(", ")]
        .filter((each) => each !== "")
        .join("\n");
    },
  };
}

/** A whole number with a comma before each thousand. */
function inThousands(number: number): string {
  return `${Math.round(number)}`.replace(/\B(?=(?:\d{3})+$)/g, ",");
}
