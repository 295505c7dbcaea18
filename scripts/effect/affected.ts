import type { Decision, Model } from "../model/model.ts";
import { reachOf } from "../model/model-queries.ts";
import type { Dimension } from "../model/space/atoms.ts";
import { dimensionFinder } from "../model/space/dimensions.ts";
import { type Facts, factsFinder, scopesOf } from "./decision-facts.ts";
import { findLinkedTo, type IdentityLinks } from "./identity-links.ts";
import { inOrder, type Members, union } from "./mention-classes.ts";
import { isEmpty, type Mentioned, type Representatives, representativesOf } from "./representatives.ts";
import type { Which } from "./revision-query.ts";
import { scopesOfOtherCase } from "./scopes-of-other-case.ts";

/** A decision of either side, and who may get another answer. */
export interface Affected {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** What callers tell that its answers may depend on. */
  readonly dimensions: readonly Dimension[];
  /** The scopes of the decision on either side, in its order; empty for a global flag. */
  readonly scopes: readonly string[];
  /** The scopes in which unmentioned customers may be affected too; null for a global flag. */
  readonly others: readonly (string | null)[];
  /** By scope; besides the decision's own scopes also those whose customers have other parents than before. */
  readonly representatives: ReadonlyMap<string, Representatives>;
  /** Whether the settings for everyone differ between the two sides. */
  readonly isOther: boolean;
  /** The decision and what it requires. */
  readonly asked: readonly Which[];
  /** For contexts of several ids: in each scope, the customers for whom something may differ, and everyone. */
  readonly parties: readonly {
    readonly scope: string;
    readonly changed: Representatives;
    readonly all: () => Representatives;
  }[];
}

/** Finds who may get another answer from decisions of two models, without asking anyone. */
export function affectedFinder(
  before: Model | undefined,
  after: Model | undefined,
  members: Members,
  links: IdentityLinks,
): (one: Decision | undefined, other: Decision | undefined) => Affected {
  const models = [before, after] as const;
  const factsOf = factsFinder(before, after);
  const dimensionsOf = dimensionFinder(before, after);
  // Ids in another letter case are asked for, too.
  const isRespelt = scopesOfOtherCase(before, after).size > 0;
  return (one, other) => {
    const facts = factsOf(one, other);
    const own = scopesOf(one, other);
    const mentioned = new Map(facts.scopes.map((scope) => [scope, mentionedIn(scope, facts, members)]));
    const moved = links.changed.filter(({ scope }) => reaches(models, scope, facts.scopes));
    const linkedTo = facts.others ? links.linked : findLinkedTo(links, mentioned, moved);
    const representatives = representativesIn(own, mentioned, linkedTo, links, moved);
    const others = !facts.others ? [] : own.length === 0 ? [null] : own;
    const parties = partiesOf(facts, members, links, mentioned, linkedTo);
    const isTogether = facts.others || parties.some(({ changed }) => !isEmpty(changed));
    const isAsked = others.length + representatives.size > 0 || isTogether;
    return {
      before: one,
      after: other,
      dimensions: isAsked || isRespelt ? dimensionsOf(one, other) : [],
      scopes: own,
      others,
      representatives,
      isOther: facts.others,
      asked: isAsked ? facts.pairs.flatMap(([own, theirs]) => theirs ?? own ?? []) : [],
      parties: isTogether ? parties : [],
    };
  };
}

/** Who is mentioned in a scope: all, or those for whom something differs from before. */
function mentionedIn(scope: string, facts: Facts, members: Members): Mentioned {
  const sets = members(scope, facts.allSets);
  const lists = facts.allLists(scope);
  if (!facts.others) {
    const listed = union([lists.changed, ...sets.changed.prefixes.map((prefix) => lists.matching(prefix))]);
    return { members: sets.changed, listed, sets, lists };
  }
  if (facts.isOpen) return { members: sets.all, listed: lists.all, sets, lists };
  // A customer whom only a required flag mentions gets the default, unless a pattern gives more.
  const own = members(scope, facts.sets).all;
  const behind = own.prefixes.flatMap((prefix) => [lists.matching(prefix), sets.matching(prefix)]);
  return { members: own, listed: union([facts.lists(scope).all, ...behind]), sets, lists };
}

/** A link of identities counts if it leads to a customer whom the decision may know. */
function reaches(models: readonly (Model | undefined)[], scope: string, scopes: readonly string[]): boolean {
  return models.some((model) => model !== undefined && reachOf(model, scope).some((each) => scopes.includes(each)));
}

/**
 * By scope, whom to ask: in the decision's own scopes all who are mentioned, in others those whose identities changed.
 */
function representativesIn(
  own: readonly string[],
  mentioned: ReadonlyMap<string, Mentioned>,
  linkedTo: ReadonlyMap<string, Iterable<string>>,
  links: IdentityLinks,
  moved: IdentityLinks["changed"],
): Affected["representatives"] {
  const found = new Map<string, Representatives>();
  for (const scope of own) {
    const named = mentioned.get(scope);
    if (named === undefined) continue;
    const knownIds = links.linked.get(scope) ?? new Set();
    const each = representativesOf(named, linkedTo.get(scope) ?? [], knownIds);
    if (!isEmpty(each)) found.set(scope, each);
  }
  for (const { scope } of moved)
    if (!own.includes(scope) && !found.has(scope)) {
      const linked = inOrder(moved.flatMap((each) => (each.scope === scope ? [each.id] : [])));
      found.set(scope, { classes: [], prefixes: [], linked });
    }
  return found;
}

/** The parties of each scope, if contexts of several ids count. */
function partiesOf(
  facts: Facts,
  members: Members,
  links: IdentityLinks,
  mentioned: ReadonlyMap<string, Mentioned>,
  linkedTo: ReadonlyMap<string, Iterable<string>>,
): Affected["parties"] {
  if (facts.scopes.length < 2) return [];
  return facts.scopes.map((scope) => {
    const found = mentioned.get(scope) ?? mentionedIn(scope, facts, members);
    const linked = links.linked.get(scope) ?? new Set<string>();
    const { sets, lists } = found;
    let known: Representatives | undefined;
    const all = (): Representatives => {
      known ??= representativesOf({ members: sets.all, listed: lists.all, sets, lists }, linked, linked);
      return known;
    };
    return { scope, changed: representativesOf(found, linkedTo.get(scope) ?? [], linked), all };
  });
}
