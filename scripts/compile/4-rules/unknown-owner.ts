import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import type { Named } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import type { Surroundings } from "./surroundings.ts";

/** If the config lists the owners, an owner must be one of them. */
export function* unknownOwner(named: Named, { config: { owners } }: Surroundings): Generator<Diagnostic> {
  if (owners === undefined || owners.includes(named.owner)) return;
  const span = spanAt(named, "owner");
  yield diagnostic("model/unknown-owner", span, `\`${named.owner}\` is not an owner in the config`, {
    ...nameHint(span, named.owner, owners, "owners are"),
  });
}
