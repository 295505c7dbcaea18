import { compareText, count } from "../../../model/text/words.ts";
import { dayLength, formatLastDay } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { Consequence } from "../facts/consequences.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { fileName } from "../links.ts";
import { Events } from "../parts/events.tsx";
import { Layout } from "../parts/layout.tsx";
import { Needs } from "../parts/needs.tsx";
import { renderPage } from "../parts/render-page.ts";
import { WeekBars } from "../parts/week-bars.tsx";
import { Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface OverviewProps {
  readonly site: Site;
  readonly names: readonly NameFacts[];
  readonly agenda: readonly DatedEvent[];
  readonly consequences: readonly Consequence[];
}

/** How far the overview looks ahead, in days. */
const horizon = 30;
/** At most this many dates are shown; the page of dates has all. */
const mostShown = 40;

/** The first page: what needs attention, what will change soon, and the names of each owner. */
export function overviewPage({ site, names, agenda, consequences }: OverviewProps): string {
  const { today } = site;
  const end = today + (horizon + 1) * dayLength;
  const coming = agenda.filter(({ at }) => at > today);
  const soon = coming.filter(({ at }) => at <= end);
  const shown = soon.slice(0, mostShown);
  const until = shown.length < soon.length ? (shown.at(-1)?.at ?? end) : end;
  return renderPage(
    <Layout site={site} title="" root="" current="index.html">
      <header class="head">
        <h1>Overview</h1>
        <p class="totals">
          <Totals names={names} retired={site.models[0].retired.length} />
        </p>
      </header>
      <section aria-labelledby="needs">
        <h2 id="needs">Needs attention</h2>
        <Needs site={site} names={names} agenda={agenda} root="" />
      </section>
      <section aria-labelledby="soon">
        <h2 id="soon">
          By itself in the next {horizon} days <span class="number">{soon.length}</span>
        </h2>
        {soon.length === 0 && coming[0] !== undefined ? (
          <p class="none">Nothing before {formatLastDay(coming[0].at)}.</p>
        ) : (
          <Events root="" events={shown} consequences={consequences.filter(({ on }) => on <= until)} today={today} />
        )}
        <p class="after">
          <a href="dates.html">All dates</a>
        </p>
      </section>
      <section aria-labelledby="weeks">
        <h2 id="weeks">Expiring by week</h2>
        <WeekBars events={agenda.filter(({ tone }) => tone === "expiry")} today={today} />
      </section>
      <section aria-labelledby="owners">
        <h2 id="owners">Names by owner</h2>
        <Owners names={names} />
      </section>
    </Layout>,
  );
}

function Totals({ names, retired }: { readonly names: readonly NameFacts[]; readonly retired: number }) {
  const nouns = {
    flag: "flag",
    release: "release",
    privilege: "privilege",
    groups: "group set",
    attribute: "attribute",
  };
  return (
    <>
      {Object.entries(nouns).map(([kind, noun]) => {
        const number = names.filter(({ thing }) => thing.kind === kind).length;
        return number === 0 ? null : (
          <a key={kind} href={`names.html#q=kind:${kind}`}>
            <b>{number}</b> {number === 1 ? noun : `${noun}s`}
          </a>
        );
      })}
      {retired === 0 ? null : (
        <a href="retired.html">
          <b>{retired}</b> retired
        </a>
      )}
    </>
  );
}

function Owners({ names }: { readonly names: readonly NameFacts[] }) {
  const owners = new Map<string, number>();
  for (const { subject } of names) owners.set(subject.owner, (owners.get(subject.owner) ?? 0) + 1);
  const most = Math.max(1, ...owners.values());
  return (
    <ul class="owners">
      {[...owners]
        .sort(([a, one], [b, other]) => other - one || compareText(a, b))
        .map(([owner, number]) => (
          <li key={owner}>
            <a href={`owners/${fileName(owner)}.html`}>
              <span>
                <Text>{owner}</Text>
              </span>
              <i aria-hidden="true">
                <b style={`width:${Math.round((number / most) * 100)}%`} />
              </i>
              <small>{count(number, "name")}</small>
            </a>
          </li>
        ))}
    </ul>
  );
}
