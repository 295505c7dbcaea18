import type { ComponentChildren } from "preact";
import { nameSpan } from "../../../model/document.ts";
import { compareText, count } from "../../../model/text/words.ts";
import { dayLength, formatDay, type Instant } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { fileName, sourceUrl } from "../links.ts";
import { Events } from "../parts/events.tsx";
import { Layout } from "../parts/layout.tsx";
import { Out } from "../parts/out.tsx";
import { renderPage } from "../parts/render-page.ts";
import { WeekBars } from "../parts/week-bars.tsx";
import { distance, NameLink, Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface OverviewProps {
  readonly site: Site;
  readonly names: readonly NameFacts[];
  readonly agenda: readonly DatedEvent[];
}

/** How far the overview looks ahead, in days. */
const horizon = 30;

/** This many names of one list are shown; the search has all. */
const mostShown = 8;
/** Of those that the search cannot find together, this many. */
const mostAlone = 40;

/** The first page: what needs somebody, what will change soon, and whose names there are. */
export function overviewPage({ site, names, agenda }: OverviewProps): string {
  const { today } = site;
  const soon = agenda.filter(({ at }) => at > today && at <= today + (horizon + 1) * dayLength);
  return renderPage(
    <Layout site={site} title="" root="" current="index.html">
      <header class="head">
        <h1>Overview</h1>
        <p class="totals">
          <Totals names={names} retired={site.models[0].retired.length} />
        </p>
      </header>
      <section aria-labelledby="needs">
        <h2 id="needs">Needs somebody</h2>
        <Needs site={site} names={names} />
      </section>
      <section aria-labelledby="soon">
        <h2 id="soon">
          By itself in the next {horizon} days <span class="number">{soon.length}</span>
        </h2>
        <Events root="" events={soon.slice(0, 40)} today={today} />
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

interface Need {
  readonly title: string;
  readonly tone: "bad" | "warn" | "plain";
  readonly query: string | undefined;
  readonly items: readonly { readonly key: string; readonly content: ComponentChildren; readonly why: string }[];
}

function Needs({ site, names }: { readonly site: Site; readonly names: readonly NameFacts[] }) {
  const needs = needsOf(site, names).filter(({ items }) => items.length > 0);
  if (needs.length === 0)
    return <p class="none">Nothing: no name has expired or expires soon, is paused or at 100 %.</p>;
  return (
    <div class="needs">
      {needs.map(({ title, tone, query, items }) => (
        <div key={title} class={`card need ${tone}`}>
          <h3>
            {title} <span class="number">{items.length}</span>
          </h3>
          <ul>
            {items.slice(0, query === undefined ? mostAlone : mostShown).map(({ key, content, why }) => (
              <li key={key}>
                {content}
                <small>
                  <Text>{why}</Text>
                </small>
              </li>
            ))}
          </ul>
          {items.length > (query === undefined ? mostAlone : mostShown) ? (
            <p>
              {query === undefined ? (
                `and ${items.length - mostAlone} more`
              ) : (
                <a href={`names.html#q=${query}`}>All {items.length}</a>
              )}
            </p>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function needsOf(site: Site, names: readonly NameFacts[]): readonly Need[] {
  const { today, showsIds, say, models, mergedWaivers } = site;
  const byEnd = names.toSorted((a, b) => (a.ends ?? Infinity) - (b.ends ?? Infinity));
  const listed = (some: readonly NameFacts[], why: (each: NameFacts) => string): Need["items"] =>
    some.map((each) => ({
      key: each.href,
      content: <NameLink root="" kind={each.thing.kind} name={each.thing.name} />,
      why: `${each.subject.owner} · ${why(each)}`,
    }));
  const has = (state: NameFacts["subject"]["states"][number]) =>
    byEnd.filter(({ subject }) => subject.states.includes(state));
  const waivers = [...models[0].waivers.values()].filter(({ name }) => mergedWaivers.has(name));
  const end = ({ ends }: NameFacts): string => distance(today, (ends ?? today) - 1);
  return [
    { title: "Expired", tone: "bad", query: "state:expired", items: listed(has("expired"), end) },
    { title: "Expiring", tone: "warn", query: "state:expiring&sort=expiry", items: listed(has("expiring"), end) },
    {
      title: "Paused",
      tone: "warn",
      query: "state:paused",
      items: listed(has("paused"), ({ paused, lastChange }) =>
        showsIds && paused !== undefined ? say(paused) : sinceOf(lastChange?.at),
      ),
    },
    {
      title: "Rollouts at 100 %",
      tone: "plain",
      query: undefined,
      items: listed(
        names.filter(({ isStale }) => isStale),
        ({ lastChange }) => sinceOf(lastChange?.at),
      ),
    },
    {
      title: "Waivers to prune",
      tone: "plain",
      query: undefined,
      items: waivers.map(({ name, owner, document }) => ({
        key: name,
        content: (
          <span class="name">
            <Out href={sourceUrl(site, nameSpan(document))}>
              <Text>{name}</Text>
            </Out>
          </span>
        ),
        why: `${owner} · merged`,
      })),
    },
  ];
}

function sinceOf(at: Instant | undefined): string {
  return at === undefined ? "since an unknown day" : `last changed ${formatDay(at)}`;
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
