import type { Kind } from "../../model/document.ts";
import { keyOrders } from "../../model/shapes/keys.ts";
import { inline, lines, type Mapping } from "./write-yaml.ts";

/** The text of a document of a kind, its keys in the usual order, with the line by which editors find its schema. */
export function newDocument(kind: Kind, data: Mapping, schema: string): string {
  const order: readonly string[] = keyOrders[kind];
  const keys = order.flatMap((key) => {
    const value = data[key];
    if (value === undefined) return [];
    const isNames = Array.isArray(value) && value.every((item) => typeof item === "string");
    return isNames ? [`${key}: ${inline(value)}`] : lines(key, value, "", key === "variants");
  });
  return [`# yaml-language-server: $schema=${schema}`, ...keys, ""].join("\n");
}
