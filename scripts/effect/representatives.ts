import { compareText } from "../model/text/words.ts";
import { classesOf, classify, includes, inOrder, type Mentioning, type Mentions } from "./mention-classes.ts";

/** Who is to be asked in one scope. */
export interface Representatives {
  /** Ids of which the same is said, so that they go the same way but for their buckets; in order. */
  readonly classes: readonly (readonly string[])[];
  /** A pattern stands for all who begin so and are not mentioned otherwise. */
  readonly prefixes: readonly string[];
  /** Ids of customers whom nothing mentions but identities. */
  readonly linked: readonly string[];
}

/** Who is mentioned. Members of groups may be many, and the same for many decisions. */
export interface Mentioned {
  readonly members: Mentions;
  readonly listed: Mentions;
  /** What tells members apart, and with `lists` those who are listed. */
  readonly sets: Mentioning;
  readonly lists: Mentioning;
}

/** The voices of those who are mentioned, and of others whom identities lead to them; `known` are all whom identities know. */
export function representativesOf(
  { members, listed, sets, lists }: Mentioned,
  linkedTo: Iterable<string>,
  known: ReadonlySet<string>,
): Representatives {
  const isMentioned = (id: string): boolean => includes(members.ids, id) || includes(listed.ids, id);
  // Of whom the decision has entries, even such as have not changed, more is said than of other members.
  const named = inOrder([...common(members.ids, lists.all.ids), ...common(members.ids, listed.ids)]);
  // Identities may say something else of each whom they know.
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

/** What two lists in order have in common; the shorter is gone through. */
function common(one: readonly string[], other: readonly string[]): readonly string[] {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.filter((id) => includes(long, id));
}

/** How customers are asked which way they go. */
interface Asking<Way> {
  readonly unmentionedId: string;
  /** The ways of everyone else; none where they are not concerned. */
  readonly everyone: readonly Way[];
  ask(id: string): Way;
  /** The ways of all who differ from a customer only in their buckets. */
  askAlike(id: string): readonly Way[];
  /** The ways of a class, and which of its ids go each. */
  askClass(ids: readonly string[]): readonly { readonly way: Way; readonly ids: readonly string[] }[];
  isMove(way: Way): boolean;
  /** The way as a text to compare. */
  keyOf(way: Way): string;
}

/** Customers who are reported, by ids or by a pattern's text; `id` is one of those who are meant. */
interface Reported<Way> {
  readonly ids: readonly string[];
  readonly pattern?: string;
  readonly id: string;
  readonly ways: readonly Way[];
}

/**
 * Told are all who move; and those who are mentioned and stay, where a pattern or everyone else would speak for them and
 * moves. Whom only identities mention is not told where who speaks for it has said it.
 */
export function* reportMoves<Way>(
  { classes, prefixes, linked }: Representatives,
  asking: Asking<Way>,
): Generator<Reported<Way>> {
  const { unmentionedId, everyone, ask, isMove, keyOf } = asking;
  const patterns = prefixes.map((prefix) => ({ prefix, ways: asking.askAlike(prefix + unmentionedId) }));
  // In their order, a longer beginning comes after a shorter one.
  const representativesOf = (text: string): readonly (readonly Way[])[] => [
    everyone,
    ...patterns.flatMap(({ prefix, ways }) => (text.startsWith(prefix) && text !== prefix ? [ways] : [])),
  ];
  const isRepresented = (text: string): boolean => representativesOf(text).some((ways) => ways.some(isMove));

  for (const { prefix, ways } of patterns)
    if (ways.some(isMove) || isRepresented(prefix))
      yield { ids: [], pattern: `${prefix}*`, id: prefix + unmentionedId, ways };
  for (const all of classes) {
    const isTold = isRepresented(all[0] ?? "");
    const found = all.length === 1 ? [{ way: ask(all[0] ?? ""), ids: all }] : asking.askClass(all);
    for (const { way, ids } of found) if (isTold || isMove(way)) yield { ids, id: ids[0] ?? "", ways: [way] };
  }
  for (const id of linked) {
    const way = ask(id);
    if (!isMove(way) && !isRepresented(id)) continue;
    const said = representativesOf(id).at(-1) ?? [];
    if (said.length !== 1 || said.some((each) => keyOf(each) !== keyOf(way))) yield { ids: [id], id, ways: [way] };
  }
}

/** Lists that are in order as one, whatever was told in between. */
export function joined(lists: readonly (readonly string[])[]): readonly string[] {
  const [only] = lists;
  return only !== undefined && lists.length === 1 ? only : lists.flat().sort(compareText);
}
