import type { Group, GroupShare } from "../../model/model.ts";
import { buckets, hashes, hashOf } from "../../runtime/tables/bucket.ts";

/** The share of a group that an id, as it counts in its scope, is in by its hash, whatever lists and patterns say of it. */
export function shareOfGroup({ shares }: Group, id: string): GroupShare | undefined {
  return shares.find(({ salt, start, end }) => {
    const bucket = Math.floor((hashOf(salt, id) * buckets) / hashes);
    return start <= bucket && bucket < end;
  });
}
