import type { BundleFlag, BundleGrouping, BundleRollout, BundleValue, BundleWhere } from "../shapes/bundle.ts";
import { firstHash } from "../tables/bucket.ts";
import { declareCondition } from "./conditions.ts";
import type { Condition, Created, Decision, Group, Grouping, Requirement, RolloutPart, Step } from "./declarations.ts";
import { noScope } from "./declare-set.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** The settings that decisions of all kinds have in common. */
interface Settings {
  readonly scopes: readonly string[];
  readonly default: BundleValue;
  readonly paused?: boolean | undefined;
  readonly requires?: readonly Requirement[];
  readonly requiredConditions?: readonly Condition[];
  readonly unmet?: BundleValue | undefined;
  readonly expires?: string | undefined;
  readonly grouped?: readonly BundleGrouping[];
  readonly conditional?: BundleFlag["conditional"];
  readonly rollout?: BundleFlag["rollout"];
  readonly created?: BundleFlag["created"];
}

/** A decision by its settings; its key is the next one, unless it has one. */
export function declareDecision(draft: Draft, name: string, settings: Settings, key = draft.keys++): Decision {
  const { scopes, paused, requires = [], requiredConditions = [], expires, rollout, created } = settings;
  const { grouped = [], conditional = [] } = settings;
  const groupings: (Grouping & { readonly scope: number })[] = grouped.map(({ group: reference, value }) => {
    const group = draft.groups.get(reference) as Group;
    return { group, condition: undefined, index: -1, value: valueNumber(draft, value), scope: group.set.scope };
  });
  for (const [index, { value, where, ...window }] of conditional.entries()) {
    const condition = declareCondition(draft.attributes, where, window);
    const scope = rankOf(draft, scopes, where);
    groupings.push({ group: undefined, condition, index, value: valueNumber(draft, value), scope });
  }
  // An exclusion is for safety: of a boolean flag's groups and conditions, those that disable come first.
  if (typeof settings.default === "boolean") groupings.sort((a, b) => a.value - b.value);
  const steps = scopes.map((scope): Step => {
    const number = draft.scopes.get(scope) as number;
    return { scope: number, groupings: groupings.filter((grouping) => grouping.scope === number) };
  });
  return {
    name,
    key,
    default: valueNumber(draft, settings.default),
    isOverridable: false,
    fixed: paused === true ? "paused" : undefined,
    requires,
    requiredConditions,
    unmet: valueNumber(draft, settings.unmet ?? settings.default),
    expires: expires === undefined ? Infinity : Date.parse(expires),
    request: groupings.filter(({ scope }) => scope === noScope),
    asksCaller: undefined,
    noted: [],
    said: steps.length === 1 && (steps[0] as Step).groupings.every(isInTables) ? [] : undefined,
    steps: steps.reverse(),
    rollout: rollout === undefined ? [] : [rollout].flat().map((part) => declarePart(draft, part)),
    created: created && declareCreated(draft, created),
  };
}

/** Whether the tables have everything about a group; they have nothing about a condition. */
function isInTables({ group }: Grouping): boolean {
  return group !== undefined && !group.set.told && group.set.conditions.length + group.set.shares.length === 0;
}

/**
 * The narrowest scope that a condition tests, in the order of the decision; `noScope` if all of it is of the request.
 */
function rankOf({ scopes, attributes }: Draft, own: readonly string[], where: BundleWhere): number {
  const tested = Object.keys(where).map((name) => attributes.byName.get(name)?.scope ?? "");
  const narrowest = own.findLast((scope) => tested.includes(scope));
  return narrowest === undefined ? noScope : (scopes.get(narrowest) as number);
}

function declarePart(draft: Draft, { among, by, salt, total, shares }: BundleRollout): RolloutPart {
  let end = 0;
  return {
    among: among?.flatMap((item) => (typeof item === "string" ? [draft.groups.get(item) as Group] : [])),
    amongConditions: (among ?? []).flatMap((item) =>
      typeof item === "string" ? [] : [declareCondition(draft.attributes, item.where)],
    ),
    scope: draft.scopes.get(by) as number,
    salt,
    shares: shares.map(({ value, share }) => {
      end += share;
      return { value: valueNumber(draft, value), end: firstHash(end, total) };
    }),
  };
}

function declareCreated(draft: Draft, { by, from, value }: NonNullable<BundleFlag["created"]>): Created {
  return { scope: draft.scopes.get(by) as number, from: Date.parse(from), value: valueNumber(draft, value) };
}
