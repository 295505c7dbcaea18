import type { Bundle, BundleGroupSet } from "../../../scripts/runtime/shapes/bundle.ts";
import { bucketOf } from "../bucket-of.ts";
import { idOf, isListed } from "./identities.ts";
import { elsewhere, own, type Question } from "./question.ts";

/** The first group of a set, in the order of their names, that the customer is in. */
export function groupOf(bundle: Bundle, name: string, question: Question): string | undefined {
  const set = own(bundle.groups, name);
  if (set.told && question.groups && Object.hasOwn(question.groups, name)) return question.groups[name];
  if (idOf(bundle, set.scope, question) === undefined) return undefined;
  if (set.told) return set.default;
  const listed = groupNames(set).find((group) => isMember(bundle, set, group, question));
  return listed ?? sharesOf(bundle, set, question)[0] ?? set.default;
}

/** Whether the customer is in a group. */
export function isInGroup(bundle: Bundle, reference: string, question: Question): boolean {
  const { name, set, group } = setOf(bundle, reference);
  if (set.exclusive || set.told) return groupOf(bundle, name, question) === group;
  if (idOf(bundle, set.scope, question) === undefined) return false;
  const shared = sharesOf(bundle, set, question);
  if (isMember(bundle, set, group, question) || shared.includes(group)) return true;
  return (
    group === set.default &&
    shared.length === 0 &&
    !groupNames(set).some((other) => isMember(bundle, set, other, question))
  );
}

/** The groups whose share the customer's bucket is in, by name or pattern in another one or not. */
export function sharesOf(bundle: Bundle, set: BundleGroupSet, question: Question): string[] {
  const id = idOf(bundle, set.scope, question);
  if (id === undefined) return [];
  return (elsewhere(set, question).shares ?? []).flatMap(({ group, salt, start, end }) => {
    const bucket = bucketOf(salt, id);
    return start <= bucket && bucket < end ? [group] : [];
  });
}

/** All references of a bundle. */
export function referencesOf(bundle: Bundle): string[] {
  return Object.keys(bundle.groups).flatMap((name) =>
    groupNames(own(bundle.groups, name)).map((group) => referenceTo(name, group)),
  );
}

/** The set and the group that a reference names. */
export function setOf(bundle: Bundle, reference: string): { name: string; set: BundleGroupSet; group: string } {
  for (const [name, set] of Object.entries(bundle.groups)) {
    for (const group of groupNames(set)) if (referenceTo(name, group) === reference) return { name, set, group };
  }
  throw new Error(`no group ${reference}`);
}

/** How a group is written: a set that is one list goes by its own name. */
export function referenceTo(set: string, group: string): string {
  return group === set ? set : `${set}/${group}`;
}

function isMember(bundle: Bundle, set: BundleGroupSet, group: string, question: Question): boolean {
  const { members } = elsewhere(set, question);
  return Object.hasOwn(members, group) && isListed(bundle, set.scope, own(members, group), question);
}

function groupNames(set: BundleGroupSet): string[] {
  const names = new Set(Object.keys(set.members));
  if (set.default !== undefined) names.add(set.default);
  return [...names].sort();
}
