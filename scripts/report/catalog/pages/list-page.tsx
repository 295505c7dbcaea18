import { fromOf, idSpan, untilOf } from "../../../model/entries.ts";
import { positionOf } from "../../../model/text/source.ts";
import { count } from "../../../model/text/words.ts";
import { formatDate, formatEnd } from "../../../model/time.ts";
import type { ListOfCustomers } from "../facts/list-of-customers.ts";
import type { Thing } from "../facts/name-facts.ts";
import { sourceUrl } from "../links.ts";
import { Layout } from "../parts/layout.tsx";
import { Out } from "../parts/out.tsx";
import { Pager, type Part } from "../parts/pages-of.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Kind, NameLink, Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface ListPageProps {
  readonly site: Site;
  readonly thing: Thing;
  readonly list: ListOfCustomers;
  /** The indexes of the entries on this page. */
  readonly part: Part<number>;
}

/** A page of a list of customers, each linked to its line and to what it gets. */
export function listPage({ site, thing, list, part }: ListPageProps): string {
  const { entries, scope, title, pathOf } = list;
  const pager = <Pager page={part.page} of={part.of} hrefOf={(page) => `../${pathOf(page)}`} />;
  return renderPage(
    <Layout site={site} title={title} root="../">
      <header class="head">
        <p class="crumb">
          <Kind kind={thing.kind} /> <NameLink root="../" kind={thing.kind} name={thing.name} />
        </p>
        <h1 class="name">
          <Text>{title}</Text>
        </h1>
        <p class="lead">{count(entries.ids.length, `listed ${scope}`)}</p>
      </header>
      {pager}
      <ul class="members">
        {part.items.map((index) => {
          const [id, from, until] = [entries.ids[index] ?? "", fromOf(entries, index), untilOf(entries, index)];
          const span = idSpan(entries, index);
          const url = sourceUrl(site, span);
          return (
            <li key={index}>
              <a href={`../customers.html#${new URLSearchParams({ id, scope })}`}>
                <Text>{id}</Text>
              </a>
              {from === -Infinity ? null : <small> from {formatDate(from)}</small>}
              {until === Infinity ? null : <small> until {formatEnd(until)}</small>}
              <small>
                {" "}
                <Out href={url}>line {positionOf(span.source, span.start).line}</Out>
              </small>
            </li>
          );
        })}
      </ul>
      {pager}
    </Layout>,
  );
}
