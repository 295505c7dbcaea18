import { fromOf, untilOf } from "../../../model/entries.ts";
import type { Privilege } from "../../../model/model.ts";
import type { PrivilegeDocument } from "../../../model/shapes/documents.ts";
import { endOf, type Instant, instantOf } from "../../../model/time.ts";

/** How many customers keep a privilege from an instant on. */
interface Kept {
  readonly at: Instant;
  readonly number: number;
}

/** How a frozen list shrinks. */
export interface Shrinking {
  readonly began: Instant;
  /** The number of customers when it was made. */
  readonly first: number;
  readonly now: number;
  /** The steps when customers left or will leave, without the sunset. */
  readonly steps: readonly Kept[];
  readonly sunset: Instant | undefined;
}

/** How the frozen list of a privilege shrinks, according to its file; undefined if it has none. */
export function shrinkingOf(privilege: Privilege, today: Instant): Shrinking | undefined {
  const { frozen, listed, expires } = privilege;
  if (frozen === undefined) return undefined;
  const { ended = [] } = (privilege.document.data as PrivilegeDocument).frozen ?? {};
  const began = instantOf(frozen.date);
  const losses = ended.map(({ date }) => Math.max(began, endOf(date)));
  let held = 0;
  for (const { entries } of listed)
    for (const index of entries.ids.keys()) {
      if (fromOf(entries, index) !== -Infinity) continue;
      held++;
      const until = untilOf(entries, index);
      if (until !== Infinity) losses.push(until);
    }
  const sunset = expires?.at === Infinity ? undefined : expires?.at;
  const first = held + ended.length;
  const steps: Kept[] = [{ at: began, number: first }];
  for (const at of losses.sort((a, b) => a - b)) {
    const last = steps.at(-1) as Kept;
    if (sunset !== undefined && at >= sunset) continue;
    if (last.at === at) steps[steps.length - 1] = { at, number: last.number - 1 };
    else steps.push({ at, number: last.number - 1 });
  }
  const isOver = sunset !== undefined && sunset <= today;
  const now = isOver ? 0 : (steps.filter(({ at }) => at <= today).at(-1)?.number ?? first);
  return { began, first, now, steps, sunset };
}
