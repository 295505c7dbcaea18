import type { CustomerList } from "../../model/model.ts";

/** How to write what was meant by an id that ends with a star in a list of a kind. */
export function starHint(id: string, kind: CustomerList["kind"]): string {
  const match = `\`{ match: ${id} }\``;
  return `for all ids that start with this, ${kind === "group" ? `write ${match}` : `name a group with the member ${match}`}`;
}
