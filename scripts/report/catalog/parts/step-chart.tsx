import { dayLength, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";
import type { Shrinking } from "../facts/shrinking.ts";
import { Today } from "./time-line.tsx";

/** The size of the picture, in its own units. */
const [width, height] = [720, 180];
const [left, right, top, bottom] = [4, 4, 14, 4];

/** How many customers keep a privilege, as descending steps; the future is dashed. */
export function StepChart({ shrinking, today }: { readonly shrinking: Shrinking; readonly today: Instant }) {
  const { began, first, now, steps, sunset } = shrinking;
  const last = Math.max(sunset ?? 0, steps.at(-1)?.at ?? 0, today) + 30 * dayLength;
  const x = (at: Instant): number =>
    round(left + ((Math.min(Math.max(at, began), last) - began) / (last - began)) * (width - left - right));
  const y = (number: number): number => round(top + (1 - number / Math.max(1, first)) * (height - top - bottom));
  const path = (from: Instant, to: Instant, start: number): { readonly line: string; readonly end: number } => {
    let line = `M${x(from)} ${y(start)}`;
    let level = start;
    const all = sunset === undefined ? steps : [...steps, { at: sunset, number: 0 }];
    for (const { at, number } of all) {
      if (at <= from || at > to) continue;
      line += `H${x(at)}V${y(number)}`;
      level = number;
    }
    return { line: `${line}H${x(to)}`, end: level };
  };
  const past = path(began, today, first);
  const future = path(today, last, past.end);
  const label = `${first} at first on ${formatDay(began)}, ${now} today${sunset === undefined ? "" : `, none after ${formatLastDay(sunset)}`}`;
  return (
    <figure class="chart">
      <Today at={(x(today) / width) * 100}>today: {now}</Today>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} preserveAspectRatio="none">
        <path class="area" d={`${past.line}V${height - bottom}H${x(began)}Z`} />
        <path class="line" d={past.line} />
        <path class="line future" d={future.line} />
        <path class="now" d={`M${x(today)} 0V${height}`} />
      </svg>
      <figcaption>
        <span>
          {formatDay(began)}: {first}
        </span>
        <span>{sunset === undefined ? "no last day" : `${formatLastDay(sunset)}: the last day`}</span>
      </figcaption>
    </figure>
  );
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
