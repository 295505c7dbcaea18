import { Fragment } from "preact";
import { dayLength, formatDate, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import { changeWords } from "../facts/change-words.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { commitUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";
import { TimeLine, type TimePoint } from "./time-line.tsx";
import { distance, Text } from "./words.tsx";

interface LifeProps {
  readonly site: Site;
  readonly facts: NameFacts;
  /** Its dated events. */
  readonly dates: readonly DatedEvent[];
}

/** At most this many changes are listed; older ones are counted. */
const mostListed = 12;

/** The life of a thing: who changed what, and what will happen by itself. */
export function Life({ site, facts, dates }: LifeProps) {
  const { today } = site;
  const changes = site.changes.get(facts.thing.name) ?? [];
  const points: readonly TimePoint[] = [
    ...changes.map(
      (change): TimePoint => ({
        at: change.at,
        what: `${changeWords(change).join("; ") || "changed"} (${site.say(change.commit.author)})`,
        tone: change.isAdded ? "created" : "change",
      }),
    ),
    ...dates.map(({ at, what, tone }): TimePoint => ({ at, what, tone })),
  ];
  return (
    <section aria-labelledby="life">
      <h2 id="life">Life</h2>
      <TimeLine points={points} today={today} />
      <div class="columns">
        <div>
          <h3>What was changed</h3>
          {changes.length === 0 ? (
            <p class="none">Nothing is known of its history.</p>
          ) : (
            <ol class="events">
              {changes.slice(0, mostListed).map((change) => (
                <li key={change.commit.id}>
                  <time>{formatDay(change.at)}</time>
                  <span>
                    {site.showsIds ? <Text>{change.commit.subject}</Text> : sentence(changeWords(change))}{" "}
                    <small>
                      <Text>{site.say(change.commit.author)}</Text>,{" "}
                      <Out href={commitUrl(site, change.commit.id)}>
                        <code>{change.commit.id.slice(0, 9)}</code>
                      </Out>
                      {site.showsIds && changeWords(change).length > 0 ? ` · ${changeWords(change).join("; ")}` : ""}
                    </small>
                  </span>
                </li>
              ))}
            </ol>
          )}
          {changes.length > mostListed ? <p class="none">and {changes.length - mostListed} older ones</p> : null}
        </div>
        <div>
          <h3>What will change by itself</h3>
          <Coming dates={dates.filter(({ at }) => at > today)} today={today} />
        </div>
      </div>
    </section>
  );
}

/** The things with a future date, and what happens then. */
function Coming({ dates, today }: { readonly dates: readonly DatedEvent[]; readonly today: Instant }) {
  return (
    <>
      {dates.length === 0 ? (
        <p class="none">Nothing has a date that is still to come.</p>
      ) : (
        <ol class="events">
          {dates.slice(0, mostListed * 2).map(({ at, what, tone, environments, effects = [] }) => (
            <li key={`${at} ${what}`} class={tone}>
              <time>
                {at % dayLength === 0 ? (tone === "start" ? formatDay(at) : formatLastDay(at)) : formatDate(at)}
              </time>
              <span>
                <Text>{what}</Text>
                {environments.length === 0 ? "" : ` (${environments.join(", ")})`}{" "}
                <small>
                  {distance(today, tone === "start" ? at : at - 1)}
                  {effects.map((each) => (
                    <Fragment key={each}>
                      {"; then it "}
                      <Text>{each}</Text>
                    </Fragment>
                  ))}
                </small>
              </span>
            </li>
          ))}
        </ol>
      )}
      {dates.length > mostListed * 2 ? <p class="none">and {dates.length - mostListed * 2} later ones</p> : null}
    </>
  );
}

function sentence(words: readonly string[]): string {
  const said = words.join("; ");
  return said === "" ? "Changed" : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
