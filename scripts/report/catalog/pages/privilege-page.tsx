import type { Privilege } from "../../../model/model.ts";
import { count } from "../../../model/text/words.ts";
import { formatDay, formatEnd } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import { listsOfCustomers } from "../facts/list-of-customers.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { type Shrinking, shrinkingOf } from "../facts/shrinking.ts";
import { typescriptLines } from "../facts/typescript-line.ts";
import { statementPath } from "../links.ts";
import { Examples } from "../parts/examples.tsx";
import { Layout } from "../parts/layout.tsx";
import { Life } from "../parts/life.tsx";
import { NameHead } from "../parts/name-head.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Source } from "../parts/source.tsx";
import { StepChart } from "../parts/step-chart.tsx";
import { Code } from "../parts/use-in-code.tsx";
import { distance } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface PrivilegePageProps {
  readonly site: Site;
  readonly facts: NameFacts;
  readonly privilege: Privilege;
  readonly dates: readonly DatedEvent[];
}

/** The page of a privilege: how many keep it from earlier, since when, and until when. */
export function privilegePage({ site, facts, privilege, dates }: PrivilegePageProps): string {
  const { frozen, scopes, name } = privilege;
  const shrinking = shrinkingOf(privilege, site.today);
  return renderPage(
    <Layout site={site} title={name} root="../">
      <NameHead
        site={site}
        facts={facts}
        rows={[
          ["Granted to", scopes.join(", ")],
          ...(frozen === undefined ? [] : [["Was the flag", <code key="flag">{frozen.flag}</code>] as const]),
        ]}
      />
      <section aria-labelledby="kept">
        <h2 id="kept">Who keeps it from earlier</h2>
        {shrinking === undefined ? (
          <p class="none">Nobody: only plans grant it.</p>
        ) : (
          <div class="card">
            <Figures shrinking={shrinking} site={site} scope={scopes[0] ?? "customer"} />
            <StepChart shrinking={shrinking} today={site.today} />
          </div>
        )}
        {site.showsIds && shrinking !== undefined ? <Keepers privilege={privilege} /> : null}
      </section>
      {shrinking === undefined ? null : (
        <section aria-labelledby="statement">
          <h2 id="statement">Statement</h2>
          <p class="hint">Everyone who keeps it, with dates and totals, for accounting:</p>
          {site.statements.has(name) ? (
            <p>
              <a href={`../${statementPath(name)}`}>Statement of who keeps {name}</a>
            </p>
          ) : null}
          <Code lines={[`flagstone statement --privilege ${name}`]} label="Command" />
        </section>
      )}
      <Life site={site} facts={facts} dates={dates} />
      <section aria-labelledby="code">
        <h2 id="code">In code</h2>
        <Code lines={typescriptLines(site.title, site.models[0], privilege)} label="TypeScript" />
      </section>
      <Examples site={site} named={privilege} />
      <Source site={site} named={privilege} />
    </Layout>,
  );
}

function Figures({
  shrinking,
  site,
  scope,
}: {
  readonly shrinking: Shrinking;
  readonly site: Site;
  readonly scope: string;
}) {
  const { began, first, now, sunset } = shrinking;
  return (
    <dl class="figures">
      <Figure what="keep it today" figure={`${now}`} more={count(now, scope)} />
      <Figure what="kept it at first" figure={`${first}`} more={`on ${formatDay(began)}`} />
      <Figure
        what="left since"
        figure={`${first - now}`}
        more={first === 0 ? "" : `${Math.round(((first - now) / first) * 100)} %`}
      />
      <Figure
        what="last day"
        figure={sunset === undefined ? "none" : formatEnd(sunset)}
        more={sunset === undefined ? "nothing ends it by itself" : distance(site.today, sunset - 1)}
      />
    </dl>
  );
}

interface FigureProps {
  readonly what: string;
  readonly figure: string;
  readonly more: string;
}

function Figure({ what, figure, more }: FigureProps) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        {figure}
        <small>{more}</small>
      </dd>
    </div>
  );
}

/** A link to the pages of those who keep it. */
function Keepers({ privilege }: { readonly privilege: Privilege }) {
  return (
    <p>
      {listsOfCustomers(privilege).map(({ pathOf, entries, scope }) => (
        <a key={scope} href={`../${pathOf(1)}`}>
          {count(entries.ids.length, scope)} in the frozen list
        </a>
      ))}
    </p>
  );
}
