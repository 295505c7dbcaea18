import { countAt, fromOf, idSpan, untilOf } from "../../../model/entries.ts";
import type { Group, GroupSet } from "../../../model/model.ts";
import { compareText, count } from "../../../model/text/words.ts";
import { formatDate, formatEnd } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import { conditionWords } from "../facts/condition-words.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { typescriptLines } from "../facts/typescript-line.ts";
import { fileName, pagePath, sourceUrl } from "../links.ts";
import { Examples } from "../parts/examples.tsx";
import { Layout } from "../parts/layout.tsx";
import { Life } from "../parts/life.tsx";
import { NameHead } from "../parts/name-head.tsx";
import { Out } from "../parts/out.tsx";
import { Pager, type Part } from "../parts/pages-of.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Source } from "../parts/source.tsx";
import { Code } from "../parts/use-in-code.tsx";
import { UsedBy } from "../parts/used-by.tsx";
import { NameLink, Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface GroupSetPageProps {
  readonly site: Site;
  readonly facts: NameFacts;
  readonly set: GroupSet;
  readonly dates: readonly DatedEvent[];
  readonly users: readonly NameFacts[];
}

/** The page of a group set: how large its groups are, and what depends on them. */
export function groupSetPage({ site, facts, set, dates, users }: GroupSetPageProps): string {
  return renderPage(
    <Layout site={site} title={set.name} root="../">
      <NameHead
        site={site}
        facts={facts}
        rows={[
          ["Customers", set.scope ?? "any request"],
          ["A customer is in", set.exclusive ? "at most one group" : "any number of groups"],
          ...(set.told ? [["Who says", "the caller, with the lookup"] as const] : []),
        ]}
      />
      <section aria-labelledby="groups">
        <h2 id="groups">Groups</h2>
        <Groups site={site} set={set} />
      </section>
      <UsedBy users={users} />
      <Life site={site} facts={facts} dates={dates} />
      <section aria-labelledby="code">
        <h2 id="code">In code</h2>
        <Code lines={typescriptLines(site.title, site.models[0], set)} label="TypeScript" />
      </section>
      <Examples site={site} named={set} />
      <Source site={site} named={set} />
    </Layout>,
  );
}

function Groups({ site, set }: { readonly site: Site; readonly set: GroupSet }) {
  const { today, showsIds } = site;
  const groups = [...set.groups.values()];
  const most = Math.max(1, ...groups.map(({ members }) => countAt(members, today)));
  return (
    <ul class="sizes card">
      {groups.map((group) => {
        const members = countAt(group.members, today);
        return (
          <li key={group.name}>
            <b class="name">
              <Text>{group.name}</Text>
            </b>
            <i aria-hidden="true">
              {members === 0 ? null : <b style={`width:${Math.round((members / most) * 10_000) / 100}%`} />}
            </i>
            <span>
              {showsIds && group.members.ids.length > 0 ? (
                <a href={`../${membersPath(set, group, 1)}`}>{count(members, "member")}</a>
              ) : (
                count(members, "member")
              )}
              <small>
                <Text>
                  {[
                    ...waysIn(site, group),
                    ...(set.default === group.name ? ["everyone who is in no other"] : []),
                  ].join(" · ")}
                </Text>
              </small>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** How customers come into a group besides being listed. */
function waysIn(site: Site, { patterns, conditions, shares }: Group): readonly string[] {
  return [
    ...(patterns.length === 0
      ? []
      : [site.showsIds ? patterns.map(({ prefix }) => `${prefix}*`).join(", ") : count(patterns.length, "pattern")]),
    ...conditions.map((condition) => conditionWords(site, condition)),
    ...shares.map(({ percent, condition }) =>
      condition === undefined ? `${percent} % of all` : `${percent} % of ${conditionWords(site, condition)}`,
    ),
  ];
}

/** The path of a part of the members of a group, from 1. */
export function membersPath(set: GroupSet, { name }: Group, page: number): string {
  return pagePath("groups", set.name, `.${fileName(name)}.${page}`);
}

/** The members of a group in the order of their ids, each with its place in the columns. */
export function membersOf({ members }: Group): readonly number[] {
  return Array.from(members.ids.keys()).sort((a, b) => compareText(members.ids[a] ?? "", members.ids[b] ?? ""));
}

/** A page of the members of a group. */
export function membersPage(site: Site, set: GroupSet, group: Group, { items, page, of }: Part<number>): string {
  const { members } = group;
  return renderPage(
    <Layout site={site} title={group.reference} root="../">
      <header class="head">
        <p class="crumb">
          <NameLink root="../" kind="groups" name={set.name} />
        </p>
        <h1 class="name">
          <Text>{group.reference}</Text>
        </h1>
        <p class="lead">{count(members.ids.length, "listed member")}</p>
      </header>
      <Pager page={page} of={of} hrefOf={(each) => `../${membersPath(set, group, each)}`} />
      <ul class="members">
        {items.map((index) => {
          const [from, until] = [fromOf(members, index), untilOf(members, index)];
          return (
            <li key={index}>
              <Out href={site.repository === undefined ? undefined : sourceUrl(site, idSpan(members, index))}>
                <Text>{members.ids[index] ?? ""}</Text>
              </Out>
              {from === -Infinity ? null : <small> from {formatDate(from)}</small>}
              {until === Infinity ? null : <small> until {formatEnd(until)}</small>}
            </li>
          );
        })}
      </ul>
      <Pager page={page} of={of} hrefOf={(each) => `../${membersPath(set, group, each)}`} />
    </Layout>,
  );
}
