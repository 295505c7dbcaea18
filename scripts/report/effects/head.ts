import { dividedPatterns } from "../../effect/divided-patterns.ts";
import type { DecisionEffect, Effect, GroupEffect, Transition } from "../../effect/effect.ts";
import { nounOf } from "../../model/document.ts";
import { count } from "../../model/text/words.ts";
import type { Show } from "../line.ts";
import { word } from "../line.ts";

/** At most this many clauses are said; of more, the number is given. */
const mostClauses = 6;

/** A change in one sentence: who loses, who gains, who gets something else, and which code no longer compiles. */
export function headOf(effect: Effect, show: Show): string {
  const { decisions, groups, types, names, later, undone } = effect;
  const drafts = [
    ...decisions.flatMap((each) => decisionClauses(each, show)),
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
  const dates = new Set([...later, ...undone].map(({ on }) => on)).size;
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
  const when = dates === 0 ? "" : `; something changes by itself on ${count(dates, "day")} later`;
  return `${what}${when}.`;
}

interface Clause {
  readonly kind: "gain" | "loss" | "other";
  readonly text: string;
  readonly environment: string | undefined;
}

function decisionClauses(
  { kind, name, environment, transitions, newcomers, together }: DecisionEffect,
  show: Show,
): readonly Clause[] {
  const what = `${nounOf(kind)} ${show(name)}`;
  const isLoss = ({ from, to }: Transition): boolean => from === true && to !== true;
  const isGain = ({ from, to }: Transition): boolean => to === true && from !== true;
  const isOther = (each: Transition): boolean =>
    !isLoss(each) && !isGain(each) && (each.from !== each.to || each.values !== undefined);
  const clause = (kind: Clause["kind"], list: readonly Transition[], verb: string): readonly Clause[] => {
    const who = whoIn(list, transitions, show);
    return who === "" ? [] : [{ kind, text: `${what} ${verb} ${who}`, environment }];
  };
  const own = [
    ...clause("loss", transitions.filter(isLoss), "is lost by"),
    ...clause("gain", transitions.filter(isGain), "is gained by"),
    ...clause("other", transitions.filter(isOther), "changes for"),
  ];
  const isMore = newcomers.length + together.length > 0;
  return own.length > 0 || !isMore ? own : [{ kind: "other", text: `${what} changes for some contexts`, environment }];
}

function groupClauses({ name, environment, scope, moves }: GroupEffect, show: Show): readonly Clause[] {
  const all = moves.map((move) => ({ ...move, scope }));
  const moving = all.filter(({ from, to }) => from !== to);
  const who = whoIn(moving, all, show);
  return who === "" ? [] : [{ kind: "other", text: `group set ${show(name)} moves ${who}`, environment }];
}

type Who = Pick<Transition, "scope" | "ids" | "patterns" | "unlisted" | "where">;

/** How many customers some transitions of all are about, by scope; names of customers are not in it. */
function whoIn(list: readonly Who[], all: readonly Who[], show: Show): string {
  const numbers = new Map<string, number>();
  const patterns = new Map<string, boolean>();
  let unlisted: boolean | number = false;
  for (const each of list) {
    if (each.scope !== null && each.ids.length > 0)
      numbers.set(each.scope, (numbers.get(each.scope) ?? 0) + each.ids.length);
    const divided = dividedPatterns(
      each,
      all.filter((other) => !list.includes(other)),
    );
    for (const text of each.patterns) patterns.set(text, (patterns.get(text) ?? true) && !divided.has(text));
    if (each.unlisted === true) unlisted = true;
    else if (typeof each.unlisted === "number" && unlisted !== true) unlisted = Math.max(each.unlisted, unlisted || 0);
  }
  const isNamed = numbers.size + patterns.size > 0;
  const matching = (isWhole: boolean): number => [...patterns.values()].filter((each) => each === isWhole).length;
  const [whole, divided] = [matching(true), matching(false)];
  return [
    ...[...numbers].map(([scope, number]) => count(number, word(scope, show))),
    ...(whole === 0 ? [] : [`all who match ${count(whole, "pattern")}`]),
    ...(divided === 0 ? [] : [`some who match ${count(divided, "pattern")}`]),
    ...(unlisted === false ? [] : [`${unlisted === true ? "" : `${unlisted} % of `}everyone${isNamed ? " else" : ""}`]),
  ].join(" and ");
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
