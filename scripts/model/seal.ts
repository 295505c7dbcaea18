import { createHash } from "node:crypto";
import { normalizeId } from "../runtime/tables/normalize.ts";
import type { Frozen, Privilege } from "./model.ts";
import { compareText } from "./text/words.ts";

/** The lower-case hex SHA-256 of an id's UTF-8, which represents a forgotten customer in a seal. */
export function digestOfId(id: string): string {
  return createHash("sha256").update(id, "utf8").digest("hex");
}

/** A function from an id of a frozen list, as ids are compared, to the id that the customer had at first. */
export function formerIds(frozen: Pick<Frozen, "renamed">, ignoreCase: boolean): (id: string) => string {
  const idsOf = idsOverTime(frozen, ignoreCase);
  return (id) => idsOf(id).at(-1) ?? id;
}

/** The ids that a customer of a frozen list has had, as ids are compared: the one given first, then back to the first one. */
export function idsOverTime(
  { renamed }: Pick<Frozen, "renamed">,
  ignoreCase: boolean,
): (id: string) => readonly string[] {
  const records = new Map<string, { readonly was: string; readonly rank: number }[]>();
  const inTime = renamed.toSorted((a, b) => compareText(a.date, b.date));
  for (const [rank, { id, was }] of inTime.entries()) {
    const key = normalizeId(id, ignoreCase);
    const own = records.get(key) ?? [];
    own.push({ was: normalizeId(was, ignoreCase), rank });
    records.set(key, own);
  }
  return (id) => {
    const ids = [id];
    let [at, rank] = [id, Infinity];
    for (;;) {
      const own = records.get(at) ?? [];
      // A customer who returned to an earlier id has it twice. The records of one day may be in any order.
      const before = own.findLast((each) => each.rank < rank) ?? own.find(({ was }) => !ids.includes(was));
      if (before === undefined) return ids;
      ({ was: at, rank } = before);
      ids.push(at);
    }
  };
}

/**
 * The seal of a frozen list as it is now: over everyone frozen at first, both held and ended, under the id that each
 * had then. Undefined for a privilege without a frozen list.
 */
export function sealOf(privilege: Privilege, ignoreCase: boolean): string | undefined {
  const founders = foundersOf(privilege, ignoreCase);
  return founders && sealOfDigests(privilege.scopes[0] ?? "", founders);
}

/** The digests of everyone frozen at first, unordered; undefined for a privilege without a frozen list. */
export function foundersOf(
  { frozen, listed }: Pick<Privilege, "frozen" | "listed">,
  ignoreCase: boolean,
): readonly string[] | undefined {
  if (frozen === undefined) return undefined;
  const atFirst = formerIds(frozen, ignoreCase);
  // A customer counts once, however often it is listed; two customers who claim to have been the same one count twice.
  const ids = new Set(listed.flatMap(({ entries }) => entries.ids));
  for (const { id } of frozen.ended) if (id !== undefined) ids.add(normalizeId(id, ignoreCase));
  const forgotten = new Set(frozen.ended.flatMap(({ sha256 }) => sha256 ?? []));
  return [...[...ids].map((id) => digestOfId(atFirst(id))), ...forgotten];
}

/** The seal of the customers of a scope, given by the digests of their ids. */
export function sealOfDigests(scope: string, digests: Iterable<string>): string {
  const lines = [...digests].map((digest) => `${scope}=${digest}\n`).sort();
  return `sha256-${createHash("sha256").update(lines.join(""), "utf8").digest("base64")}`;
}

/** Keys of a frozen list that are not scopes. */
export const frozenKeys: ReadonlySet<string> = new Set(["flag", "date", "sunset", "ended", "renamed", "seal"]);
