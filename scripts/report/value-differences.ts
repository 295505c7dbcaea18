import { ellipsis } from "../model/text/ellipsis.ts";
import { isSameValue, writeValue } from "../model/value.ts";
import type { Show } from "./line.ts";

type Json = Parameters<typeof writeValue>[0];

/** At most this many places are shown; of more, the number is given. */
const mostShown = 3;

/** A place at which two values differ, with what each has there; undefined if it has nothing there. */
interface Difference {
  readonly path: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** Where two values differ, place by place: `results: 500 → 600, note: nothing → "slow"`. */
export function differencesInWords(from: Json, to: Json, show: Show): string {
  const all = [...differences(from, to, "")];
  const some = all
    .slice(0, mostShown)
    .map((each) => `${show(ellipsis(each.path))}: ${partInWords(each.from, show)} → ${partInWords(each.to, show)}`);
  return `${some.join(", ")}${all.length > mostShown ? ` and ${all.length - mostShown} more` : ""}`;
}

function* differences(from: Json | undefined, to: Json | undefined, path: string): Generator<Difference> {
  if (isSameValue(from, to)) return;
  const [before, after] = [partsOf(from), partsOf(to)];
  if (before === undefined || after === undefined || Array.isArray(from) !== Array.isArray(to)) {
    yield { path, from, to };
    return;
  }
  for (const key of new Set([...before.keys(), ...after.keys()]))
    yield* differences(before.get(key), after.get(key), path === "" ? key : `${path}.${key}`);
}

/** The parts of a list or an object, by key. */
function partsOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function partInWords(value: Json | undefined, show: Show): string {
  return value === undefined ? "nothing" : show(ellipsis(writeValue(value)));
}
