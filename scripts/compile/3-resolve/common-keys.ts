import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import type { Example, Named } from "../../model/model.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { endOf, type Instant, instantOf } from "../../model/time.ts";
import { readTelling } from "./constants.ts";
import type { TestedByName } from "./tested.ts";

/**
 * What every document says of itself, except that of the retired names. It is spread last: an object that begins with a
 * spread gets a layout of its own, and is made and read thirty times slower.
 */
export function resolveNamed(document: Document, tested: TestedByName = new Map()): Named {
  const data = document.data as Pick<FlagDocument, "description" | "owner" | "links" | "deprecated" | "examples">;
  return {
    name: document.name,
    document,
    description: data.description,
    owner: data.owner,
    links: data.links ?? [],
    deprecated: data.deprecated,
    examples: (data.examples ?? []).map((example) => resolveExample(document, tested, example)),
  };
}

type ExampleData = NonNullable<FlagDocument["examples"]>[number];

function resolveExample(document: Document, tested: TestedByName, data: ExampleData): Example {
  return {
    ...readTold(document, tested, data.attributes ?? {}),
    when: data.when,
    expect: data.expect,
    at: data.at === undefined ? undefined : instantOf(data.at),
    plan: data.plan ?? [],
    groups: data.groups ?? {},
    created: Object.fromEntries(Object.entries(data.created ?? {}).map(([scope, date]) => [scope, instantOf(date)])),
    overrides: data.overrides ?? "",
    environment: data.environment,
    data,
  };
}

/** The attributes that an example passes; unknown ones are left out. */
function readTold(
  document: Document,
  tested: TestedByName,
  data: NonNullable<ExampleData["attributes"]>,
): Pick<Example, "attributes" | "misfits"> {
  const misfits: Diagnostic[] = [];
  const attributes = Object.keys(data).flatMap((name) => {
    const kind = tested.get(name);
    const value = kind && readTelling({ document, misfits, name, tested: kind }, data);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { attributes: Object.fromEntries(attributes), misfits };
}

/** The end that a key gives, and where it is; undefined without the key. */
export function resolveEnd(document: Document, data: object, key: string): { at: Instant; span: Span } | undefined {
  const date = (data as Record<string, string | undefined>)[key];
  return date === undefined ? undefined : { at: endOf(date), span: valueSpan(document, data, key) };
}

/** How settings refer to a group: by the name of the set if it has a single group. */
export function referenceTo(set: string, group: string): string {
  return set === group ? set : `${set}/${group}`;
}
