import type { ComponentChildren } from "preact";
import { nameSpan } from "../../../model/document.ts";
import { formatDay, type Instant } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { sourceUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";
import { distance, NameLink, Text } from "./words.tsx";

interface NeedsProps {
  readonly site: Site;
  readonly names: readonly NameFacts[];
  readonly agenda: readonly DatedEvent[];
  readonly root: string;
  /** Undefined for all owners. */
  readonly owner?: string;
}

/** At most this many names of one list are shown; the search has all. */
const mostShown = 8;
/** The same for lists that no search can find. */
const mostAlone = 40;

interface Need {
  readonly title: string;
  readonly tone: "bad" | "warn" | "plain";
  readonly query: string | undefined;
  readonly items: readonly { readonly key: string; readonly content: ComponentChildren; readonly why: string }[];
}

/** What needs attention, as cards; for one owner, only what they own. */
export function Needs(props: NeedsProps) {
  const { root, owner } = props;
  const needs = needsOf(props).filter(({ items }) => items.length > 0);
  if (needs.length === 0)
    return (
      <p class="none">Nothing: no name has expired or expires soon, is paused or at 100 %, and no entry has ended.</p>
    );
  const whose = owner === undefined ? "" : `+owner:${encodeURIComponent(JSON.stringify(owner))}`;
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
                <a href={`${root}names.html#q=${query.replace("&", `${whose}&`)}${query.includes("&") ? "" : whose}`}>
                  All {items.length}
                </a>
              )}
            </p>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function needsOf({ site, names, agenda, root, owner }: NeedsProps): readonly Need[] {
  const { today, showsIds, say, models, mergedWaivers } = site;
  const isOwn = (each: { readonly owner: string }): boolean => owner === undefined || each.owner === owner;
  const own = names.filter(({ subject }) => isOwn(subject));
  const whose = (each: { readonly owner: string }): string => (owner === undefined ? `${each.owner} · ` : "");
  const byEnd = own.toSorted((a, b) => (a.ends ?? Infinity) - (b.ends ?? Infinity));
  const listed = (some: readonly NameFacts[], why: (each: NameFacts) => string): Need["items"] =>
    some.map((each) => ({
      key: each.href,
      content: <NameLink root={root} kind={each.thing.kind} name={each.thing.name} />,
      why: `${whose(each.subject)}${why(each)}`,
    }));
  const has = (state: NameFacts["subject"]["states"][number]) =>
    byEnd.filter(({ subject }) => subject.states.includes(state));
  const waivers = [...models[0].waivers.values()].filter((each) => mergedWaivers.has(each.name) && isOwn(each));
  /** Entries, patterns and conditions that have ended, by name. */
  const endedIn = (): Need["items"] => {
    const ended = agenda.filter((event) => event.tone === "end" && event.at <= today && isOwn(event));
    const lasts = new Map(ended.map((event) => [`${event.kind} ${event.name}`, event]));
    return [...lasts].map(([key, event]) => ({
      key,
      content: event.kind === undefined ? event.name : <NameLink root={root} kind={event.kind} name={event.name} />,
      why: `${whose(event)}ended ${distance(today, event.at - 1)}`,
    }));
  };
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
        own.filter(({ isStale }) => isStale),
        ({ lastChange }) => sinceOf(lastChange?.at),
      ),
    },
    { title: "Ended entries to prune", tone: "plain", query: undefined, items: endedIn() },
    {
      title: "Waivers to prune",
      tone: "plain",
      query: undefined,
      items: waivers.map((waiver) => ({
        key: waiver.name,
        content: (
          <span class="name">
            <Out href={sourceUrl(site, nameSpan(waiver.document))}>
              <Text>{waiver.name}</Text>
            </Out>
          </span>
        ),
        why: `${whose(waiver)}merged`,
      })),
    },
  ];
}

function sinceOf(at: Instant | undefined): string {
  return at === undefined ? "since an unknown day" : `last changed ${formatDay(at)}`;
}
