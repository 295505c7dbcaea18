import { dayLength, formatDate, formatDay, type Instant } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import { distance, NameLink, Text } from "./words.tsx";

interface EventsProps {
  readonly root: string;
  readonly events: readonly DatedEvent[];
  readonly today: Instant;
}

/** So many names that follow a group are shown; of more, the number is given. */
const mostNamed = 4;

/** What happens by itself, by day: the last day of what ends, the first of what begins. */
export function Events({ root, events, today }: EventsProps) {
  if (events.length === 0) return <p class="none">Nothing.</p>;
  const days = new Map<string, DatedEvent[]>();
  for (const event of events) {
    const day = dayOf(event);
    const known = days.get(day);
    if (known === undefined) days.set(day, [event]);
    else known.push(event);
  }
  return (
    <ol class="days">
      {[...days].map(([day, own]) => (
        <li key={day}>
          <div class="day">
            <time datetime={day}>{day}</time>
            <small>{own[0] === undefined ? "" : distance(today, shownAt(own[0]))}</small>
          </div>
          <ul>
            {own.map(({ at, kind, name, owner, what, tone, environments, decides }) => (
              <li key={`${kind} ${name} ${what}`} class={tone}>
                {kind === undefined ? <Text>{name}</Text> : <NameLink root={root} kind={kind} name={name} />}{" "}
                <span>
                  <Text>{what}</Text>
                  {environments.length === 0 ? "" : ` (${environments.join(", ")})`}
                  {at % dayLength === 0 ? "" : `, ${formatDate(at)}`}
                </span>
                {decides.length === 0 ? null : (
                  <span class="decides">
                    {", which decides "}
                    {decides.slice(0, mostNamed).map((each, index) => (
                      <>
                        {index === 0 ? "" : ", "}
                        <NameLink key={each.name} root={root} kind={each.kind} name={each.name} />
                      </>
                    ))}
                    {decides.length > mostNamed ? ` and ${decides.length - mostNamed} more` : ""}
                  </span>
                )}{" "}
                <small>
                  <Text>{owner}</Text>
                </small>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** What ends is told on the last day on which it holds. */
function shownAt({ at, tone }: DatedEvent): Instant {
  return tone === "start" ? at : at - 1;
}

function dayOf(event: DatedEvent): string {
  return formatDay(shownAt(event));
}
