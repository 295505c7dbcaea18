import { normalizeId } from "../../scripts/runtime/normalize.ts";
import type { Bundle, BundleEntry, BundleGroupSet, BundleValue } from "../../scripts/shapes/bundle.ts";

/** Who is asked about, and when. */
export interface Question {
  readonly context: Readonly<Record<string, string>>;
  readonly at: number;
  readonly overrides?: Readonly<Record<string, boolean>>;
}

/** An answer of the reference: what decided, by the rules in their order. */
export interface Answer {
  readonly value: BundleValue;
  readonly rule: string;
  readonly group?: string;
}

/** What a flag answers, by looking through the bundle from the first rule to the last. */
export function flagAnswer(bundle: Bundle, name: string, question: Question): Answer {
  const flag = own(bundle.flags, name);
  const forced = question.overrides && Object.hasOwn(question.overrides, name) ? question.overrides[name] : undefined;
  if (flag.paused) return { value: flag.default, rule: "paused" };
  if (forced !== undefined) return { value: forced, rule: "override" };
  if (!flag.keep && isPast(flag.expires, question.at)) return { value: flag.default, rule: "expired" };
  for (const scope of flag.scopes.toReversed()) {
    if (!Object.hasOwn(question.context, scope)) continue;
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
  return { value: flag.default, rule: "default" };
}

/** What a release answers. */
export function releaseAnswer(bundle: Bundle, name: string, question: Question): Answer & { readonly stage: string } {
  const release = own(bundle.releases, name);
  const set = own(bundle.groups, release.by);
  const group = groupOf(bundle, release.by, question);
  const stage = release.stages.find((one) => one.group === group);
  if (group !== undefined && stage !== undefined) {
    return { value: stage.version, rule: "group", group: referenceOf(release.by, group), stage: group };
  }
  const standard = release.stages.find((one) => one.group === set.default);
  return { value: standard?.version ?? "", rule: "default", stage: set.default ?? "" };
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
  if (!Object.hasOwn(question.context, set.scope)) return undefined;
  const listed = groupNames(set).find((group) => isMember(bundle, set, group, question));
  return listed ?? set.default;
}

/** Whether the customer is in a group. */
export function isInGroup(bundle: Bundle, reference: string, question: Question): boolean {
  const { name, set, group } = setOf(bundle, reference);
  if (set.exclusive) return groupOf(bundle, name, question) === group;
  if (!Object.hasOwn(question.context, set.scope)) return false;
  if (isMember(bundle, set, group, question)) return true;
  return group === set.default && !groupNames(set).some((other) => isMember(bundle, set, other, question));
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

function isMember(bundle: Bundle, set: BundleGroupSet, group: string, question: Question): boolean {
  return Object.hasOwn(set.members, group) && isListed(bundle, set.scope, own(set.members, group), question);
}

function isListed(bundle: Bundle, scope: string, entries: readonly BundleEntry[], question: Question): boolean {
  if (!Object.hasOwn(question.context, scope)) return false;
  const { ignoreCase } = own(bundle.scopes, scope);
  const asked = normalizeId(own(question.context, scope), ignoreCase);
  return entries.some((entry) => {
    const { id, from, until } = typeof entry === "string" ? { id: entry } : entry;
    if (normalizeId(id, ignoreCase) !== asked) return false;
    return (from === undefined || isPast(from, question.at)) && !isPast(until, question.at);
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

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value {
  if (!Object.hasOwn(record, name)) throw new Error(`no ${name}`);
  return record[name] as Value;
}
