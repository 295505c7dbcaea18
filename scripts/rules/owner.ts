import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { nearest } from "../hints.ts";
import { type Model, namedThings, spanAt } from "../model.ts";

/** Where the config lists the owners, an owner is one of them. */
export function* owner(model: Model): Generator<Diagnostic> {
  const { owners } = model.config;
  if (owners === undefined) return;
  for (const named of namedThings(model))
    if (!owners.includes(named.owner))
      yield diagnostic("model/unknown-owner", spanAt(named, "owner"), `\`${named.owner}\` is no owner of the config`, {
        ...nearest(spanAt(named, "owner"), named.owner, owners, "owners are"),
      });
}
