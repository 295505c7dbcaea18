import type { Json } from "../../runtime/load/value-shape.ts";

type Schema = Readonly<Record<string, unknown>>;

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** What may stand under each of the usual keywords. A schema with any other, or with something else there, is not plain. */
const keywords = new Map(
  Object.entries<(found: unknown) => boolean>({
    type: (found) => types.includes(found as string),
    properties: (found) => isObject(found) && Object.values(found).every(isPlain),
    required: (found) => isTexts(found) && new Set(found).size === found.length,
    items: isPlain,
    minimum: Number.isFinite,
    maximum: Number.isFinite,
    title: isText,
    description: isText,
  }),
);

/**
 * Whether a schema has only the usual keywords, rightly used, and a value fits it, so that nothing need be loaded to
 * judge it; whatever is false is for a complete validator to say.
 */
export function fitsPlainly(value: Json, schema: object): boolean {
  return isPlain(schema) && isFit(value, schema as Schema);
}

function isPlain(schema: unknown): boolean {
  return isObject(schema) && Object.entries(schema).every(([name, found]) => keywords.get(name)?.(found) === true);
}

function isFit(value: Json, schema: Schema): boolean {
  const { type, properties = {}, required = [], items, minimum = -Infinity, maximum = Infinity } = schema;
  if (type !== undefined && !isOfType(value, type as string)) return false;
  if (typeof value === "number") return (minimum as number) <= value && value <= (maximum as number);
  if (Array.isArray(value)) return items === undefined || value.every((each) => isFit(each, items as Schema));
  if (!isObject(value)) return true;
  if (!(required as readonly string[]).every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(properties as Readonly<Record<string, Schema>>).every(
    ([name, own]) => !Object.hasOwn(value, name) || isFit(value[name] as Json, own),
  );
}

function isOfType(value: Json, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  return type === "object" ? isObject(value) : typeof value === type;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
