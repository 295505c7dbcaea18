import { referenceOf } from "../../runtime/declare/declare-set.ts";
import type { BundleGroupSet } from "../../runtime/shapes/bundle.ts";
import { buckets } from "../../runtime/tables/bucket.ts";
import { groupNames, holds, isSomebody } from "./conditions.ts";
import { isListed } from "./customers.ts";
import { type Draft, noted, ruleOf } from "./draft.ts";
import { allOf, anyOf, contextAt, isOneOf, type Logic, not } from "./logic.ts";
import { isInRange } from "./shares.ts";

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
  const isDefault = standard === group;
  if (isSupplied(draft, set)) {
    const supplied = contextAt(name);
    if (!exclusive && set.told !== true) return { in: [group, supplied] };
    const told = isOneOf(supplied, [group]);
    const isUntold = allOf([isSomebody(draft, set), not(isOneOf(supplied, groupNames(set)))]);
    return isDefault ? anyOf([told, isUntold]) : told;
  }
  const isInGroup = (of: string, each: string): Logic => isIn(draft, referenceOf(of, each));
  // Without a scope nobody is listed, and nobody has a share.
  const isMember = (each: string): Logic => scope !== undefined && isListed(draft, scope, members[each] ?? []);
  const isMet = (each: string): Logic =>
    anyOf(conditions.filter((own) => own.group === each).map((own) => holds(draft, own, isInGroup)));
  const isShared = (each: string): Logic =>
    anyOf(
      shares
        .filter((share) => scope !== undefined && share.group === each)
        .map(({ where, salt, start, end }) =>
          allOf([
            where === undefined || holds(draft, { where }, isInGroup),
            isInRange(draft, scope as string, salt, { start, end, total: buckets }),
          ]),
        ),
    );
  const others = groupNames(set).filter((other) => other !== group);
  const [inOther, metOther, sharedOther] = [isMember, isMet, isShared].map((is) => anyOf(others.map(is))) as [
    Logic,
    Logic,
    Logic,
  ];
  const nowhere = isDefault && allOf([isSomebody(draft, set), not(inOther), not(metOther), not(sharedOther)]);
  if (!exclusive) return anyOf([isMember(group), isMet(group), isShared(group), nowhere]);
  // If nothing else leads to the default, everyone who is in no other group is in it.
  if (isDefault && metOther === false && sharedOther === false && isMet(group) === false) return nowhere;
  const shared = isDefault ? nowhere : allOf([isShared(group), not(metOther)]);
  return anyOf([isMember(group), allOf([not(inOther), anyOf([isMet(group), shared])])]);
}
