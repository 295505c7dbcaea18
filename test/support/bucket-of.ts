import { buckets, hashes, hashOf } from "../../scripts/runtime/decide/bucket.ts";

/** The bucket that flagd's `fractional` would put `salt + id` into: MurmurHash3 of its UTF-8, spread over the buckets. */
export function bucketOf(salt: string, id: string, total = buckets): number {
  return Math.floor((hashOf(salt, id) * total) / hashes);
}
