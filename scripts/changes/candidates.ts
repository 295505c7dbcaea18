import type { Decision, Flag, Model } from "../model.ts";
import { reachOf, setOf } from "../model.ts";
import { changedIds, changedMembers, listsOf, mentionedMembers } from "./lists.ts";

/** Two sides of one decision in one environment. */
export interface Pair {
  readonly base: Decision | undefined;
  readonly head: Decision | undefined;
  readonly baseModel: Model | undefined;
  readonly headModel: Model | undefined;
}

/** Whose answers may differ, by scope: everyone who is not mentioned (`others`), and ids. */
export interface Candidates {
  readonly others: boolean;
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Finds out for decisions of two models whose answers may differ, without asking for any. What group sets share is found once. */
export function candidateFinder(baseModel: Model | undefined, headModel: Model | undefined) {
  const changedSets = new Map<string, ReadonlySet<string>>();
  const found = new Map<string, Candidates>();
  const identities = changedIdentities(baseModel, headModel);

  function membersChanged(set: string): ReadonlySet<string> {
    let changed = changedSets.get(set);
    if (changed === undefined) {
      changed = changedMembers(baseModel?.sets.get(set), headModel?.sets.get(set));
      changedSets.set(set, changed);
    }
    return changed;
  }

  function find(base: Decision | undefined, head: Decision | undefined, above: readonly string[] = []): Candidates {
    const decision = head ?? base;
    if (decision === undefined) return { others: false, ids: new Map() };
    const key = `${decision.kind} ${decision.name}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const candidates = findAnew({ base, head, baseModel, headModel }, above);
    found.set(key, candidates);
    return candidates;
  }

  function findAnew(pair: Pair, above: readonly string[]): Candidates {
    const { base, head } = pair;
    const ids = new Map<string, Set<string>>();
    const add = (scope: string, id: string): void => {
      const known = ids.get(scope);
      if (known === undefined) ids.set(scope, new Set([id]));
      else known.add(id);
    };
    const scopes = [...new Set([...(base?.scopes ?? []), ...(head?.scopes ?? [])])];
    const required = requiredOf(pair).filter((name) => !above.includes(name));
    const inner = required.map((name) => ({
      name,
      found: find(baseModel?.flags.get(name), headModel?.flags.get(name), [...above, name]),
    }));
    const others =
      settingsOf(pair.base, baseModel) !== settingsOf(pair.head, headModel) || inner.some(({ found }) => found.others);

    for (const scope of scopes) {
      if (others) for (const id of mentioned(pair, scope)) add(scope, id);
      else {
        const values = [...new Set([...(base?.listed ?? []), ...(head?.listed ?? [])].map(({ value }) => `${value}`))];
        const lists = (side: Decision | undefined) => listsOf(side?.listed ?? [], scope, values);
        for (const id of changedIds(lists(base), lists(head))) add(scope, id);
        for (const set of setsOf(pair, scope)) for (const id of membersChanged(set)) add(scope, id);
      }
    }
    for (const { found: each } of inner) for (const [scope, own] of each.ids) for (const id of own) add(scope, id);
    const reached = (scope: string): boolean =>
      [baseModel, headModel].some(
        (model) => model !== undefined && reachOf(model, scope).some((each) => scopes.includes(each)),
      );
    for (const [scope, own] of identities) if (reached(scope)) for (const id of own) add(scope, id);
    return { others, ids };
  }

  return { find };
}

/** All that decides for everyone, as a text to compare: what is not in a list of customers. */
function settingsOf(decision: Decision | undefined, model: Model | undefined): string {
  if (decision === undefined || model === undefined) return "";
  const { scopes, grouped, expires } = decision;
  const flag = decision.kind === "flag" ? (decision as Flag) : undefined;
  const sets = [...new Set(grouped.map(({ group }) => setOf(group)))].map((name) => {
    const set = model.sets.get(name);
    return [name, set?.scope, set?.default, set?.told, set?.exclusive, [...(set?.groups.keys() ?? [])].sort()];
  });
  return JSON.stringify([
    scopes,
    decision.default,
    grouped.map(({ group, value }) => [group, value]).sort(),
    expires?.at,
    sets,
    flag && [
      flag.keep,
      flag.paused !== undefined,
      flag.variants,
      sharesOf(flag),
      createdOf(flag),
      flag.requires.map(({ name }) => name).sort(),
    ],
  ]);
}

function sharesOf({ rollout }: Flag) {
  return rollout && [rollout.by, rollout.salt, rollout.shares];
}

function createdOf({ created }: Flag) {
  return created && [created.by, created.from, created.value];
}

function requiredOf({ base, head }: Pair): readonly string[] {
  const names = [base, head].flatMap((side) =>
    side?.kind === "flag" ? (side as Flag).requires.map(({ name }) => name) : [],
  );
  return [...new Set(names)];
}

function setsOf({ base, head, baseModel, headModel }: Pair, scope: string): readonly string[] {
  const names = new Set([...(base?.grouped ?? []), ...(head?.grouped ?? [])].map(({ group }) => setOf(group)));
  return [...names].filter((name) => (headModel?.sets.get(name) ?? baseModel?.sets.get(name))?.scope === scope);
}

/** Everyone whom a decision mentions in a scope on either side. */
function* mentioned(pair: Pair, scope: string): Generator<string> {
  for (const side of [pair.base, pair.head])
    for (const listing of side?.listed ?? []) if (listing.scope === scope) yield* listing.entries.ids;
  for (const set of setsOf(pair, scope)) {
    yield* mentionedMembers(pair.baseModel?.sets.get(set));
    yield* mentionedMembers(pair.headModel?.sets.get(set));
  }
  for (const model of [pair.baseModel, pair.headModel])
    for (const alias of model?.aliases ?? []) if (alias.scope === scope) yield alias.was;
}

/** By scope, the ids whose parent or whose meaning as a former id is not the same on both sides. */
function changedIdentities(base: Model | undefined, head: Model | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const changed = new Map<string, Set<string>>();
  const facts = (model: Model | undefined) =>
    new Map([
      ...(model?.children ?? []).map(
        ({ scope, id, parentScope, parent }) => [`${scope} ${id} ${parentScope} ${parent}`, { scope, id }] as const,
      ),
      ...(model?.aliases ?? []).map(
        ({ scope, id, was, until }) => [`${scope} ${was} = ${id} ${until}`, { scope, id: was }] as const,
      ),
    ]);
  const [before, after] = [facts(base), facts(head)];
  for (const [mine, theirs] of [
    [before, after],
    [after, before],
  ] as const)
    for (const [key, { scope, id }] of mine)
      if (!theirs.has(key)) {
        const known = changed.get(scope);
        if (known === undefined) changed.set(scope, new Set([id]));
        else known.add(id);
      }
  return changed;
}
