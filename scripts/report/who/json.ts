import type { Who } from "../../effect/customers-of.ts";
import type { Condition } from "../../model/condition.ts";
import { printableJson } from "../../model/text/escape-controls.ts";
import { formatDate, formatEnd, formatInstant, type Instant } from "../../model/time.ts";

/** What the report is about. */
interface WhoReport {
  readonly name: string;
  readonly kind: string;
  readonly environment: string;
  readonly at: Instant;
}

/** Everyone for programs, as schema/who.schema.json describes it. */
export function whoJson({ name, kind, environment, at }: WhoReport, all: readonly Who[]): string {
  return printableJson({
    version: 1,
    name,
    kind,
    environment,
    at: formatInstant(at),
    who: all.map((who) => ({
      what: who.what,
      value: who.value,
      ...whomOf(who),
      group: who.group,
      from: who.from === -Infinity ? undefined : formatDate(who.from),
      until: who.until === Infinity ? undefined : formatEnd(who.until),
      now: who.now,
    })),
  });
}

function whomOf(who: Who): object {
  switch (who.what) {
    case "customer":
      return { scope: who.scope, id: who.id, via: who.via };
    case "pattern":
      return { scope: who.scope, match: who.match };
    case "condition":
      return { where: whereOf(who.tests) };
    case "share":
      return { percent: who.percent, scope: who.scope, among: who.among, where: who.amongTests.map(whereOf) };
    case "created":
      return { since: formatDate(who.since) };
    default:
      return {};
  }
}

function whereOf(tests: Condition["tests"]): object {
  return Object.fromEntries(tests);
}
