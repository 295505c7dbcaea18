import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Model } from "../../model/model.ts";

/** Policies that are about one version of a release. */
const aboutVersions: ReadonlySet<string> = new Set(["gate/not-soaked", "gate/out-of-order", "gate/unblocked"]);

/**
 * An allowance of a waiver must name a version if and only if its policy is about one. Codes: `schema/missing-key`,
 * `schema/unknown-key`.
 */
export function* waivers(model: Model): Generator<Diagnostic> {
  for (const waiver of model.waivers.values())
    for (const { policy, version, versionSpan } of waiver.allow) {
      if (aboutVersions.has(policy) && version === undefined && !model.partial.has(waiver.document))
        yield diagnostic("schema/missing-key", versionSpan, `a waiver of \`${policy}\` has no key \`version\``, {
          hint: "name the version to allow, so that no other is allowed",
        });
      else if (!aboutVersions.has(policy) && version !== undefined)
        yield diagnostic("schema/unknown-key", versionSpan, `\`version\` has no meaning in a waiver of \`${policy}\``, {
          hint: "remove it: this policy is not about a version",
        });
    }
}
