import type { Held } from "../../history/frozen-before.ts";
import type { Related } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import { digestOfId, idsOverTime } from "../../model/seal.ts";
import type { Span } from "../../model/text/source.ts";
import { nameSome } from "../../model/text/words.ts";
import { suggest } from "../../runtime/declare/suggest.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** Who was ever in a frozen list, compared with the list that was sealed. */
interface FounderChanges {
  /** Who was sealed and is neither held nor in `ended`, as a message names them. */
  readonly missing: readonly string[];
  /** Who is held or in `ended` and was not sealed. */
  readonly added: readonly string[];
  /** Who was sealed, and no longer counts as the same customer. */
  readonly mistaken: readonly string[];
  /** All of them with their places. */
  readonly related: readonly Related[];
  /** What to do, as parts of a hint that are joined by semicolons. */
  readonly advice: readonly string[];
}

/** A customer of a frozen list, whom its seal counts by the digest of the first id. */
interface Founder {
  readonly digest: string;
  /** The current id, as ids are compared; undefined if only the digest is left. */
  readonly id: string | undefined;
  /** The first id. */
  readonly first: string | undefined;
  readonly isHeld: boolean;
  readonly span: Span;
}

/** Compares who was ever in a frozen list with a list that matches its seal, which `where` describes. */
export function founderChanges(
  sealed: Held,
  list: Held,
  { was, is, where }: { readonly was: boolean; readonly is: boolean; readonly where: string },
): FounderChanges {
  const [before, after] = [foundersOf(sealed, was), foundersOf(list, is)];
  const known = new Set(before.map(({ digest }) => digest));
  const present = new Set<string>();
  const missing: Founder[] = [];
  const added: Founder[] = [];
  for (const founder of after) {
    // Of two customers who claim to have been the same one, one was added.
    if (!known.has(founder.digest) || present.has(founder.digest)) added.push(founder);
    present.add(founder.digest);
  }
  for (const founder of before) if (!present.has(founder.digest)) missing.push(founder);
  const byId = new Map(missing.map((founder) => [founder.id, founder]));
  const byDigest = new Map(missing.map((founder) => [digestOfId(founder.id ?? ""), founder]));
  const explained = explain({ missing, added, byId, byDigest, known, list, ignoreCase: is, where });
  const paired = new Set(explained.flatMap(({ of }) => (of.length > 1 ? of : [])));
  const alone = (founder: Founder): boolean => !paired.has(founder);
  return {
    missing: missing.filter(alone).map(nameOf),
    added: added.filter(alone).map(nameOf),
    mistaken: added.filter((founder) => paired.has(founder)).map(nameOf),
    related: explained.map(({ message, span }) => ({ message, span })),
    advice: [...new Set(explained.flatMap(({ advice }) => advice ?? [])), ...plainAdvice(missing, added, explained)],
  };
}

interface Explanation extends Related {
  /** Whom it is about; two if the one who was added is the one who is missing. */
  readonly of: readonly Founder[];
  /** What to do about it, if that is not to put back or to remove. */
  readonly advice?: string;
}

interface Difference {
  readonly missing: readonly Founder[];
  readonly added: readonly Founder[];
  /** The missing by their current ids, and by the digests of these. */
  readonly byId: ReadonlyMap<string | undefined, Founder>;
  readonly byDigest: ReadonlyMap<string, Founder>;
  /** The digests of everyone sealed. */
  readonly known: ReadonlySet<string>;
  readonly list: Held;
  readonly ignoreCase: boolean;
  readonly where: string;
}

function explain(difference: Difference): readonly Explanation[] {
  const { missing, added, where } = difference;
  const ofAdded = added.map((founder) => explainAdded(founder, difference));
  const explained = new Set(ofAdded.flatMap(({ of }) => of));
  const ofMissing = missing.map((founder): Explanation => {
    const place = `${founder.isHeld ? "held" : "in `ended`"} here ${where}`;
    const name = nameOf(founder);
    if (explained.has(founder)) return { of: [], span: founder.span, message: `${name} is ${place}` };
    return { of: [founder], span: founder.span, message: `${name} is missing; it is ${place}` };
  });
  return [...ofMissing, ...ofAdded];
}

function explainAdded(
  founder: Founder,
  { missing, byId, byDigest, known, list, ignoreCase, where }: Difference,
): Explanation {
  const { id, first, span, digest } = founder;
  const name = nameOf(founder);
  const of = [founder];
  if (id === undefined) {
    const meantOne = byDigest.get(digest);
    if (meantOne !== undefined) {
      const message = `this is the digest of \`${meantOne.id}\`; the seal counts its first id, \`${meantOne.first}\``;
      return { of: [...of, meantOne], span, message, advice: `write \`sha256: ${meantOne.digest}\`` };
    }
    if (known.has(digest)) return { of, span, message: `${name} is counted twice: it is still in the list by its id` };
    return { of, span, message: `${name} is the digest of nobody who was frozen` };
  }
  const lost = byId.get(id);
  if (lost !== undefined && first === id) {
    const message = `\`${id}\` was \`${lost.first}\` at first, which \`renamed\` does not say any more`;
    return { of: [...of, lost], span, message, advice: `restore what \`renamed\` says of \`${id}\` ${where}` };
  }
  const record = list.frozen.renamed.find(({ was }) => normalizeId(was, ignoreCase) === first);
  if (first === id || record === undefined || first === undefined) {
    if (known.has(digest))
      return { of, span, message: `\`${id}\` is counted twice: another customer was \`${id}\` too` };
    return { of, span, message: `\`${id}\` was not in the list ${where}` };
  }
  if (known.has(digest))
    return { of, span: record.span, message: `\`${id}\` was \`${first}\`, as another customer of the list was` };
  const firsts = missing.slice(0, mostNear).flatMap((each) => each.first ?? []);
  const near = suggest(first, firsts);
  const message = `\`renamed\` says that \`${id}\` was \`${first}\`, who was not in the list ${where}`;
  if (near === undefined) return { of, span: record.span, message };
  const same = missing.filter((each) => each.first === near);
  return { of: [...of, ...same], span: record.span, message, advice: `write \`was: ${near}\` instead of \`${first}\`` };
}

/** What to do about those who have no better explanation. */
function plainAdvice(
  missing: readonly Founder[],
  added: readonly Founder[],
  explained: readonly Explanation[],
): readonly string[] {
  const better = new Set(explained.flatMap(({ of, advice }) => (advice === undefined ? [] : of)));
  const [lost, ended] = [true, false].map((held) =>
    missing.filter((each) => !better.has(each) && each.isHeld === held).map(nameOf),
  );
  const strangers = added.filter((each) => !better.has(each)).map(nameOf);
  const isPair = lost?.length === 1 && strangers.length === 1 && added.some((each) => !better.has(each) && each.isHeld);
  return [
    ...(lost?.length ? [`put ${nameSome(lost, mostNames)} back, or into \`ended\` with the day it ended`] : []),
    ...(ended?.length ? [`put ${nameSome(ended, mostNames)} back into \`ended\``] : []),
    ...(strangers.length > 0 ? [`remove ${nameSome(strangers, mostNames)}`] : []),
    ...(isPair ? [`if ${strangers[0]} is ${lost[0]} under a new id, record that in \`renamed\` instead`] : []),
  ];
}

function foundersOf({ frozen, listed }: Held, ignoreCase: boolean): readonly Founder[] {
  const idsOf = idsOverTime(frozen, ignoreCase);
  const founders = new Map<string, Founder>();
  const add = (id: string, span: Span, isHeld: boolean): void => {
    const first = idsOf(id).at(-1) ?? id;
    if (!founders.has(id)) founders.set(id, { digest: digestOfId(first), id, first, isHeld, span });
  };
  for (const { entries } of listed)
    for (const [index, id] of entries.ids.entries()) add(id, idSpan(entries, index), true);
  const digests = new Map<string, Founder>();
  for (const { id, sha256, span } of frozen.ended)
    if (id !== undefined) add(normalizeId(id, ignoreCase), span, false);
    else if (sha256 !== undefined)
      digests.set(sha256, { digest: sha256, id: undefined, first: undefined, isHeld: false, span });
  return [...founders.values(), ...digests.values()];
}

/** A customer as a message names it: by the id, or by the beginning of its digest. */
function nameOf({ id, digest }: Founder): string {
  return id === undefined ? `\`sha256: ${digest.slice(0, 8)}…\`` : `\`${id}\``;
}

/** How many names fit into a sentence, and how many are searched for a near one. */
const [mostNames, mostNear] = [3, 100];
