import { nounOf } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { decisionsOf } from "../../model/model-queries.ts";
import { suggest } from "../../runtime/declare/suggest.ts";

/** Why a name is none of a release, with the nearest that is. */
export function whyNoRelease(model: Model, name: string): string {
  const thing = [...decisionsOf(model), ...model.sets.values()].find((each) => each.name === name);
  if (thing !== undefined) return `\`${name}\` is a ${nounOf(thing.kind)}, and only releases have stages`;
  if (model.unreadable.has(name)) return `\`${name}\` cannot be read; see \`flagstone check\``;
  const names = [...model.releases.keys()];
  const near = suggest(name, names);
  if (near !== undefined) return `there is no release \`${name}\`; did you mean \`${near}\`?`;
  return `there is no release \`${name}\`${names.length === 0 ? ", and no other" : `; there are ${names.join(", ")}`}`;
}
