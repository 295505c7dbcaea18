import type { Bundle, BundleMember } from "../shapes/bundle.ts";
import type { Declarations, List } from "./declarations.ts";
import { declare } from "./declare.ts";
import { inEnvironment } from "./environment.ts";
import { type Identities, packIdentities } from "./identities.ts";
import { pack } from "./pack.ts";
import type { Table } from "./tables.ts";
import { unknownName } from "./unknown-name-error.ts";

/** What lookups in one environment answer from. */
export interface Data extends Declarations {
  /** By the number of the scope. */
  readonly tables: readonly Table[];
  readonly identities: readonly (Identities | undefined)[];
}

/** What lookups answer from, and what it was made from. */
export interface LiveData {
  readonly digest: string;
  readonly first: Data;
  /** The data of an environment, made when it is first asked for; throws UnknownNameError where there is no such environment. */
  readonly find: (environment: string) => Data;
}

/** The data of a sound bundle; see `declare` for `built`. */
export function readData(bundle: Bundle, built?: Declarations): LiveData {
  const { declarations, lists } = declare(bundle, { built });
  const tables = declarations.scopeNames.map((_, scope) =>
    pack(listsOf(lists, scope), declarations.ignoreCase[scope] === true),
  );
  const first: Data = { ...declarations, tables, identities: packIdentities(bundle.identities, declarations) };
  const find = bundle.environments.length === 1 ? findOnly(first) : findAmong(bundle, first, lists, built);
  return { digest: bundle.digest, first, find };
}

/** It keeps hold of nothing else, so that a bundle of many customers can go when their tables are made. */
function findOnly(data: Data): LiveData["find"] {
  return (environment) => {
    checkEnvironment(data, environment);
    return data;
  };
}

function findAmong(
  bundle: Bundle,
  first: Data,
  lists: readonly List[],
  built: Declarations | undefined,
): LiveData["find"] {
  const known = new Map([[bundle.environments[0], first]]);
  return (environment) => {
    const found = known.get(environment);
    if (found !== undefined) return found;
    checkEnvironment(first, environment);
    const own = declare(inEnvironment(bundle, environment), { built, first });
    const tables = first.tables.map((table, scope) => {
      const ownLists = listsOf(own.lists, scope);
      return isSame(listsOf(lists, scope), ownLists) ? table : pack(ownLists, table.ignoreCase);
    });
    const data: Data = { ...own.declarations, tables, identities: first.identities };
    known.set(environment, data);
    return data;
  };
}

function checkEnvironment({ environments }: Declarations, environment: string): void {
  if (!environments.includes(environment)) throw unknownName("environment", environment, environments);
}

function listsOf(lists: readonly List[], scope: number): readonly List[] {
  return lists.filter((list) => list.scope === scope);
}

/** Whether the table of some lists is that of the others too. */
function isSame(lists: readonly List[], others: readonly List[]): boolean {
  return (
    lists.length === others.length &&
    lists.every(({ cells, entries }, at) => {
      const other = others[at] as List;
      return `${cells}` === `${other.cells}` && hasSame(entries, other.entries);
    })
  );
}

function hasSame(entries: readonly BundleMember[], others: readonly BundleMember[]): boolean {
  if (entries === others) return true;
  return (
    entries.length === others.length &&
    entries.every((entry, at) => entry === others[at] || JSON.stringify(entry) === JSON.stringify(others[at]))
  );
}
