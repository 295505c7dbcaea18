import { nameSpan } from "../../../model/document.ts";
import type { Named } from "../../../model/model.ts";
import { visible } from "../../../model/text/escape-controls.ts";
import { sourceUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";

/** A longer file is not shown, for nobody reads it here. */
const longest = 60_000;

/** The YAML of a thing: shown if ids are, and else linked. */
export function Source({ site, named }: { readonly site: Site; readonly named: Named }) {
  const span = nameSpan(named.document);
  const { path, text } = span.source;
  const url = sourceUrl(site, span);
  const isShown = site.showsIds && text.length <= longest;
  if (!isShown && url === undefined) return null;
  return (
    <section aria-labelledby="source">
      <h2 id="source">Source</h2>
      <p>
        <Out href={url}>
          <code class="path">{site.say(path)}</code>
        </Out>
      </p>
      {isShown ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
        <pre class="code yaml" tabindex={0} role="region" aria-label={path}>
          {text
            .replace(/\n$/, "")
            .split(/\r?\n/)
            .map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name
              <span key={index} id={`L${index + 1}`}>
                {`${visible(line.replaceAll("\t", "    "))}\n`}
              </span>
            ))}
        </pre>
      ) : null}
    </section>
  );
}
