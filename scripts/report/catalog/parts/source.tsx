import { nameSpan } from "../../../model/document.ts";
import type { Named } from "../../../model/model.ts";
import { visible } from "../../../model/text/escape-controls.ts";
import type { Site } from "../site.ts";

/** Longer files are not shown, since no one reads them here. */
const longest = 60_000;

/** The YAML of a thing, if ids are shown; otherwise its head links it. */
export function Source({ site, named }: { readonly site: Site; readonly named: Named }) {
  const span = nameSpan(named.document);
  const { path, text } = span.source;
  if (!site.showsIds || text.length > longest) return null;
  return (
    <section aria-labelledby="source">
      <h2 id="source">Source</h2>
      <section class="code-box" aria-label={path}>
        <pre class="code yaml" tabindex={0}>
          {text
            .replace(/\n$/, "")
            .split(/\r?\n/)
            .map((line, index) => (
              <span key={index} id={`L${index + 1}`}>
                {`${visible(line.replaceAll("\t", "    "))}\n`}
              </span>
            ))}
        </pre>
      </section>
    </section>
  );
}
