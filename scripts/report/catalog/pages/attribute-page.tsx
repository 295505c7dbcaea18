import type { Attribute } from "../../../model/model.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { typescriptLines } from "../facts/typescript-line.ts";
import { Layout } from "../parts/layout.tsx";
import { Life } from "../parts/life.tsx";
import { NameHead } from "../parts/name-head.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Source } from "../parts/source.tsx";
import { Code } from "../parts/use-in-code.tsx";
import { UsedBy } from "../parts/used-by.tsx";
import { Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

interface AttributePageProps {
  readonly site: Site;
  readonly facts: NameFacts;
  readonly attribute: Attribute;
  readonly users: readonly NameFacts[];
}

/** The page of an attribute. */
export function attributePage({ site, facts, attribute, users }: AttributePageProps): string {
  const { type, values, scope, ignoreCase } = attribute;
  return renderPage(
    <Layout site={site} title={attribute.name} root="../">
      <NameHead
        site={site}
        facts={facts}
        rows={[
          ["Type", values === undefined ? type : <Text key="values">{values.join(", ")}</Text>],
          ["Of", scope ?? "the request"],
          ...(ignoreCase ? [["Letter case", "does not matter"] as const] : []),
        ]}
      />
      <UsedBy users={users} />
      <Life site={site} facts={facts} dates={[]} />
      <section aria-labelledby="code">
        <h2 id="code">In code</h2>
        <Code lines={typescriptLines(site.title, site.models[0], attribute)} label="TypeScript" />
      </section>
      <Source site={site} named={attribute} />
    </Layout>,
  );
}
