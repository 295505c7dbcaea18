import type { Description } from "../api/describe.ts";
import type { LookupOptions } from "../api/options.ts";
import { isDate as isDateObject } from "../declare/instant.ts";
import { isDate, parseDate } from "../tables/date.ts";

/** A flat context: ids by scope, groups of told sets, attributes, `created` and `privileges`; the rest is ignored. */
export type FlatContext = Readonly<Record<string, unknown>>;

/** What the keys of a context mean. */
export type Places = ReadonlyMap<string, "id" | "group" | "attribute" | "created" | "privileges">;

/** The keys that a context may have, except `targetingKey`. */
export function placesOf({ scopes, attributes, names }: Description): Places {
  const sets = Object.entries(names).flatMap(([name, about]) => (about.kind === "groups" && about.told ? [name] : []));
  return new Map([
    ...Object.keys(attributes).map((name) => [name, "attribute"] as const),
    ...sets.map((name) => [name, "group"] as const),
    ...Object.keys(scopes).map((name) => [name, "id"] as const),
    ["created", "created"],
    ["privileges", "privileges"],
  ]);
}

/** The parts of a context for a lookup. */
interface Told {
  readonly ids: Record<string, string>;
  readonly plan: readonly string[] | undefined;
  readonly options: { -readonly [Key in keyof LookupOptions]: LookupOptions[Key] };
}

/** Reads a context, with its targeting key as an id of `scope`; or says what is wrong with it. */
export function readContext(context: FlatContext, scope: string | undefined, places: Places): Told | string {
  const ids: Record<string, string> = {};
  const options: Told["options"] = {};
  let [groups, attributes, plan]: [Record<string, string>?, Record<string, unknown>?, (readonly string[])?] = [];
  const key = scope === undefined ? undefined : context.targetingKey;
  if (scope !== undefined && typeof key === "string") ids[scope] = key;
  else if (key !== undefined && key !== null) return `\`targetingKey\` must be a text, not ${typeOf(key)}`;
  for (const name of Object.keys(context)) {
    const place = places.get(name);
    const value = context[name];
    if (place === undefined || value === undefined || value === null) continue;
    switch (place) {
      case "id":
        if (typeof value !== "string") return `\`${name}\` must be an id, which is a text, not ${typeOf(value)}`;
        ids[name] = value;
        break;
      case "group":
        groups ??= options.groups = {};
        if (typeof value === "string") groups[name] = value;
        break;
      case "attribute":
        attributes ??= options.attributes = {};
        attributes[name] = value;
        break;
      case "privileges":
        if (!Array.isArray(value)) return `\`privileges\` must be a list of names, not ${typeOf(value)}`;
        plan = value;
        break;
      case "created": {
        const created = readCreated(value, places);
        if (typeof created === "string") return created;
        options.created = created;
      }
    }
  }
  return { ids, plan, options };
}

/** When customers were created, by scope: dates, texts of dates, or milliseconds. */
function readCreated(value: unknown, places: Places): Record<string, Date | number> | string {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isDateObject(value))
    return `\`created\` must be an object with a date for each scope, not ${typeOf(value)}`;
  const created: Record<string, Date | number> = {};
  for (const [scope, date] of Object.entries(value)) {
    if (places.get(scope) !== "id" || date === undefined || date === null) continue;
    const at: unknown = typeof date === "string" && isDate(date) ? parseDate(date) : date;
    if (!(isDateObject(at) || typeof at === "number") || Number.isNaN(Number(at)))
      return `\`created.${scope}\` must be a date, as \`2027-01-31\` or \`2027-01-31T09:30:00Z\``;
    created[scope] = at;
  }
  return created;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isDateObject(value)) return "a date";
  return value === null ? "null" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
