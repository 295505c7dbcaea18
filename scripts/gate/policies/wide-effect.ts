import type { DecisionEffect, GroupEffect, Kind, Party, Transition } from "../../effect/effect.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { nameSpan, nounOf } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import { count } from "../../model/text/words.ts";
import { formatDate, type Instant } from "../../model/time.ts";
import type { Breach, Change } from "./change.ts";
import { createdIn, everyoneIn, isMove, patternsIn } from "./unbounded.ts";

/** What one name does to customers in one environment, now or from a later instant on. */
interface Moved {
  readonly kind: Kind;
  readonly name: string;
  readonly environment: string | undefined;
  /** Undefined for now. */
  readonly on: Instant | undefined;
  /** Each with the scope. */
  readonly customers: readonly string[];
  /** Who else gets another answer without a list that bounds their number, as beginnings of sentences. */
  readonly unbounded: readonly string[];
  /** Whether unlisted customers enter a stage of a release, without a soak. */
  readonly isStaged: boolean;
}

/** A change that gives very many customers another answer needs a second look. */
export function* wideEffect(change: Change): Generator<Breach> {
  const moved = movedBy(change);
  const reported = new Set<string>();
  for (const { kind, name, environment, on, unbounded, isStaged } of moved) {
    // Most changes do the same in all environments.
    const key = `${kind} ${name}`;
    if (unbounded.length === 0 || reported.has(key)) continue;
    reported.add(key);
    for (const who of unbounded) {
      const when = on === undefined ? "" : ` from ${formatDate(on)} on`;
      const message = `${who} another answer from ${nounOf(kind)} \`${name}\`${when}${inEnvironment(environment)}`;
      const hint = isStaged
        ? "a release uses this set, so they skip the soak; move a few of them by name"
        : "`flagstone diff` shows it";
      const finding = diagnostic("gate/wide-effect", spanOf(change, kind, name), message, { hint });
      yield isStaged ? { ...finding, severity: "error" } : finding;
    }
  }
  for (const { kind, name, environment, message } of change.effect.unsaid) {
    const what = `customers whom no list can name get another answer from ${nounOf(kind)} \`${name}\``;
    const isStaged = kind === "groups" && isUsedByRelease(change, name);
    const hint = isStaged ? `${message}; a release uses this set, so they may skip its soak` : message;
    const finding = diagnostic("gate/wide-effect", spanOf(change, kind, name), `${what}${inEnvironment(environment)}`, {
      hint,
    });
    yield isStaged ? { ...finding, severity: "error" } : finding;
  }
  const { maxMoved } = change.policy;
  const others = moved.flatMap(({ environment }) => environment ?? []);
  for (const environment of [undefined, ...new Set(others)]) {
    const here = moved.filter((each) => each.environment === environment);
    const all = new Set(here.flatMap(({ customers }) => customers));
    const [widest] = here.toSorted((a, b) => b.customers.length - a.customers.length);
    if (widest === undefined || all.size <= maxMoved) continue;
    const where = inEnvironment(environment);
    const message = `this change gives ${count(all.size, "customer")} another answer, more than ${maxMoved}${where}`;
    yield diagnostic("gate/wide-effect", spanOf(change, widest.kind, widest.name), message, {
      hint: "`flagstone diff` lists them; consider a rollout in steps",
    });
    if (environment === undefined) return;
  }
}

function inEnvironment(environment: string | undefined): string {
  return environment === undefined ? "" : ` (in ${environment})`;
}

/** What applies now comes first. A version is meant to reach everyone, and its stages control how. */
function movedBy(change: Change): readonly Moved[] {
  const { decisions, groups, later, undone } = change.effect;
  return [{ on: undefined, decisions, groups }, ...later, ...undone].flatMap(({ on, decisions, groups }) => [
    ...decisions.filter((each) => isOnBoth(change, each)).map((each) => movedByDecision(change, each, on)),
    ...groups
      .filter((each) => isOnBoth(change, { kind: "groups", ...each }))
      .map((each) => movedBySet(change, each, on)),
  ]);
}

/**
 * A name that is new, or gone, answers nothing on one side. What the change leaves unreadable of a flag or privilege is an
 * error of its own, and not what customers will get.
 */
function isOnBoth({ before, after }: Change, { kind, name }: Pick<DecisionEffect, "name"> & { readonly kind: Kind }) {
  if (kind === "release" || before === undefined) return false;
  const thingsIn = ({ flags, privileges, sets }: Model) => ({ flag: flags, privilege: privileges, groups: sets })[kind];
  const [was, is] = [thingsIn(before).get(name), thingsIn(after).get(name)];
  if (was === undefined || is === undefined) return false;
  return kind === "groups" || before.partial.has(was.document) || !after.partial.has(is.document);
}

function movedByDecision({ asOf }: Change, effect: DecisionEffect, on: Instant | undefined): Moved {
  const { kind, name, environment, transitions, newcomers, together } = effect;
  // What the end of a flag does was agreed on with the flag.
  const moves = transitions.filter((each) => isMove(each) && (on === undefined || each.why !== "expired"));
  const contexts = together.filter(isMove);
  const customers = [
    ...moves.flatMap((move) => customersOf(move.scope, move)),
    ...contexts.flatMap(({ parties }) => fewestIn(parties)),
  ];
  const open = contexts.filter(({ parties }) => parties.every(({ unlisted }) => unlisted));
  const unbounded = firstOf(
    everyoneIn([...moves, ...open]),
    createdIn(newcomers, asOf),
    patternsIn(moves, transitions),
  );
  return { kind, name, environment, on, customers, unbounded, isStaged: false };
}

function movedBySet(change: Change, effect: GroupEffect, on: Instant | undefined): Moved {
  const { name, environment, scope } = effect;
  const moves = effect.moves.filter(({ from, to }) => from !== to);
  const customers = moves.flatMap((move) => customersOf(scope, move));
  const everyone = everyoneIn(moves);
  const isStaged = everyone.length > 0 && isUsedByRelease(change, name);
  const unbounded = firstOf(everyone, patternsIn(moves, effect.moves));
  return { kind: "groups", name, environment, on, customers, unbounded, isStaged };
}

/** Whether the groups of a set are stages of a release, before or after. */
function isUsedByRelease({ before, after }: Change, set: string): boolean {
  return [before, after].some((model) => [...(model?.releases.values() ?? [])].some(({ by }) => by === set));
}

function firstOf(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.find(({ length }) => length > 0) ?? [];
}

/** For contexts of several ids, the customers of the party that limits them most. */
function fewestIn(parties: readonly Party[]): readonly string[] {
  const bounded = parties.filter(({ unlisted }) => !unlisted).map((party) => customersOf(party.scope, party));
  return bounded.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function customersOf(scope: string | null, { ids, patterns }: Pick<Transition, "ids" | "patterns">): readonly string[] {
  return [...ids.map((id) => `${scope} ${id}`), ...patterns.map((text) => `${scope} ${text} as a pattern`)];
}

function spanOf({ after }: Change, kind: Kind, name: string): Span {
  const things = { flag: after.flags, release: after.releases, privilege: after.privileges, groups: after.sets }[kind];
  const thing = things.get(name);
  return thing === undefined ? { source: after.config.document.source, start: 0, end: 0 } : nameSpan(thing.document);
}
