import type { Entries } from "../model/entries.ts";
import type { Decision, GroupSet, Model } from "../model/model.ts";
import { decisionsOf } from "../model/model-queries.ts";
import { changedIds, changedPrefixes } from "./compare-lists.ts";
import { decisionSettings, setSettings } from "./decision-facts.ts";
import type { Customer } from "./for-customer.ts";

/** The models of a tree, by environment; undefined for one without a config. */
export type Models = readonly [Model, ...Model[]] | undefined;

/** Whether a customer of a scope is kept. */
type Keep = (scope: string, id: string) => boolean;

/**
 * Two trees without the customers whom lists treat the same on both sides, if only lists differ: no effect contains
 * them, and a module need not be made for a hundred thousand of them because of one who was added. Otherwise the trees
 * are left as they are.
 */
export function withoutUnchanged(before: Models, after: Models): readonly [Models, Models] {
  if (before === undefined || after === undefined || before.length !== after.length) return [before, after];
  if (after.some(hasContextsOfSeveralIds)) return [before, after];
  const kept = new Map<string, Set<string>>();
  const keepIn = (scope: string): Set<string> => {
    const ids = kept.get(scope) ?? new Set();
    kept.set(scope, ids);
    return ids;
  };
  for (const [index, model] of after.entries()) {
    const other = before[index];
    if (other === undefined || !areAlike(other, model)) return [before, after];
    for (const { scope, lists } of listPairs(other, model)) for (const id of changedIds(lists)) keepIn(scope).add(id);
    for (const { scope, id, parentScope, parent } of [...model.children, ...other.children]) {
      keepIn(scope).add(id);
      keepIn(parentScope).add(parent);
    }
    for (const { scope, id, was } of [...model.aliases, ...other.aliases]) keepIn(scope).add(id).add(was);
  }
  const keep: Keep = (scope, id) => kept.get(scope)?.has(id) ?? false;
  return [keepOnly(before, keep), keepOnly(after, keep)];
}

/** Two trees whose lists contain only what concerns one customer: under any id, and through parents. */
export function onlyOf({ scope, id }: Customer, before: Models, after: Models): readonly [Models, Models] {
  const models = [...(before ?? []), ...(after ?? [])];
  const reached = [{ scope, id }];
  const known = new Set([`${scope} ${id}`]);
  const reach = (scope: string, id: string): void => {
    if (!known.has(`${scope} ${id}`)) reached.push({ scope, id });
    known.add(`${scope} ${id}`);
  };
  for (const own of reached)
    for (const { children, aliases } of models) {
      for (const child of children)
        if (child.scope === own.scope && child.id === own.id) reach(child.parentScope, child.parent);
      for (const alias of aliases)
        if (alias.scope === own.scope && (alias.id === own.id || alias.was === own.id)) {
          reach(alias.scope, alias.id);
          reach(alias.scope, alias.was);
        }
    }
  const keep: Keep = (scope, id) => known.has(`${scope} ${id}`);
  return [before && keepOnly(before, keep), after && keepOnly(after, keep)];
}

/**
 * Whether answers may depend on ids of several scopes, so that an unchanged customer may be in an effect together with
 * a changed one.
 */
function hasContextsOfSeveralIds({ flags }: Model): boolean {
  return [...flags.values()].some(
    ({ scopes, requires }) =>
      scopes.length > 1 ||
      requires.some(({ name }) => flags.get(name)?.scopes.some((scope) => !scopes.includes(scope))),
  );
}

/** Whether two models say the same to everyone who is in no list: config, settings, patterns and identities. */
function areAlike(before: Model, after: Model): boolean {
  const [config, own] = [before, after].map((each) => JSON.stringify(each.config.document.data));
  if (config !== own) return false;
  if (before.environment !== after.environment || identitiesOf(before) !== identitiesOf(after)) return false;
  const decisions = new Map(decisionsOf(before).map((each) => [`${each.kind} ${each.name}`, each]));
  const others = decisionsOf(after);
  if (others.length !== decisions.size || before.sets.size !== after.sets.size) return false;
  return (
    others.every((each) => {
      const other = decisions.get(`${each.kind} ${each.name}`);
      return other !== undefined && decisionSettings(other, before) === decisionSettings(each, after);
    }) &&
    [...after.sets.values()].every((set) => {
      const other = before.sets.get(set.name);
      return (
        other !== undefined && setSettings(other, before) === setSettings(set, after) && havePatternsAlike(other, set)
      );
    })
  );
}

function havePatternsAlike(before: GroupSet, after: GroupSet): boolean {
  return [...new Set([...before.groups.keys(), ...after.groups.keys()])].every((name) => {
    const lists = [before.groups.get(name)?.patterns ?? [], after.groups.get(name)?.patterns ?? []] as const;
    return changedPrefixes(lists).next().done === true;
  });
}

function identitiesOf({ children, aliases }: Model): string {
  return JSON.stringify([
    children.map(({ scope, id, parentScope, parent }) => [scope, id, parentScope, parent]),
    aliases.map(({ scope, id, was, until }) => [scope, id, was, `${until}`]),
  ]);
}

type ListPair = { readonly scope: string; readonly lists: readonly [Entries | undefined, Entries | undefined] };

/** The corresponding lists of two models. */
function* listPairs(before: Model, after: Model): Generator<ListPair> {
  const [lists, own] = [listsOf(before), listsOf(after)];
  for (const key of new Set([...lists.keys(), ...own.keys()])) {
    const [one, other] = [lists.get(key), own.get(key)];
    const scope = (other ?? one)?.scope ?? "";
    yield { scope, lists: [one?.entries, other?.entries] };
  }
}

function listsOf(model: Model): ReadonlyMap<string, { readonly scope: string; readonly entries: Entries }> {
  const sets = [...model.sets.values()].flatMap(({ name, scope, groups }) =>
    scope === undefined
      ? []
      : [...groups.values()].map(
          (group) => [JSON.stringify(["groups", name, group.name, scope]), { scope, entries: group.members }] as const,
        ),
  );
  const listings = decisionsOf(model).flatMap(({ kind, name, listed }) =>
    listed.map(
      ({ value, scope, entries }) => [JSON.stringify([kind, name, value, scope]), { scope, entries }] as const,
    ),
  );
  return new Map([...sets, ...listings]);
}

function keepOnly(models: NonNullable<Models>, keep: Keep): NonNullable<Models> {
  const [first, ...others] = models.map((model) => keepIn(model, keep));
  return [first as Model, ...others];
}

function keepIn(model: Model, keep: Keep): Model {
  const decide = <Kind extends Decision>(decisions: ReadonlyMap<string, Kind>): ReadonlyMap<string, Kind> =>
    mapValues(decisions, (decision) => ({
      ...decision,
      listed: decision.listed.map((each) => ({ ...each, entries: keepEntries(each.entries, each.scope, keep) })),
    }));
  return {
    ...model,
    flags: decide(model.flags),
    releases: decide(model.releases),
    privileges: decide(model.privileges),
    sets: mapValues(model.sets, (set) => ({
      ...set,
      groups: mapValues(set.groups, (group) => ({
        ...group,
        members: set.scope === undefined ? group.members : keepEntries(group.members, set.scope, keep),
      })),
    })),
    children: model.children.filter(({ scope, id }) => keep(scope, id)),
    aliases: model.aliases.filter(({ scope, id, was }) => keep(scope, id) || keep(scope, was)),
  };
}

function keepEntries(entries: Entries, scope: string, keep: Keep): Entries {
  const kept: number[] = [];
  for (let index = 0; index < entries.ids.length; index++)
    if (keep(scope, entries.ids[index] as string)) kept.push(index);
  const pick = <Item>(column: ArrayLike<Item>): readonly Item[] => kept.map((index) => column[index] as Item);
  const { source, ids, starts, ends, from, until } = entries;
  return {
    source,
    ids: pick(ids),
    starts: pick(starts),
    ends: pick(ends),
    from: from && pick(from),
    until: until && pick(until),
    dates: new Map(),
  };
}

function mapValues<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
