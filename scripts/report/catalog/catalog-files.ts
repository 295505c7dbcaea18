import { addTo } from "../../model/group-by.ts";
import { allConditions } from "../../model/model-queries.ts";
import type { Source } from "../../model/text/source.ts";
import { compareText } from "../../model/text/words.ts";
import { agendaOf, type DatedEvent } from "./facts/agenda.ts";
import { type Consequence, consequencesOf, withConsequences } from "./facts/consequences.ts";
import { entriesInOrder, listsOfCustomers } from "./facts/list-of-customers.ts";
import { type NameFacts, nameFacts } from "./facts/name-facts.ts";
import { pagePath, statementPath } from "./links.ts";
import { lookUpFiles } from "./look-up/look-up-files.ts";
import { dataScripts } from "./look-up/script-text.ts";
import type { NameData, NameRow } from "./name-row.ts";
import { attributePage } from "./pages/attribute-page.tsx";
import { customersPage } from "./pages/customers-page.tsx";
import { datesPage, datesPath } from "./pages/dates-page.tsx";
import { flagPage } from "./pages/flag-page.tsx";
import { groupSetPage } from "./pages/group-set-page.tsx";
import { listPage } from "./pages/list-page.tsx";
import { namesPage, namesPath } from "./pages/names-page.tsx";
import { overviewPage } from "./pages/overview-page.tsx";
import { ownerPage } from "./pages/owner-page.tsx";
import { privilegePage } from "./pages/privilege-page.tsx";
import { releasePage } from "./pages/release-page.tsx";
import { retiredPage } from "./pages/retired-page.tsx";
import { partsOf } from "./parts/pages-of.tsx";
import type { Site } from "./site.ts";

/** The number of rows per page, by list. */
const [namesOnPage, datesOnPage, customersOnPage] = [500, 400, 1000];

/** All files of a catalog except its script and style, with paths relative to its root. */
export function* catalogFiles(site: Site): Generator<Source> {
  const names = nameFacts(site);
  const agenda = agendaOf(site);
  const consequences = consequencesOf(site);
  const rows = names.map(rowOf);
  yield { path: "index.html", text: overviewPage({ site, names, agenda, consequences }) };
  const data = dataScripts("names.js", "flagstoneNames", dataOf(site, rows));
  for (const part of partsOf(rows, namesOnPage))
    yield { path: namesPath(part.page), text: namesPage(site, part, rows.length, pathsOf(data)) };
  yield* data;
  yield* datesPages(site, agenda, consequences);
  if (site.models[0].retired.length > 0) yield { path: "retired.html", text: retiredPage(site) };
  yield* thingPages(site, names, agenda, consequences);
  for (const [privilege, text] of site.statements) yield { path: statementPath(privilege), text };
  if (site.contents.length > 0) {
    const { common, shards } = lookUpFiles(site);
    yield { path: "customers.html", text: customersPage(site, pathsOf(common)) };
    yield* common;
    yield* shards;
  }
  for (const owner of [...new Set(names.map(({ subject }) => subject.owner))].sort(compareText))
    yield {
      path: pagePath("owner", owner),
      text: ownerPage({
        site,
        owner,
        rows: rows.filter(({ subject }) => subject.owner === owner),
        names,
        agenda,
        consequences,
      }),
    };
}

/** The pages of all dates, each with what changes for customers between its first date and that of the next page. */
function* datesPages(
  site: Site,
  agenda: readonly DatedEvent[],
  consequences: readonly Consequence[],
): Generator<Source> {
  const parts = [
    ...partsOf(
      agenda.filter(({ at }) => at > site.today),
      datesOnPage,
    ),
  ];
  for (const [index, part] of parts.entries()) {
    const from = index === 0 ? -Infinity : (part.items[0]?.at ?? Infinity);
    const before = parts[index + 1]?.items[0]?.at ?? Infinity;
    const own = consequences.filter(({ on }) => from <= on && on < before);
    yield { path: datesPath(part.page), text: datesPage(site, part, own) };
  }
}

function pathsOf(files: readonly Source[]): readonly string[] {
  return files.map(({ path }) => path);
}

function dataOf({ today, contents }: Site, rows: readonly NameRow[]): NameData {
  return { today, hasCustomers: contents.length > 0, rows };
}

function rowOf({ subject, href, isStale, lastChange }: NameFacts): NameRow {
  return { subject, href, isStale, changed: lastChange?.at };
}

/** Things by their kind and name. */
function byThing<Item extends Pick<DatedEvent, "kind" | "name">>(
  items: readonly Item[],
): (thing: Pick<DatedEvent, "kind" | "name">) => readonly Item[] {
  const found = new Map<string, Item[]>();
  for (const item of items) addTo(found, `${item.kind} ${item.name}`, item);
  return ({ kind, name }) => found.get(`${kind} ${name}`) ?? [];
}

function* thingPages(
  site: Site,
  names: readonly NameFacts[],
  agenda: readonly DatedEvent[],
  consequences: readonly Consequence[],
): Generator<Source> {
  const [datesOf, effectsOn] = [byThing(agenda), byThing(consequences)];
  const users = usersIn(site, names);
  for (const facts of names) {
    const { thing, href } = facts;
    const own = withConsequences(datesOf(thing), effectsOn(thing));
    yield { path: href, text: pageOf(site, facts, own, users(thing.name)) };
    if (!site.showsIds) continue;
    for (const list of listsOfCustomers(thing))
      for (const part of partsOf(entriesInOrder(list.entries, site.today), customersOnPage))
        yield { path: list.pathOf(part.page), text: listPage({ site, thing, list, part }) };
  }
}

function pageOf(site: Site, facts: NameFacts, dates: readonly DatedEvent[], users: readonly NameFacts[]): string {
  const { thing } = facts;
  switch (thing.kind) {
    case "flag": {
      const dependents = users.map((user) => user.thing.name);
      return flagPage({ site, facts, flag: thing, dates, dependents });
    }
    case "release":
      return releasePage({ site, facts, release: thing, dates });
    case "privilege":
      return privilegePage({ site, facts, privilege: thing, dates });
    case "groups":
      return groupSetPage({ site, facts, set: thing, dates, users });
    case "attribute":
      return attributePage({ site, facts, attribute: thing, users });
  }
}

/** For each name, the things that require it, name one of its groups, or test it. */
function usersIn({ models }: Site, names: readonly NameFacts[]): (name: string) => readonly NameFacts[] {
  const users = new Map<string, Set<NameFacts>>();
  const byName = new Map(names.map((facts) => [facts.thing.name, facts]));
  const add = (name: string, user: NameFacts | undefined): void => {
    if (user === undefined || user.thing.name === name) return;
    const known = users.get(name);
    if (known === undefined) users.set(name, new Set([user]));
    else known.add(user);
  };
  for (const facts of names) {
    for (const group of facts.subject.groups) add(group.replace(/\/.*/, ""), facts);
    if (facts.thing.kind === "flag") for (const { name } of facts.thing.requires) add(name, facts);
    if (facts.thing.kind === "release") add(facts.thing.by, facts);
  }
  for (const model of models)
    for (const { of, condition } of allConditions(model))
      for (const name of condition.tests.keys()) add(name, byName.get(of.name));
  return (name) => [...(users.get(name) ?? [])].sort((a, b) => compareText(a.thing.name, b.thing.name));
}
