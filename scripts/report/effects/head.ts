import { dividedPatterns } from "../../effect/divided-patterns.ts";
import type { DecisionEffect, Effect, GroupEffect, Transition } from "../../effect/effect.ts";
import { nounOf } from "../../model/document.ts";
import { count } from "../../model/text/words.ts";
import { formatDate } from "../../model/time.ts";
import type { Show } from "../line.ts";
import { word } from "../line.ts";
import type { EffectReporter } from "./effect-reporter.ts";

/** At most this many clauses are said; of more, the number is given. */
const mostClauses = 6;

/** What a sentence says besides the effect. */
interface HeadOptions {
  /** How a name is shown. */
  readonly show: Show;
  /** How a message with names in backticks is shown. */
  readonly say: Show;
  readonly red: NonNullable<Parameters<EffectReporter>[1]["red"]>;
}

/**
 * A change in one sentence: who loses, who gains, who gets something else, which code no longer compiles, when something
 * changes by itself, and from when on checks will fail.
 */
export function headOf(effect: Effect, { show, say, red }: HeadOptions): string {
  const { decisions, groups, types, names, later, undone } = effect;
  const drafts = [
    ...decisions.flatMap((each) => decisionClauses(each, newsOf(each, names), show)),
    ...groups.flatMap((each) => groupClauses(each, show)),
  ];
  const of = (kind: Clause["kind"]): readonly string[] =>
    inEnvironments(
      drafts.filter((each) => each.kind === kind),
      show,
    );
  const broken = new Set([
    ...types.filter(({ isBreaking }) => isBreaking).map(({ name }) => name),
    ...names.removed.map(({ name }) => name),
  ]);
  const clauses = [
    ...of("loss"),
    ...of("gain"),
    ...of("other"),
    ...(broken.size === 0
      ? []
      : [`code that asks for ${[...broken].slice(0, 3).map(show).join(", ")} no longer compiles`]),
  ];
  const shown = clauses.slice(0, mostClauses);
  if (clauses.length > shown.length) shown.push(`${clauses.length - shown.length} more effects`);
  const what = shown.length === 0 ? "nobody gets anything else now" : shown.join("; ");
  const when = [...datesClause("changes", later), ...datesClause("no longer changes", undone)];
  return `${[what, ...when, ...redClause(red, say)].join("; ")}.`;
}

function datesClause(verb: string, scheduled: Effect["later"]): readonly string[] {
  const [first, ...others] = [...new Set(scheduled.map(({ on }) => on))].sort((a, b) => a - b);
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and on ${count(others.length, "later day")}`;
  return [`something ${verb} by itself on ${formatDate(first)}${more}`];
}

/** Examples that fail are said last, since they follow what has ended. */
function redClause(red: HeadOptions["red"], say: Show): readonly string[] {
  const [first] = red;
  if (first === undefined) return [];
  const cause =
    red.find(({ from, finding }) => from === first.from && finding.code !== "model/failed-example") ?? first;
  const more = red.length === 1 ? "" : `, and ${red.length - 1} more`;
  return [`checks fail from ${formatDate(first.from)} on (${say(cause.finding.message)}${more})`];
}

interface OtherClause {
  readonly verb: string;
  readonly list: readonly Transition[];
}

interface Clause {
  readonly kind: "gain" | "loss" | "other";
  readonly text: string;
  readonly environment: string | undefined;
}

/** Whether a name came or went with the change; undefined for one that is on both sides. */
function newsOf({ kind, name }: DecisionEffect, { added, removed }: Effect["names"]): "new" | "gone" | undefined {
  const isIn = (list: typeof added): boolean => list.some((each) => each.kind === kind && each.name === name);
  return isIn(added) ? "new" : isIn(removed) ? "gone" : undefined;
}

function decisionClauses(
  { kind, name, environment, transitions, newcomers, together }: DecisionEffect,
  news: ReturnType<typeof newsOf>,
  show: Show,
): readonly Clause[] {
  const what = `${nounOf(kind)} ${show(name)}`;
  const isLoss = ({ from, to }: Transition): boolean => from === true && to !== true;
  const isGain = ({ from, to }: Transition): boolean => to === true && from !== true;
  const isOther = (each: Transition): boolean =>
    !isLoss(each) && !isGain(each) && (each.from !== each.to || each.values !== undefined) && !isNews(each);
  // What everyone gets from a name that is new is no change for anybody.
  const isNews = ({ from, to }: Transition): boolean =>
    (news === "new" && from === null) || (news === "gone" && to === null);
  const clause = (kind: Clause["kind"], list: readonly Transition[], verb: string): readonly Clause[] => {
    const who = whoIn(list, transitions, show);
    return who === "" ? [] : [{ kind, text: `${what} ${verb} ${who}`, environment }];
  };
  const own = [
    ...clause("loss", transitions.filter(isLoss), "is lost by"),
    ...clause("gain", transitions.filter(isGain), "is gained by"),
    ...otherClauses(transitions.filter(isOther), show).flatMap(({ verb, list }) => clause("other", list, verb)),
  ];
  if (own.length === 0 && news !== undefined) return [{ kind: "other", text: `${what} is ${news}`, environment }];
  const isMore = newcomers.length + together.length > 0;
  return own.length > 0 || !isMore ? own : [{ kind: "other", text: `${what} changes for some contexts`, environment }];
}

/** Two answers at most are named; of more changes, only the customers are counted. */
const mostWays = 2;

/** Customers who get something else, by what they got and get. */
function otherClauses(list: readonly Transition[], show: Show): readonly OtherClause[] {
  const ways = new Map<string, Transition[]>();
  for (const each of list) {
    const { from, to } = each;
    const isNamed = from !== to && from !== null && to !== null && typeof from !== "boolean" && typeof to !== "boolean";
    const verb = isNamed ? `goes from ${show(`${from}`)} to ${show(`${to}`)} for` : "changes for";
    ways.set(verb, [...(ways.get(verb) ?? []), each]);
  }
  if (ways.size > mostWays) return [{ verb: "changes for", list }];
  return [...ways].map(([verb, own]) => ({ verb, list: own }));
}

function groupClauses({ name, environment, scope, moves }: GroupEffect, show: Show): readonly Clause[] {
  const all = moves.map((move) => ({ ...move, scope }));
  const moving = all.filter(({ from, to }) => from !== to);
  const ways = new Map<string, Who[]>();
  for (const each of moving) {
    const way = [["from", each.from] as const, ["to", each.to] as const]
      .flatMap(([word, group]) => (group === null || group === name ? [] : [` ${word} ${show(group)}`]))
      .join("");
    ways.set(way, [...(ways.get(way) ?? []), each]);
  }
  const told: readonly (readonly [string, readonly Who[]])[] = ways.size > mostWays ? [["", moving]] : [...ways];
  return told.map(([way, list]) => ({
    kind: "other",
    text: `group set ${show(name)} moves ${whoIn(list, all, show)}${way}`,
    environment,
  }));
}

type Who = Pick<Transition, "scope" | "ids" | "patterns" | "unlisted" | "where">;

/** How many customers some transitions of all are about, by scope; names of customers are not in it. */
function whoIn(list: readonly Who[], all: readonly Who[], show: Show): string {
  const numbers = new Map<string, number>();
  const patterns = new Map<string, boolean>();
  let unlisted: boolean | number = false;
  const own = new Set(list);
  const others = all.filter((each) => !own.has(each));
  for (const each of list) {
    if (each.scope !== null && each.ids.length > 0)
      numbers.set(each.scope, (numbers.get(each.scope) ?? 0) + each.ids.length);
    const divided = each.patterns.length === 0 ? new Set() : dividedPatterns(each, others);
    for (const text of each.patterns) patterns.set(text, (patterns.get(text) ?? true) && !divided.has(text));
    if (each.unlisted === true) unlisted = true;
    else if (typeof each.unlisted === "number" && unlisted !== true) unlisted = Math.max(each.unlisted, unlisted || 0);
  }
  const isNamed = numbers.size + patterns.size > 0;
  const matching = (isWhole: boolean): number => [...patterns.values()].filter((each) => each === isWhole).length;
  const [whole, divided] = [matching(true), matching(false)];
  const parts = [
    ...[...numbers].map(([scope, number]) => count(number, word(scope, show))),
    ...(whole === 0 ? [] : [`all who match ${count(whole, "pattern")}`]),
    ...(divided === 0 ? [] : [`some who match ${count(divided, "pattern")}`]),
    ...(unlisted === false ? [] : [`${unlisted === true ? "" : `${unlisted} % of `}everyone${isNamed ? " else" : ""}`]),
  ];
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

/** Clauses that are the same in several environments, once. */
function inEnvironments(clauses: readonly Clause[], show: Show): readonly string[] {
  const known = new Map<string, (string | undefined)[]>();
  for (const { text, environment } of clauses) known.set(text, [...(known.get(text) ?? []), environment]);
  return [...known].map(([text, environments]) =>
    environments.includes(undefined)
      ? text
      : `${text} in ${environments.flatMap((each) => (each === undefined ? [] : show(each))).join(", ")}`,
  );
}
