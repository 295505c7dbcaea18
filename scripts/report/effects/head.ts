import type { Effect } from "../../effect/effect.ts";
import { nounOf } from "../../model/document.ts";
import { count } from "../../model/text/words.ts";
import { formatDate } from "../../model/time.ts";
import { type Clause, clausesOf, inEnvironments, type SharedClause } from "../effect-clauses.ts";
import type { Show } from "../line.ts";
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
  const { types, names, later, undone } = effect;
  const drafts = inEnvironments(clausesOf(effect, { show, mostNamed: 0, namesContexts: true }));
  const of = (kind: Clause["kind"]): readonly string[] =>
    drafts.flatMap((each) => (each.kind === kind ? sentenceOf(each, show) : []));
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
  const what = shown.length === 0 ? "no one's answers change now" : shown.join("; ");
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

function sentenceOf({ thing, what, environments }: SharedClause, show: Show): string {
  const text = `${nounOf(thing.kind)} ${show(thing.name)} ${what}`;
  if (environments.includes(undefined)) return text;
  return `${text} in ${environments.flatMap((each) => (each === undefined ? [] : show(each))).join(", ")}`;
}
