import type { ComponentChildren } from "preact";
import { dayLength, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";

/** Something on a timeline. */
export interface TimePoint {
  readonly at: Instant;
  readonly what: string;
  readonly tone: "created" | "change" | "start" | "end" | "expiry";
}

interface TimeLineProps {
  readonly points: readonly TimePoint[];
  readonly today: Instant;
}

/** The margin on either side, in percent. */
const margin = 2;

/** Points that are further away than this come after a break in the line. */
const reach = 550 * dayLength;

/** The position of breaks, and of points after them, in percent from the nearer end. */
const [breakAt, farAt] = [7, 2];

/** A life as a line: the past is solid, the future is dashed, and there is a break before distant points. */
export function TimeLine({ points, today }: TimeLineProps) {
  const { first, last, before, after, placeOf } = scaleOf(points, today);
  const now = placeOf(today);
  const [from, to] = [before ?? formatDay(first), after ?? formatLastDay(last)];
  return (
    <figure class="life">
      <Today at={now}>today</Today>
      <div class="life-line" role="img" aria-label={`${points.length} events; from ${from} to ${to}`}>
        <i class="past" style={`left:0;width:${now}%`} />
        <i class="future" style={`left:${now}%;right:0`} />
        <i class="now" style={`left:${now}%`} />
        {before === undefined ? null : <i class="break" style={`left:${breakAt}%`} />}
        {after === undefined ? null : <i class="break" style={`left:${100 - breakAt}%`} />}
        {points.map((point, index) => (
          <i
            key={index}
            class={`point ${point.tone}`}
            style={`left:${placeOf(point.at)}%`}
            title={`${dayOf(point)}: ${point.what}`}
          />
        ))}
      </div>
      <figcaption>
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}

/** The word for today above its position, as far as there is room. */
export function Today({ at, children }: { readonly at: number; readonly children: ComponentChildren }) {
  return (
    <div class="today">
      <span style={`left:clamp(30px, ${at}%, 100% - 30px)`}>{children}</span>
    </div>
  );
}

interface Scale {
  /** The ends of the part that is drawn to scale. */
  readonly first: Instant;
  readonly last: Instant;
  /** The days of the points before and after a break; undefined without one. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The position of an instant, in percent. */
  readonly placeOf: (at: Instant) => number;
}

function scaleOf(points: readonly TimePoint[], today: Instant): Scale {
  const dated = points.filter(({ at }) => Number.isFinite(at)).sort((a, b) => a.at - b.at);
  const near = dated.filter(({ at }) => Math.abs(at - today) <= reach).map(({ at }) => at);
  const before = daysOf(dated.filter(({ at }) => at < today - reach));
  const after = daysOf(dated.filter(({ at }) => at > today + reach));
  const first = Math.min(...near, today - 30 * dayLength);
  const last = Math.max(...near, today + 30 * dayLength);
  const left = before === undefined ? margin : breakAt + 4;
  const right = after === undefined ? 100 - margin : 100 - breakAt - 4;
  const placeOf = (at: Instant): number => {
    if (at < first) return farAt;
    if (at > last) return 100 - farAt;
    return Math.round((left + ((at - first) / (last - first)) * (right - left)) * 100) / 100;
  };
  return { first, last, before, after, placeOf };
}

/** The days of the first and the last of some sorted points, as one text; undefined without points. */
function daysOf(points: readonly TimePoint[]): string | undefined {
  const days = [points[0], points.at(-1)].flatMap((point) => (point === undefined ? [] : [dayOf(point)]));
  return days.length === 0 ? undefined : [...new Set(days)].join(" … ");
}

function dayOf({ at, tone }: TimePoint): string {
  return formatDay(tone === "end" || tone === "expiry" ? at - 1 : at);
}
