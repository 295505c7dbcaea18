import { Fragment } from "preact";
import type { Entries } from "../../../model/entries.ts";
import type { Model, Named } from "../../../model/model.ts";
import type { Site } from "../site.ts";

/** A thing in some environments in which it is the same. */
interface Alike<Thing> {
  readonly environments: readonly string[];
  readonly model: Model;
  readonly own: Thing;
}

/** A thing in each environment, grouped if the settings are the same. */
export function alike<Thing extends Named>(
  models: readonly Model[],
  find: (model: Model) => Thing | undefined,
): readonly Alike<Thing>[] {
  const found = new Map<string, Alike<Thing> & { readonly environments: string[] }>();
  const lists = new Map<object, number>();
  for (const model of models) {
    const own = find(model);
    if (own === undefined) continue;
    const key = models.length === 1 ? "" : JSON.stringify(own, (part, value) => settingOf(part, value, lists));
    const known = found.get(key) ?? { environments: [], model, own };
    found.set(key, known);
    known.environments.push(model.environment);
  }
  return [...found.values()];
}

/** The part of a setting that is compared: not its place, and for a long list only its identity. */
function settingOf(part: string, value: unknown, lists: Map<object, number>): unknown {
  if (part === "document" || part === "source" || part === "span" || part === "untilSpan" || part === "data")
    return undefined;
  if (value instanceof Map) return [...value];
  if (part !== "entries" && part !== "members") return value;
  const { ids, from, until } = value as Entries;
  if (ids.length < 1000)
    return { ids, from: Array.from(from ?? []).map(String), until: Array.from(until ?? []).map(String) };
  const known = lists.get(value as object) ?? lists.size;
  lists.set(value as object, known);
  return known;
}

/** The environments to which the following applies; nothing if there is only one. */
export function Environments({
  site,
  environments,
}: {
  readonly site: Site;
  readonly environments: readonly string[];
}) {
  if (site.models.length === 1) return null;
  return (
    <h3>
      In{" "}
      {environments.map((each, index) => (
        <Fragment key={each}>
          {index === 0 ? "" : index === environments.length - 1 ? " and " : ", "}
          <span class="env">{each}</span>
        </Fragment>
      ))}
    </h3>
  );
}
