import type { DecisionEffect, Effect, GroupEffect, NameEffect, ScheduledEffect, TypeEffect } from "../effect/effect.ts";
import { nounOf } from "../model/document.ts";
import { formatDate } from "../model/time.ts";
import { moveLines, newcomerLines, togetherLines, transitionLines } from "./effect-sentences.ts";
import type { Line, Show } from "./line.ts";

/** How a reader is shown what other people wrote: names and ids by themselves, and messages with names in backticks. */
interface Escapes {
  readonly show: Show;
  readonly say: Show;
  /** How many customers a sentence names at most, if not the usual number. */
  readonly mostNamed?: number;
}

/** What drafts of sections take of it. */
type Naming = Pick<Escapes, "show" | "mostNamed">;

/** Sentences that belong together. */
interface Section {
  readonly heading: string;
  /** Whether each sentence says itself what it is about, so that the heading only names their kind. */
  readonly isTopic?: boolean;
  readonly lines: readonly Line[];
}

/** An effect in sentences: decisions, groups, names, types, and what happens later. */
export function sectionsOf(effect: Effect, { show, say, mostNamed }: Escapes): readonly Section[] {
  const { decisions, groups, properties, types, later, undone, unsaid } = effect;
  const naming: Naming = mostNamed === undefined ? { show } : { show, mostNamed };
  return [
    ...inAll(
      decisions.map((each) => decisionDraft(each, naming, newsOf(effect, each))),
      show,
    ),
    ...inAll(
      groups.map((each) => groupsDraft(each, naming, newsOf(effect, { kind: "groups", name: each.name }))),
      show,
    ),
    ...section("names", nameLines(effect, show)),
    ...section(
      "properties",
      properties.map(({ release, property, from, to }) =>
        plain(`release ${show(release)}: ${show(property)} is ${show(`${to}`)} and was ${show(`${from}`)}`),
      ),
    ),
    ...section(
      "API",
      types.map(({ kind, name, isBreaking, message }) => ({
        tone: isBreaking ? "loss" : "plain",
        text: `${nounFor(kind)} ${show(name)} ${say(message)}${isBreaking ? " (breaking)" : ""}`,
      })),
    ),
    ...section(
      "what no list can name",
      unsaid.map(({ kind, name, environment, message }) => {
        const where = environment === undefined ? "" : ` in ${show(environment)}`;
        return plain(`${nounFor(kind)} ${show(name)}${where}: ${say(message)}`);
      }),
    ),
    ...later.flatMap((each) => laterSections("from", each, naming)),
    ...undone.flatMap((each) => laterSections("no longer from", each, naming)),
  ];
}

function laterSections(word: string, scheduled: ScheduledEffect, naming: Naming): readonly Section[] {
  return scheduledSections(scheduled, naming).map(({ heading, lines }) => ({
    heading: `${word} ${formatDate(scheduled.on)} on: ${heading}`,
    lines,
  }));
}

/** What happens at one instant in sentences: decisions, then groups. */
export function scheduledSections(
  { decisions, groups }: Pick<ScheduledEffect, "decisions" | "groups">,
  naming: Naming,
): readonly Section[] {
  const drafts = [
    ...decisions.map((each) => decisionDraft(each, naming, "")),
    ...groups.map((each) => groupsDraft(each, naming, "")),
  ];
  return inAll(drafts, naming.show);
}

/** A section about one name, before it is known which environments share it; undefined is the first one. */
interface Draft extends Section {
  readonly environments: readonly (string | undefined)[];
}

function decisionDraft(decision: DecisionEffect, naming: Naming, news: string): Draft {
  const { show } = naming;
  const { kind, name, environment, transitions, newcomers, together } = decision;
  const scopes = new Set([...transitions, ...newcomers].map(({ scope }) => scope));
  const about = { isSwitch: kind !== "release", hasSeveralScopes: scopes.size > 1, ...naming };
  return {
    heading: `${kind} ${show(name)}${news}`,
    environments: [environment],
    lines: [
      ...transitionLines(transitions, about),
      ...newcomerLines(newcomers, about),
      ...togetherLines(together, about),
    ],
  };
}

function groupsDraft({ name, environment, scope, moves }: GroupEffect, naming: Naming, news: string): Draft {
  return {
    heading: `group set ${naming.show(name)}${news}`,
    environments: [environment],
    lines: moveLines(moves, { set: name, scope, ...naming }),
  };
}

function inAll(drafts: readonly Draft[], show: Show): readonly Section[] {
  return alike(drafts).map(inEnvironments(show));
}

/** Sections that are the same in several environments, once. */
function alike(drafts: readonly Draft[]): readonly Draft[] {
  const known = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = JSON.stringify([draft.heading, draft.lines]);
    known.set(key, { ...draft, environments: [...(known.get(key)?.environments ?? []), ...draft.environments] });
  }
  return [...known.values()];
}

function inEnvironments(show: Show): (draft: Draft) => Section {
  return ({ heading, environments, lines }) => {
    const named = environments.flatMap((each) => each ?? []).map(show);
    if (named.length === 0) return { heading, lines };
    return {
      heading: `${heading}${environments.includes(undefined) ? `, in ${named.join(", ")} too` : ` in ${named.join(", ")}`}`,
      lines,
    };
  };
}

/** Names that were added, removed or retired, if nothing else is reported about them. */
function nameLines({ decisions, groups, names }: Effect, show: Show): readonly Line[] {
  const reported = new Set([...decisions, ...groups.map(({ name }) => ({ kind: "groups" as const, name }))].map(keyOf));
  const own = (list: readonly NameEffect[], word: string, tone: Line["tone"]): readonly Line[] =>
    list
      .filter((each) => !reported.has(keyOf(each)))
      .map(({ kind, name }) => ({ tone, text: `${word}: ${nounOf(kind)} ${show(name)}` }));
  const retired = new Set(names.retired.map(keyOf));
  return [
    ...own(names.added, "new", "gain"),
    ...own(
      names.removed.filter((each) => !retired.has(keyOf(each))),
      "gone",
      "loss",
    ),
    ...own(names.retired, "retired", "plain"),
  ];
}

function newsOf({ names }: Effect, thing: NameEffect): string {
  const isIn = (list: readonly NameEffect[]): boolean => list.some((each) => keyOf(each) === keyOf(thing));
  if (isIn(names.added)) return ", which is new";
  if (isIn(names.removed)) return isIn(names.retired) ? ", which is retired" : ", which is gone";
  return "";
}

function section(heading: string, lines: readonly Line[]): readonly Section[] {
  return lines.length === 0 ? [] : [{ heading, isTopic: true, lines }];
}

function plain(text: string): Line {
  return { tone: "plain", text };
}

function nounFor(kind: TypeEffect["kind"]): string {
  return kind === "scope" || kind === "environment" ? kind : nounOf(kind);
}

function keyOf({ kind, name }: NameEffect): string {
  return `${kind} ${name}`;
}
