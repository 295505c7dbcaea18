import type { Bundle, BundleGroupSet, BundleMember, BundleValue } from "../../scripts/runtime/shapes/bundle.ts";
import { normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import { bucketOf } from "./bucket-of.ts";

/** Who is asked about, and when, and what else the caller supplies. */
export interface Question {
  readonly context: Readonly<Record<string, string>>;
  readonly at: number;
  readonly overrides?: Readonly<Record<string, boolean>>;
  readonly groups?: Readonly<Record<string, string>>;
  readonly created?: Readonly<Record<string, number>>;
  readonly environment?: string;
}

/** An answer of the reference: what decided, by the rules in their order. */
export interface Answer {
  readonly value: BundleValue;
  readonly rule: string;
  readonly group?: string;
}

/** What a flag answers, by looking through the bundle from the first rule to the last. */
export function flagAnswer(bundle: Bundle, name: string, question: Question): Answer {
  const flag = elsewhere(own(bundle.flags, name), question);
  const forced = question.overrides && Object.hasOwn(question.overrides, name) ? question.overrides[name] : undefined;
  const isMet = (flag.requires ?? []).every((item) =>
    typeof item === "string"
      ? flagAnswer(bundle, item, question).value === true
      : item.values.some((value) => flagAnswer(bundle, item.flag, question).value === value),
  );
  const unmet = flag.unmet ?? flag.default;
  if (flag.paused) return { value: isMet ? flag.default : unmet, rule: "paused" };
  if (forced !== undefined) return { value: forced, rule: "override" };
  if (!isMet) return { value: unmet, rule: "requires" };
  if (!flag.keep && isPast(flag.expires, question.at)) return { value: flag.default, rule: "expired" };
  for (const scope of flag.scopes.toReversed()) {
    for (const listing of flag.listed) {
      if (listing.scope === scope && isListed(bundle, scope, listing.entries, question)) {
        return { value: listing.value, rule: "listed" };
      }
    }
    const matching = flag.grouped.filter(
      ({ group }) => setOf(bundle, group).set.scope === scope && isInGroup(bundle, group, question),
    );
    const deciding = matching.find(({ value }) => value === false) ?? matching[0];
    if (deciding !== undefined) return { value: deciding.value, rule: "group", group: deciding.group };
  }
  const { rollout, created } = flag;
  const part = [rollout ?? []]
    .flat()
    .find(({ among }) => among?.some((group) => isInGroup(bundle, group, question)) ?? true);
  const id = part && idOf(bundle, part.by, question);
  if (part && id !== undefined) {
    let bucket = bucketOf(part.salt, id, part.total);
    for (const { value, share } of part.shares) {
      if (bucket < share) return { value, rule: "rollout" };
      bucket -= share;
    }
  }
  const since = created && question.created && Object.hasOwn(question.created, created.by);
  if (created && since && isPast(created.from, own(question.created, created.by))) {
    return { value: created.value, rule: "created" };
  }
  return { value: flag.default, rule: "default" };
}

/** What the answer of a flag stands for. */
export function flagValue(bundle: Bundle, name: string, question: Question): unknown {
  const { value } = flagAnswer(bundle, name, question);
  const { variants = [], values } = own(bundle.flags, name);
  return values === undefined ? value : values[variants.indexOf(value as string)];
}

/** What a release answers. */
export function releaseAnswer(bundle: Bundle, name: string, question: Question): Answer & { readonly stage: string } {
  const release = elsewhere(own(bundle.releases, name), question);
  const set = own(bundle.groups, release.by);
  const group = groupOf(bundle, release.by, question);
  const stage = release.stages.find((one) => one.group === group);
  const standard = release.stages.find((one) => one.group === set.default);
  const served = stage?.group ?? standard?.group ?? "";
  for (const { value, scope, entries } of release.pinned) {
    if (isListed(bundle, scope, entries, question)) return { value, rule: "listed", stage: served };
  }
  if (group !== undefined && stage !== undefined) {
    return { value: stage.version, rule: "group", group: referenceOf(release.by, group), stage: served };
  }
  return { value: standard?.version ?? "", rule: "default", stage: served };
}

/** What the frozen list of a privilege says. */
export function frozenAnswer(bundle: Bundle, name: string, question: Question): Answer {
  const { scope, frozen, sunset } = own(bundle.privileges, name);
  if (isPast(sunset, question.at)) return { value: false, rule: "expired" };
  return isListed(bundle, scope, frozen, question)
    ? { value: true, rule: "listed" }
    : { value: false, rule: "default" };
}

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

/** The groups whose share the customer's bucket is in. */
function sharesOf(bundle: Bundle, set: BundleGroupSet, question: Question): string[] {
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
    groupNames(own(bundle.groups, name)).map((group) => referenceOf(name, group)),
  );
}

/** All instants at which anything in a bundle may change. */
export function instantsOf(bundle: Bundle): number[] {
  const texts = JSON.stringify(bundle).match(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g) ?? [];
  return [...new Set(texts)].map((text) => Date.parse(JSON.parse(text))).sort((a, b) => a - b);
}

/** The id that counts in a scope: the context's own, or else that of who a customer in it belongs to; as it is today. */
export function idOf(bundle: Bundle, scope: string, question: Question): string | undefined {
  if (Object.hasOwn(question.context, scope)) return today(bundle, scope, own(question.context, scope), question);
  for (const { scope: narrow, within, of } of bundle.identities.children) {
    const child = within === scope ? idOf(bundle, narrow, question) : undefined;
    if (child === undefined) continue;
    const parents = Object.keys(of).sort();
    const parent = parents.find((each) => own(of, each).some((id) => normalized(bundle, narrow, id) === child));
    if (parent !== undefined) return today(bundle, scope, parent, question);
  }
  return undefined;
}

function today(bundle: Bundle, scope: string, given: string, question: Question): string {
  const id = normalized(bundle, scope, given);
  const alias = bundle.identities.aliases.find(
    (each) => each.scope === scope && normalized(bundle, scope, each.was) === id && !isPast(each.until, question.at),
  );
  return alias === undefined ? id : normalized(bundle, scope, alias.id);
}

function normalized(bundle: Bundle, scope: string, id: string): string {
  return normalizeId(id, own(bundle.scopes, scope).ignoreCase);
}

/** A thing as the question's environment has it. */
function elsewhere<Thing extends { environments?: Record<string, object> }>(thing: Thing, question: Question): Thing {
  const { environment = "" } = question;
  const { environments = {} } = thing;
  return Object.hasOwn(environments, environment) ? { ...thing, ...environments[environment] } : thing;
}

function isMember(bundle: Bundle, set: BundleGroupSet, group: string, question: Question): boolean {
  const { members } = elsewhere(set, question);
  return Object.hasOwn(members, group) && isListed(bundle, set.scope, own(members, group), question);
}

function isListed(bundle: Bundle, scope: string, members: readonly BundleMember[], question: Question): boolean {
  const asked = idOf(bundle, scope, question);
  if (asked === undefined) return false;
  return members.some((member) => {
    if (typeof member === "string") return normalized(bundle, scope, member) === asked;
    if ("prefix" in member ? !asked.startsWith(member.prefix) : normalized(bundle, scope, member.id) !== asked) {
      return false;
    }
    return (member.from === undefined || isPast(member.from, question.at)) && !isPast(member.until, question.at);
  });
}

/** Whether an instant has come. */
function isPast(instant: string | undefined, at: number): boolean {
  return instant !== undefined && Date.parse(instant) <= at;
}

function setOf(bundle: Bundle, reference: string): { name: string; set: BundleGroupSet; group: string } {
  for (const [name, set] of Object.entries(bundle.groups)) {
    for (const group of groupNames(set)) if (referenceOf(name, group) === reference) return { name, set, group };
  }
  throw new Error(`no group ${reference}`);
}

function groupNames(set: BundleGroupSet): string[] {
  const names = new Set(Object.keys(set.members));
  if (set.default !== undefined) names.add(set.default);
  return [...names].sort();
}

function referenceOf(set: string, group: string): string {
  return group === set ? set : `${set}/${group}`;
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value {
  if (record === undefined || !Object.hasOwn(record, name)) throw new Error(`no ${name}`);
  return record[name] as Value;
}
