import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import type { Model } from "../../model/model.ts";
import { namedThings, spanAt } from "../../model/model-queries.ts";

/** If the config lists the owners, an owner must be one of them. */
export function* unknownOwner(model: Model): Generator<Diagnostic> {
  const { owners } = model.config;
  if (owners === undefined) return;
  for (const named of namedThings(model))
    if (!owners.includes(named.owner))
      yield diagnostic(
        "model/unknown-owner",
        spanAt(named, "owner"),
        `\`${named.owner}\` is not an owner in the config`,
        {
          ...nameHint(spanAt(named, "owner"), named.owner, owners, "owners are"),
        },
      );
}
