import type { ComponentChildren } from "preact";
import { formatDay } from "../../../model/time.ts";
import { commitUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";

interface LayoutProps {
  readonly site: Site;
  readonly title: string;
  /** The path from the page to the root of the site: empty, or `../`. */
  readonly root: string;
  /** The entry of the navigation that leads here. */
  readonly current?: string;
  readonly scripts?: readonly string[];
  readonly children: ComponentChildren;
}

/** Scripts and styles are next to the page; `self` has no meaning for files, so they are left out of the policy. */
const policy = ["connect", "font", "frame", "media", "object", "worker"]
  .map((what) => `${what}-src 'none'`)
  .concat("img-src data:", "form-action 'none'", "base-uri 'none'")
  .join("; ");

/** The frame of every page: its header and footer. */
export function Layout({ site, title, root, current, scripts = [], children }: LayoutProps) {
  const entries = [
    ["index.html", "Overview"],
    ["names.html", "Names"],
    ["dates.html", "Dates"],
    ...(site.showsIds ? [["customers.html", "Customers"] as const] : []),
  ] as const;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <title>{title === "" ? `${site.title} – flags` : `${title} – ${site.title}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`${root}catalog.css`} />
        {/* Before anything is painted, so that nothing moves. */}
        <script dangerouslySetInnerHTML={{ __html: 'document.documentElement.className="js"' }} />
      </head>
      <body data-root={root}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href={`${root}index.html`}>
              <Mark />
              <span>{site.title}</span>
            </a>
            <nav aria-label="Site">
              {entries.map(([href, text]) => (
                <a key={href} href={`${root}${href}`} aria-current={href === current ? "page" : undefined}>
                  {text}
                </a>
              ))}
            </nav>
            {current === "names.html" ? null : (
              <search class="find script">
                <form data-find>
                  <input type="search" name="q" placeholder="Search" aria-label="Search names" autocomplete="off" />
                </form>
              </search>
            )}
          </div>
        </header>
        <main id="main" class="wide" tabindex={-1}>
          {children}
        </main>
        <footer class="wide">
          <Made site={site} />
        </footer>
        {[...scripts, "catalog.js"].map((script) => (
          <script key={script} src={`${root}${script}`} />
        ))}
      </body>
    </html>
  );
}

/** What the site was made from, so that people notice if it is old. */
function Made({ site }: { readonly site: Site }) {
  const { tip, today, differs, isCut, showsIds } = site;
  return (
    <>
      <p>
        As of <time>{formatDay(today)}</time> (UTC)
        {tip === undefined ? (
          ", outside git"
        ) : (
          <>
            , commit <Out href={commitUrl(site, tip)}>{tip.slice(0, 9)}</Out>
            {differs ? " with changes that are not committed" : ""}
          </>
        )}
        .{isCut ? " Older history was not fetched." : ""}
      </p>
      <p>{showsIds ? "These pages contain customer ids." : "These pages contain no customer ids."}</p>
    </>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      <rect x="1" y="1" width="14" height="6" rx="1.5" />
      <rect x="1" y="9" width="8" height="6" rx="1.5" opacity=".55" />
      <rect x="11" y="9" width="4" height="6" rx="1.5" opacity=".8" />
    </svg>
  );
}
