import { always, type Window } from "../../model/time.ts";
import { readWindow } from "../../runtime/declare/instant.ts";
import type { Bundle } from "../../runtime/shapes/bundle.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { common, type Draft, during, type Meaning, type Way } from "./draft.ts";
import { allOf, anyOf, contextAt, isOneOf, isThere, type Logic, not } from "./logic.ts";

/** The ways in which a context identifies customers of a scope; the first that applies counts. */
export function waysOf(draft: Draft, scope: string): readonly Way[] {
  const known = draft.ways.get(scope);
  if (known !== undefined) return known;
  const former = meaningsOfFormer(draft.bundle, scope);
  const ways: Way[] = [{ scope, guard: true, meanings: former, isOwn: true }];
  for (const { scope: child, within, of } of draft.bundle.identities.children) {
    if (within !== scope) continue;
    const parents = parentsOf(draft.bundle, child, of);
    waysOf(draft, child).forEach((way, index, all) => {
      const earlier = all.slice(0, index).map((other) => not(applies(draft, other)));
      const toParent = follow(draft.bundle, scope, way, parents);
      ways.push({ scope: way.scope, guard: allOf([...earlier, way.guard]), meanings: toParent, isOwn: false });
    });
  }
  draft.ways.set(scope, ways);
  return ways;
}

/** Whether a way leads to a customer, if those before it do not. */
export function applies(draft: Draft, { scope, guard, meanings, isOwn }: Way): Logic {
  if (isOwn) return isThere(scope);
  const ids = [...meanings].flatMap(([id, own]) =>
    joined(own.map(({ window }) => window)).map((window) => ({ id, window })),
  );
  return allOf([guard, hasOneOf(draft, scope, ids)]);
}

/** Whether the id that the context has for a scope is one of several, each within its window. */
export function hasOneOf(draft: Draft, scope: string, ids: readonly Meaning[]): Logic {
  const byWindow = new Map<string, { readonly window: Window; readonly ids: Set<string> }>();
  for (const { id, window } of ids) {
    const key = `${window.from} ${window.until}`;
    const known = byWindow.get(key);
    if (known === undefined) byWindow.set(key, { window, ids: new Set([id]) });
    else known.ids.add(id);
  }
  const inOrder = [...byWindow.values()].sort((a, b) => compare(a.window, b.window));
  const parts = inOrder.map(({ window, ids }) => during(draft, window, isOneOf(contextAt(scope), [...ids].sort())));
  return anyOf(parts);
}

/** By their beginnings, and with the same one by their ends, the longest first: so the longest of all comes first. */
function compare(one: Window, other: Window): number {
  return one.from === other.from ? (one.until > other.until ? -1 : 1) : one.from < other.from ? -1 : 1;
}

/** Windows in order, with adjoining ones merged. */
function joined(windows: readonly Window[]): readonly Window[] {
  const found: Window[] = [];
  for (const { from, until } of windows.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && from <= last.until)
      found[found.length - 1] = { from: last.from, until: Math.max(last.until, until) };
    else found.push({ from, until });
  }
  return found;
}

/** Whether the context identifies a customer of a scope. */
export function isKnown(draft: Draft, scope: string): Logic {
  return anyOf(waysOf(draft, scope).map((way) => applies(draft, way)));
}

/** The customers that former ids stand for: the current one, until they stand for themselves again. */
function meaningsOfFormer(bundle: Bundle, scope: string): ReadonlyMap<string, readonly Meaning[]> {
  return new Map(
    bundle.identities.aliases
      .filter((alias) => alias.scope === scope)
      .map(({ id, was, until }) => {
        const own = normalized(bundle, scope, was);
        const { until: end } = readWindow(until === undefined ? {} : { until });
        const today = { id: normalized(bundle, scope, id), window: { from: -Infinity, until: end } };
        return [
          own,
          end === Infinity ? [today] : [today, { id: own, window: { from: end, until: Infinity } }],
        ] as const;
      }),
  );
}

function parentsOf(
  bundle: Bundle,
  child: string,
  of: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const parent of Object.keys(of).sort())
    for (const id of of[parent] ?? []) {
      const own = normalized(bundle, child, id);
      if (!parents.has(own)) parents.set(own, parent);
    }
  return parents;
}

/** The parents of a scope to which the ids of a way lead. */
function follow(
  bundle: Bundle,
  scope: string,
  way: Way,
  parents: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Meaning[]> {
  const former = meaningsOfFormer(bundle, scope);
  const found = new Map<string, readonly Meaning[]>();
  const ids = new Set([...(way.isOwn ? parents.keys() : []), ...way.meanings.keys()]);
  for (const given of ids) {
    const meanings = way.meanings.get(given) ?? [{ id: given, window: always }];
    const led = meanings.flatMap(({ id, window }) => {
      const parent = parents.get(id);
      if (parent === undefined) return [];
      const own = normalized(bundle, scope, parent);
      return (former.get(own) ?? [{ id: own, window: always }]).flatMap((meaning) => {
        const shared = common(window, meaning.window);
        return shared === undefined ? [] : [{ id: meaning.id, window: shared }];
      });
    });
    if (led.length > 0) found.set(given, led);
  }
  return found;
}

function normalized(bundle: Bundle, scope: string, id: string): string {
  return normalizeId(id, bundle.scopes[scope]?.ignoreCase === true);
}
