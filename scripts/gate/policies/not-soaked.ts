import { isProven, type Readiness, readinessBehind } from "../../history/soak.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { Stage } from "../../model/model.ts";
import { formatDuration, formatInstant } from "../../model/time.ts";
import { type Arrival, arrivalsOf, retiredArrivals } from "./arrivals.ts";
import { type Breach, type Change, type EnvironmentPair, releasePairs, waivable } from "./change.ts";

/**
 * In each environment a version must advance stage by stage, and to the next only after it has held the one before for
 * its soak. Codes: `gate/no-history`, `gate/not-soaked`, `gate/out-of-order`.
 */
export function* notSoaked(change: Change): Generator<Breach> {
  const reported = new Set<string>();
  for (const { name, pair, arrival } of allArrivals(change)) {
    const { span, version } = arrival;
    const place = `${span.source.path} ${span.start} ${version}`;
    if (reported.has(place)) continue;
    const found = judge(change, name, pair, arrival);
    if (found === undefined) continue;
    reported.add(place);
    yield found;
  }
}

interface Named {
  readonly name: string;
  readonly pair: EnvironmentPair;
  readonly arrival: Arrival;
}

function* allArrivals(change: Change): Generator<Named> {
  for (const pair of releasePairs(change))
    for (const arrival of arrivalsOf(pair)) yield { name: pair.head.name, pair, arrival };
  for (const pair of change.pairs)
    for (const arrival of retiredArrivals(pair)) yield { name: arrival.name, pair, arrival };
}

function judge(
  { now, history }: Change,
  name: string,
  { environment, where }: EnvironmentPair,
  arrival: Arrival,
): Breach | undefined {
  const { version, from, before } = arrival;
  if (before.length === 0) return undefined;
  const past = history(name);
  const tried = { version, environment, now };
  if (from.length > 0 && from.every((stage) => isProven(past, stage.group, tried))) return undefined;
  for (const previous of before) {
    const found = describe(readinessBehind(past, previous, tried), name, arrival, previous, {
      where,
      remedy: past.remedy,
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function describe(
  ready: Readiness,
  name: string,
  { group, version, span }: Arrival,
  previous: Stage,
  { where, remedy }: { readonly where: string; readonly remedy: string },
): Breach | undefined {
  switch (ready.state) {
    case "ready":
      return undefined;
    case "unknown": {
      const message = `the fetched history does not show whether stage \`${previous.group}\` had \`${version}\`${where}`;
      return diagnostic("gate/no-history", span, message, { hint: `fetch the rest: \`${remedy}\`` });
    }
    case "never": {
      const message = `\`${group}\` takes \`${version}\`, which was never merged to stage \`${previous.group}\`${where}`;
      const hint = `merge it to \`${previous.group}\` first`;
      return waivable(diagnostic("gate/out-of-order", span, message, { hint }), name, version);
    }
    case "soaking": {
      const time = formatDuration(ready.run.until - ready.run.from);
      const message = `\`${version}\` was merged to stage \`${previous.group}\` ${time} ago; its soak is ${formatDuration(previous.soak)}${where}`;
      const hint = `\`${group}\` may take it from ${formatInstant(ready.from)}`;
      return waivable(diagnostic("gate/not-soaked", span, message, { hint }), name, version);
    }
    case "stopped": {
      const time = formatDuration(ready.run.until - ready.run.from);
      const message = `stage \`${previous.group}\` had \`${version}\` for ${time}, and no longer has it${where}`;
      const hint = `merge it to \`${previous.group}\` again, and wait ${formatDuration(previous.soak)}`;
      return waivable(diagnostic("gate/not-soaked", span, message, { hint }), name, version);
    }
  }
}
