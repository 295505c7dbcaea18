import { FlagdCore } from "@openfeature/flagd-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { open } from "../../scripts/runtime/index.ts";
import type { BundleRollout } from "../../scripts/runtime/shapes/bundle.ts";
import { buckets } from "../../scripts/runtime/tables/bucket.ts";
import { anyCharacter } from "../support/any-character.ts";
import { bucketOf } from "../support/bucket-of.ts";
import { flag, groupSet, sealed } from "../support/sample-bundle.ts";

const ids = Array.from({ length: 20_000 }, (_, at) => `id-${((at * 2_654_435_761) % 2 ** 32).toString(36)}`);

function percent(salt: string, share: number, by = "account"): BundleRollout {
  return {
    by,
    salt,
    shares: [
      { value: true, share },
      { value: false, share: 10_000 - share },
    ],
  };
}

/** The accounts that get a flag rolled out to a share. */
function receivers(salt: string, share: number): readonly string[] {
  const { lookup } = open(sealed({ flags: { a: flag({ rollout: percent(salt, share) }) } }));
  return ids.filter((account) => lookup({ account }).isEnabled("a"));
}

describe("the hash", () => {
  test.each([
    ["", 0],
    ["ejOoVL", 0],
    ["bY9fO-", 1],
    ["SI7p-", 2_147_483_647],
    ["6LvT0", 2_147_483_648],
    ["ceQdGm", 4_294_967_295],
  ])("of %j is %i, however the text is split into salt and id", (text, hash) => {
    expect(referenceHash([...new TextEncoder().encode(text)])).toBe(hash);
    for (let end = 0; end <= text.length; end++)
      expect(bucketOf(text.slice(0, end), text.slice(end))).toBe(Math.floor((hash * buckets) / 2 ** 32));
  });

  test("maps to the first bucket and the last", () => {
    expect([bucketOf("ejOoVL", ""), bucketOf("SI7p", "-"), bucketOf("6LvT", "0"), bucketOf("", "ceQdGm")]).toEqual([
      0, 4999, 5000, 9999,
    ]);
  });

  test("is over UTF-8, with a replacement character for half a character", () => {
    expect(bucketOf("\ud83d", "\ude00")).toBe(bucketOf("", "😀"));
    expect(bucketOf("a\ud83d", "")).toBe(bucketOf("a", "\ufffd"));
    expect(bucketOf("é", "x")).not.toBe(bucketOf("e", "x"));
    expect(bucketOf("", "é")).toBe(referenceBucket([0xc3, 0xa9]));
  });
});

/** The bucket of bytes by another implementation of MurmurHash3, from its description. */
function referenceBucket(bytes: readonly number[]): number {
  return Math.floor((referenceHash(bytes) * buckets) / 2 ** 32);
}

/** MurmurHash3 from its description, in unlimited integers. */
function referenceHash(bytes: readonly number[]): number {
  const mask = 0xffffffffn;
  const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (32n - by))) & mask;
  const scramble = (block: bigint): bigint => (rotate((block * 0xcc9e2d51n) & mask, 15n) * 0x1b873593n) & mask;
  let hash = 0n;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    hash ^= scramble(littleEndian(bytes.slice(at, at + 4)));
    hash = (rotate(hash, 13n) * 5n + 0xe6546b64n) & mask;
  }
  hash ^= scramble(littleEndian(bytes.slice(at))) ^ BigInt(bytes.length);
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & mask;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & mask;
  return Number(hash ^ (hash >> 16n));
}

function littleEndian(bytes: readonly number[]): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

test("the hash is as specified, for any text", () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 9 });
  fc.assert(
    fc.property(text, text, (salt, id) => {
      expect(bucketOf(salt, id)).toBe(referenceBucket([...new TextEncoder().encode(salt + id)]));
    }),
  );
});

describe("flagd gives each id the same share", () => {
  const bySalt = (salt: string) => (salt === "" ? { var: "targetingKey" } : { cat: [salt, { var: "targetingKey" }] });

  test.each([
    ["of ten-thousandths", "layout", undefined, [1250, 3333, 5417]],
    ["of thirds", "layout", 3, [1, 1, 1]],
    ["of uneven ratios", "layout", 17, [1, 0, 16]],
    ["of the id alone", "", undefined, [2500, 2500, 5000]],
    ["of the id alone, in thirds", "", 3, [1, 1, 1]],
    ["with another salt", "old_layout", 7, [3, 3, 1]],
  ])("%s", (_, salt, total, weights) => {
    const variants = ["one", "two", "three"];
    const shares = weights.map((share, index) => ({ value: variants[index] as string, share }));
    const rollout = { by: "account", salt, ...(total === undefined ? {} : { total }), shares };
    const { lookup } = open(sealed({ flags: { layout: flag({ variants, default: "one", rollout }) } }));
    const flagd = new FlagdCore();
    const targeting = { fractional: [bySalt(salt), ...shares.map(({ value, share }) => [value, share])] };
    const known = Object.fromEntries(variants.map((value) => [value, value]));
    flagd.setConfigurations(
      JSON.stringify({ flags: { layout: { state: "ENABLED", variants: known, defaultVariant: "one", targeting } } }),
    );
    const answers = ids.map((account) => [
      lookup({ account }).variant("layout"),
      flagd.resolveStringEvaluation("layout", "none", { targetingKey: account }).value,
    ]);
    expect(answers.filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
    expect(new Set(answers.map(([ours]) => ours)).size).toBe(weights.filter((share) => share > 0).length);
  });

  test("for a share of a group, next to others with the same salt", () => {
    const shares = [
      { group: "one", salt: "ring", start: 0, end: 500 },
      { group: "two", salt: "ring", start: 500, end: 3833 },
    ];
    const ring = groupSet({ members: { one: [], two: [], rest: [] }, default: "rest", shares });
    const { lookup } = open(sealed({ groups: { ring } }));
    const flagd = new FlagdCore();
    const targeting = { fractional: [bySalt("ring"), ["one", 500], ["two", 3333], ["rest", 6167]] };
    flagd.setConfigurations(
      JSON.stringify({
        flags: {
          ring: {
            state: "ENABLED",
            variants: { one: "one", two: "two", rest: "rest" },
            defaultVariant: "rest",
            targeting,
          },
        },
      }),
    );
    const differing = ids.filter(
      (account) =>
        lookup({ account }).group("ring") !==
        flagd.resolveStringEvaluation("ring", "none", { targetingKey: account }).value,
    );
    expect(differing).toEqual([]);
  });
});

describe("a percentage", () => {
  test("of 0 is no one, and of 100 everyone", () => {
    expect(receivers("a", 0)).toEqual([]);
    expect(receivers("a", 10_000)).toEqual(ids);
  });

  test("that grows takes the value from no one", () => {
    const growing = [100, 1000, 2500, 9900].map((share) => new Set(receivers("a", share)));
    const parts = growing.map(({ size }) => (100 * size) / ids.length);
    [1, 10, 25, 99].forEach((part, at) => void expect(Math.abs((parts[at] as number) - part)).toBeLessThan(1));
    growing.slice(1).forEach((more, at) => {
      expect([...(growing[at] as Set<string>)].every((id) => more.has(id))).toBe(true);
    });
  });

  test("of 10 picks different customers in two flags", () => {
    const [one, two] = [receivers("one", 1000), new Set(receivers("two", 1000))];
    const common = one.filter((id) => two.has(id)).length / ids.length;
    expect(common).toBeGreaterThan(0.005);
    expect(common).toBeLessThan(0.015);
  });

  test("comes after lists and groups, before `created`, and only if the customer is known", () => {
    const rollout = percent("a", 0);
    const { lookup } = open(
      sealed({
        flags: {
          a: flag({
            scopes: ["account", "user"],
            listed: [{ value: true, scope: "account", entries: ["acme"] }],
            rollout,
            created: { by: "user", from: "2027-01-01T00:00:00Z", value: true },
          }),
        },
      }),
    );
    const created = { user: new Date("2027-01-01T00:00:00Z") };
    expect(lookup({ account: "acme" }, { created }).explain("a")).toMatchObject({ value: true, rule: "listed" });
    expect(lookup({ account: "other", user: "u" }, { created }).explain("a")).toEqual({
      value: false,
      reason: "SPLIT",
      rule: "rollout",
    });
    expect(lookup({ user: "u" }, { created }).explain("a")).toEqual({
      value: true,
      reason: "TARGETING_MATCH",
      rule: "created",
    });
    expect(lookup({ user: "u" }, { created: { user: created.user.getTime() - 1 } }).explain("a").rule).toBe("default");
    expect(lookup({ user: "u" }).explain("a")).toMatchObject({ value: false, rule: "default" });
  });
});
