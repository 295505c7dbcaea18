import type { Entries } from "./entries.ts";
import type { Model } from "./model.ts";
import type { Span } from "./text/source.ts";

/** The ids of one scope that one file of identities names. */
interface IdentityList {
  readonly scope: string;
  readonly entries: Entries;
}

/** The current ids in the files of identities: children, parents, and every customer who has a former id. */
export function identityLists({ children, aliases }: Model): Iterable<IdentityList> {
  const lists = new Map<string, IdentityList & { entries: { ids: string[]; starts: number[]; ends: number[] } }>();

  function add(scope: string, id: string, { source, start, end }: Span): void {
    const key = `${scope} ${source.path}`;
    let list = lists.get(key);
    if (list === undefined) {
      const times = { from: undefined, until: undefined, dates: new Map() };
      list = { scope, entries: { source, ids: [], starts: [], ends: [], ...times } };
      lists.set(key, list);
    }
    list.entries.ids.push(id);
    list.entries.starts.push(start);
    list.entries.ends.push(end);
  }

  const parents = new Set<Span>();
  for (const { scope, id, span, parentScope, parent, parentSpan } of children) {
    if (!parents.has(parentSpan)) add(parentScope, parent, parentSpan);
    parents.add(parentSpan);
    add(scope, id, span);
  }
  for (const { scope, id, span } of aliases) add(scope, id, span);
  return lists.values();
}
