import type { Model } from "../../model/model.ts";
import { foldCase } from "../../runtime/tables/normalize.ts";
import type { Draft } from "../text/tree-draft.ts";

/** The files that contain a text and cannot be read completely, so it is not known what they say about it. */
export function unreadableFilesWith(draft: Draft, model: Model, text: string): readonly string[] {
  const partial = new Set([...model.partial].map(({ source }) => source.path));
  const sought = foldCase(text);
  return draft.tree.files
    .filter(({ text: own }) => foldCase(own).includes(sought))
    .filter(({ path }) => draft.documentAt(path) === undefined || partial.has(path))
    .map(({ path }) => path);
}
