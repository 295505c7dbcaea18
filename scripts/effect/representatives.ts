import { compareText } from "../model/text/words.ts";
import { type Answered, askKin, type Ids, type Kin } from "./ask-kin.ts";
import { classesOf, classify, includes, inOrder, type Mentioning, type Mentions } from "./mention-classes.ts";

/** Whom to ask in one scope. */
export interface Representatives {
  /** Ids with the same entries, so that they change in the same way except for their buckets; in order. */
  readonly classes: readonly (readonly string[])[];
  /** A pattern stands for all who match it and are not mentioned otherwise. */
  readonly prefixes: readonly string[];
  /** Ids of customers whom only identities mention. */
  readonly linked: readonly string[];
}

/** Who is mentioned. Groups may have many members, the same ones for many decisions. */
export interface Mentioned {
  readonly members: Mentions;
  readonly listed: Mentions;
  /** What distinguishes members, and with `lists` those who are listed. */
  readonly sets: Mentioning;
  readonly lists: Mentioning;
}

/**
 * The representatives of those who are mentioned, and of others whom identities link to them; `known` are all whom
 * identities know.
 */
export function representativesOf(
  { members, listed, sets, lists }: Mentioned,
  linkedTo: Iterable<string>,
  known: ReadonlySet<string>,
): Representatives {
  const isMentioned = (id: string): boolean => includes(members.ids, id) || includes(listed.ids, id);
  // Customers with entries in the decision, even unchanged ones, are distinguished from other members.
  const named = inOrder([...common(members.ids, lists.all.ids), ...common(members.ids, listed.ids)]);
  // Identities may say something different about each customer whom they know.
  const alone = [...known].filter(isMentioned);
  const apart = new Set([...named, ...alone]);
  const plain = classesOf(members.ids, sets);
  return {
    classes: [
      ...(apart.size === 0 ? plain : plain.map((ids) => ids.filter((id) => !apart.has(id)))),
      ...classify(
        inOrder([...named, ...listed.ids]).filter((id) => !known.has(id)),
        (id) => `${lists.classOf(id)}|${sets.classOf(id)}`,
      ),
      ...alone.map((id) => [id]),
    ].filter((ids) => ids.length > 0),
    prefixes: inOrder([...members.prefixes, ...listed.prefixes]),
    linked: inOrder([...linkedTo].filter((id) => !isMentioned(id))),
  };
}

/** The intersection of two sorted lists; goes through the shorter one. */
function common(one: readonly string[], other: readonly string[]): readonly string[] {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.filter((id) => includes(long, id));
}

/** How customers are asked how they change. */
interface Asking<Way> {
  readonly unmentionedId: string;
  /** The changes of everyone else; empty if they are not affected. */
  readonly everyone: readonly Way[];
  ask(id: string): Way;
  /** The changes of all who differ from a customer only in their buckets. */
  askAlike(id: string): readonly Way[];
  /** The classes, with those that are asked as one. */
  readonly kin: readonly Kin[];
  /** The changes of a class, and which of its ids have each. */
  askAll(ids: Ids): readonly Answered<Way>[];
  isMove(way: Way): boolean;
  /** A change as a text to compare. */
  keyOf(way: Way): string;
}

/** Customers who are reported, by ids or by a pattern's text; `id` is one of them. */
interface Reported<Way> {
  readonly ids: readonly string[];
  readonly pattern?: string;
  readonly id: string;
  readonly ways: readonly Way[];
}

/**
 * Reports all who move; and those who are mentioned and stay, if a pattern or everyone else would stand for them and
 * moves. A customer whom only identities mention is not reported if what stands for it already was.
 */
export function* reportMoves<Way>(
  { prefixes, linked }: Pick<Representatives, "prefixes" | "linked">,
  asking: Asking<Way>,
): Generator<Reported<Way>> {
  const { unmentionedId, everyone, kin, ask, askAlike, askAll, isMove, keyOf } = asking;
  const patterns = prefixes.map((prefix) => ({ prefix, ways: askAlike(prefix + unmentionedId) }));
  const isAnyRepresented = [everyone, ...patterns.map(({ ways }) => ways)].some((ways) => ways.some(isMove));
  // In this order, a longer prefix comes after a shorter one.
  const representativesOf = (text: string): readonly (readonly Way[])[] => [
    everyone,
    ...patterns.flatMap(({ prefix, ways }) => (text.startsWith(prefix) && text !== prefix ? [ways] : [])),
  ];
  const isRepresented = (text: string): boolean =>
    isAnyRepresented && representativesOf(text).some((ways) => ways.some(isMove));

  for (const { prefix, ways } of patterns)
    if (ways.some(isMove) || isRepresented(prefix))
      yield { ids: [], pattern: `${prefix}*`, id: prefix + unmentionedId, ways };
  for (const classes of kin) {
    const found = askKin(classes, askAlike, askAll);
    if ("only" in found && !isAnyRepresented && !isMove(found.only)) continue;
    for (const all of classes) {
      const isTold = isRepresented(all[0] ?? "");
      for (const { way, ids } of "only" in found ? [{ way: found.only, ids: all }] : found(all))
        if (isTold || isMove(way)) yield { ids, id: ids[0] ?? "", ways: [way] };
    }
  }
  for (const id of linked) {
    const way = ask(id);
    if (!isMove(way) && !isRepresented(id)) continue;
    const said = representativesOf(id).at(-1) ?? [];
    if (said.length !== 1 || said.some((each) => keyOf(each) !== keyOf(way))) yield { ids: [id], id, ways: [way] };
  }
}

/** Sorted lists merged into one. */
export function joined(lists: readonly (readonly string[])[]): readonly string[] {
  const [only] = lists;
  return only !== undefined && lists.length === 1 ? only : lists.flat().sort(compareText);
}

/** Whether there is no one to ask. */
export function isEmpty({ classes, prefixes, linked }: Representatives): boolean {
  return classes.length + prefixes.length + linked.length === 0;
}
