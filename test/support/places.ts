import { type PlacedData, readData } from "../../scripts/compile/1-parse/read-data.ts";
import { readTree } from "../../scripts/compile/1-parse/yaml-tree.ts";
import type { Document } from "../../scripts/model/document.ts";
import type { Source } from "../../scripts/model/text/source.ts";

type Places = Pick<Document, "maps" | "lists">;

/** What `yaml` reads from a text without any shortcut, with all findings. */
export function whole(source: Source, numbers = false): Pick<PlacedData, "data" | "maps" | "lists" | "findings"> {
  const { root, findings } = readTree(source);
  if (root === undefined) return { data: null, maps: new Map(), lists: new Map(), findings };
  const read = readData(source, root, { numbers });
  return { ...read, findings: [...findings, ...read.findings] };
}

/** Data with every place, and with the runs written out as entries. */
export function withRunsSpread({ maps, lists }: Places, data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (!Array.isArray(data)) {
    const place = maps.get(data);
    const entries = Object.entries(data).map(([key, value]) => [
      key,
      place?.keys.get(key),
      place?.values.get(key),
      withRunsSpread({ maps, lists }, value),
    ]);
    return { start: place?.start, end: place?.end, entries };
  }
  const place = lists.get(data);
  const items = data.flatMap((item, index) => {
    const run = place?.runs.get(index);
    const behind = (run?.ids ?? []).map((id, at) => ({
      id,
      from: run?.from?.[at],
      until: run?.until?.[at],
      range: { start: run?.starts[at], end: run?.ends[at] },
    }));
    return [entryOf({ maps, lists }, item, place?.items[index]), ...behind];
  });
  return { start: place?.start, end: place?.end, items };
}

/** An item of a list as it would be in a run, if possible; otherwise with all its places. */
function entryOf(places: Places, item: unknown, range: unknown): unknown {
  if (typeof item === "string") return { id: item, from: undefined, until: undefined, range };
  const known = new Set(["id", "from", "until", "reason", "link"]);
  if (typeof item !== "object" || item === null || Array.isArray(item) || !("id" in item)) {
    return { range, item: withRunsSpread(places, item) };
  }
  const { id, from, until } = item as { id: unknown; from?: unknown; until?: unknown };
  if (!Object.keys(item).every((key) => known.has(key))) return { range, item: withRunsSpread(places, item) };
  return { id, from, until, range: places.maps.get(item)?.values.get("id") };
}
