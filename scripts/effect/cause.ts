import type { Entries } from "../model/entries.ts";
import type { Alias, Decision, Flag, Model } from "../model/model.ts";
import { findGroup, setOf } from "../model/model-queries.ts";
import type { Instant } from "../model/time.ts";
import type { Cause } from "./effect.ts";
import type { RevisionAnswer } from "./revision.ts";

/** One side of an answer that may differ. */
export interface Answered {
  readonly model: Model | undefined;
  readonly decision: Decision | undefined;
  readonly at: Instant;
  readonly answer: RevisionAnswer;
}

/** From what decides over nothing to what decides over everything else. */
const order = [
  "absent",
  "default",
  "created",
  "rollout",
  "condition",
  "group",
  "listed",
  "expired",
  "requires",
  "paused",
];

/** The cause of a customer's answers: the stronger of what decides on the two sides, or what comes after it. */
export function causeOf(
  before: Answered,
  after: Answered,
  scope: string | null,
  id: string,
): { readonly why: Cause; readonly group: string | undefined } {
  const isAfter = order.indexOf(after.answer.rule) >= order.indexOf(before.answer.rule);
  const [leading, other] = isAfter ? [after, before] : [before, after];
  const { rule, group } = leading.answer;
  const isOfCustomer = rule === "listed" || rule === "group" || rule === "rollout";
  if (!isOfCustomer || scope === null) return { why: simple(rule), group };
  const today = todayOf(leading, scope, id);
  if (!isBy(leading, scope, today)) return { why: "parent", group };
  if (today !== id) return { why: "alias", group };
  return { why: isOfTime(leading, other, scope, id) ? "window" : rule, group };
}

function simple(rule: string): Cause {
  return rule === "absent" || rule === "created" ? "default" : (rule as Cause);
}

/** Whether the deciding setting is the customer's own, not that of a parent. */
function isBy({ model, decision, answer }: Answered, scope: string, id: string): boolean {
  if (decision === undefined || model === undefined) return true;
  if (answer.rule === "listed") return valuesFor(decision, scope, id) !== "";
  if (answer.rule === "group") return model.sets.get(setOf(answer.group ?? ""))?.scope === scope;
  return (decision as Flag).rollout.some(({ by }) => by === scope);
}

/** Whether both sides list the customer in the same way, so that only a date can make their answers differ. */
function isOfTime(leading: Answered, other: Answered, scope: string, id: string): boolean {
  if (leading.answer.value === other.answer.value) return false;
  if (leading.answer.rule === "listed") {
    const values = valuesFor(leading.decision, scope, id);
    return values !== "" && values === valuesFor(other.decision, scope, id);
  }
  const { rule, group = "", value } = leading.answer;
  const isNamed = other.decision?.grouped.some((each) => each.group === group && each.value === value) ?? false;
  if (rule !== "group" || group === other.answer.group || !isNamed) return false;
  const groups = groupsFor(leading, group, id);
  return groups !== "" && groups === groupsFor(other, group, id);
}

/** The values under which a decision lists a customer, at any time. */
function valuesFor(decision: Decision | undefined, scope: string, id: string): string {
  const listings = (decision?.listed ?? []).filter((each) => each.scope === scope && idsOf(each.entries).has(id));
  return listings
    .map(({ value }) => `${value}`)
    .sort()
    .join(" ");
}

/** The groups of a group's set that mention a customer, at any time. */
function groupsFor({ model }: Answered, reference: string, id: string): string {
  const found = model && findGroup(model, reference);
  const groups = [...(found?.set.groups.values() ?? [])].filter(
    ({ members, patterns }) => idsOf(members).has(id) || patterns.some(({ prefix }) => id.startsWith(prefix)),
  );
  return groups
    .map(({ name }) => name)
    .sort()
    .join(" ");
}

const idSets = new WeakMap<Entries, ReadonlySet<string>>();

function idsOf(entries: Entries): ReadonlySet<string> {
  const ids = idSets.get(entries) ?? new Set(entries.ids);
  idSets.set(entries, ids);
  return ids;
}

const formers = new WeakMap<readonly Alias[], ReadonlyMap<string, Alias>>();

/** The current id for a former one. */
export function todayOf({ model, at }: Pick<Answered, "model" | "at">, scope: string, id: string): string {
  if (model === undefined || model.aliases.length === 0) return id;
  const known = formers.get(model.aliases) ?? new Map(model.aliases.map((each) => [`${each.scope} ${each.was}`, each]));
  formers.set(model.aliases, known);
  const alias = known.get(`${scope} ${id}`);
  return alias !== undefined && at < alias.until ? alias.id : id;
}
