import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Model, Release } from "../../model/model.ts";
import type { FlagDocument, ReleaseDocument } from "../../model/shapes/documents.ts";

/** A setting must have something to apply to. Codes: `model/no-effect`. */
export function* unusedSetting(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) yield* judgeExpiry(flag);
  for (const release of model.releases.values()) yield* judgeSoak(release);
}

function* judgeExpiry({ name, document }: Flag): Generator<Diagnostic> {
  const data = document.data as FlagDocument;
  if (data.on_expiry === undefined || data.permanent === undefined) return;
  yield diagnostic(
    "model/no-effect",
    keySpan(document, data, "on_expiry"),
    `flag \`${name}\` is permanent, so \`on_expiry\` never applies`,
    { hint: "remove it, or write `expires` instead of `permanent`" },
  );
}

/**
 * A soak at the last stage is nothing to worry about if all stages have one. Otherwise its author may believe that it
 * holds up the stage that has it.
 */
function* judgeSoak({ name, document }: Release): Generator<Diagnostic> {
  const { stages } = document.data as ReleaseDocument;
  const last = stages.at(-1);
  const without = stages.find(({ soak }) => soak === undefined);
  if (last?.soak === undefined || without === undefined) return;
  yield diagnostic(
    "model/no-effect",
    valueSpan(document, last, "soak"),
    `\`${last.group}\` is the last stage of \`${name}\`, so its soak holds nothing up`,
    { hint: `a soak holds up the next stage, and \`${without.group}\` has none` },
  );
}
