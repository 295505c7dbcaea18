import { dayLength, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";

/** Something on a time line. */
export interface TimePoint {
  readonly at: Instant;
  readonly what: string;
  readonly tone: "created" | "change" | "start" | "end" | "expiry";
}

interface TimeLineProps {
  readonly points: readonly TimePoint[];
  readonly today: Instant;
}

/** A little room is left on either side, in percent. */
const margin = 2;

/** What is further away is drawn at the edge. */
const reach = 550 * dayLength;

/** A life as a line: what was is drawn through, what comes is dashed. */
export function TimeLine({ points, today }: TimeLineProps) {
  const instants = points.map(({ at }) => at).filter(Number.isFinite);
  const first = Math.max(today - reach, Math.min(...instants, today - 30 * dayLength));
  const last = Math.min(today + reach, Math.max(...instants, today + 30 * dayLength));
  const placeOf = (at: Instant): number =>
    Math.round((margin + ((Math.min(Math.max(at, first), last) - first) / (last - first)) * (100 - 2 * margin)) * 100) /
    100;
  const now = placeOf(today);
  return (
    <figure class="life">
      <div
        class="life-line"
        role="img"
        aria-label={`${points.length} events from ${formatDay(first)} to ${formatLastDay(last)}`}
      >
        <i class="past" style={`left:0;width:${now}%`} />
        <i class="future" style={`left:${now}%;right:0`} />
        <i class="now" style={`left:${now}%`} />
        {points.map(({ at, what, tone }, index) => (
          <i
            key={index}
            class={`point ${tone}`}
            style={`left:${placeOf(at)}%`}
            title={`${formatDay(tone === "end" || tone === "expiry" ? at - 1 : at)}: ${what}`}
          />
        ))}
      </div>
      <figcaption>
        <span>{formatDay(first)}</span>
        <span class="today" style={`left:${Math.min(Math.max(now, 14), 86)}%`}>
          today
        </span>
        <span>{formatLastDay(last)}</span>
      </figcaption>
    </figure>
  );
}
