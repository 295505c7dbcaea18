import type { Kind } from "../../model/document.ts";
import { keyOrders } from "../../model/shapes/keys.ts";
import { inline, lines, type Mapping } from "./write-yaml.ts";

/**
 * The text of a new document, with its keys in the usual order and, if given, the line by which editors find its
 * schema.
 */
export function newDocument(kind: Kind, data: Mapping, schema?: string): string {
  const order: readonly string[] = keyOrders[kind];
  const keys = order.flatMap((key) => {
    const value = data[key];
    if (value === undefined) return [];
    const isNames = Array.isArray(value) && value.every((item) => typeof item === "string");
    return isNames ? [`${key}: ${inline(value)}`] : lines(key, value, "", key === "variants");
  });
  const first = schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`];
  return [...first, ...keys, ""].join("\n");
}
