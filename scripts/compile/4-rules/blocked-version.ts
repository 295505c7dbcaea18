import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import type { Model, Release } from "../../model/model.ts";
import type { ReleaseDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";

/** No stage and no pin may serve a blocked version. */
export function* blockedVersion(model: Model): Generator<Diagnostic> {
  for (const release of model.releases.values()) {
    const versions = new Map(release.blocked.map((each) => [each.version, each]));
    if (versions.size === 0) continue;
    for (const { version, span, who } of served(release)) {
      const record = versions.get(version);
      if (record !== undefined)
        yield diagnostic("model/blocked-version", span, `${who} is served version \`${version}\`, which is blocked`, {
          related: [{ message: "it is blocked here", span: record.span }],
          hint: "serve another version; a blocked version never comes back",
        });
    }
  }
}

interface Served {
  readonly version: string;
  readonly span: Span;
  readonly who: string;
}

function* served({ document, stages }: Release): Generator<Served> {
  for (const { group, version, versionSpan } of stages) yield { version, span: versionSpan, who: `stage \`${group}\`` };
  const { pinned = {} } = document.data as ReleaseDocument;
  for (const pins of Object.values(pinned))
    for (const pin of pins)
      yield { version: pin.version, span: valueSpan(document, pin, "version"), who: `\`${pin.id}\`` };
}
