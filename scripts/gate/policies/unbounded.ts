import { dividedPatterns } from "../../effect/divided-patterns.ts";
import { type Change, isMove as isChange, type Newcomers, type Transition } from "../../effect/effect.ts";
import { whereWords } from "../../effect/where-words.ts";
import { groupBy } from "../../model/group-by.ts";
import { formatDate, type Instant } from "../../model/time.ts";

/** From this percentage on, unlisted customers count as many. */
const most = 50;

/** At most this many parts of the space are counted. */
const mostParts = 3;

/** How long the description of a part of the space may be in a message. */
const longest = 54;

/** A change of answers, as effects of decisions and of group sets have it. */
type Way = Pick<Transition, "from" | "to" | "values" | "unlisted" | "where"> & { readonly scope?: string | null };

/**
 * Who gets another answer without a list that says how many they are, as beginnings of sentences: everyone, most of
 * them, or some who change places, as when the shares of a rollout are shuffled; in each part of the space of what
 * callers tell.
 */
export function everyoneIn(moves: readonly Way[]): readonly string[] {
  const parts = groupBy(
    moves.filter(({ unlisted }) => unlisted !== false),
    ({ scope, where }) => JSON.stringify([scope, whereWords(where, (text) => text, Infinity)]),
  );
  const found = [...parts.values()].flatMap((part): (readonly [exactly: string, who: string])[] => {
    const share = part.reduce((sum, { unlisted }) => sum + (unlisted === true ? 100 : Number(unlisted)), 0);
    const isShuffled = part.some(({ from, to }) => part.some((each) => each.from === to && each.to === from));
    const { where } = part[0] as Way;
    const everyone = `everyone${wordsFor(where)}`;
    const who = share > 99.9999 ? `${everyone} gets` : `of ${everyone} ${Math.round(share * 1e4) / 1e4} % get`;
    return share >= most || isShuffled ? [[`${whereWords(where, (text) => text, Infinity)} ${who}`, who]] : [];
  });
  const all = [...new Map(found).values()];
  return all.length > mostParts || new Set(all).size < all.length
    ? [`everyone in ${all.length} parts of what callers supply gets`]
    : all;
}

/** A part of the space after `everyone`, with as many values as fit into a message. */
function wordsFor(where: Way["where"]): string {
  const all = [3, 2, 1].map((most) => whereWords(where, (text) => `\`${text}\``, most));
  if (all[0] === "") return " who is not listed";
  return all.find(({ length }) => length <= longest) ?? " in a part of what callers supply";
}

/** Existing customers, by when they were created. */
export function createdIn(newcomers: readonly Newcomers[], asOf: Instant): readonly string[] {
  const old = newcomers.find((each) => isMove(each) && each.since < asOf);
  return old === undefined ? [] : [`customers created since ${formatDate(old.since)} get`];
}

/** A transition or move with its patterns; the answers of its customers may also stay as they are. */
type WithPatterns = Way & Pick<Transition, "patterns">;

/**
 * All ids with a prefix, or some where others with it stay. If a rollout divides them, the same share of everyone else moves,
 * which is reported instead.
 */
export function patternsIn(moves: readonly WithPatterns[], all: readonly WithPatterns[]): readonly string[] {
  for (const move of moves) {
    const divided = dividedPatterns(move, all);
    for (const pattern of move.patterns) {
      if (!divided.has(pattern)) return [`all of \`${pattern}\` get`];
      if (typeof move.unlisted !== "number") return [`some of \`${pattern}\` get`];
    }
  }
  return [];
}

/** Whether the answer changes; another policy reports an answer of another type. */
export function isMove(change: Change): boolean {
  return isChange(change) && typeof change.from === typeof change.to;
}
