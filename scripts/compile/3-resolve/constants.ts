import type { Tested } from "../../model/attribute.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import type { AttributeValue } from "../../model/model.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import type { Span } from "../../model/text/source.ts";
import { isDate, isDay } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { versionKey } from "../../runtime/tables/version.ts";

/** The context in which constants are read, and a list to which misfits are added. */
export interface ConstantReading {
  readonly document: Document;
  readonly misfits: Diagnostic[];
  /** The name that is tested. */
  readonly name: string;
  readonly tested: Tested;
}

/** A constant in the form in which values are compared with it; undefined, and noted, if it does not have the type. */
export function readConstant(
  reading: ConstantReading,
  container: object,
  key: string | number,
): string | number | boolean | undefined {
  const { tested, name } = reading;
  switch (tested.type) {
    case "text":
      return readText(reading, container, key);
    case "version":
      return readVersion(reading, container, key);
    case "number":
      return readNumber(reading, container, key);
    case "date":
      return readDay(reading, container, key);
    case "boolean": {
      const data: unknown = (container as Record<string | number, unknown>)[key];
      if (typeof data === "boolean") return data;
      const hint = `write \`${name}: true\` or \`${name}: false\``;
      return wrong(reading, container, key, "schema/wrong-type", `\`${name}\` is \`true\` or \`false\``, hint);
    }
    case "list": {
      const message = `\`${name}\` may have several texts at once`;
      return wrong(reading, container, key, "schema/wrong-type", message, "write `{ has: … }`");
    }
  }
}

/**
 * What a caller tells about an attribute, by its name in a mapping; undefined, and noted, if it cannot be told. Null
 * means untold.
 */
export function readTelling(reading: ConstantReading, container: object): AttributeValue | undefined {
  const { name, tested } = reading;
  const data: unknown = (container as Record<string, unknown>)[name];
  if (data === null) return null;
  if (Array.isArray(data) !== (tested.type === "list")) {
    const message = `\`${name}\` ${tested.type === "list" ? "is" : "is not"} a list of texts`;
    return wrong(reading, container, name, "schema/wrong-type", message);
  }
  if (Array.isArray(data)) return data.flatMap((_, index) => readText(reading, data, index) ?? []);
  return tested.type === "date" ? readDate(reading, container, name) : readConstant(reading, container, name);
}

/** A text in the form in which it is compared; one of the values, if they are listed. */
export function readText(reading: ConstantReading, container: object, key: string | number): string | undefined {
  const { tested, name } = reading;
  const text = textAt(reading, container, key);
  if (text === undefined) return undefined;
  const found = normalizeId(text, tested.ignoreCase);
  if (tested.values === undefined || tested.values.includes(found)) return found;
  const span = valueSpan(reading.document, container, key);
  const { hint, fix } = nameHint(span, text, tested.values, "the values are");
  const message = `\`${ellipsis(text)}\` is not a value of \`${name}\``;
  reading.misfits.push(diagnostic("schema/wrong-value", span, message, { hint, fix }));
  return undefined;
}

/** A text according to YAML; for anything else, a fix adds quotes. */
function textAt(reading: ConstantReading, container: object, key: string | number): string | undefined {
  const data: unknown = (container as Record<string | number, unknown>)[key];
  if (typeof data === "string") return data;
  const span = valueSpan(reading.document, container, key);
  const source = sourceAt(span);
  const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(source) }] };
  const message = `YAML does not read \`${ellipsis(source)}\` as text`;
  reading.misfits.push(diagnostic("schema/unquoted", span, message, { hint: "quote it", fix }));
  return undefined;
}

function readVersion(reading: ConstantReading, container: object, key: string | number): string | undefined {
  const text = textAt(reading, container, key);
  if (text === undefined || versionKey(text) !== undefined) return text;
  const hint = "a version has one to four numbers, and perhaps a pre-release: 7.190.2 or 8.0.0-beta.1";
  return wrong(reading, container, key, "schema/wrong-value", `\`${ellipsis(text)}\` is not a version`, hint);
}

/** A number must be written as in JSON; in most places plain digits are text. */
function readNumber(reading: ConstantReading, container: object, key: string | number): number | undefined {
  const span = valueSpan(reading.document, container, key);
  const source = sourceAt(span);
  const number = Number(source);
  if (source !== "" && JSON.stringify(number) === source) return number;
  const unquoted = /^["'](.*)["']$/s.exec(source)?.[1] ?? source;
  const better = unquoted.trim() === "" ? "null" : JSON.stringify(Number(unquoted));
  const hint = better === "null" ? "write a number, such as 12 or 0.5" : `write \`${better}\``;
  const fix = better === "null" ? undefined : { title: `write \`${better}\``, edits: [{ span, text: better }] };
  const message = `\`${ellipsis(source)}\` is not a number as JSON writes it`;
  reading.misfits.push(diagnostic("schema/wrong-type", span, message, { hint, fix }));
  return undefined;
}

export function readDate(reading: ConstantReading, container: object, key: string | number): string | undefined {
  const text = textAt(reading, container, key);
  if (text === undefined || isDate(text)) return text;
  const hint = "write a day as YYYY-MM-DD, or an instant such as 2027-01-31T09:00:00Z";
  return wrong(reading, container, key, "schema/bad-date", `\`${ellipsis(text)}\` is not a date`, hint);
}

function readDay(reading: ConstantReading, container: object, key: string | number): string | undefined {
  const text = readDate(reading, container, key);
  if (text === undefined || isDay(text)) return text;
  const hint = "write a day, or bounds as `{ from: …, until: … }`";
  return wrong(reading, container, key, "schema/bad-date", "no date is a single instant", hint);
}

function wrong(
  reading: ConstantReading,
  container: object,
  key: string | number,
  code: Diagnostic["code"],
  message: string,
  hint?: string,
): undefined {
  reading.misfits.push(diagnostic(code, valueSpan(reading.document, container, key), message, { hint }));
}

function sourceAt({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}
