import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { idSpan } from "../entries.ts";
import type { Model } from "../model.ts";

/** No stage and no pin serves a version that is blocked. */
export function* blocked(model: Model): Generator<Diagnostic> {
  for (const release of model.releases.values()) {
    const versions = new Map(release.blocked.map((each) => [each.version, each]));
    if (versions.size === 0) continue;
    const served = [
      ...release.stages.map(({ group, version, versionSpan }) => ({
        version,
        span: versionSpan,
        who: `stage \`${group}\``,
      })),
      ...release.listed.flatMap(({ value, entries }) =>
        entries.ids.map((id, index) => ({ version: `${value}`, span: idSpan(entries, index), who: `\`${id}\`` })),
      ),
    ];
    for (const { version, span, who } of served) {
      const record = versions.get(version);
      if (record !== undefined)
        yield diagnostic("model/blocked-version", span, `${who} is served version \`${version}\`, which is blocked`, {
          related: [{ message: record.reason, span: record.span }],
          hint: "serve another version; a version that is blocked once never comes back",
        });
    }
  }
}
