import { compareText } from "../diagnostic.ts";
import type { DecisionEffect, Newcomers, Transition, Why } from "../effect.ts";
import { type Entries, fromOf, untilOf } from "../entries.ts";
import type { Decision, Flag, Value } from "../model.ts";
import { modelIn, type Side, type SideQuestion } from "../side.ts";
import type { Instant } from "../time.ts";
import { type Candidates, candidateFinder } from "./candidates.ts";
import { shareOut, strangerTo } from "./unlisted.ts";

/** Two sides of a tree in one environment, at one instant. */
export interface Comparison {
  readonly base: Side;
  readonly head: Side;
  readonly environment: string;
  readonly isFirst: boolean;
  readonly at: Instant;
}

/** A decision of either side, and whose answers may differ. */
export interface Candidate {
  readonly base: Decision | undefined;
  readonly head: Decision | undefined;
  readonly candidates: Candidates;
}

/** The decisions that may answer otherwise, in the order of kinds and names. */
export function findCandidates({ base, head, environment }: Omit<Comparison, "at">): readonly Candidate[] {
  const [baseModel, headModel] = [modelIn(base, environment), modelIn(head, environment)];
  const { find } = candidateFinder(baseModel, headModel);
  return (["flags", "releases", "privileges"] as const).flatMap((kind) => {
    const [before, after] = [baseModel?.[kind], headModel?.[kind]];
    const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort(compareText);
    return names.flatMap((name): Candidate[] => {
      const pair = { base: before?.get(name), head: after?.get(name) };
      const candidates = find(pair.base, pair.head);
      return candidates.others || candidates.ids.size > 0 ? [{ ...pair, candidates }] : [];
    });
  });
}

/** What a change does to the customers of one decision; undefined where it does nothing. */
export function compareDecision(comparison: Comparison, candidate: Candidate): DecisionEffect | undefined {
  const decision = candidate.head ?? candidate.base;
  if (decision === undefined) return undefined;
  const scopes = [...new Set([...(candidate.base?.scopes ?? []), ...(candidate.head?.scopes ?? [])])];
  const everyone: readonly (string | null)[] = scopes.length === 0 ? [null] : scopes;
  const asked = [...new Set([...everyone, ...candidate.candidates.ids.keys()])];
  const transitions = asked.flatMap((scope) => transitionsIn(comparison, candidate, scope, everyone.includes(scope)));
  const newcomers = compareNewcomers(comparison, candidate);
  if (transitions.length === 0 && newcomers === undefined) return undefined;
  return {
    kind: decision.kind,
    name: decision.name,
    environment: comparison.isFirst ? undefined : comparison.environment,
    transitions,
    newcomers,
  };
}

interface Found {
  readonly from: Value | null;
  readonly to: Value | null;
  readonly ids: string[];
  unlisted: boolean | number;
  readonly why: Why;
  readonly group: string | undefined;
}

function transitionsIn(
  comparison: Comparison,
  { base, head, candidates }: Candidate,
  scope: string | null,
  concernsOthers: boolean,
): readonly Transition[] {
  const decision = (head ?? base) as Decision;
  const { kind, name } = decision;
  const found = new Map<string, Found>();
  const ids = scope === null ? new Set<string>() : (candidates.ids.get(scope) ?? new Set<string>());
  const add = (from: Value | null, to: Value | null, why: Why, group: string | undefined): Found => {
    const key = JSON.stringify([from, to, why, group]);
    const known = found.get(key) ?? { from, to, ids: [], unlisted: false, why, group };
    found.set(key, known);
    return known;
  };

  let othersMove = false;
  if (candidates.others && concernsOthers) {
    const stranger = strangerTo(
      [modelIn(comparison.base, comparison.environment), modelIn(comparison.head, comparison.environment)],
      ids,
    );
    const context = scope === null ? {} : { [scope]: stranger };
    const [before, after] = bothSides(comparison, decision, context);
    const shares = shareOut({ decision: base, ...before }, { decision: head, ...after });
    for (const { from, to, percent } of shares) {
      if (from === to) continue;
      othersMove = true;
      const { why, group } = whyOf(comparison, decision, context, before, after);
      add(from, to, why, group).unlisted = percent >= 100 ? true : percent;
    }
  }
  for (const id of [...ids].sort(compareText)) {
    const context = { [scope as string]: sampleOf(comparison, id) };
    const from = comparison.base.answer(kind, name, { ...comparison, context });
    const to = comparison.head.answer(kind, name, { ...comparison, context });
    if (from === to && !othersMove) continue;
    const [before, after] = bothSides(comparison, decision, context);
    const { why, group } = whyOf(comparison, decision, context, before, after);
    add(from, to, why, group).ids.push(id);
  }
  return [...found.values()]
    .map((each) => ({ scope, ...each }))
    .sort((a, b) => compareText(`${a.from} ${a.to} ${a.why} ${a.group}`, `${b.from} ${b.to} ${b.why} ${b.group}`));
}

/** A pattern is asked as someone who begins so and whom no list has. */
function sampleOf({ base, head, environment }: Comparison, id: string): string {
  if (!id.endsWith("*")) return id;
  const prefix = id.slice(0, -1);
  const isPattern = [base, head].some((side) =>
    [...(modelIn(side, environment)?.sets.values() ?? [])].some((set) =>
      [...set.groups.values()].some((group) => group.patterns.some((pattern) => pattern.prefix === prefix)),
    ),
  );
  return isPattern ? `${prefix}~any~` : id;
}

interface Answer {
  readonly value: Value | null;
  readonly rule: string;
  readonly group: string | undefined;
}

function bothSides(
  comparison: Comparison,
  { kind, name }: Decision,
  context: SideQuestion["context"],
): [Answer, Answer] {
  const ask = (side: Side): Answer => ({
    value: side.answer(kind, name, { ...comparison, context }),
    ...side.reason(kind, name, { ...comparison, context }),
  });
  return [ask(comparison.base), ask(comparison.head)];
}

/** What brought the difference: what decides now, or where that is only what is left, what decided before. */
function whyOf(
  comparison: Comparison,
  { kind, name }: Decision,
  context: SideQuestion["context"],
  before: Answer,
  after: Answer,
): { why: Why; group: string | undefined } {
  const sides = [comparison.base, comparison.head].map((side) => modelIn(side, comparison.environment));
  const [[scope = "", id = ""] = []] = Object.entries(context);
  const isAlias = sides.some((model) => model?.aliases.some((alias) => alias.scope === scope && alias.was === id));
  if (isAlias && before.value !== after.value) return { why: "alias", group: undefined };
  const decisions = sides.map(
    (model) => model?.flags.get(name) ?? model?.releases.get(name) ?? model?.privileges.get(name),
  );
  const own = decisions.find((decision) => decision?.kind === kind);
  if (scope !== "" && own !== undefined && !own.scopes.includes(scope)) return { why: "parent", group: undefined };
  const leading =
    [after, before].find(({ rule }) => strength(rule) === Math.max(strength(after.rule), strength(before.rule))) ??
    after;
  if (leading.rule === "listed" && before.value !== after.value) {
    const held = decisions.map((decision) => isListed(decision, scope, id));
    if (held[0] && held[1] && before.rule !== after.rule) return { why: "window", group: undefined };
  }
  return { why: nameOf(leading.rule), group: leading.rule === "group" ? leading.group : undefined };
}

/** Guards decide over settings, settings over what is left. */
function strength(rule: string): number {
  const order = ["default", "created", "rollout", "group", "listed", "expired", "requires", "paused"];
  return order.indexOf(rule);
}

function nameOf(rule: string): Why {
  return strength(rule) < 0 ? "default" : (rule as Why);
}

const idSets = new WeakMap<Entries, ReadonlySet<string>>();

function isListed(decision: Decision | undefined, scope: string, id: string): boolean {
  return (decision?.listed ?? []).some((listing) => {
    if (listing.scope !== scope) return false;
    const ids = idSets.get(listing.entries) ?? new Set(listing.entries.ids);
    idSets.set(listing.entries, ids);
    return ids.has(id);
  });
}

function compareNewcomers(comparison: Comparison, { base, head }: Candidate): Newcomers | undefined {
  const [before, after] = [base, head].map((side) => (side?.kind === "flag" ? (side as Flag).created : undefined));
  const created = after ?? before;
  const decision = head ?? base;
  if (created?.by === undefined || decision === undefined) return undefined;
  if (
    JSON.stringify([before?.by, before?.from, before?.value]) === JSON.stringify([after?.by, after?.from, after?.value])
  )
    return undefined;
  const models = [comparison.base, comparison.head].map((side) => modelIn(side, comparison.environment));
  const context = { [created.by]: strangerTo(models, new Set()) };
  const question = { ...comparison, context, created: { [created.by]: created.from } };
  const from = comparison.base.answer(decision.kind, decision.name, question);
  const to = comparison.head.answer(decision.kind, decision.name, question);
  return from === to ? undefined : { scope: created.by, since: created.from, from, to };
}

/** The instants after one at which entries of the candidates, or the decision itself, begin or end on either side. */
export function momentsAfter(comparison: Comparison, { base, head, candidates }: Candidate): readonly Instant[] {
  const moments = new Set<Instant>();
  const add = (instant: Instant | undefined): void => {
    if (instant !== undefined && instant > comparison.at && instant < Infinity) moments.add(instant);
  };
  const models = [comparison.base, comparison.head].map((side) => modelIn(side, comparison.environment));
  for (const [index, decision] of [base, head].entries()) {
    add(decision?.expires?.at);
    const sets = new Set((decision?.grouped ?? []).map(({ group }) => group.split("/")[0] ?? ""));
    const lists = [
      ...(decision?.listed ?? []).map(({ scope, entries }) => ({ scope, entries })),
      ...[...sets].flatMap((name) => {
        const set = models[index]?.sets.get(name);
        return [...(set?.groups.values() ?? [])].map((group) => ({ scope: set?.scope ?? "", entries: group.members }));
      }),
    ];
    for (const { scope, entries } of lists) {
      if (entries.from === undefined) continue;
      const own = candidates.ids.get(scope);
      for (let at = 0; at < entries.ids.length; at++)
        if (candidates.others || own?.has(entries.ids[at] as string)) {
          add(fromOf(entries, at));
          add(untilOf(entries, at));
        }
    }
    for (const name of sets)
      for (const group of models[index]?.sets.get(name)?.groups.values() ?? [])
        for (const pattern of group.patterns) {
          add(pattern.from);
          add(pattern.until);
        }
    for (const alias of models[index]?.aliases ?? []) add(alias.until);
    if (decision?.kind === "flag")
      for (const { name } of (decision as Flag).requires) add(models[index]?.flags.get(name)?.expires?.at);
  }
  return [...moments].sort((a, b) => a - b);
}
