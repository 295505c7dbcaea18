import { type Retired, retiredPath } from "../../model/model.ts";
import { addItems } from "../text/edit-entries.ts";
import { newDocument } from "../text/new-document.ts";
import { setAt } from "../text/set-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { valueAt } from "../text/value-at.ts";
import type { Mapping, Yaml } from "../text/write-yaml.ts";

/** The record of a retired name. */
interface Record extends Mapping {
  readonly kind: Retired["kind"];
  /** As `YYYY-MM-DD`. */
  readonly date: string;
  readonly outcome: Retired["outcome"];
  readonly answer?: boolean | string | undefined;
  /** Set if browsers may know the answer of a flag. */
  readonly client?: boolean | undefined;
  /** The value of the answer, if it is a variant with a value. */
  readonly value?: Yaml | undefined;
}

/**
 * Records a name as retired, in its place among the others; the file is made if there is none, with the path from it to
 * the schema. Returns why it cannot.
 */
export function recordRetired(
  draft: Draft,
  name: string,
  record: Record,
  schemaOf: (path: string) => string,
): string | undefined {
  const path = [...draft.documents()].find(({ kind }) => kind === "retired")?.source.path ?? retiredPath;
  const document = draft.documentAt(path);
  if (document === undefined) {
    if (draft.tree.files.some((source) => source.path === path))
      return `\`${path}\` cannot be read; see \`flagstone check\``;
    draft.create({ path, text: newDocument("retired", { retired: { [name]: record } }, schemaOf(path)) });
    return undefined;
  }
  const now = valueAt(document, ["retired", name]);
  if (now === undefined) draft.edit(setAt(document, ["retired", name], record, "sorted"));
  else if (Array.isArray(now)) draft.edit(addItems(document, ["retired", name], [record]));
  else draft.edit(setAt(document, ["retired", name], [now as Mapping, record]));
  return undefined;
}
