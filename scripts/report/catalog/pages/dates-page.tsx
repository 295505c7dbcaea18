import { formatLastDay } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { Consequence } from "../facts/consequences.ts";
import { Events } from "../parts/events.tsx";
import { Layout } from "../parts/layout.tsx";
import { Pager, type Part } from "../parts/pages-of.tsx";
import { renderPage } from "../parts/render-page.ts";
import type { Site } from "../site.ts";

/** The path of a page of the list of dates, from 1. */
export function datesPath(page: number): string {
  return page === 1 ? "dates.html" : `dates.${page}.html`;
}

/** A page of everything that will change by itself. */
export function datesPage(
  site: Site,
  { items, page, of }: Part<DatedEvent>,
  consequences: readonly Consequence[],
): string {
  return renderPage(
    <Layout site={site} title="Dates" root="" current="dates.html">
      <header class="head">
        <h1>Dates</h1>
        <p class="lead">
          The last day of everything that ends by itself, and the first of everything that begins, with what customers
          get from then on. Once something has ended, checks fail until someone removes it or extends it.
        </p>
      </header>
      <section aria-label="Dates">
        {site.toldBefore === Infinity ? null : (
          <p class="hint">
            So many customers are concerned that what they get is told for days before {formatLastDay(site.toldBefore)};{" "}
            <code>flagstone forecast</code> tells the rest.
          </p>
        )}
        <Events root="" events={items} consequences={consequences} today={site.today} />
      </section>
      <Pager page={page} of={of} hrefOf={datesPath} />
    </Layout>,
  );
}
