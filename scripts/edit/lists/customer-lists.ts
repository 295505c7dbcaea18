import type { Document } from "../../model/document.ts";
import type { EntryList } from "../../model/entries.ts";
import { frozenKeys } from "../../model/seal.ts";
import type { Path } from "../text/value-at.ts";

/** A list of customers of one scope in a document. */
export interface WrittenList {
  readonly path: Path;
  readonly scope: string;
  readonly entries: EntryList;
  /** The environment whose part of the document it is in; undefined for the document itself. */
  readonly environment: string | undefined;
  /** Of the lists with the same choice in one environment, a customer is in only one at a time. */
  readonly choice: string;
  /** What it gives, as written: `ring/canary`, `true`, a variant. A pin gives its own version. */
  readonly gives: string;
  /** What happens when it becomes empty: it stays if its key has a meaning. */
  readonly emptied: "goes" | "stays";
}

type Data = Readonly<Record<string, unknown>>;

/** All lists of customers in a document, including those of environments and of customers' children. */
export function* writtenLists(document: Document): Generator<WrittenList> {
  const data = document.data as Data;
  yield* listsOf(document, data, [], undefined);
  for (const [environment, own] of pairsOf(data.environments))
    yield* listsOf(document, own as Data, ["environments", environment], environment);
}

/** The lists of a document that apply in an environment: its own keys replace those of the document. */
export function listsIn(
  { data }: Document,
  lists: readonly WrittenList[],
  environment: string,
): readonly WrittenList[] {
  const own = (data as { readonly environments?: Readonly<Record<string, Data>> }).environments?.[environment] ?? {};
  return lists.filter((list) =>
    list.environment === undefined ? !Object.hasOwn(own, String(list.path[0])) : list.environment === environment,
  );
}

function* listsOf(
  { kind, name, data: whole }: Document,
  data: Data,
  keys: Path,
  environment: string | undefined,
): Generator<WrittenList> {
  const list = (path: Path, scope: string, entries: unknown, choice: string, gives: string): WrittenList => ({
    path: [...keys, ...path],
    scope,
    entries: entries as EntryList,
    environment,
    choice,
    gives,
    emptied: environment !== undefined || kind === "groups" || kind === "privilege" ? "stays" : "goes",
  });

  function* settings(path: Path, value: unknown, gives: string): Generator<WrittenList> {
    for (const [scope, entries] of pairsOf(value))
      if (scope !== "groups" && Array.isArray(entries)) yield list([...path, scope], scope, entries, scope, gives);
  }

  switch (kind) {
    case "flag":
      yield* settings(["enabled"], data.enabled, "true");
      yield* settings(["disabled"], data.disabled, "false");
      for (const [variant, own] of pairsOf(data.assign)) yield* settings(["assign", variant], own, variant);
      return;
    case "release":
      yield* settings(["pinned"], data.pinned, "");
      return;
    case "privilege":
      for (const [scope, entries] of pairsOf(data.frozen))
        if (!frozenKeys.has(scope)) yield list(["frozen", scope], scope, entries, scope, "true");
      return;
    case "identities":
      for (const [scope, byParent] of pairsOf(data.children))
        for (const [parent, entries] of pairsOf(byParent))
          yield list(["children", scope, parent], scope, entries, scope, parent);
      return;
    case "groups": {
      const { scope, exclusive } = whole as { readonly scope?: string; readonly exclusive?: boolean };
      const member = (path: Path, entries: unknown, group: string): WrittenList =>
        list(path, scope ?? "", entries, exclusive === false ? group : "", group);
      if (Array.isArray(data.members)) yield member(["members"], data.members, name);
      else
        for (const [group, entries] of pairsOf(data.members))
          yield member(["members", group], entries, group === name ? name : `${name}/${group}`);
    }
  }
}

function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
