import { createRequire } from "node:module";
import type { Ajv, ErrorObject, ValidateFunction } from "ajv";
import type { Json } from "../../runtime/load/value-shape.ts";
import { linearPattern } from "../linear-pattern.ts";

/** Where a value does not fit a schema, by the keys and indexes that lead there, and what is wrong. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const require = createRequire(import.meta.url);

type Judge = (value: Json) => readonly Misfit[];

/** The formats of JSON Schema, which say what a text is for; any other is a misspelling. */
const formats = [
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"],
  ...["uri", "uri-reference", "uri-template", "iri", "iri-reference", "uuid", "regex", "json-pointer"],
];

/** Makes the patterns of schemas: no text may make one take forever. */
const regExp = Object.assign(
  (source: string) => {
    try {
      return linearPattern(source);
    } catch (error) {
      if (error instanceof SyntaxError) throw error;
      throw new Error(`\`${source}\` has lookaround, a back-reference or a count above 1000`);
    }
  },
  { code: "linearPattern" },
);

const options = {
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
  logger: false,
  formats: Object.fromEntries(formats.map((name) => [name, true as const])),
  code: { regExp },
} as const;

/** What is wrong where the schema, or a value with it, has no end that can be reached. */
const endless = "nests too deeply: `$ref` may lead in a circle";

/** Knows what a schema may be, which takes longer to compile than a schema. */
let schemas: Ajv | undefined;
const judges = new Map<string, Judge | string>();

/** A function that checks values against a JSON Schema (draft 7), made once for the same schema; or, in words, why the schema is not valid. */
export function schemaJudge(schema: object): Judge | string {
  const text = JSON.stringify(schema);
  const judge = judges.get(text) ?? makeJudge(schema);
  judges.set(text, judge);
  return judge;
}

function makeJudge(schema: object): Judge | string {
  // Most instances have no schema; loading ajv takes longer than all the rest of a small check.
  const { Ajv } = require("#ajv") as typeof import("ajv");
  schemas ??= new Ajv(options);
  try {
    schemas.validateSchema(schema, true);
    const validate = new Ajv({ ...options, validateSchema: false }).compile(schema);
    return (value) => judgeValue(validate, value);
  } catch (error) {
    if (error instanceof RangeError) return `it ${endless}`;
    return error instanceof Error ? error.message.replace(/^schema is invalid: /, "") : String(error);
  }
}

function judgeValue(validate: ValidateFunction, value: Json): readonly Misfit[] {
  try {
    return validate(value) ? [] : (validate.errors ?? []).map((error) => misfitOf(value, error));
  } catch (error) {
    if (error instanceof RangeError) return [{ path: [], message: endless }];
    throw error;
  }
}

function misfitOf(value: Json, { instancePath, message = "does not fit" }: ErrorObject): Misfit {
  const path: (string | number)[] = [];
  let part: unknown = value;
  for (const step of instancePath.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(part) ? Number(key) : key);
    part = (part as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return { path, message };
}
