import type { History } from "../../history/history.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import { dayLength, endOf, type Instant } from "../../model/time.ts";
import { type Breach, type Change, waivable } from "./change.ts";

/**
 * A flag that is new, or is given more time, must end within the days that a flag may live since it first appeared.
 * Codes: `gate/no-history`, `gate/too-long`.
 */
export function* tooLong(change: Change): Generator<Breach> {
  const { before, after, policy } = change;
  for (const flag of after.flags.values()) {
    const { name, expires } = flag;
    const old = before?.flags.get(name);
    const isExtended = expires !== undefined && old?.expires !== undefined && expires.at > old.expires.at;
    if (expires === undefined || (old !== undefined && !isExtended)) continue;
    const history = old === undefined ? undefined : change.history(name);
    const born = history?.versions.find(({ document }) => document?.kind === "flag")?.at ?? change.asOf;
    const days = Math.floor((expires.at - 1 - Math.floor(born / dayLength) * dayLength) / dayLength);
    if (days > policy.maxLifetimeDays) {
      const extended = history === undefined ? "" : `; it was extended ${times(extensionsOf(history, expires.at))}`;
      const message = `flag \`${name}\` would live ${days} days, more than ${policy.maxLifetimeDays}${extended}`;
      const hint = "make it end sooner, retire it, or make it `permanent` and say why";
      yield waivable(diagnostic("gate/too-long", expires.span, message, { hint }), name);
    } else if (history?.isCut) {
      const message = `the fetched history does not show how old flag \`${name}\` is`;
      yield diagnostic("gate/no-history", expires.span, message, { hint: `fetch the rest: \`${history.remedy}\`` });
    }
  }
}

/** How often the end of a flag was put off, including this time. */
function extensionsOf({ versions }: History, end: Instant): number {
  const ends = [...versions.flatMap(({ document }) => endIn(document)), end];
  return ends.filter((each, index) => index > 0 && each > (ends[index - 1] ?? Infinity)).length;
}

function endIn(document: Document | undefined): readonly Instant[] {
  const { expires } = (document?.data ?? {}) as { expires?: string };
  return expires === undefined ? [] : [endOf(expires)];
}

function times(number: number): string {
  return number === 1 ? "once" : number === 2 ? "twice" : `${number} times`;
}
