import { dividedPatterns } from "../effect/divided-patterns.ts";
import type { DecisionEffect, Effect, GroupEffect, NameEffect, Transition } from "../effect/effect.ts";
import { whereWords } from "../effect/where-words.ts";
import { addTo } from "../model/group-by.ts";
import { compareText, count } from "../model/text/words.ts";
import { type Show, word } from "./line.ts";

/** What happens to customers of one name, as the rest of a sentence that begins with the name. */
export interface Clause {
  readonly kind: "gain" | "loss" | "other";
  readonly thing: NameEffect;
  readonly what: string;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
}

/** How to phrase clauses. */
interface Manner {
  readonly show: Show;
  /** Up to this many customers are named; beyond that, they are counted. */
  readonly mostNamed: number;
  /** Whether the values of attributes that bound a clause are named: they may be anything, such as addresses. */
  readonly namesContexts: boolean;
}

/** An effect in clauses, in its order: how many customers lose a name, gain it, get something else, or change groups. */
export function clausesOf(
  { decisions, groups, names }: Pick<Effect, "decisions" | "groups"> & Partial<Pick<Effect, "names">>,
  manner: Manner,
): readonly Clause[] {
  return [
    ...decisions.flatMap((each) => decisionClauses(each, newsOf(each, names), manner)),
    ...groups.flatMap((each) => groupClauses(each, manner)),
  ];
}

/** A clause without its environment, and those in which it is true; undefined stands for the first. */
export interface SharedClause extends Omit<Clause, "environment"> {
  readonly environments: readonly (string | undefined)[];
}

/** Each clause once, with all of its environments. */
export function inEnvironments(clauses: readonly Clause[]): readonly SharedClause[] {
  const found = new Map<string, SharedClause & { readonly environments: (string | undefined)[] }>();
  for (const { environment, ...clause } of clauses) {
    const key = JSON.stringify([clause.kind, clause.thing.kind, clause.thing.name, clause.what]);
    const known = found.get(key) ?? { ...clause, environments: [] };
    found.set(key, known);
    known.environments.push(environment);
  }
  return [...found.values()];
}

/** Whether the change added or removed the name; undefined if it is on both sides. */
function newsOf({ kind, name }: DecisionEffect, names: Effect["names"] | undefined): "new" | "gone" | undefined {
  const isIn = (list: readonly NameEffect[] = []): boolean =>
    list.some((each) => each.kind === kind && each.name === name);
  return isIn(names?.added) ? "new" : isIn(names?.removed) ? "gone" : undefined;
}

function decisionClauses(
  { kind, name, environment, transitions, newcomers, together }: DecisionEffect,
  news: ReturnType<typeof newsOf>,
  manner: Manner,
): readonly Clause[] {
  const thing = { kind, name };
  const isLoss = ({ from, to }: Transition): boolean => from === true && to !== true;
  const isGain = ({ from, to }: Transition): boolean => to === true && from !== true;
  const isOther = (each: Transition): boolean =>
    !isLoss(each) && !isGain(each) && (each.from !== each.to || each.values !== undefined) && !isNews(each);
  // What everyone gets from a new name is not a change for anyone.
  const isNews = ({ from, to }: Transition): boolean =>
    (news === "new" && from === null) || (news === "gone" && to === null);
  const clause = (kind: Clause["kind"], list: readonly Transition[], verb: string): readonly Clause[] => {
    const who = whoIn(list, transitions, manner);
    return who === "" ? [] : [{ kind, thing, what: `${verb} ${who}`, environment }];
  };
  const own = [
    ...clause("loss", transitions.filter(isLoss), "is lost by"),
    ...clause("gain", transitions.filter(isGain), "is gained by"),
    ...otherClauses(transitions.filter(isOther), manner.show).flatMap(({ verb, list }) => clause("other", list, verb)),
  ];
  if (own.length === 0 && news !== undefined) return [{ kind: "other", thing, what: `is ${news}`, environment }];
  const isMore = newcomers.length + together.length > 0;
  return own.length > 0 || !isMore ? own : [{ kind: "other", thing, what: "changes for some contexts", environment }];
}

/** Two answers at most are named; of more changes, only the customers are counted. */
const mostWays = 2;

interface OtherClause {
  readonly verb: string;
  readonly list: readonly Transition[];
}

/** Customers who get something else, by what they got and get. */
function otherClauses(list: readonly Transition[], show: Show): readonly OtherClause[] {
  const ways = new Map<string, Transition[]>();
  for (const each of list) {
    const { from, to } = each;
    const isNamed = from !== to && from !== null && to !== null && typeof from !== "boolean" && typeof to !== "boolean";
    const verb = isNamed ? `goes from ${show(`${from}`)} to ${show(`${to}`)} for` : "changes for";
    addTo(ways, verb, each);
  }
  if (ways.size > mostWays) return [{ verb: "changes for", list }];
  return [...ways].map(([verb, own]) => ({ verb, list: own }));
}

function groupClauses({ name, environment, scope, moves }: GroupEffect, manner: Manner): readonly Clause[] {
  const all = moves.map((move) => ({ ...move, scope }));
  const moving = all.filter(({ from, to }) => from !== to);
  const ways = new Map<string, Who[]>();
  for (const each of moving) {
    const way = [["from", each.from] as const, ["to", each.to] as const]
      .flatMap(([word, group]) => (group === null || group === name ? [] : [` ${word} ${manner.show(group)}`]))
      .join("");
    addTo(ways, way, each);
  }
  const told: readonly (readonly [string, readonly Who[]])[] = ways.size > mostWays ? [["", moving]] : [...ways];
  return told.map(([way, list]) => ({
    kind: "other",
    thing: { kind: "groups", name },
    what: `moves ${whoIn(list, all, manner)}${way}`,
    environment,
  }));
}

type Who = Pick<Transition, "scope" | "ids" | "patterns" | "unlisted" | "where">;

/** The number of customers in some of the transitions, by scope. */
function whoIn(list: readonly Who[], all: readonly Who[], manner: Manner): string {
  const { show, mostNamed } = manner;
  const customers = new Map<string, string[]>();
  const patterns = new Map<string, boolean>();
  let unlisted: boolean | number = false;
  const own = new Set(list);
  const others = all.filter((each) => !own.has(each));
  for (const each of list) {
    if (each.scope !== null && each.ids.length > 0)
      customers.set(each.scope, [...(customers.get(each.scope) ?? []), ...each.ids]);
    const divided = each.patterns.length === 0 ? new Set() : dividedPatterns(each, others);
    for (const text of each.patterns) patterns.set(text, (patterns.get(text) ?? true) && !divided.has(text));
    if (each.unlisted === true) unlisted = true;
    else if (typeof each.unlisted === "number" && unlisted !== true) unlisted = Math.max(each.unlisted, unlisted || 0);
  }
  const isNamed = all.some(({ ids, patterns }) => ids.length + patterns.length > 0);
  const matching = (isWhole: boolean): number => [...patterns.values()].filter((each) => each === isWhole).length;
  const [whole, divided] = [matching(true), matching(false)];
  const parts = [
    ...[...customers].map(([scope, ids]) => {
      const named = ids.length > mostNamed ? "" : ` (${ids.toSorted(compareText).map(show).join(", ")})`;
      return `${count(ids.length, word(scope, show))}${named}`;
    }),
    ...(whole === 0 ? [] : [`all who match ${count(whole, "pattern")}`]),
    ...(divided === 0 ? [] : [`some who match ${count(divided, "pattern")}`]),
    ...(unlisted === false ? [] : [`${unlisted === true ? "" : `${unlisted} % of `}everyone${isNamed ? " else" : ""}`]),
  ];
  const last = parts.pop() ?? "";
  const who = parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
  const unnamed = list.filter((each) => each.unlisted !== false);
  return `${who}${contextsOf(unnamed.length > 0 ? unnamed : list, manner)}`;
}

/** With how many values of one attribute a clause says in which contexts it is true. */
const mostValues = 3;

/** The contexts in which all of some customers are meant, if they are not meant in all. */
function contextsOf(list: readonly Who[], { show, namesContexts }: Manner): string {
  const words = new Set(list.map(({ where }) => whereWords(where, show, mostValues)));
  if (words.has("")) return "";
  const [only = "", ...others] = words;
  return others.length === 0 && namesContexts ? only : " in some contexts";
}
