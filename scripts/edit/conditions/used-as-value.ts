import type { Document } from "../../model/document.ts";
import { type Path, valueAt } from "../text/value-at.ts";

/**
 * What is said of an id that stands at a path as a value of an attribute, in a condition or in an example, where no edit
 * of customers changes it; undefined if it is something else.
 */
export function usedAsValue(document: Document, path: Path, id: string): string | undefined {
  const tested = testedAt(document, path);
  if (tested !== undefined)
    return `tests \`${tested}\` for \`${id}\`, and keeps it: if that is this customer, change the condition`;
  const told = path[0] === "examples" && path[2] === "attributes" ? path[3] : undefined;
  return told === undefined ? undefined : `tells \`${id}\` as \`${told}\`, and keeps it: if needed, change the example`;
}

/** What is tested for the value at a path in a condition; next to `where`, an item has its window and reason. */
function testedAt(document: Document, path: Path): string | undefined {
  for (const [index, step] of path.entries()) {
    if (step !== "where") continue;
    const isItem = typeof path[index + 1] === "number";
    const item = valueAt(document, path.slice(0, index + 2));
    if (isItem && typeof item === "object" && item !== null && "where" in item) continue;
    return path.slice(index + 1).find((each) => typeof each === "string");
  }
  return undefined;
}
