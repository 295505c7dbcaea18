import type { Bundle, BundleFlag, BundleValue } from "../../scripts/runtime/shapes/bundle.ts";
import { isTrue, rankOf } from "./reference/conditions.ts";
import { groupOf, isInGroup, referenceTo, setOf } from "./reference/groups.ts";
import { isListed } from "./reference/identities.ts";
import { type Answer, elsewhere, isPast, own, type Question } from "./reference/question.ts";
import { rolledOut } from "./reference/rollout.ts";

/** The answer of a flag, by going through the rules of the bundle from first to last. */
export function flagAnswer(bundle: Bundle, name: string, question: Question): Answer {
  const flag = elsewhere(own(bundle.flags, name), question);
  const isMet = (flag.requires ?? []).every((item) => holds(bundle, item, question));
  const unmet = flag.unmet ?? flag.default;
  if (flag.paused) return { value: isMet ? flag.default : unmet, rule: "paused" };
  const forced = question.overrides && Object.hasOwn(question.overrides, name) ? question.overrides[name] : undefined;
  if (forced !== undefined) return { value: forced, rule: "override" };
  if (!isMet) return { value: unmet, rule: "requires" };
  if (!flag.keep && isPast(flag.expires, question.at)) return { value: flag.default, rule: "expired" };
  const set = settled(bundle, flag, question);
  if (set !== undefined) return set;
  const shared = rolledOut(bundle, flag.rollout, question);
  if (shared !== undefined) return { value: shared, rule: "rollout" };
  const { created } = flag;
  const since = created && question.created && Object.hasOwn(question.created, created.by);
  if (created && since && isPast(created.from, own(question.created, created.by))) {
    return { value: created.value, rule: "created" };
  }
  return { value: flag.default, rule: "default" };
}

/** Whether one of a flag's requirements holds. */
export function holds(bundle: Bundle, item: Requirement, question: Question): boolean {
  if (typeof item === "string") return flagAnswer(bundle, item, question).value === true;
  if ("where" in item) return isTrue(bundle, item, question);
  return item.values.some((value: BundleValue) => flagAnswer(bundle, item.flag, question).value === value);
}

type Requirement = NonNullable<BundleFlag["requires"]>[number];

/** The answer from the customer's entries and groups, from the narrowest scope to the broadest. */
function settled(bundle: Bundle, flag: BundleFlag, question: Question): Answer | undefined {
  for (const scope of flag.scopes.toReversed()) {
    for (const listing of flag.listed) {
      if (listing.scope === scope && isListed(bundle, scope, listing.entries, question)) {
        return { value: listing.value, rule: "listed" };
      }
    }
    const found = ranked(bundle, flag, scope, question);
    if (found !== undefined) return found;
  }
  return ranked(bundle, flag, undefined, question);
}

/** The answer from groups and conditions of one rank: of a scope, or of the request if it is undefined. */
function ranked(bundle: Bundle, flag: BundleFlag, scope: string | undefined, question: Question): Answer | undefined {
  const groups = flag.grouped
    .filter(({ group }) => setOf(bundle, group).set.scope === scope && isInGroup(bundle, group, question))
    .map(({ value, group }): Answer => ({ value, rule: "group", group }));
  const conditions = (flag.conditional ?? [])
    .filter((each) => rankOf(bundle, flag.scopes, each.where) === scope && isTrue(bundle, each, question))
    .map(({ value }): Answer => ({ value, rule: "condition" }));
  const matching = [...groups, ...conditions];
  return matching.find(({ value }) => value === false) ?? matching[0];
}

/** The value of a flag's answer. */
export function flagValue(bundle: Bundle, name: string, question: Question): unknown {
  const { value } = flagAnswer(bundle, name, question);
  const { variants = [], values } = own(bundle.flags, name);
  return values === undefined ? value : values[variants.indexOf(value as string)];
}

/** The answer of a release. */
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
    return { value: stage.version, rule: "group", group: referenceTo(release.by, group), stage: served };
  }
  return { value: standard?.version ?? "", rule: "default", stage: served };
}

/** The answer from the frozen list of a privilege. */
export function frozenAnswer(bundle: Bundle, name: string, question: Question): Answer {
  const { scope, frozen, sunset } = own(bundle.privileges, name);
  if (isPast(sunset, question.at)) return { value: false, rule: "expired" };
  return isListed(bundle, scope, frozen, question)
    ? { value: true, rule: "listed" }
    : { value: false, rule: "default" };
}

/** All instants at which anything in a bundle may change. */
export function instantsOf(bundle: Bundle): number[] {
  const texts = JSON.stringify(bundle).match(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g) ?? [];
  return [...new Set(texts)].map((text) => Date.parse(JSON.parse(text))).sort((a, b) => a - b);
}
