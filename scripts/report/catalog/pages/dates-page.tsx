import type { DatedEvent } from "../facts/agenda.ts";
import { Events } from "../parts/events.tsx";
import { Layout } from "../parts/layout.tsx";
import { Pager, type Part } from "../parts/pages-of.tsx";
import { renderPage } from "../parts/render-page.ts";
import type { Site } from "../site.ts";

/** The path of a part of the list of dates, from 1. */
export function datesPath(page: number): string {
  return page === 1 ? "dates.html" : `dates.${page}.html`;
}

/** A page of everything that will change by itself. */
export function datesPage(site: Site, { items, page, of }: Part<DatedEvent>): string {
  return renderPage(
    <Layout site={site} title="Dates" root="" current="dates.html">
      <header class="head">
        <h1>Dates</h1>
        <p class="lead">
          What begins and ends by itself, on the last day of what ends and the first day of what begins.
        </p>
      </header>
      <Events root="" events={items} today={site.today} />
      <Pager page={page} of={of} hrefOf={datesPath} />
    </Layout>,
  );
}
