import attribute from "../../../schema/attribute.schema.json" with { type: "json" };
import common from "../../../schema/common.schema.json" with { type: "json" };
import config from "../../../schema/config.schema.json" with { type: "json" };
import flag from "../../../schema/flag.schema.json" with { type: "json" };
import groups from "../../../schema/groups.schema.json" with { type: "json" };
import identities from "../../../schema/identities.schema.json" with { type: "json" };
import privilege from "../../../schema/privilege.schema.json" with { type: "json" };
import release from "../../../schema/release.schema.json" with { type: "json" };
import retired from "../../../schema/retired.schema.json" with { type: "json" };
import waiver from "../../../schema/waiver.schema.json" with { type: "json" };
import type { Document } from "../../model/document.ts";

/** The part of JSON Schema that the schemas use. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Which of two shapes a mapping has: `then` if it has the keys. */
  readonly if?: { readonly required: readonly string[] };
  readonly then?: Schema;
  readonly else?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A schema, the file that its references are relative to, and the name by which that file defines it. */
export interface SchemaPlace {
  readonly schema: Schema;
  readonly root: Schema;
  readonly name: string | undefined;
}

const schemas: Readonly<Record<Document["kind"], Schema>> = {
  flag,
  release,
  privilege,
  groups,
  attribute,
  identities,
  retired,
  waiver,
  config,
};

/** The schema of a kind of document. */
export function schemaOf(kind: Document["kind"]): SchemaPlace {
  const schema = schemas[kind];
  return { schema, root: schema, name: undefined };
}

/** The schema of what is under a key, or at an index, of `value`; undefined if the schema has no such place. */
export function stepInto(place: SchemaPlace, value: unknown, key: string): SchemaPlace | undefined {
  const { schema, root } = branchFor(place, value);
  if (Array.isArray(value)) return schema.items && resolve({ schema: schema.items, root, name: undefined });
  const { properties, additionalProperties: others } = schema;
  const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const next = own ?? (typeof others === "object" ? others : undefined);
  return next && resolve({ schema: next, root, name: undefined });
}

/** Out of several shapes, the one with the value's type; of two mappings, the one whose key it has. */
export function branchFor(place: SchemaPlace, value: unknown): SchemaPlace {
  for (const schema of place.schema.anyOf ?? []) {
    const branch = resolve({ schema, root: place.root, name: undefined });
    if ([branch.schema.type].flat().includes(typeOf(value))) return branchFor(branch, value);
  }
  if (place.schema.if === undefined || typeOf(value) !== "object") return place;
  const isFirst = place.schema.if.required.every((key) => key in (value as object));
  const schema = (isFirst ? place.schema.then : place.schema.else) ?? {};
  return resolve({ schema, root: place.root, name: undefined });
}

/** The keys of which a mapping must have exactly one. */
export function choicesOf(place: SchemaPlace, value: unknown): readonly string[] {
  return (branchFor(place, value).schema.oneOf ?? []).flatMap((branch) => branch.required ?? []);
}

/** Whether a mapping must have a key, alone or as one of several. */
export function isRequired(place: SchemaPlace, value: unknown, key: string): boolean {
  return branchFor(place, value).schema.required?.includes(key) === true || choicesOf(place, value).includes(key);
}

/** The types that a place allows. */
export function typesAt(place: SchemaPlace): readonly string[] {
  const { anyOf, type } = place.schema;
  const own = [type ?? []].flat();
  return [
    ...own,
    ...(anyOf ?? []).flatMap((schema) => typesAt(resolve({ schema, root: place.root, name: undefined }))),
  ];
}

/** The type of a value, as schemas call it. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Follows references; what is next to a reference, such as a description, overrides what it leads to. */
function resolve(place: SchemaPlace): SchemaPlace {
  const { $ref, ...beside } = place.schema;
  if ($ref === undefined) return place;
  const [file, pointer = ""] = $ref.split("#");
  const root: Schema = file === "common.schema.json" ? common : place.root;
  const name = pointer.slice(pointer.lastIndexOf("/") + 1);
  const found = root.definitions?.[name] ?? {};
  return resolve({ schema: { ...found, ...beside }, root, name });
}
