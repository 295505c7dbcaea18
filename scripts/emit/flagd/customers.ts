import { addTo } from "../../model/group-by.ts";
import { always, type Window } from "../../model/time.ts";
import { readWindow } from "../../runtime/declare/instant.ts";
import type { BundleMember } from "../../runtime/shapes/bundle.ts";
import { common, type Draft, during, type Meaning, type Way } from "./draft.ts";
import { allOf, anyOf, contextAt, isThere, type Logic, not, when } from "./logic.ts";
import { applies, hasOneOf, waysOf } from "./ways.ts";

/** Whether the customer of a scope is in a list. */
export function isListed(draft: Draft, scope: string, members: readonly BundleMember[]): Logic {
  const ways = waysOf(draft, scope);
  // The last way needs no check of whether it applies: it finds nobody if it does not.
  return ways.reduceRight<Logic>((otherwise, way, index) => {
    const found = way.isOwn ? isListedItself(draft, way, members) : isListedThrough(draft, way, members);
    const isLast = index === ways.length - 1;
    return isLast ? allOf([way.guard, found]) : when(applies(draft, way), found, otherwise);
  }, false);
}

/** Whether the id that the context has for a scope is in a list, or stands for one that is. */
function isListedItself(draft: Draft, { scope, meanings }: Way, members: readonly BundleMember[]): Logic {
  const former = byMeaning(meanings);
  const ids: Meaning[] = [];
  const patterns: Logic[] = [];
  for (const member of members) {
    const { window } = read(member);
    if (typeof member === "object" && "prefix" in member) {
      const { prefix } = member;
      ids.push(...[...former].flatMap(([id, given]) => (id.startsWith(prefix) ? within(given, window) : [])));
      const others = [...meanings]
        .filter(([id]) => id.startsWith(prefix))
        .flatMap(([id, own]) => meantElsewhere(id, own));
      const matches = { starts_with: [contextAt(scope), prefix] };
      patterns.push(during(draft, window, allOf([isThere(scope), not(hasOneOf(draft, scope, others)), matches])));
    } else {
      const { id } = read(member);
      const own = meanings.has(id) ? [] : [{ id, window: always }];
      ids.push(...within([...own, ...(former.get(id) ?? [])], window));
    }
  }
  return anyOf([hasOneOf(draft, scope, ids), ...patterns]);
}

/** Whether the id that the context has for another scope stands for one in a list. */
function isListedThrough(draft: Draft, { scope, meanings }: Way, members: readonly BundleMember[]): Logic {
  const givenFor = byMeaning(meanings);
  const ids = members.flatMap((member) => {
    const { window } = read(member);
    if (typeof member === "object" && "prefix" in member)
      return [...givenFor].flatMap(([id, given]) => (id.startsWith(member.prefix) ? within(given, window) : []));
    return within(givenFor.get(read(member).id) ?? [], window);
  });
  return hasOneOf(draft, scope, ids);
}

/** The customer's current id in a scope, or null. */
export function idIn(draft: Draft, scope: string): Logic {
  const ways = waysOf(draft, scope);
  return ways.reduceRight<Logic>((otherwise, way, index) => {
    const byId = [...byMeaning(way.meanings)].filter(([id]) => !(way.isOwn && way.meanings.has(id)));
    const own = way.isOwn ? contextAt(scope) : null;
    const found = byId.reduceRight<Logic>(
      (rest, [id, given]) => when(hasOneOf(draft, way.scope, given), id, rest),
      own,
    );
    return when(index === ways.length - 1 ? way.guard : applies(draft, way), found, otherwise);
  }, null);
}

/** The ids that stand for others, by those they stand for. */
function byMeaning(meanings: Way["meanings"]): ReadonlyMap<string, readonly Meaning[]> {
  const found = new Map<string, Meaning[]>();
  for (const [given, own] of meanings) for (const { id, window } of own) addTo(found, id, { id: given, window });
  return found;
}

/** The windows in which an id stands for another. */
function meantElsewhere(given: string, meanings: readonly Meaning[]): readonly Meaning[] {
  return meanings.filter(({ id }) => id !== given).map(({ window }) => ({ id: given, window }));
}

function within(ids: readonly Meaning[], window: Window): readonly Meaning[] {
  return ids.flatMap(({ id, window: own }) => {
    const shared = common(own, window);
    return shared === undefined ? [] : [{ id, window: shared }];
  });
}

function read(member: BundleMember): { readonly id: string; readonly window: Window } {
  if (typeof member === "string") return { id: member, window: always };
  return { id: "id" in member ? member.id : "", window: readWindow(member) };
}
