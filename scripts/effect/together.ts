import { groupsNamedBy, setOf } from "../model/model-queries.ts";
import { type Atom, countCells, type Dimension, mostCells } from "../model/space/atoms.ts";
import { type Box, mergeBoxes } from "../model/space/box.ts";
import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { firstHash, hashOf } from "../runtime/decide/bucket.ts";
import type { Affected } from "./affected.ts";
import { todayOf } from "./cause.ts";
import { isMove, type Party, type Together } from "./effect.ts";
import { joined, type Representatives } from "./representatives.ts";
import type { Comparison, Context, Query, Which } from "./revision-query.ts";
import { type Cohort, splitByBucket, type Way, waysOf } from "./split-by-bucket.ts";

/** What is compared, and for which decision. */
export type Case = readonly [Comparison, Affected];

/** Customers of one scope of whom all that a decision and what it requires ask says the same, at all instants compared. */
interface Class {
  /** One of them. */
  readonly id: string;
  readonly ids: (readonly string[])[];
  readonly patterns: string[];
  isEveryoneElse: boolean;
  /** Whether the same is said of them on both sides. */
  readonly isSame: boolean;
  /** Whether they are known by their ids, and so the buckets in which all of them are. */
  readonly isNamed: boolean;
  /** Which ways they go alone. */
  readonly alone: ReadonlySet<string>;
}

/** Is called with the number of contexts where they are too many to be compared. */
export type OnTooMany = (contexts: number) => void;

/**
 * Contexts of several ids that go a way which none of their ids goes alone: both sides are asked for one customer of each
 * class in each scope. Of another comparison, if one is given, all is left out that goes alike there.
 */
export function compareContexts(
  comparison: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
  other?: Case,
): readonly Together[] {
  const { parties } = affected;
  const compared = other === undefined ? ([comparison] as const) : ([comparison, other[0]] as const);
  const classesOf = (scope: string, representatives: Representatives) =>
    classesIn(compared, affected, scope, representatives);
  const isOther =
    affected.isOther ||
    parties.some(({ scope, changed: representatives }) =>
      classesOf(scope, representatives).some(({ isSame }) => !isSame),
    );
  if (!isOther) return [];
  const classes = parties.map(({ scope, all }) => classesOf(scope, all()));
  const dimensions = parties.map(({ scope }, index): Dimension => {
    const atoms = (classes[index] ?? []).map(({ id }): Atom => ({ asked: id, tests: [] }));
    // Of two scopes both must be known; of more, any may be absent.
    return { name: scope, atoms: parties.length > 2 ? [...atoms, { asked: undefined, tests: [] }] : atoms };
  });
  if (countCells(dimensions) > mostCells) {
    onTooMany(countCells(dimensions));
    return [];
  }

  const ways = new Map<string, { readonly way: Way; readonly boxes: Box[] }>();
  for (const numbers of pointsOf(dimensions)) {
    const known = numbers.flatMap((number, index) => classes[index]?.[number] ?? []);
    if (known.length < 2 || (!affected.isOther && known.every(({ isSame }) => isSame))) continue;
    const asked = dimensions.flatMap(({ name, atoms }, index) => {
      const id = atoms[numbers[index] ?? 0]?.asked;
      return id === undefined ? [] : [[name, id] as const];
    });
    const named = dimensions.flatMap(({ name }, index) =>
      classes[index]?.[numbers[index] ?? 0]?.isNamed ? [name] : [],
    );
    const cohort = { context: Object.fromEntries(asked), named: new Set(named) };
    const found = waysOf(splitByBucket(comparison, affected, cohort)).filter(isMove);
    const theirs = found.length === 0 || other === undefined ? [] : waysIn(other, cohort);
    for (const way of found) {
      const key = JSON.stringify(way);
      if (theirs.includes(key) || known.some(({ alone }) => alone.has(directionOf(way)))) continue;
      const box = new Map(dimensions.map(({ name }, index) => [name, [numbers[index] ?? 0]]));
      const own = ways.get(key) ?? { way, boxes: [] };
      ways.set(key, own);
      own.boxes.push(box);
    }
  }
  return [...ways]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, { way, boxes }]) =>
      mergeBoxes(dimensions, boxes).map(
        (box): Together => ({
          from: way.from,
          to: way.to,
          ...(way.values === undefined ? {} : { values: way.values }),
          unlisted: way.unlisted,
          parties: dimensions.flatMap(({ name }, index) => partyOf(name, classes[index] ?? [], box)),
          where: undefined,
        }),
      ),
    );
}

/** The later instants at which a context of several ids may get another answer from the head, in order. */
export function turnsTogether({ after, unmentionedId }: Comparison, affected: Affected): readonly Instant[] {
  const { after: which, parties } = affected;
  const turns = new Set<Instant>();
  if (which === undefined) return [];
  for (const { scope, changed } of parties)
    for (const id of spokesmenOf(changed, unmentionedId)) {
      const next = (at: Instant): Instant => after.nextChange(which, { [scope]: id }, at);
      for (let at = next(after.at); at < Infinity; at = next(at)) turns.add(at);
    }
  return [...turns].sort((a, b) => a - b);
}

function spokesmenOf({ classes, prefixes, linked }: Representatives, unmentionedId: string): readonly string[] {
  return [
    unmentionedId,
    ...classes.map(([id = ""]) => id),
    ...prefixes.map((prefix) => prefix + unmentionedId),
    ...linked,
  ];
}

function classesIn(
  compared: readonly [Comparison, ...Comparison[]],
  affected: Affected,
  scope: string,
  { classes, prefixes, linked }: Representatives,
): readonly Class[] {
  const [first] = compared;
  const { unmentionedId } = first;
  const found = new Map<string, Class>();
  const sharesOf = shareFinder(compared, affected, scope);
  const classOf = (id: string, shares: string | undefined): Class => {
    const context: Context = { [scope]: id };
    const said = compared.map(({ before, after }) =>
      [before, after].map((query) => affected.asked.map((which) => query.step(which, scope, context))),
    );
    const isNamed = shares !== undefined;
    // Whom one of another scope is known of by its identities may go another way alone.
    const cohort = { context, ...(isNamed ? { named: new Set([scope]) } : {}) };
    const alone = new Set(waysOf(splitByBucket(first, affected, cohort)).map(directionOf));
    const key = JSON.stringify([said, shares, ...alone]);
    const isSame = said.every(([one, other]) => JSON.stringify(one) === JSON.stringify(other));
    const known = found.get(key) ?? { id, ids: [], patterns: [], isEveryoneElse: false, isSame, isNamed, alone };
    found.set(key, known);
    return known;
  };
  classOf(unmentionedId, undefined).isEveryoneElse = true;
  for (const prefix of prefixes) classOf(prefix + unmentionedId, undefined).patterns.push(`${prefix}*`);
  for (const all of [...classes, ...linked.map((id) => [id])])
    for (const [shares, ids] of sharesOf === undefined ? [[undefined, all] as const] : groupBy(all, sharesOf))
      classOf(ids[0] ?? "", shares).ids.push(ids);
  return [...found.values()];
}

/** Finds in which shares of rollouts and groups of a scope an id is, as a text to compare; undefined where there is none. */
function shareFinder(
  compared: readonly Comparison[],
  { asked }: Affected,
  scope: string,
): ((id: string) => string) | undefined {
  const queries = compared.flatMap(({ before, after }) => [before, after]);
  const divisions = queries.flatMap((query) => asked.flatMap((which) => divisionsOf(query, which, scope)));
  if (divisions.length === 0) return undefined;
  return (id) =>
    divisions
      .map(({ query, salt, cuts }) => {
        const hash = hashOf(salt, todayOf(query, scope, id));
        return cuts.findIndex((cut) => hash < cut);
      })
      .join();
}

/** Where the hashes of ids part customers. */
interface Division {
  readonly query: Query;
  readonly salt: string;
  readonly cuts: readonly number[];
}

function divisionsOf(query: Query, { kind, name }: Which, scope: string): readonly Division[] {
  const { model } = query;
  const decision =
    kind === "flag" ? model?.flags.get(name) : kind === "release" ? model?.releases.get(name) : undefined;
  if (model === undefined || decision === undefined) return [];
  const parts = decision.kind === "flag" ? decision.rollout.filter(({ by }) => by === scope) : [];
  const sets = new Set(groupsNamedBy(decision).map(({ group }) => setOf(group)));
  const groups = [...sets].flatMap((set) => {
    const found = model.sets.get(set);
    return found?.scope === scope ? [...found.groups.values()] : [];
  });
  return [
    ...parts.map(({ salt, total, shares }) => {
      const ends = shares.map((_, index) => shares.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0));
      return { query, salt, cuts: ends.map((end) => firstHash(end, total)) };
    }),
    ...groups.flatMap(({ shares }) =>
      shares.map(({ salt, start, end }) => ({ query, salt, cuts: [firstHash(start), firstHash(end)] })),
    ),
  ];
}

function groupBy(ids: readonly string[], keyOf: (id: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = keyOf(id);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [id]);
    else known.push(id);
  }
  return groups;
}

/** All combinations of one atom of each dimension, by number. */
function* pointsOf([first, ...others]: readonly Dimension[]): Generator<readonly number[]> {
  if (first === undefined) yield [];
  else for (const number of first.atoms.keys()) for (const rest of pointsOf(others)) yield [number, ...rest];
}

function directionOf({ from, to }: Way): string {
  return JSON.stringify([from, to]);
}

function waysIn([comparison, affected]: Case, cohort: Cohort): readonly string[] {
  return waysOf(splitByBucket(comparison, affected, cohort)).map((way) => JSON.stringify(way));
}

/** Who a party of some contexts is; nobody where the scope is not known in them. */
function partyOf(scope: string, classes: readonly Class[], box: Box): readonly Party[] {
  const numbers = box.get(scope);
  const own = numbers?.flatMap((number) => classes[number] ?? []) ?? [];
  if (numbers !== undefined && own.length === 0) return [];
  if (own.length === classes.length || numbers === undefined)
    return [{ scope, ids: [], patterns: [], unlisted: true, isEveryone: true }];
  return [
    {
      scope,
      ids: joined(own.flatMap(({ ids }) => ids)),
      patterns: own.flatMap(({ patterns }) => patterns).sort(compareText),
      unlisted: own.some(({ isEveryoneElse }) => isEveryoneElse),
      isEveryone: false,
    },
  ];
}
