import type { Bundle } from "../shapes/bundle.ts";
import type { Declarations } from "./declarations.ts";
import { declare } from "./declare.ts";
import { pack } from "./pack.ts";
import type { Table } from "./tables.ts";

/** What lookups answer from. */
export interface Data extends Declarations {
  readonly digest: string;
  /** By the number of the scope. */
  readonly tables: readonly Table[];
}

/** The data of a sound bundle; see `declare` for `built`. */
export function readData(bundle: Bundle, built?: Declarations): Data {
  const { declarations, lists } = declare(bundle, built);
  const tables = [...declarations.scopes].map(([name, scope]) =>
    pack(
      lists.filter((list) => list.scope === scope),
      bundle.scopes[name]?.ignoreCase === true,
    ),
  );
  return { ...declarations, digest: bundle.digest, tables };
}
