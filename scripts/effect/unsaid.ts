import type { Attribute, Flag, Model } from "../model/model.ts";
import type { Affected } from "./affected.ts";
import type { Found } from "./cells.ts";
import type { SetCandidate } from "./groups.ts";
import type { Representatives } from "./representatives.ts";
import type { Comparison } from "./revision-query.ts";
import type { ScopesOfOtherCase } from "./scopes-of-other-case.ts";

/** No more children than these are asked in other spellings. */
const mostChildren = 100;

/** Asks at one point of each part of a space. */
type Ask = <Result>(find: (comparison: Comparison) => Result) => readonly Found<Result>[];

/**
 * The message that ids which no list can name, since they have another letter case, get other answers; undefined if
 * none does.
 */
export function otherCase(ask: Ask, affected: Affected, scopes: ScopesOfOtherCase): string | undefined {
  return scopes.size === 0 ? undefined : firstOf(ask((comparison) => otherCaseAt(comparison, affected, scopes)));
}

function firstOf(found: readonly Found<string | undefined>[]): string | undefined {
  return found.find(({ result }) => result !== undefined)?.result;
}

function otherCaseAt(comparison: Comparison, affected: Affected, scopes: ScopesOfOtherCase): string | undefined {
  const { before, after } = comparison;
  const which = affected.after ?? affected.before;
  if (which === undefined) return undefined;
  for (const [scope, children] of scopes) {
    const representatives =
      affected.representatives.get(scope) ?? affected.parties.find((party) => party.scope === scope)?.changed;
    for (const id of spellingsOf(representatives, comparison, children.slice(0, mostChildren))) {
      const [one, other] = [before, after].map((query) => query.explain(which, { [scope]: id }).value);
      if (one !== other) return sentence(scope, id, `${one}`, `${other}`);
    }
    if (
      [affected.before, affected.after].some((flag) =>
        (flag as Flag | undefined)?.rollout?.some(({ by }) => by === scope),
      )
    )
      return `ids of \`${scope}\` in another letter case are in other buckets of the rollout`;
    if (children.length > mostChildren) return `ids of \`${scope}\` in another letter case have other parents`;
  }
  return undefined;
}

/** The same for the groups of a set. */
export function groupsOfOtherCase(ask: Ask, candidate: SetCandidate, scopes: ScopesOfOtherCase): string | undefined {
  const { scope } = candidate;
  if (scope === null || !scopes.has(scope)) return undefined;
  return firstOf(ask((comparison) => groupsOfOtherCaseAt(comparison, candidate, scope)));
}

function groupsOfOtherCaseAt(
  comparison: Comparison,
  { name, representatives }: SetCandidate,
  scope: string,
): string | undefined {
  const { before, after } = comparison;
  for (const id of spellingsOf(representatives, comparison)) {
    const [one = "", other = ""] = [before, after].map((query) => query.groups(name, { [scope]: id }).join(", "));
    if (one !== other) return sentence(scope, id, one || "no group", other || "no group");
  }
  return undefined;
}

/**
 * A function that says if one side compares the texts of an attribute in another way, where answers depend on it; texts
 * that no condition has are not compared.
 */
export function readingComparer(
  before: Model | undefined,
  after: Model | undefined,
): (affected: Pick<Affected, "dimensions">) => string | undefined {
  const messages = new Map(
    [...(before?.attributes.values() ?? [])].flatMap((one) => {
      const other = after?.attributes.get(one.name);
      const message = other && otherReading(one, other);
      return message === undefined ? [] : [[one.name, message]];
    }),
  );
  return ({ dimensions }) => dimensions.flatMap(({ name }) => messages.get(name) ?? [])[0];
}

function otherReading({ name, type, ignoreCase }: Attribute, other: Attribute): string | undefined {
  if (type !== other.type && readFromText.has(type) && readFromText.has(other.type))
    return `\`${name}\` was a ${type} and is now a ${other.type}: other texts count as the same`;
  if (ignoreCase === other.ignoreCase) return undefined;
  return `letter case in \`${name}\` ${ignoreCase ? "matters now" : "does not matter any more"}`;
}

/** The types whose values are texts, which each compares in its own way. */
const readFromText: ReadonlySet<Attribute["type"]> = new Set(["text", "version", "date"]);

function sentence(scope: string, id: string, from: string, to: string): string {
  return `ids of \`${scope}\` in another letter case change, such as \`${id}\`: \`${from}\` → \`${to}\``;
}

/** The mentioned ids and some children in capitals and in lower case, if nothing mentions those. */
function* spellingsOf(
  representatives: Representatives | undefined,
  { unmentionedId }: Comparison,
  children: readonly string[] = [],
): Generator<string> {
  const { classes = [], prefixes = [], linked = [] } = representatives ?? {};
  const known = new Set([...classes.flat(), ...linked, ...children]);
  const first = classes.map(([id = ""]) => id);
  for (const id of [...first, ...prefixes.map((prefix) => prefix + unmentionedId), ...linked, ...children])
    for (const spelt of [id.toUpperCase(), id.toLowerCase()]) if (spelt !== id && !known.has(spelt)) yield spelt;
}
