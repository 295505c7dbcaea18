import { printableJson } from "../../model/text/escape-controls.ts";
import { positionOf } from "../../model/text/source.ts";
import { formatDay, formatInstant, formatLastDay } from "../../model/time.ts";
import { scheduledData } from "../effect-data.ts";
import type { Agenda } from "./agenda.ts";

/** A forecast for programs, as schema/forecast.schema.json describes it. */
export function forecastJson({ from, before, owners, events, red, unsaid }: Agenda): string {
  const counted = (owner: string): number => [...events, ...red].filter((each) => each.owner === owner).length;
  return printableJson({
    version: 1,
    from: formatDay(from),
    until: before === Infinity ? undefined : formatLastDay(before),
    owners: Object.fromEntries(owners.map((owner) => [owner, counted(owner)])),
    changes: events.map(({ on, owner, kind, name, effect }) => ({
      at: formatInstant(on),
      owner,
      kind,
      name,
      effect: scheduledData(effect),
    })),
    failures: red.map(({ from: day, until, owner, finding }) => ({
      from: formatDay(day),
      until: until === undefined ? undefined : formatDay(until),
      owner,
      code: finding.code,
      message: finding.message,
      hint: finding.hint,
      path: finding.span.source.path,
      line: positionOf(finding.span.source, finding.span.start).line,
    })),
    unsaid: unsaid.length === 0 ? undefined : unsaid,
  });
}
