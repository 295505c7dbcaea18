import { valueSpan } from "../../../model/document.ts";
import type { Example, Named } from "../../../model/model.ts";
import { positionOf } from "../../../model/text/source.ts";
import { count } from "../../../model/text/words.ts";
import { formatDate } from "../../../model/time.ts";
import { sourceUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";
import { Text } from "./words.tsx";

/** The examples of a thing, each linked to its line; their customers are shown only if ids are. */
export function Examples({ site, named }: { readonly site: Site; readonly named: Named }) {
  const { examples, document } = named;
  if (examples.length === 0) return null;
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">Examples</h2>
      <p class="hint">The compiler asks each of them whenever the files are checked.</p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Asked for</th>
              <th scope="col">Told</th>
              <th scope="col">Expected</th>
              <th scope="col">Line</th>
            </tr>
          </thead>
          <tbody>
            {examples.map((example) => {
              const span = valueSpan(document, example.data, "expect");
              const { line } = positionOf(span.source, span.start);
              return (
                <tr key={line}>
                  <td>
                    <Text>{askedFor(site, example)}</Text>
                  </td>
                  <td>
                    <Text>{told(site, example)}</Text>
                  </td>
                  <td>
                    <Text>{expected(example)}</Text>
                  </td>
                  <td>
                    <Out href={sourceUrl(site, span)}>{line}</Out>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function askedFor({ showsIds }: Site, { when }: Example): string {
  const scopes = Object.entries(when);
  if (scopes.length === 0) return "anyone";
  return scopes.map(([scope, id]) => (showsIds ? `${scope}=${id}` : `1 ${scope}`)).join(", ");
}

function told({ showsIds }: Site, { at, plan, groups, attributes, created, overrides, environment }: Example): string {
  const telling = Object.entries(attributes);
  return [
    ...(environment === undefined ? [] : [environment]),
    ...(at === undefined ? [] : [`at ${formatDate(at)}`]),
    ...(plan.length === 0 ? [] : [`plan ${plan.join(", ")}`]),
    ...Object.entries(groups).map(([set, group]) => `${set}=${group}`),
    ...(showsIds
      ? telling.map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(",") : value}`)
      : telling.length === 0
        ? []
        : [count(telling.length, "attribute")]),
    ...Object.entries(created).map(([scope, instant]) => `${scope} created ${formatDate(instant)}`),
    ...(overrides === "" ? [] : [showsIds ? `overrides ${overrides}` : "overrides"]),
  ].join("; ");
}

function expected({ expect }: Example): string {
  if (expect === null || (typeof expect === "object" && expect.length === 0)) return "nothing";
  return typeof expect === "object" ? expect.join(", ") : `${expect}`;
}
