import { count } from "../../../model/text/words.ts";
import { dayLength } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { Consequence } from "../facts/consequences.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import type { NameRow } from "../name-row.ts";
import { Events } from "../parts/events.tsx";
import { Layout } from "../parts/layout.tsx";
import { NameTable } from "../parts/name-table.tsx";
import { Needs } from "../parts/needs.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Kind, Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface OwnerPageProps {
  readonly site: Site;
  readonly owner: string;
  readonly rows: readonly NameRow[];
  readonly names: readonly NameFacts[];
  readonly agenda: readonly DatedEvent[];
  readonly consequences: readonly Consequence[];
}

/** At most this many names are shown; the search has all. */
const mostShown = 1000;
/** At most this many dates are shown. */
const mostDates = 100;
/** How far it looks ahead, in days. */
const horizon = 90;

/** The page of an owner: what they own, and what needs attention. */
export function ownerPage({ site, owner, rows, names, agenda, consequences }: OwnerPageProps): string {
  const { today } = site;
  const end = today + (horizon + 1) * dayLength;
  const own = agenda.filter((event) => event.owner === owner && event.at > today && event.at <= end);
  const soon = own.slice(0, mostDates);
  const until = soon.length < own.length ? (soon.at(-1)?.at ?? end) : end;
  const effects = consequences.filter((each) => each.owner === owner && each.on <= until);
  return renderPage(
    <Layout site={site} title={owner} root="../">
      <header class="head">
        <p class="crumb">
          <Kind kind="owner" />
        </p>
        <h1>
          <Text>{owner}</Text>
        </h1>
      </header>
      <section aria-labelledby="needs">
        <h2 id="needs">Needs attention</h2>
        <Needs site={site} names={names} agenda={agenda} root="../" owner={owner} />
      </section>
      <section aria-labelledby="soon">
        <h2 id="soon">By itself in the next {horizon} days</h2>
        <Events root="../" events={soon} consequences={effects} today={today} />
      </section>
      <section aria-labelledby="names">
        <h2 id="names">
          Names <span class="number">{rows.length}</span>
        </h2>
        <NameTable rows={rows.slice(0, mostShown)} root="../" />
        {rows.length > mostShown ? (
          <p>
            <a href={`../names.html#q=owner:${encodeURIComponent(JSON.stringify(owner))}`}>
              All {count(rows.length, "name")}
            </a>
          </p>
        ) : null}
      </section>
    </Layout>,
  );
}
