import type { Document } from "../../model/document.ts";

/** The keys and indexes that lead to a part of a document. */
export type Path = readonly (string | number)[];

/** What is at a path; undefined if there is nothing. */
export function valueAt(document: Document, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    document.data,
  );
}
