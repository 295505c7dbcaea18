import type { Revision, RevisionQuestion } from "../../effect/revision.ts";
import { findUnmentionedId } from "../../effect/revision-query.ts";
import type { Condition } from "../../model/condition.ts";
import { addTo } from "../../model/group-by.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Flag, Model } from "../../model/model.ts";
import {
  conditionsIn,
  conditionsOf,
  findGroup,
  ignoresCaseIn,
  isHeld,
  scopesOfSet,
  setOf,
  setsOf,
} from "../../model/model-queries.ts";
import { someInWords } from "../../model/text/words.ts";
import { entryFor, lastingRevision, type Stretch, timelineOf } from "../customers/timeline.ts";
import { entryReasonsOf } from "../lists/entry-reasons.ts";
import type { NewEntry } from "../text/edit-entries.ts";

/** The customers who have a flag by name, and those who have it in another way. */
export interface Holders {
  /** In the order of their ids. */
  readonly customers: readonly Holder[];
  /** Why those are not all who have it. */
  readonly gaps: readonly Gap[];
  /** Who does not have it yet, and would get it; in order. */
  readonly later: readonly string[];
}

interface Holder {
  /** As ids are compared. */
  readonly id: string;
  /** An entry for each time in which the customer has it, as if the flag had no end. */
  readonly entries: readonly NewEntry[];
}

/** Why not everyone who has a flag can be listed, and what to do about it. */
interface Gap {
  readonly fact: string;
  readonly advice: string;
}

/**
 * The customers of a scope who have a flag at an instant, according to the module; for a flag with variants, a variant
 * other than the default.
 */
export function holdersOf(models: readonly [Model, ...Model[]], flag: Flag, scope: string, at: number): Holders {
  const [model] = models;
  const revision = lastingRevision(models, at);
  const { environment } = model;
  const mentioned = mentionedIn([model]);
  const formers = new Set(model.aliases.filter(({ until }) => until > at).map((each) => `${each.scope} ${each.was}`));
  const idsIn = (own: string): readonly (readonly [id: string, written: string])[] =>
    [...(mentioned.get(own) ?? [])].filter(([id]) => !formers.has(`${own} ${id}`)).sort(([a], [b]) => (a < b ? -1 : 1));
  const holding = (own: string, id: string): readonly Stretch[] =>
    timelineOf(revision, flag.name, { environment, at, context: { [own]: id } }).filter(({ value }) =>
      isHeld(flag, value),
    );

  const details = entryReasonsOf(flag, scope, ignoresCaseIn(model, scope), (value) => isHeld(flag, value));
  const customers: Holder[] = [];
  const held = new Map<string, readonly Stretch[]>();
  const later: string[] = [];
  for (const [id, written] of idsIn(scope)) {
    const stretches = holding(scope, id);
    if (stretches[0] === undefined) continue;
    if (stretches[0].from > at) later.push(id);
    else {
      held.set(id, stretches);
      customers.push({ id, entries: stretches.map((stretch) => entryFor(written, stretch, at, details.get(id))) });
    }
  }
  const gaps = [...gapsOf(revision, model, flag, scope, at)];
  for (const other of flag.scopes) {
    if (other === scope) continue;
    const losing = idsIn(other).flatMap(([id]) => {
      const parent = parentOf(model, other, id, scope);
      const kept = (parent === undefined ? undefined : held.get(parent)) ?? [];
      const isKept = (own: Stretch): boolean => kept.some(({ from, until }) => from <= own.from && own.until <= until);
      const own = holding(other, id);
      return own[0] === undefined || own[0].from > at || own.every(isKept) ? [] : [id];
    });
    if (losing.length > 0)
      gaps.push({
        fact: `${someInWords(losing)} of \`${other}\` ${losing.length === 1 ? "has it directly" : "have it directly"}`,
        advice: `remove it from them first, or use \`--scope ${other}\``,
      });
  }
  return { customers, gaps, later };
}

/** Who has a flag and cannot be listed, except customers of other scopes. */
function* gapsOf(revision: Revision, model: Model, flag: Flag, scope: string, at: number): Generator<Gap> {
  const { name, rollout, created } = flag;
  const ask = (question: Pick<RevisionQuestion, "context">) =>
    revision.explain("flag", name, { environment: model.environment, at, ...question });
  const unmentionedId = findUnmentionedId([model]);
  const byDefault = {
    fact: "everybody has it by default",
    advice: "retire it as shipped, or change the default first",
  };
  if (flag.default === true) {
    yield byDefault;
    return;
  }
  for (const own of flag.scopes) {
    const { value, rule, group } = ask({ context: { [own]: unmentionedId } });
    if (isHeld(flag, value) && rule === "group")
      yield {
        fact: `every unlisted customer has it through group \`${group}\``,
        advice: "name other groups first, or retire it as shipped",
      };
  }
  for (const { among, shares, total } of rollout) {
    const own = shares.filter(({ value }) => isHeld(flag, value)).reduce((sum, { share }) => sum + share, 0);
    const whom = among === undefined ? "everyone" : someInWords(among.map(({ group }) => group));
    if (own > 0)
      yield {
        fact: `${Math.round((own / total) * 10_000) / 100} % of ${whom} have it through the rollout`,
        advice: "list the customers who keep it and end the rollout first",
      };
  }
  if (created !== undefined && isHeld(flag, created.value))
    yield {
      fact: "customers have it because of when they were created",
      advice: "list the customers who keep it and remove `created` first",
    };
  for (const { group, value } of flag.grouped) {
    const found = findGroup(model, group);
    if (found === undefined) continue;
    const { set } = found;
    const [scope = ""] = scopesOfSet(set);
    if (set.told && (isHeld(flag, value) || set.default === found.group.name))
      yield {
        fact: `it depends on the group \`${group}\`, which only callers know`,
        advice: "list the customers who keep it and remove the group first",
      };
    if (!isHeld(flag, value)) continue;
    for (const { percent } of found.group.shares)
      yield {
        fact: `${percent} % of everyone have it by their share of group \`${group}\``,
        advice: "list the customers who keep it and remove the group first",
      };
    for (const { prefix } of found.group.patterns)
      if (isHeld(flag, ask({ context: { [scope]: prefix + unmentionedId } }).value))
        yield {
          fact: `ids like \`${prefix}*\` have it through group \`${group}\``,
          advice: "list the customers who keep it and remove the group first",
        };
  }
  yield* conditionGaps(model, flag, at);
  for (const required of requiredBy(model, flag)) {
    const isElsewhere = required.scopes.some((own) => own !== scope) && isDecided(required);
    const isTold = required.grouped.some(({ group }) => model.sets.get(setOf(group))?.told);
    const isShared = required.rollout.some(({ by }) => by !== scope);
    if (isElsewhere || isTold || isShared || required.created !== undefined)
      yield {
        fact: `it requires \`${required.name}\`, which is decided by more than \`${scope}\``,
        advice: "remove it from `requires` first",
      };
  }
}

/** Whether a condition holds, only callers know: who has it through one, or lacks it, cannot be listed. */
function* conditionGaps(model: Model, flag: Flag, at: number): Generator<Gap> {
  const isOpen = ({ until }: Condition): boolean => until > at;
  if (conditionsOf(flag).some(isOpen))
    yield {
      fact: "a condition decides who has it, which only callers can answer",
      advice: "list the customers who keep it and remove the condition first",
    };
  for (const set of setsOf(model, flag))
    if (conditionsIn(set).some(isOpen))
      yield {
        fact: `it depends on group set \`${set.name}\`, which has conditions that only callers can answer`,
        advice: "list the customers who keep it and remove the group first",
      };
  for (const required of requiredBy(model, flag))
    if ([...conditionsOf(required), ...setsOf(model, required).flatMap(conditionsIn)].some(isOpen))
      yield {
        fact: `it requires \`${required.name}\`, which a condition decides`,
        advice: "remove it from `requires` first",
      };
}

/** The flags that a flag requires, directly or indirectly. */
function requiredBy(model: Model, flag: Flag): readonly Flag[] {
  const found = new Set([flag]);
  for (const { requires } of found)
    for (const { name } of requires) {
      const required = model.flags.get(name);
      if (required !== undefined) found.add(required);
    }
  found.delete(flag);
  return [...found];
}

/** Whether a flag does not answer everyone the same. */
function isDecided({ listed, grouped, rollout }: Flag): boolean {
  return listed.length > 0 || grouped.length > 0 || rollout.length > 0;
}

const parents = new WeakMap<Model, ReadonlyMap<string, readonly { scope: string; id: string }[]>>();

/** The customer of a scope that a customer of another scope belongs to, directly or indirectly. */
function parentOf(model: Model, scope: string, id: string, wanted: string): string | undefined {
  let known = parents.get(model);
  if (known === undefined) {
    const found = new Map<string, { scope: string; id: string }[]>();
    for (const { scope, id, parentScope, parent } of model.children) {
      addTo(found, `${scope} ${id}`, { scope: parentScope, id: parent });
    }
    known = found;
    parents.set(model, known);
  }
  const way = new Map([[`${scope} ${id}`, { scope, id }]]);
  for (const [key, customer] of way) {
    if (customer.scope === wanted) return customer.id;
    for (const parent of known.get(key) ?? []) way.set(`${parent.scope} ${parent.id}`, parent);
  }
  return undefined;
}
