import type { ErrorObject } from "ajv";
import type { Document } from "../../model/document.ts";
import { type Node, nodeAt } from "./node.ts";
import { typeOf } from "./schema.ts";

/** One error in a node. */
export interface SchemaError {
  readonly node: Node;
  readonly error: ErrorObject;
}

/**
 * The errors to report out of all that a schema found. Where a node may have several shapes, there is an error for
 * each; only those of the shape with the node's type are reported, and if there is none, the first that says so.
 */
export function schemaErrorsOf(document: Document, all: readonly ErrorObject[]): readonly SchemaError[] {
  // Which keys may be combined matters only if there are keys.
  const errors = all.filter(
    ({ keyword, instancePath }) => keyword !== "oneOf" || typeOf(nodeAt(document, instancePath).value) === "object",
  );
  const shaped = new Set<string>();
  for (const { instancePath, keyword } of errors) {
    if (keyword === "anyOf" || keyword === "if") continue;
    if (keyword !== "type") shaped.add(instancePath);
    for (let at = instancePath.lastIndexOf("/"); at >= 0; at = instancePath.lastIndexOf("/", at - 1)) {
      const above = instancePath.slice(0, at);
      if (shaped.has(above)) break;
      shaped.add(above);
    }
  }
  const seen = new Set<string>();
  const faults: SchemaError[] = [];
  for (const error of errors) {
    const { instancePath, keyword, schemaPath } = error;
    if (keyword === "anyOf" || keyword === "if" || schemaPath.includes("/oneOf/")) continue;
    if (keyword === "type" && shaped.has(instancePath)) continue;
    const what = `${instancePath} ${keyword} ${keyword === "type" ? "" : JSON.stringify(error.params)}`;
    if (seen.has(what)) continue;
    seen.add(what);
    faults.push({ node: nodeAt(document, instancePath), error });
  }
  return faults;
}
