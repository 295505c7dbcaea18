import type { Flag } from "../../../model/model.ts";
import type { DatedEvent } from "../facts/agenda.ts";
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
import { ValueLadder } from "../parts/value-ladder.tsx";
import { NameLink, Text, ValuePill } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface FlagPageProps {
  readonly site: Site;
  readonly facts: NameFacts;
  readonly flag: Flag;
  readonly dates: readonly DatedEvent[];
  /** The flags that require it. */
  readonly dependents: readonly string[];
}

/** The page of a flag. */
export function flagPage(props: FlagPageProps): string {
  const { site, facts, flag, dates, dependents } = props;
  const { models, title } = site;
  return renderPage(
    <Layout site={site} title={flag.name} root="../">
      <NameHead
        site={site}
        facts={facts}
        rows={[
          ["Decided by", flag.scopes.length === 0 ? "nothing: it is global" : flag.scopes.toReversed().join(", then ")],
          ...(flag.client ? [["Browsers", "may get the answer"] as const] : []),
          ...(flag.permanent === undefined
            ? []
            : [["Permanent", site.showsIds ? <Text key="why">{flag.permanent}</Text> : "has no last day"] as const]),
        ]}
      />
      <section aria-labelledby="who">
        <h2 id="who">Who has it, and why</h2>
        <p class="hint">The first step that applies to a customer decides.</p>
        {alike(models, ({ flags }) => flags.get(flag.name)).map(({ environments, model, own }) => (
          <div key={model.environment} class="card">
            <Environments site={site} environments={environments} />
            <ValueLadder site={site} model={model} flag={own} />
          </div>
        ))}
      </section>
      <Variants flag={flag} site={site} />
      <Life site={site} facts={facts} dates={dates} />
      <Requirements flag={flag} dependents={dependents} />
      <section aria-labelledby="code">
        <h2 id="code">In code</h2>
        <Code lines={typescriptLines(title, models[0], flag)} label="TypeScript" />
      </section>
      <Examples site={site} named={flag} />
      <Source site={site} named={flag} />
    </Layout>,
  );
}

/** The value of each variant; texts and values that contain them only if ids are shown. */
function Variants({ flag, site }: { readonly flag: Flag; readonly site: Site }) {
  const { variantValues, values } = flag;
  if (variantValues === undefined) return null;
  return (
    <section aria-labelledby="values">
      <h2 id="values">Values</h2>
      <ul class="rows">
        {[...variantValues].map(([variant, value]) => (
          <li key={variant}>
            <ValuePill value={variant} values={values} />
            <code>
              <Text>
                {site.showsIds || typeof value === "boolean" || value === null ? JSON.stringify(value) : kindOf(value)}
              </Text>
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : typeof value === "number" ? "a number" : "a text";
}

function Requirements({ flag, dependents }: { readonly flag: Flag; readonly dependents: readonly string[] }) {
  if (flag.requires.length + dependents.length === 0) return null;
  return (
    <section aria-labelledby="requirements">
      <h2 id="requirements">Requirements</h2>
      <dl class="facts">
        {flag.requires.length === 0 ? null : (
          <div>
            <dt>It requires</dt>
            <dd>
              {flag.requires.map(({ name }) => (
                <span key={name} class="tag">
                  <NameLink root="../" kind="flag" name={name} />
                </span>
              ))}
            </dd>
          </div>
        )}
        {dependents.length === 0 ? null : (
          <div>
            <dt>Required by</dt>
            <dd>
              {dependents.map((name) => (
                <span key={name} class="tag">
                  <NameLink root="../" kind="flag" name={name} />
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
