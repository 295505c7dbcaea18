import type { BundleMember } from "../shapes/bundle.ts";
import { type FindState, findState } from "../tables/id-index.ts";
import type { Table } from "../tables/tables.ts";
import { sourceInEnvironment } from "./bundle-in-environment.ts";
import type { Decision, Declarations, List } from "./declarations.ts";
import { type Declared, declare } from "./declare.ts";
import { type Identities, packIdentities } from "./identities.ts";
import { pack } from "./pack.ts";
import type { Source } from "./source.ts";
import { unknownName } from "./unknown-name-error.ts";

/** The data that lookups in one environment answer from. */
export interface Data extends Declarations {
  /** By the number of the scope. */
  readonly tables: readonly Table[];
  readonly identities: readonly (Identities | undefined)[];
  /** How the tables and links are searched. */
  readonly findState: FindState;
  /** What names of any kind were found to mean. */
  readonly decisions: Map<string, Decision>;
}

/** The data that lookups answer from, and what it was made from. */
export interface LiveData {
  readonly digest: string;
  readonly first: Data;
  /**
   * The data of an environment, made when it is first asked for; throws UnknownNameError if there is no such
   * environment.
   */
  readonly find: (environment: string) => Data;
}

/** The data of a sound bundle; see `declare` for `built`. For a file, all indexes have records. */
export function readData(source: Source, built?: Declarations, hasRecords = false): LiveData {
  const declared = declare(source, { built });
  const { declarations } = declared;
  const lists = declared.lists();
  const tables = declarations.scopeNames.map((_, scope) =>
    pack(listsOf(lists, scope), { ignoreCase: declarations.ignoreCase[scope] === true, hasRecords }),
  );
  const first: Data = {
    ...declarations,
    tables,
    identities: packIdentities(source.identities, declarations, hasRecords),
    findState,
    decisions: new Map(),
  };
  const find = findAmong({ first, source, built, values: declared.values }, (_, own) =>
    tables.map((table, scope) => {
      const ownLists = listsOf(own(), scope);
      return isSame(listsOf(lists, scope), ownLists)
        ? table
        : pack(ownLists, { ignoreCase: table.ignoreCase, hasRecords });
    }),
  );
  return { digest: source.digest, first, find };
}

/** What the data of environments are made from. */
interface Origin extends Pick<Declared, "values"> {
  readonly first: Data;
  readonly source: Source;
  readonly built: Declarations | undefined;
}

/**
 * Finds the data of each environment: declared when it is first asked for, with tables found by its name or its lists.
 * With a single environment nothing else is kept, so that a bundle of many customers can be released once they are
 * packed.
 */
export function findAmong(
  { first, source, built, values }: Origin,
  tablesOf: (environment: string, lists: () => readonly List[]) => readonly Table[],
): LiveData["find"] {
  const known = new Map([[first.environments[0], first]]);
  const make = (environment: string): Data => {
    const { declarations, lists } = declare(sourceInEnvironment(source, environment), { built, values });
    const data = {
      ...declarations,
      tables: tablesOf(environment, lists),
      identities: first.identities,
      findState: first.findState,
      decisions: new Map(),
    };
    known.set(environment, data);
    return data;
  };
  return finderOf(first, known, first.environments.length === 1 ? undefined : make);
}

function finderOf(
  first: Data,
  known: ReadonlyMap<string | undefined, Data>,
  make: ((environment: string) => Data) | undefined,
): LiveData["find"] {
  return (environment) => {
    const found = known.get(environment);
    if (found !== undefined) return found;
    checkEnvironment(first, environment);
    return make?.(environment) ?? first;
  };
}

/** Throws UnknownNameError for an environment that does not exist. */
export function checkEnvironment({ environments }: Declarations, environment: string): void {
  if (!environments.includes(environment)) throw unknownName("environment", environment, () => environments);
}

function listsOf(lists: readonly List[], scope: number): readonly List[] {
  return lists.filter((list) => list.scope === scope);
}

/** Whether two sets of lists have the same table. */
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
