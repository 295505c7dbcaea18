import { countAt } from "../../../model/entries.ts";
import type { Group, GroupSet } from "../../../model/model.ts";
import { count } from "../../../model/text/words.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import { conditionWords } from "../facts/condition-words.ts";
import { listsOfCustomers } from "../facts/list-of-customers.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { typescriptLines } from "../facts/typescript-line.ts";
import { alike, Environments } from "../parts/environments.tsx";
import { Examples } from "../parts/examples.tsx";
import { Layout } from "../parts/layout.tsx";
import { Life } from "../parts/life.tsx";
import { NameHead } from "../parts/name-head.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Source } from "../parts/source.tsx";
import { Code } from "../parts/use-in-code.tsx";
import { UsedBy } from "../parts/used-by.tsx";
import { Text } from "../parts/words.tsx";
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
        {alike(site.models, ({ sets }) => sets.get(set.name)).map(({ environments, own }) => (
          <div key={environments[0]} class="card">
            <Environments site={site} environments={environments} />
            <Groups site={site} set={own} />
          </div>
        ))}
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
  const lists = new Map(listsOfCustomers(set).map((list) => [list.entries, list]));
  const pathOf = ({ members }: Group): string => lists.get(members)?.pathOf(1) ?? "";
  const most = Math.max(1, ...groups.map(({ members }) => countAt(members, today)));
  return (
    <ul class="sizes">
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
                <a href={`../${pathOf(group)}`}>{count(members, "member")}</a>
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

/** The ways into a group other than being listed. */
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
