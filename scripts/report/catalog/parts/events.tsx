import { Fragment } from "preact";
import { compareText, count } from "../../../model/text/words.ts";
import { dayLength, formatDate, formatDay, type Instant, startOf } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { Consequence } from "../facts/consequences.ts";
import { distance, NameLink, Text } from "./words.tsx";

interface EventsProps {
  readonly root: string;
  readonly events: readonly DatedEvent[];
  /** How the answers of customers change in the same period. */
  readonly consequences: readonly Consequence[];
  readonly today: Instant;
}

/** At most this many names that depend on a group are shown; more are counted. */
const mostNamed = 4;

/** At most this many effects on customers are shown for a day; more are counted. */
const mostTold = 12;

interface DayOfEvents {
  readonly events: DatedEvent[];
  readonly consequences: Consequence[];
}

/** What happens by itself, by day: the last day of things that end, the first day of things that begin, and what customers get then. */
export function Events({ root, events, consequences, today }: EventsProps) {
  const days = daysOf(events, consequences);
  if (days.length === 0) return <p class="none">Nothing.</p>;
  return (
    <ol class="days">
      {days.map(([day, own]) => (
        <li key={day}>
          <div class="day">
            <time datetime={day}>{day}</time>
            <small>{distance(today, startOf(day))}</small>
          </div>
          <div>
            <ul>
              {own.events.map((event) => (
                <Event key={`${event.kind} ${event.name} ${event.what}`} root={root} event={event} />
              ))}
            </ul>
            <Consequences root={root} consequences={own.consequences} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Events and their effects by the day on which they are shown, in order. */
function daysOf(
  events: readonly DatedEvent[],
  consequences: readonly Consequence[],
): readonly (readonly [day: string, own: DayOfEvents])[] {
  const days = new Map<string, DayOfEvents>();
  const at = (day: string): DayOfEvents => {
    const known = days.get(day) ?? { events: [], consequences: [] };
    days.set(day, known);
    return known;
  };
  for (const event of events) at(dayOf(event)).events.push(event);
  const told = new Map(events.filter(({ tone }) => tone !== "start").map((event) => [event.at, dayOf(event)]));
  for (const each of consequences) at(told.get(each.on) ?? formatDay(each.on)).consequences.push(each);
  return [...days].sort(([a], [b]) => compareText(a, b));
}

function Event({ root, event }: { readonly root: string; readonly event: DatedEvent }) {
  const { at, kind, name, owner, what, tone, environments, decides } = event;
  return (
    <li class={tone}>
      {kind === undefined ? <Text>{name}</Text> : <NameLink root={root} kind={kind} name={name} />}
      {kind === undefined ? ": " : " "}
      <span>
        <Text>{what}</Text>
        {environments.length === 0 ? "" : ` (${environments.join(", ")})`}
        {at % dayLength === 0 ? "" : `, ${formatDate(at)}`}
      </span>
      {decides.length === 0 ? null : (
        <span class="decides">
          {", which decides "}
          {decides.slice(0, mostNamed).map((each, index) => (
            <Fragment key={each.name}>
              {index === 0 ? "" : ", "}
              <NameLink root={root} kind={each.kind} name={each.name} />
            </Fragment>
          ))}
          {decides.length > mostNamed ? ` and ${decides.length - mostNamed} more` : ""}
        </span>
      )}{" "}
      <small>
        <NameLink root={root} kind="owner" name={owner} />
      </small>
    </li>
  );
}

/** How the answers of customers change, and when. */
function Consequences({
  root,
  consequences,
}: {
  readonly root: string;
  readonly consequences: readonly Consequence[];
}) {
  if (consequences.length === 0) return null;
  const more = consequences.length - mostTold;
  return (
    <ul class="consequences">
      {consequences.slice(0, mostTold).map((each) => (
        <li key={`${each.on} ${each.kind} ${each.name} ${each.what}`} class={each.tone}>
          from {formatDate(each.on)} on, <NameLink root={root} kind={each.kind} name={each.name} />{" "}
          <Text>{each.what}</Text>
          {each.environments.length === 0 ? "" : ` in ${each.environments.join(", ")}`}
        </li>
      ))}
      {more > 0 ? <li>and {count(more, "more effect")}</li> : null}
    </ul>
  );
}

/** The day on which an event is shown: an end is shown on the last day. */
function shownAt({ at, tone }: DatedEvent): Instant {
  return tone === "start" ? at : at - 1;
}

function dayOf(event: DatedEvent): string {
  return formatDay(shownAt(event));
}
