import { buckets } from "../../runtime/decide/bucket.ts";
import type { BundleGroupSet } from "../../runtime/shapes/bundle.ts";
import { isListed } from "./customers.ts";
import { type Draft, noted, ruleOf, unsayable } from "./draft.ts";
import { allOf, anyOf, contextAt, isOneOf, type Logic, not } from "./logic.ts";
import { isInRange } from "./shares.ts";
import { isKnown } from "./ways.ts";

/** Whether the customer is in a group: a rule that flags share, by the group's reference. */
export function isIn(draft: Draft, reference: string): Logic {
  const { name, group } = placeOf(reference);
  const set = draft.bundle.groups[name] as BundleGroupSet;
  const known = draft.groups.get(reference);
  const rule = known ?? ruleOf(draft, () => membership(draft, name, set, group));
  draft.groups.set(reference, rule);
  const logic = noted(draft, rule);
  return typeof logic === "boolean" || isSupplied(draft, set) ? logic : { $ref: reference };
}

/** The set of a group, and its name there. */
export function placeOf(reference: string): { readonly name: string; readonly group: string } {
  const [name = "", group = name] = reference.split(/\/(.*)/s);
  return { name, group };
}

/** Whether the context says which groups of a set a customer is in: for told sets, and where the lists are too long. */
function isSupplied({ maxMembers }: Draft, { told, members }: BundleGroupSet): boolean {
  return told === true || Object.values(members).some(({ length }) => length > maxMembers);
}

function membership(draft: Draft, name: string, set: BundleGroupSet, group: string): Logic {
  const { scope, exclusive, members, conditions = [], shares = [], default: standard } = set;
  if (conditions.length > 0 || shares.some(({ where }) => where !== undefined)) return unsayable(draft);
  const isThere = scope === undefined || isKnown(draft, scope);
  const others = groupNames(set).filter((other) => other !== group);
  if (isSupplied(draft, set)) {
    const supplied = contextAt(name);
    if (!exclusive && set.told !== true) return { in: [group, supplied] };
    const told = isOneOf(supplied, [group]);
    if (standard !== group) return told;
    return anyOf([told, allOf([isThere, not(isOneOf(supplied, groupNames(set)))])]);
  }
  // without a scope nobody is listed, and nobody has a share
  const isMember = (each: string): Logic => scope !== undefined && isListed(draft, scope, members[each] ?? []);
  const isShared = (each: string): Logic =>
    anyOf(
      shares
        .filter((share) => share.group === each)
        .map(
          ({ salt, start, end }) =>
            scope !== undefined && isInRange(draft, scope, salt, { start, end, total: buckets }),
        ),
    );
  const inOther = anyOf(others.map(isMember));
  const sharedOther = anyOf(others.map(isShared));
  if (group === standard) {
    const itself = exclusive ? isMember(group) : anyOf([isMember(group), isShared(group)]);
    const nowhere = allOf([isThere, not(inOther), not(sharedOther)]);
    return sharedOther === false && exclusive ? allOf([isThere, not(inOther)]) : anyOf([itself, nowhere]);
  }
  return anyOf([isMember(group), exclusive ? allOf([isShared(group), not(inOther)]) : isShared(group)]);
}

/** All groups of a set, including one that only its default names. */
function groupNames({ members, default: standard }: BundleGroupSet): readonly string[] {
  return [...new Set([...Object.keys(members), ...(standard === undefined ? [] : [standard])])].sort();
}
