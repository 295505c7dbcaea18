import { askRegions } from "../../effect/cells.ts";
import type { DecisionEffect, Effect } from "../../effect/effect.ts";
import type { Cell, Revision, RevisionQuestion } from "../../effect/revision.ts";
import { whereWords } from "../../effect/where-words.ts";
import { addTo } from "../../model/group-by.ts";
import type { Group, Model, Value } from "../../model/model.ts";
import { decisionsOf, setsOf } from "../../model/model-queries.ts";
import { type Where, whereOf } from "../../model/space/box.ts";
import { dimensionFinder } from "../../model/space/dimensions.ts";
import { formatDay, type Instant } from "../../model/time.ts";

/** A customer of a scope; the id as ids are compared. */
interface Customer {
  readonly scope: string;
  readonly id: string;
}

/** Whether answers of an id, or of a pattern by its text, may differ from before. */
type May = (scope: string | null, id: string, decision: Pick<DecisionEffect, "kind" | "name"> | undefined) => boolean;

/** Someone who would get another answer unintentionally. */
interface Stranger {
  /** Undefined for customers whom no file has. */
  readonly id: string | undefined;
  /** The name whose answer it is. */
  readonly name: string;
  readonly message: string;
}

/**
 * Someone whom a change affects, now or later, although it may not; undefined if there is nobody. For later days, an
 * effect has what the head does and the base does not; the reverse effect has what the head no longer does.
 */
export function strangerIn(effect: Effect, backwards: Effect, may: May): Stranger | undefined {
  return strangerOf(effect, may) ?? strangerOf(backwards, may);
}

function strangerOf(effect: Effect, may: May): Stranger | undefined {
  const all = [...effect.decisions, ...effect.later.flatMap(({ decisions }) => decisions)];
  for (const decision of all) {
    const { name, transitions, newcomers } = decision;
    if (newcomers.length > 0) return stranger("customers who are created later", name);
    for (const { scope, from, to, ids, patterns, unlisted } of transitions) {
      if (from === to) continue;
      if (unlisted !== false) return stranger("customers that no file mentions", name);
      const other = [...ids, ...patterns].find((id) => !may(scope, id, decision));
      if (other !== undefined) return stranger(`\`${other}\``, name, other);
    }
  }
  for (const { name, scope, moves } of [...effect.groups, ...effect.later.flatMap(({ groups }) => groups)])
    for (const { from, to, ids, patterns, unlisted } of moves) {
      if (from === to) continue;
      if (unlisted) return stranger("customers that no file mentions", name);
      const other = [...ids, ...patterns].find((id) => !may(scope, id, undefined));
      if (other !== undefined) return stranger(`\`${other}\``, name, other);
    }
  return undefined;
}

function stranger(who: string, name: string, id?: string): Stranger {
  return { id, name, message: `nothing was written, because ${who} would get another answer of \`${name}\`` };
}

/**
 * Those whose answers may follow from those of a customer: through a former id, or as a child, directly or indirectly.
 */
interface Kin {
  readonly formers: readonly Customer[];
  readonly children: readonly Customer[];
}

/** The kin of customers in some models. */
export function kinIn(models: readonly Model[]): (customer: Customer) => Kin {
  const byParent = new Map<string, Customer[]>();
  const byToday = new Map<string, Customer[]>();
  for (const { children, aliases } of models) {
    for (const { scope, id, parentScope, parent } of children)
      addTo(byParent, keyOf({ scope: parentScope, id: parent }), { scope, id });
    for (const { scope, id, was } of aliases) addTo(byToday, keyOf({ scope, id }), { scope, id: was });
  }
  return (customer) => {
    const formers = [...new Map((byToday.get(keyOf(customer)) ?? []).map((each) => [keyOf(each), each])).values()];
    const children = new Map<string, Customer>();
    for (const each of [customer, ...formers])
      for (const child of byParent.get(keyOf(each)) ?? []) children.set(keyOf(child), child);
    for (const child of children.values())
      for (const next of [...(byParent.get(keyOf(child)) ?? []), ...(byToday.get(keyOf(child)) ?? [])])
        children.set(keyOf(next), next);
    return { formers, children: [...children.values()] };
  };
}

function keyOf({ scope, id }: Customer): string {
  return `${scope} ${id}`;
}

function hasShares({ shares }: Group): boolean {
  return shares.length > 0;
}

/**
 * The flags of a model that hashes of a scope influence, through their own rollout or groups or those of a required
 * flag.
 */
export function sharedOutBy(model: Model, scope: string): ReadonlySet<string> {
  const requiring = new Map<string, string[]>();
  for (const { name, requires } of model.flags.values())
    for (const required of requires) addTo(requiring, required.name, name);
  const names = new Set<string>();
  for (const flag of model.flags.values()) {
    const isShared = setsOf(model, flag).some((set) => set.scope === scope && [...set.groups.values()].some(hasShares));
    if (isShared || flag.rollout.some(({ by }) => by === scope)) names.add(flag.name);
  }
  for (const name of names) for (const next of requiring.get(name) ?? []) names.add(next);
  return names;
}

/** An answer that differs although it should be the same. */
interface Difference {
  readonly environment: string;
  readonly name: string;
  readonly at: Instant;
  readonly before: Value | null;
  readonly after: Value | null;
  /** Whether the customer's bucket in a rollout is the reason. */
  readonly isByBucket: boolean;
  /** For what callers tell it differs; undefined if for all. */
  readonly where: Where | undefined;
}

/**
 * Where a customer of one side gets something else than another customer of another side, from an instant on, whatever
 * callers tell besides the id.
 */
export function* differences(
  [before, old]: readonly [Revision, Customer],
  [after, now]: readonly [Revision, Customer],
  from: Instant,
): Generator<Difference> {
  for (const model of before.models) {
    const { environment } = model;
    const later = after.models.find((each) => each.environment === environment);
    const shared = sharedOutBy(model, old.scope);
    const dimensionsOf = dimensionFinder(model, later);
    const others = new Map([...(later === undefined ? [] : decisionsOf(later))].map((each) => [each.name, each]));
    for (const decision of decisionsOf(model)) {
      const { kind, name } = decision;
      const dimensions = dimensionsOf(decision, others.get(name));
      const asked = (revision: Revision, { scope, id }: Customer, at: Instant, cell: Cell | undefined) => {
        const question: RevisionQuestion = { environment, at, context: { [scope]: id }, cell };
        return { ...revision.explain(kind, name, question), next: revision.nextChange(kind, name, question) };
      };
      for (let at = from; at < Infinity; ) {
        let next = Infinity;
        for (const { box, result } of askRegions(dimensions, (cell) => [
          asked(before, old, at, cell),
          asked(after, now, at, cell),
        ])) {
          next = Math.min(next, ...result.map((each) => each.next));
          const [one, other] = result as [(typeof result)[0], (typeof result)[0]];
          const isByBucket = shared.has(name) && result.some(({ rule }) => rule === "rollout" || rule === "requires");
          if (one.value === other.value) continue;
          const where = whereOf(dimensions, box);
          yield { environment, name, at, before: one.value, after: other.value, isByBucket, where };
        }
        at = next;
      }
    }
  }
}

/** A difference in words, for the new id against the former one. */
export function tellDifference(
  { environment, name, at, before, after, where: told }: Difference,
  [first]: readonly Model[],
  from: Instant,
): string {
  const where = environment === first?.environment ? "" : ` in ${environment}`;
  const when = at === from ? "" : ` from ${formatDay(at)} on`;
  const who = whereWords(told, (text) => `\`${text}\``);
  return `\`${name}\`${where} answers \`${after}\` instead of \`${before}\`${who}${when}`;
}
