import { normalizeId } from "../../../runtime/tables/normalize.ts";
import {
  type AliasRow,
  type EntryRow,
  type LookUpData,
  type ParentRow,
  type PastRow,
  type Shard,
  shardOf,
  shardPath,
} from "../look-up/look-up-data.ts";

/** What the files say about one id. */
export interface Gathered {
  readonly scope: string;
  readonly id: string;
  readonly entries: readonly EntryRow[];
  readonly parents: readonly ParentRow[];
  readonly past: readonly PastRow[];
  readonly alias: AliasRow | undefined;
}

const waiting = new Map<number, (shard: Shard) => void>();
const shards = new Map<number, Promise<Shard>>();

// The files of customers call this. They are scripts, since a page opened from disk may not fetch.
Object.assign(globalThis, {
  flagstoneShard: (index: number, text: string) => waiting.get(index)?.(JSON.parse(text)),
});

/** Loads the shard that has an id. */
function loadShard({ shards: number }: LookUpData, id: string): Promise<Shard> {
  const index = shardOf(id, number);
  const known = shards.get(index);
  if (known !== undefined) return known;
  const loading = new Promise<Shard>((resolve, reject) => {
    waiting.set(index, resolve);
    const script = document.createElement("script");
    script.src = shardPath(index);
    script.onerror = () => reject(new Error(`\`${script.src}\` cannot be read`));
    document.head.append(script);
  });
  shards.set(index, loading);
  return loading;
}

/** What the files say about an id, its current id, and its parents. */
export async function gather(data: LookUpData, scope: string, written: string): Promise<readonly Gathered[]> {
  const found: Gathered[] = [];
  const open = [{ scope, id: written }];
  for (const asked of open) {
    const id = normalizeId(asked.id, data.scopes[asked.scope] === true);
    if (found.some((each) => each.scope === asked.scope && each.id === id)) continue;
    const shard = await loadShard(data, id);
    const parents = shard.parents[asked.scope]?.[id] ?? [];
    const alias = shard.aliases[asked.scope]?.[id];
    found.push({
      scope: asked.scope,
      id,
      entries: shard.entries[asked.scope]?.[id] ?? [],
      parents,
      past: shard.past[asked.scope]?.[id] ?? [],
      alias,
    });
    if (alias !== undefined) open.push({ scope: asked.scope, id: alias[0] });
    for (const [parentScope, parent] of parents) open.push({ scope: parentScope, id: parent });
  }
  return found;
}

/** The scopes in which files mention an id. */
export async function scopesOf(data: LookUpData, written: string): Promise<readonly string[]> {
  const shard = await loadShard(data, written);
  return Object.entries(data.scopes).flatMap(([scope, ignoresCase]) => {
    const id = normalizeId(written, ignoresCase);
    const isKnown = [shard.entries, shard.parents, shard.past, shard.aliases].some(
      (all) => all[scope]?.[id] !== undefined,
    );
    return isKnown ? [scope] : [];
  });
}
