import type { RetiredDocument } from "../../../model/shapes/documents.ts";
import { compareText } from "../../../model/text/words.ts";
import { sourceUrl } from "../links.ts";
import { Layout } from "../parts/layout.tsx";
import { Out } from "../parts/out.tsx";
import { renderPage } from "../parts/render-page.ts";
import { Text } from "../parts/words.tsx";
import type { Site } from "../site.ts";

/** The page of the names that can never be used again, and the answers that code that still asks for them gets. */
export function retiredPage(site: Site): string {
  const retired = site.models[0].retired.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind));
  return renderPage(
    <Layout site={site} title="Retired" root="">
      <header class="head">
        <h1>Retired</h1>
        <p class="lead">
          Names that were used and never will be again. Code that was built earlier still gets an answer.
        </p>
      </header>
      <section aria-label="Retired names">
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Was a</th>
                <th scope="col">Retired on</th>
                <th scope="col">Outcome</th>
                <th scope="col">Answer</th>
              </tr>
            </thead>
            <tbody>
              {retired.map(({ name, kind, outcome, answer, span, document }) => (
                <tr key={`${kind} ${name}`}>
                  <td class="name">
                    <Out href={sourceUrl(site, span)}>
                      <Text>{name}</Text>
                    </Out>
                  </td>
                  <td>{kind === "groups" ? "group set" : kind}</td>
                  <td class="date">{dayOf(document.data as RetiredDocument, name, kind)}</td>
                  <td>{outcome}</td>
                  <td>
                    <Text>{answer === undefined ? "" : `${answer}`}</Text>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </Layout>,
  );
}

/** The day of a retirement, of which a name may have one for each kind. */
function dayOf({ retired }: RetiredDocument, name: string, kind: string): string {
  const all = [retired[name] ?? []].flat();
  return all.find((each) => each.kind === kind)?.date ?? "";
}
