import { ellipsis } from "../text/ellipsis.ts";
import { formatDate, type Instant } from "../time.ts";
import type { Point } from "./points.ts";
import type { Witness } from "./witness.ts";

/** Who is found, as a reader can check it: `acme`, or a customer, with what is told, and when, if that is not today. */
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
