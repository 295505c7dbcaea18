import type { FindState, IdIndex } from "./id-index.ts";
import { normalizeId } from "./normalize.ts";
import { findPrefix, type Prefixes } from "./prefixes.ts";

/** What lite.js has in place of an index: the engine's own map needs no code, and its ids are plain text in the file. */
export interface IdMap extends Pick<IdIndex, "ignoreCase"> {
  /** By normalized id. */
  readonly states: ReadonlyMap<string, number>;
  readonly prefixes: Pick<Prefixes, "units" | "children" | "states"> | undefined;
}

/** `findState` for such maps. */
export const findInMap = (({ ignoreCase, states, prefixes }: IdMap, id: string) => {
  const normal = normalizeId(id, ignoreCase);
  return states.get(normal) ?? (prefixes === undefined ? 0 : findPrefix(prefixes, normal));
}) as unknown as FindState;
