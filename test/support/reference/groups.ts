import type { Bundle, BundleGroupSet } from "../../../scripts/runtime/shapes/bundle.ts";
import { bucketOf } from "../bucket-of.ts";
import { isTrue } from "./conditions.ts";
import { idOf, isListed } from "./identities.ts";
import { elsewhere, own, type Question } from "./question.ts";

/** The first group of a set, by name, that the customer is in. */
export function groupOf(bundle: Bundle, name: string, question: Question): string | undefined {
  const set = own(bundle.groups, name);
  if (set.told) return toldGroup(set, name, question) ?? (isAbout(bundle, set, question) ? set.default : undefined);
  const listed = groupNames(set).find((group) => isMember(bundle, set, group, question));
  const met = groupNames(set).find((group) => isMeant(bundle, set, group, question));
  const other = isAbout(bundle, set, question) ? (sharesOf(bundle, set, question)[0] ?? set.default) : undefined;
  return listed ?? met ?? other;
}

/** The group that the caller passes, if the set has it. */
function toldGroup(set: BundleGroupSet, name: string, { groups = {} }: Question): string | undefined {
  const told = Object.hasOwn(groups, name) ? groups[name] : undefined;
  return groupNames(set).find((group) => group === told);
}

/** Whether the default applies: the customer has an id of the set's scope, or the set has no scope. */
export function isAbout(bundle: Bundle, { scope }: BundleGroupSet, question: Question): boolean {
  return scope === undefined || idOf(bundle, scope, question) !== undefined;
}

/** Whether the customer is in a group. */
export function isInGroup(bundle: Bundle, reference: string, question: Question): boolean {
  const { name, set, group } = setOf(bundle, reference);
  if (set.exclusive || set.told) return groupOf(bundle, name, question) === group;
  const inOwnRight = groupNames(set).filter(
    (each) =>
      isMember(bundle, set, each, question) ||
      isMeant(bundle, set, each, question) ||
      sharesOf(bundle, set, question).includes(each),
  );
  if (inOwnRight.includes(group)) return true;
  return inOwnRight.length === 0 && set.default === group && isAbout(bundle, set, question);
}

/** Whether a condition of a group holds. */
function isMeant(bundle: Bundle, set: BundleGroupSet, group: string, question: Question): boolean {
  const { conditions = [] } = elsewhere(set, question);
  return conditions.some((each) => each.group === group && isTrue(bundle, each, question));
}

/** The groups whose share has the customer's bucket, even if an id or pattern puts the customer in another group. */
export function sharesOf(bundle: Bundle, set: BundleGroupSet, question: Question): string[] {
  const id = set.scope === undefined ? undefined : idOf(bundle, set.scope, question);
  if (id === undefined) return [];
  return (elsewhere(set, question).shares ?? []).flatMap(({ group, where, salt, start, end }) => {
    const bucket = bucketOf(salt, id);
    const isFor = where === undefined || isTrue(bundle, { where }, question);
    return isFor && start <= bucket && bucket < end ? [group] : [];
  });
}

/** All group references of a bundle. */
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

/** The reference to a group; a set that is one list goes by its own name. */
export function referenceTo(set: string, group: string): string {
  return group === set ? set : `${set}/${group}`;
}

function isMember(bundle: Bundle, set: BundleGroupSet, group: string, question: Question): boolean {
  const { members } = elsewhere(set, question);
  return (
    set.scope !== undefined &&
    Object.hasOwn(members, group) &&
    isListed(bundle, set.scope, own(members, group), question)
  );
}

export function groupNames(set: BundleGroupSet): string[] {
  const names = new Set(Object.keys(set.members));
  if (set.default !== undefined) names.add(set.default);
  return [...names].sort();
}
