import type { ReleaseStatus } from "../../../history/stage-status.ts";
import type { Release } from "../../../model/model.ts";
import { escapeControls } from "../../../model/text/escape-controls.ts";
import { count } from "../../../model/text/words.ts";
import { formatDate, formatEnd } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { typescriptLines } from "../facts/typescript-line.ts";
import { Board } from "../parts/board.tsx";
import { Environments } from "../parts/environments.tsx";
import { Examples } from "../parts/examples.tsx";
import { Layout } from "../parts/layout.tsx";
import { Life } from "../parts/life.tsx";
import { NameHead } from "../parts/name-head.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Source } from "../parts/source.tsx";
import { Code } from "../parts/use-in-code.tsx";
import { NameLink, Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface ReleasePageProps {
  readonly site: Site;
  readonly facts: NameFacts;
  readonly release: Release;
  readonly dates: readonly DatedEvent[];
}

/** The page of a release: a board of its stages. */
export function releasePage({ site, facts, release, dates }: ReleasePageProps): string {
  const { models, title } = site;
  const scope = models[0].sets.get(release.by)?.scope ?? "customer";
  const statuses = alike(site.stagesOf(release));
  return renderPage(
    <Layout site={site} title={release.name} root="../">
      <NameHead
        site={site}
        facts={facts}
        rows={[["Decided by", <NameLink key="by" root="../" kind="groups" name={release.by} />]]}
      />
      <section aria-labelledby="stages">
        <h2 id="stages">Stages</h2>
        {statuses.map(({ environments, status }) => (
          <div key={status.environment}>
            <Environments site={site} environments={environments} />
            <Board site={site} status={status} set={release.by} scope={scope} />
            <Aside site={site} status={status} />
          </div>
        ))}
      </section>
      <Properties site={site} release={release} />
      <Life site={site} facts={facts} dates={dates} />
      <section aria-labelledby="code">
        <h2 id="code">In code</h2>
        <Code lines={typescriptLines(title, models[0], release)} label="TypeScript" />
      </section>
      <Examples site={site} named={release} />
      <Source site={site} named={release} />
    </Layout>,
  );
}

/** The environments of a release, grouped if they have the same stages. */
function alike(statuses: readonly ReleaseStatus[]) {
  const found = new Map<string, { readonly environments: string[]; readonly status: ReleaseStatus }>();
  for (const status of statuses) {
    const key = JSON.stringify({ ...status, environment: "" });
    const known = found.get(key) ?? { environments: [], status };
    found.set(key, known);
    known.environments.push(status.environment);
  }
  return [...found.values()];
}

/** At most this many pins are shown; more are counted. */
const mostPins = 100;

/** The rest of a release: pins, blocked versions, groups without a stage. */
function Aside({ site, status }: { readonly site: Site; readonly status: ReleaseStatus }) {
  const { pinned, blocked, others } = status;
  const versions = [...new Set(pinned.map(({ version }) => version))].sort();
  if (pinned.length + blocked.length + others.length === 0) return null;
  return (
    <dl class="facts asides">
      {pinned.length === 0 ? null : (
        <div>
          <dt>Pinned</dt>
          <dd>
            {site.showsIds
              ? pinned.slice(0, mostPins).map(({ scope, id, version, from, until }) => (
                  <div key={`${scope} ${id} ${version}`}>
                    <b class="version-tag">{version}</b> <Text>{`${scope} ${id}`}</Text>
                    <small>
                      {from === -Infinity ? "" : ` from ${formatDate(from)}`}
                      {until === Infinity ? "" : ` until ${formatEnd(until)}`}
                    </small>
                  </div>
                ))
              : versions.map((version) => (
                  <div key={version}>
                    <b class="version-tag">{version}</b>{" "}
                    {count(pinned.filter((pin) => pin.version === version).length, "customer")}
                  </div>
                ))}
            {site.showsIds && pinned.length > mostPins ? <div>and {pinned.length - mostPins} more</div> : null}
          </dd>
        </div>
      )}
      {blocked.length === 0 ? null : (
        <div>
          <dt>Blocked</dt>
          <dd>
            {blocked.map(({ version, reason }) => (
              <div key={version}>
                <b class="version-tag blocked">{version}</b>{" "}
                {site.showsIds ? (
                  <small>
                    <Text>{reason}</Text>
                  </small>
                ) : null}
              </div>
            ))}
          </dd>
        </div>
      )}
      {others.length === 0 ? null : (
        <div>
          <dt>No stage of its own</dt>
          <dd>{others.map(escapeControls).join(", ")}</dd>
        </div>
      )}
    </dl>
  );
}

function Properties({ site, release }: { readonly site: Site; readonly release: Release }) {
  const all = Object.entries(release.properties);
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="properties">
      <h2 id="properties">Properties</h2>
      <dl class="facts">
        {all.map(([key, value]) => (
          <div key={key}>
            <dt>
              <Text>{key}</Text>
            </dt>
            <dd>
              <code>
                <Text>
                  {site.showsIds || typeof value === "boolean"
                    ? `${value}`
                    : typeof value === "number"
                      ? "a number"
                      : "a text"}
                </Text>
              </code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
