import { readTold } from "../runtime/api/options.ts";
import { ask, type Question, type Told } from "../runtime/decide/question.ts";
import type { Decision, Group, GroupSet } from "../runtime/declare/declarations.ts";
import type { Data } from "../runtime/declare/live-data.ts";
import type { Kind } from "./effect.ts";
import type { Cell, RevisionQuestion } from "./revision.ts";

/** A decision of the module; undefined if it has none of that kind and name. */
export function decisionIn({ flags, releases, privileges }: Data, kind: Kind, name: string): Decision | undefined {
  if (kind === "groups") return undefined;
  return (kind === "flag" ? flags : kind === "release" ? releases : privileges).get(name);
}

/** A question of a revision as its module takes it. */
export function questionOf(data: Data, { context, at, created, met, hashes, cell }: RevisionQuestion): Question {
  const own = cell === undefined ? nothing : toldBy(data, cell);
  const isPlain = created === undefined && met === undefined && hashes === undefined;
  const told: Told = isPlain
    ? own
    : {
        ...own,
        created: created && readTold(data, { created: knownIn(data, created) }).created,
        met,
        hashOf: hashes && ((scope, salt, cuts) => hashes.of(data.scopeNames[scope] as string, salt, cuts)),
      };
  return ask(data, knownIn(data, context), at, told);
}

const nothing: Told = { overrides: undefined, groups: undefined, created: undefined, attributes: undefined };

const last = new WeakMap<Data, { readonly cell: Cell; readonly told: Told }>();

/** What a cell passes to a side's module, made once for all questions, which are asked cell by cell. */
function toldBy(data: Data, cell: Cell): Told {
  const known = last.get(data);
  if (known?.cell === cell) return known.told;
  const told = {
    ...nothing,
    attributes: cell.told,
    groups: new Map(toldIn(data, cell)),
    positions: [],
    heard: cell.heard,
  };
  last.set(data, { cell, told });
  return told;
}

function* toldIn(data: Data, cell: Cell): Generator<readonly [GroupSet, Group]> {
  for (const [name, told] of Object.entries(cell.told)) {
    const set = data.sets.get(name);
    const found = set?.told ? set.groups.find((each) => each.name === told) : undefined;
    if (set !== undefined && found !== undefined) yield [set, found];
  }
}

function knownIn<Value>({ scopes }: Data, byScope: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  let isAll = true;
  for (const scope in byScope) isAll &&= scopes.has(scope);
  if (isAll) return byScope;
  return Object.fromEntries(Object.entries(byScope).filter(([scope]) => scopes.has(scope)));
}
