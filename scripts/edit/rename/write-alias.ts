import type { Model, Named } from "../../model/model.ts";
import { namedThings } from "../../model/model-queries.ts";
import { addItems } from "../text/edit-entries.ts";
import { newDocument } from "../text/new-document.ts";
import { removeAt } from "../text/remove-key.ts";
import { setAt } from "../text/set-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { identitiesAt } from "./rename-identities.ts";
import { isNow, isOld, type Renaming } from "./rename-request.ts";

/** How to write an alias. */
interface AliasOptions {
  /**
   * The last day on which the former id still means the customer; null for no end, undefined if the call does not say.
   */
  readonly until: string | null | undefined;
  /** The owner of the file, if it has to be made. */
  readonly owner: string | undefined;
}

/** Records that a customer had the former id, in the file that has aliases of the scope; returns why that cannot be. */
export function writeAlias(
  draft: Draft,
  model: Model,
  renaming: Renaming,
  { until, owner }: AliasOptions,
): string | undefined {
  const { scope, old, now } = renaming;
  const files = draft.tree.files.flatMap(({ path }) => {
    const data = identitiesAt(draft, path, scope);
    return data === undefined ? [] : [{ path, aliases: data.aliases ?? [] }];
  });
  for (const { path, aliases } of files) {
    const index = aliases.findIndex(({ id, was }) => isNow(renaming, id) && isOld(renaming, was));
    const document = draft.documentAt(path);
    if (index < 0 || document === undefined) continue;
    const end = ["aliases", index, "until"];
    if (until === null) draft.edit(removeAt(document, end));
    else if (until !== undefined) draft.edit(setAt(document, end, until, ["id", "was", "until"]));
    return undefined;
  }
  const alias = { id: now, was: old, until: until ?? undefined };
  const file = files.find(({ aliases }) => aliases.length > 0) ?? files[0];
  const document = file && draft.documentAt(file.path);
  if (document !== undefined) draft.edit(addItems(document, ["aliases"], [alias]));
  else {
    const whose = owner ?? ownerIn(model, scope);
    if (whose === undefined)
      return `no file has aliases of \`${scope}\`: set the owner of a new one with \`--owner\`, or use \`--no-alias\``;
    const name = nameFor(model, scope);
    if (name === undefined)
      return `no name for a file of identities of \`${scope}\` fits: create one, or use \`--no-alias\``;
    const data = {
      identities: name,
      description: `Who of scope ${scope} had which id before.`,
      owner: whose,
      scope,
      aliases: [alias],
    };
    draft.create({ path: `groups/${name}.yaml`, text: newDocument("identities", data) });
  }
  return undefined;
}

/** The owner of the files about customers of a scope, if it is a single one; otherwise the owner of everything. */
function ownerIn(model: Model, scope: string): string | undefined {
  const near = [...model.sets.values()].filter((set) => set.scope === scope);
  const owners = (things: Iterable<Named>): readonly string[] => [...new Set([...things].map(({ owner }) => owner))];
  return [owners(near), owners(namedThings(model)), model.config.owners ?? []].find(({ length }) => length === 1)?.[0];
}

/** A name that is not taken and that the config allows. */
function nameFor({ config, documents, retired }: Model, scope: string): string | undefined {
  const taken = new Set([...documents, ...retired].map(({ name }) => name));
  const base = scope.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  const names = [`${base}_identities`, `${base}_former_ids`, `${base}-identities`, `identities_of_${base}`];
  return names.filter((name) => config.namePattern.test(name) && !taken.has(name))[0];
}
