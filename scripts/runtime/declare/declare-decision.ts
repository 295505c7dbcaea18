import { firstHash } from "../decide/bucket.ts";
import type { BundleFlag, BundleGrouping, BundleRollout, BundleValue } from "../shapes/bundle.ts";
import type { Created, Decision, Group, Requirement, RolloutPart, Step } from "./declarations.ts";
import { parseInstant } from "./instant.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** The settings that decisions of all kinds have in common. */
interface Settings {
  readonly scopes: readonly string[];
  readonly default: BundleValue;
  readonly paused?: boolean | undefined;
  readonly requires?: readonly Requirement[];
  readonly unmet?: BundleValue | undefined;
  readonly expires?: string | undefined;
  readonly listed?: BundleFlag["listed"];
  readonly grouped?: readonly BundleGrouping[];
  readonly rollout?: BundleFlag["rollout"];
  readonly created?: BundleFlag["created"];
}

/** A decision by its settings, with the lists of its customers. */
export function declareDecision(draft: Draft, name: string, settings: Settings): Decision {
  const { scopes, paused, requires = [], expires, listed = [], grouped = [], rollout, created } = settings;
  const key = draft.keys++;
  for (const { value, scope, entries } of listed) {
    const cells = [[key, valueNumber(draft, value)]] as const;
    draft.lists.push({ scope: draft.scopes.get(scope) as number, cells, entries });
  }
  const groupings = grouped.map(({ group, value }) => ({
    group: draft.groups.get(group) as Group,
    value: valueNumber(draft, value),
  }));
  // An exclusion is for safety: of a boolean flag's groups, those that disable come first.
  if (typeof settings.default === "boolean") groupings.sort((a, b) => a.value - b.value);
  const steps = scopes.map((scope): Step => {
    const number = draft.scopes.get(scope) as number;
    return { scope: number, groupings: groupings.filter(({ group }) => group.set.scope === number) };
  });
  return {
    name,
    key,
    default: valueNumber(draft, settings.default),
    isOverridable: false,
    fixed: paused === true ? "paused" : undefined,
    requires,
    unmet: valueNumber(draft, settings.unmet ?? settings.default),
    expires: expires === undefined ? Infinity : parseInstant(expires),
    steps: steps.reverse(),
    said: steps.length === 1 && groupings.every(({ group }) => isInTables(group)) ? [] : undefined,
    rollout: rollout === undefined ? [] : [rollout].flat().map((part) => declarePart(draft, part)),
    created: created && declareCreated(draft, created),
  };
}

/** Whether the tables have everything about a group. */
function isInTables({ set }: Group): boolean {
  return !set.told && set.shares.length === 0;
}

function declarePart(draft: Draft, { among, by, salt, total, shares }: BundleRollout): RolloutPart {
  let end = 0;
  return {
    among: among?.map((group) => draft.groups.get(group) as Group),
    scope: draft.scopes.get(by) as number,
    salt,
    shares: shares.map(({ value, share }) => {
      end += share;
      return { value: valueNumber(draft, value), end: firstHash(end, total) };
    }),
  };
}

function declareCreated(draft: Draft, { by, from, value }: NonNullable<BundleFlag["created"]>): Created {
  return { scope: draft.scopes.get(by) as number, from: parseInstant(from), value: valueNumber(draft, value) };
}
