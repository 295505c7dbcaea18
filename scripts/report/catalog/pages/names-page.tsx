import { count } from "../../../model/text/words.ts";
import type { NameRow } from "../name-row.ts";
import { Layout } from "../parts/layout.tsx";
import { NameTable } from "../parts/name-table.tsx";
import { Pager, type Part } from "../parts/pages-of.tsx";
import { renderPage } from "../parts/render-page.ts";
import type { Site } from "../site.ts";

/** The path of a page of the list of names, from 1. */
export function namesPath(page: number): string {
  return page === 1 ? "names.html" : `names.${page}.html`;
}

/** A page of the list of all names, which its script can search and sort with this data. */
export function namesPage(
  site: Site,
  { items, page, of }: Part<NameRow>,
  total: number,
  data: readonly string[],
): string {
  return renderPage(
    <Layout site={site} title="Names" root="" current="names.html" scripts={data}>
      <header class="head">
        <h1>Names</h1>
      </header>
      <search class="query script">
        <form data-query>
          <input
            type="search"
            name="q"
            aria-label="Search names and descriptions"
            aria-describedby="syntax"
            placeholder="checkout owner:growth state:expiring"
            autocomplete="off"
            spellcheck={false}
          />
          <p class="hint" id="syntax">
            Words, and <code>owner:</code> <code>kind:</code> <code>state:</code> <code>{"expires:<30d"}</code>{" "}
            <code>in:ring/vip</code> <code>scope:</code>; <code>-</code> before a word excludes it
          </p>
        </form>
      </search>
      <p class="count" role="status" data-count>
        {count(total, "name")}
      </p>
      <div data-static>
        <NameTable rows={items} root="" isSorted />
      </div>
      <div data-pager>
        <Pager page={page} of={of} hrefOf={namesPath} />
      </div>
    </Layout>,
  );
}
