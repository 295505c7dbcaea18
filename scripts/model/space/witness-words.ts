import { ellipsis } from "../text/ellipsis.ts";
import { formatDate, type Instant } from "../time.ts";
import type { Point } from "./points.ts";
import type { Witness } from "./witness.ts";

/** A witness in words that a reader can check: `acme`, or a customer, with what is passed, and when, if not today. */
export function describeWitness({ at, ids, values }: Witness, today: Instant): string {
  const known = [...ids].filter(([scope, id]) => !id.startsWith(`any-${scope}`)).map(([, id]) => `\`${ellipsis(id)}\``);
  const told = [...values].flatMap(([name, value]) =>
    value === undefined ? [`no \`${name}\``] : [`\`${name}\` ${wordOf(value)}`],
  );
  const who = known.length > 0 ? known.join(" and ") : ids.size > 0 ? "a customer" : "a request";
  const what = told.length === 0 ? "" : ` with ${told.join(", ")}`;
  return `${who}${what}${at === today ? "" : ` on ${formatDate(at)}`}`;
}

function wordOf(value: Exclude<Point["value"], undefined>): string {
  return `\`${ellipsis(Array.isArray(value) ? `[${value.join(", ")}]` : `${value}`)}\``;
}
