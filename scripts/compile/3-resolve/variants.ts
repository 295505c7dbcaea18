import { type Document, keysInOrder } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { shapeOf } from "../../runtime/load/common-shape.ts";
import type { Json } from "../../runtime/load/value-shape.ts";
import { declaredShape } from "./declared-shape.ts";

/** The variants of a flag, in the order of the file, with the values that they stand for. */
export function resolveVariants(document: Document): Pick<Flag, "variants" | "variantValues" | "shape"> {
  const { variants, schema } = document.data as FlagDocument;
  if (variants === undefined) return { variants, variantValues: undefined, shape: undefined };
  if (Array.isArray(variants)) return { variants, variantValues: undefined, shape: undefined };
  const named = variants as { readonly [name: string]: Json };
  const names = keysInOrder(document, named);
  const values = new Map(names.map((name) => [name, named[name] as Json]));
  return {
    variants: names,
    variantValues: values,
    shape: schema === undefined ? shapeOf(values) : declaredShape(schema),
  };
}
