import { inOrder, type Mentions } from "./mentions.ts";

/** Who is to be asked in one scope; a pattern stands for all who begin so and are not mentioned otherwise. */
export interface Voices extends Mentions {
  /** Those of the ids that only identities mention. */
  readonly linked: ReadonlySet<string>;
}

/** Those who are mentioned, and others whom identities lead to them. */
export function voicesOf({ ids, prefixes }: Mentions, linkedIds: Iterable<string>): Voices {
  const mentioned = new Set(ids);
  const linked = new Set([...linkedIds].filter((id) => !mentioned.has(id)));
  return { ids: linked.size === 0 ? ids : inOrder([...ids, ...linked]), prefixes, linked };
}

/** How customers are asked which way they go; those for whom a pattern stands may go several. */
export interface Asking<Way> {
  readonly nobody: string;
  /** The ways of everyone else; none where they are not concerned. */
  readonly everyone: readonly Way[];
  ask(id: string): readonly Way[];
  /** The ways of all who differ from a customer only in their ids. */
  askAlike(id: string): readonly Way[];
  isMove(way: Way): boolean;
  /** The way as a text to compare. */
  keyOf(way: Way): string;
}

/** Someone who is told, by id or by a pattern's text; `id` is one of those whom the text means. */
export interface Told<Way> {
  readonly text: string;
  readonly id: string;
  readonly ways: readonly Way[];
}

/**
 * Told are all who move; and those who are mentioned and stay, where a pattern or everyone else would speak for them and
 * moves. Whom only identities mention is not told where who speaks for it has said it.
 */
export function* tell<Way>({ ids, prefixes, linked }: Voices, asking: Asking<Way>): Generator<Told<Way>> {
  const { nobody, everyone, isMove, keyOf } = asking;
  const patterns = prefixes.map((prefix) => ({ prefix, ways: asking.askAlike(prefix + nobody) }));
  // In their order, a longer beginning comes behind a shorter one.
  const speakersFor = (text: string): readonly (readonly Way[])[] => [
    everyone,
    ...patterns.flatMap(({ prefix, ways }) => (text.startsWith(prefix) && text !== prefix ? [ways] : [])),
  ];
  const isTold = (ways: readonly Way[], speakers: readonly (readonly Way[])[]): boolean =>
    ways.some(isMove) || speakers.some((speaker) => speaker.some(isMove));

  for (const { prefix, ways } of patterns)
    if (isTold(ways, speakersFor(prefix))) yield { text: `${prefix}*`, id: prefix + nobody, ways };
  for (const id of ids) {
    const ways = asking.ask(id);
    const speakers = speakersFor(id);
    if (!isTold(ways, speakers)) continue;
    const said = speakers.at(-1)?.map(keyOf).join() ?? "";
    if (!linked.has(id) || said !== ways.map(keyOf).join()) yield { text: id, id, ways };
  }
}
