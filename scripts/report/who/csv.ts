import type { Who } from "../../effect/customers-of.ts";
import { formatDate, formatEnd } from "../../model/time.ts";
import { csvOf } from "../csv.ts";

const columns = ["value", "what", "scope", "id", "percent", "where", "group", "via", "from", "until", "now"];

/** Everyone as a table; an id that ends with `*` is a pattern, and conditions are JSON. */
export function whoCsv(all: readonly Who[]): string {
  return csvOf(rowsOf(all));
}

function* rowsOf(all: readonly Who[]): Generator<readonly (string | number | boolean)[]> {
  yield columns;
  for (const who of all)
    yield [
      who.value,
      who.what,
      "scope" in who ? (who.scope ?? "") : "",
      who.what === "customer" ? who.id : who.what === "pattern" ? who.match : "",
      who.what === "share" ? who.percent : "",
      whereOf(who),
      who.group ?? "",
      ("via" in who && who.via) || "",
      who.what === "created" ? formatDate(who.since) : who.from === -Infinity ? "" : formatDate(who.from),
      who.until === Infinity ? "" : formatEnd(who.until),
      who.now ?? "",
    ];
}

function whereOf(who: Who): string {
  if (who.what === "condition") return JSON.stringify(Object.fromEntries(who.tests));
  if (who.what !== "share") return "";
  const tests = who.amongTests.map((each) => JSON.stringify(Object.fromEntries(each)));
  return [...who.among, ...tests].join(" ");
}
