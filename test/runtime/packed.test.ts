import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { digestOf } from "../../scripts/runtime/bin/digest.ts";
import { contentAt, findDamage } from "../../scripts/runtime/bin/integrity.ts";
import { readFile } from "../../scripts/runtime/bin/read-file.ts";
import { inOrder } from "../../scripts/runtime/bin/sections.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { type Module, open, openPacked } from "../../scripts/runtime/index.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { fewIds } from "../../scripts/runtime/tables/few-ids.ts";
import { hashId } from "../../scripts/runtime/tables/hash.ts";
import { findState, foundByRecords } from "../../scripts/runtime/tables/id-index.ts";
import { normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import { packIds, placeOf, startIds } from "../../scripts/runtime/tables/pack-ids.ts";
import { packPrefixes } from "../../scripts/runtime/tables/prefixes.ts";
import { anyCharacter } from "../support/any-character.ts";
import { expectSame } from "../support/expect-same.ts";
import { type PackedWhole, packWhole, stampAgain } from "../support/pack-whole.ts";
import { randomBundle, randomQuestion } from "../support/random-bundle.ts";
import { referencesOf } from "../support/reference/groups.ts";
import { flag, groupSet, release, sealed } from "../support/sample-bundle.ts";

const parts = {
  environments: ["production", "staging"],
  flags: {
    checkout: flag({
      listed: [{ value: true, scope: "account", entries: ["acme", { id: "globex", until: "2027-02-01T00:00:00Z" }] }],
      environments: { staging: { default: true } },
    }),
  },
  groups: { ring: groupSet({ default: "regular", members: { canary: ["acme", { prefix: "test-" }] } }) },
  releases: {
    widget: release({
      environments: { staging: { pinned: [{ value: "only-here", scope: "account", entries: ["acme"] }] } },
    }),
  },
  identities: {
    children: [{ scope: "user", within: "account", of: { acme: ["u_1"] } }],
    aliases: [{ scope: "account", id: "acme", was: "acme-old" }],
  },
};
const bundle = sealed(parts);
const packed = packWhole(bundle);
const other = packWhole(sealed({ ...parts, flags: { checkout: flag({ default: true }) } }));

/** The file with some of its bytes changed. */
function changed(change: (file: Uint8Array<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> {
  const file = packed.file.slice();
  change(file);
  return file;
}

function openFile({ head, stamp: expected }: PackedWhole, file: Uint8Array<ArrayBuffer>): Module {
  return openPacked(head, expected, () => file);
}

/** All answers of a module to a question, as plain data. */
function answersOf(module: Module, asked: Bundle, question: ReturnType<typeof randomQuestion>): unknown {
  const { context, ...options } = question;
  const lookup = module.lookup(context, options);
  const names = [...new Set([asked.flags, asked.releases, asked.privileges].flatMap((things) => Object.keys(things)))];
  return [
    names.map((name) => lookup.explain(name)),
    Object.keys(asked.releases).map((name) => lookup.release(name)),
    Object.keys(asked.groups).map((name) => (asked.groups[name]?.exclusive ? lookup.group(name) : undefined)),
    referencesOf(asked).map((reference) => lookup.isIn(reference)),
    lookup.privileges([]),
    lookup.snapshot(),
  ];
}

describe("a packed bundle", () => {
  test("gives the bundle's answers, however it is loaded, and always has the same bytes", () => {
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const bundle = randomBundle(random);
        const packed = packWhole(bundle);
        const inline = open(bundle);
        const loaded = open(bundle);
        expect(loaded.load(packed.file)).toEqual([]);
        const modules = [openFile(packed, packed.file), loaded];
        expect(modules.map((module) => module.digest())).toEqual([bundle.digest, bundle.digest]);
        for (let times = 0; times < 2; times++) {
          const question = randomQuestion(random, bundle);
          const answers = answersOf(inline, bundle, question);
          for (const module of modules) expectSame(answersOf(module, bundle, question), answers);
        }
        expectSame(packWhole(JSON.parse(serialize(bundle))), packed);
      }),
      { numRuns: 60 },
    );
  });

  test("has nothing about customers in its head", () => {
    for (const id of ["acme", "globex", "test-", "u_1"]) {
      expect(serialize(bundle)).toContain(id);
      expect(packed.head).not.toContain(id);
    }
  });

  test("has its values in all environments, even for retired names", () => {
    const before = open(sealed({ ...parts, releases: { ...parts.releases, gone: release() } }));
    const after = packWhole(sealed({ ...parts, retired: [{ kind: "release", name: "gone", answer: "9" }] }));
    expect(before.load(after.file)).toEqual([]);
    const acme = before.lookup({ account: "acme" }, { environment: "staging" });
    expect([acme.version("widget"), acme.version("gone")]).toEqual(["only-here", "9"]);
  });

  test("reads the same numbers on a machine with the other byte order", () => {
    const bytes = new Uint8Array(Float64Array.of(1, -Infinity).buffer);
    for (const width of [1, 2, 4, 8]) expect(inOrder(inOrder(bytes, width, false), width, false)).toEqual(bytes);
    expect([...inOrder(Uint8Array.of(1, 2, 3, 4), 2, false)]).toEqual([2, 1, 4, 3]);
    expect([...inOrder(Uint8Array.of(1, 2, 3, 4), 4, false)]).toEqual([4, 3, 2, 1]);
  });
});

describe("another file than the one that the module was built with", () => {
  const cases: [string, Uint8Array<ArrayBuffer>, RegExp][] = [
    ["empty", new Uint8Array(0), /`flags\.bin` is not a flags\.bin, or is truncated/],
    ["another file", new TextEncoder().encode(serialize(bundle)), /is not a flags\.bin/],
    ["of another build", other.file, /is from another build than flags\.js; deploy both together/],
    ["cut off", packed.file.slice(0, -8), /is truncated or too long: it has \d+ bytes instead of \d+/],
    ["too long", Uint8Array.of(...packed.file, 0, 0, 0, 0, 0, 0, 0, 0), /is truncated or too long/],
    ["torn", changed((file) => file.fill(0, file.length >> 1)), /is damaged: its checksum does not match/],
    ["of another format", changed((file) => file.fill(2, 7, 8)), /has a format that this module does not know/],
  ];

  test.each(cases)("is refused when it is needed: %s", (_, file, message) => {
    const module = openFile(packed, file);
    expect(() => module.lookup({ account: "acme" })).toThrow(message);
    expect(() => module.digest()).toThrow(message);
    expect(() => module.lookupIn("staging")({ account: "acme" })).toThrow(message);
  });

  test("does not affect calls that need no customers", () => {
    const module = openFile(packed, new Uint8Array(0));
    expect(module.flags).toEqual({ checkout: "checkout" });
    expect(module.isFlagName("checkout")).toBe(true);
    expect(module.parseOverrides("no_checkout").settings).toEqual({ checkout: false });
    expect(() => module.lookupIn("stagin")).toThrow("did you mean `staging`?");
  });

  test("is read again until it is the right one", () => {
    let file = other.file;
    const module = openPacked(packed.head, packed.stamp, () => file);
    expect(() => module.digest()).toThrow();
    file = packed.file;
    expect(module.lookup({ account: "acme" }, { at: 0 }).isEnabled("checkout")).toBe(true);
    file = other.file;
    expect(module.digest()).toBe(bundle.digest);
  });

  test("changes nothing if other data is loaded first", () => {
    for (const data of [bundle, serialize(bundle), packed.file]) {
      const module = openPacked(packed.head, packed.stamp, () => readFile(new URL("https://nowhere.invalid/x")));
      expect(() => module.lookup({})).toThrow(/pass its bytes to `load` before the first lookup: /);
      expect(module.load(data)).toEqual([]);
      expect(module.lookup({ account: "acme" }, { at: 0 }).isEnabled("checkout")).toBe(true);
    }
  });
});

describe("loaded bytes", () => {
  const module = open(sealed(parts));
  const padded = new Uint8Array(packed.file.length + 3);
  padded.set(packed.file, 3);

  test.each<[string, unknown, string]>([
    ["a flags.bin", other.file, other.stamp],
    ["its buffer", other.file.buffer, other.stamp],
    ["a part of other bytes", Buffer.concat([Buffer.from("x"), other.file]).subarray(1), other.stamp],
    ["the bytes of a flags.json", Buffer.from(JSON.parse(other.head) && serialize(sealed(parts))), packed.stamp],
  ])("replace the data: %s", (_, bytes, expected) => {
    expect(module.load(bytes)).toEqual([]);
    const isOther = expected === other.stamp;
    expect(module.lookup({ account: "nobody" }).isEnabled("checkout")).toBe(isOther);
  });

  test("are copied, in any kind of buffer", () => {
    const other = open(sealed(parts));
    expect(other.load(padded.subarray(3))).toEqual([]);
    padded.fill(0);
    expect(other.lookup({ account: "acme" }, { at: 0 }).isEnabled("checkout")).toBe(true);
    expect(other.lookup({ user: "u_1" }, { at: 0 }).isEnabled("checkout")).toBe(true);
    expect(other.lookup({ account: "acme-old" }, { at: 0 }).group("ring")).toBe("canary");
  });

  const foreign = packWhole(sealed({ flags: { unheard_of: flag() } })).file;
  test.each<[string, Uint8Array]>([
    ["none", new Uint8Array(0)],
    ["a text", Buffer.from("flags")],
    ["a beginning", packed.file.slice(0, contentAt)],
    ["cut off", packed.file.slice(0, -1)],
    ["too long", Buffer.concat([packed.file, Buffer.alloc(8)])],
    ["one bit that is otherwise", changed((file) => file.set([(file.at(-20) as number) ^ 1], file.length - 20))],
    ["another format", changed((file) => file.fill(2, 7, 8))],
    ["another name", foreign],
    ["sound sums of nothing", changed((file) => stampAgain(file.fill(0, contentAt)))],
    ["sound sums of too little", changed((file) => stampAgain(file.fill(255, contentAt)))],
    ["a head of another shape", withHead({ bundle })],
    ["a head of what does not fit together", withHead({ bundle: { ...bundle, environments: [] }, values: [] })],
  ])("change nothing: %s", (_, bytes) => {
    const module = open(sealed(parts));
    const problems = module.load(bytes);
    expect(problems).not.toEqual([]);
    for (const problem of problems) expect(problem).toMatch(/^(`|the )[^\n]+$/);
    expect(module.digest()).toBe(bundle.digest);
    expect(module.lookup({ account: "acme" }, { at: 0 }).isEnabled("checkout")).toBe(true);
  });

  /** A file with another head and correct checksums. */
  function withHead(head: object): Uint8Array {
    const text = new TextEncoder().encode(JSON.stringify(head));
    const file = new Uint8Array(contentAt + 8 + Math.ceil(text.length / 8) * 8);
    new DataView(file.buffer).setUint32(contentAt, text.length, true);
    file.set(text, contentAt + 8);
    stampAgain(file);
    return file;
  }

  test("a bit that is otherwise shows wherever it is, with the stamp of the file and without", () => {
    // the four bytes before the content say nothing
    const telling = [...packed.file.keys()].filter((at) => at < contentAt - 4 || at >= contentAt);
    const unseen = telling.filter((at) => {
      const file = changed((bytes) => bytes.set([(bytes[at] as number) ^ 1], at));
      // who has the stamp has the head, too
      const isHead = at >= contentAt && at < Number.parseInt(packed.stamp.split("-")[3] as string, 16);
      return findDamage(file) === undefined || (!isHead && findDamage(file, packed.stamp) === undefined);
    });
    expect(unseen).toEqual([]);
    expect(findDamage(packed.file, packed.stamp)).toBe(undefined);
  });

  test("any damage is detected, and none throws", () => {
    const at = fc.nat({ max: packed.file.length - 1 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(at, fc.nat({ max: 255 })), { minLength: 1 }),
        fc.boolean(),
        (changes, isStamped) => {
          const file = changed((bytes) => {
            for (const [place, byte] of changes) bytes[place] = byte;
            if (isStamped) stampAgain(bytes);
          });
          const problems = module.load(file);
          if (!isStamped) expect(problems.length > 0).toBe(!Buffer.from(file).equals(packed.file));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the index of ids", () => {
  const unit = fc.oneof(
    fc.constantFrom(..."aAzZ09@[`{-_. "),
    fc.constantFrom("é", "\u00ff", "\u0100", "\u212a", "日", "\ud83d\ude80", "\ud800"),
  );
  const id = fc.array(unit, { maxLength: 14 }).map((units) => units.join(""));
  const long = fc.nat({ max: 600 }).map((length) => "long-id-".repeat(80).slice(0, length));

  function knownOf(states: ReadonlyMap<string, number>): ReturnType<typeof startIds> {
    const known = startIds(states.size);
    for (const [text, state] of states) known.states[placeOf(known, text)] = state;
    return known;
  }

  test("finds its ids in every spelling, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(id, long), fc.integer({ min: -70_000, max: 70_000 }))),
        fc.array(fc.oneof(id, long)),
        fc.boolean(),
        fc.boolean(),
        fc.nat(10),
        (entries, others, ignoreCase, hasRecords, turn) => {
          const states = new Map(entries.map(([text, state]) => [normalizeId(text, ignoreCase), state]));
          const index = packIds(knownOf(states), { ignoreCase, hasRecords, prefixes: undefined });
          index.untilFew = turn;
          for (const text of [...entries.map(([each]) => each), ...others]) {
            for (const asked of [text, text.toUpperCase(), text.toLowerCase(), text.normalize("NFD")])
              expectSame(findState(index, asked), states.get(normalizeId(asked, ignoreCase)) ?? 0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("finds the longest prefix of an id that it does not have", () => {
    const beginning = fc.array(fc.constantFrom(..."abA-é"), { maxLength: 9 }).map((units) => units.join(""));
    fc.assert(
      fc.property(
        fc.uniqueArray(beginning, { maxLength: 6 }),
        fc.array(fc.tuple(beginning, id)),
        fc.boolean(),
        fc.boolean(),
        fc.nat(10),
        (prefixes, others, ignoreCase, hasRecords, turn) => {
          const sorted = [...new Set(prefixes.map((prefix) => normalizeId(prefix, ignoreCase)))].sort();
          const places = [...sorted.keys()].map((at) => at + 1);
          const form = { ignoreCase, hasRecords, prefixes: packPrefixes(sorted, places) };
          const index = packIds(knownOf(new Map([["ab-ab", 99]])), form);
          index.untilFew = turn;
          const asked = [
            ...sorted,
            ...others.map(([start, end]) => start + end),
            ...sorted.map((prefix) => `${prefix}-x`),
          ];
          for (const text of asked) {
            const normalized = normalizeId(text, ignoreCase);
            const longest = sorted.findLastIndex((prefix) => normalized.startsWith(prefix)) + 1;
            expect(findState(index, text)).toBe(normalized === "ab-ab" ? 99 : longest);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("knows the characters that others are normalized to", () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
    const doubles = all.filter((text) => text >= "\x80" && text.normalize("NFC") < "\x80");
    expect(doubles.map((text) => text.normalize("NFC")).sort()).toEqual([";", "K", "`"]);
    const ascii = all.slice(0, 0x80);
    const form = { ignoreCase: false, prefixes: undefined };
    const isPlain = (text: string): boolean | undefined => fewIds({ ids: [text], states: [1] }, form)?.isPlain;
    expect(ascii.filter((text) => isPlain(text) === false)).toEqual([";", "K", "`"]);
  });

  const whole = { ignoreCase: false, hasRecords: false, prefixes: undefined };

  test("finds few ids by five of their units, also if they are numbers before the same ending", () => {
    const number = (n: number): string => `${n}`.padStart(5, "0");
    const endings = ["", "@eu", ".customers.example.com"];
    for (const form of endings.flatMap((ending) => [`customer-#${ending}`, `#${ending}`])) {
      const ids = Array.from({ length: 10_000 }, (_, n) => form.replace("#", number(n)));
      const index = packIds(knownOf(new Map(ids.map((text, at) => [text, at + 1]))), whole);
      expect(index.few, form).toBeDefined();
      expect(ids.map((text) => findState(index, text))).toEqual(ids.map((_, at) => at + 1));
      for (const other of ["", "1", "00001", "@eu", form, `x${form}`, ids[0]?.slice(1) ?? "", `${ids[0]}x`])
        expect(findState(index, other), other).toBe(ids.indexOf(other) + 1);
    }
  });

  test("uses all units for few ids that do not differ in the chosen ones, and for many ids", () => {
    const alike = Array.from({ length: 24 }, (_, n) => `${n}`.padStart(3, "0").concat("-".repeat(40), `${n % 2}`));
    const many = Array.from({ length: 16_385 }, (_, n) => `id-${n * n}`);
    for (const ids of [alike, many]) {
      const index = packIds(knownOf(new Map(ids.map((text, at) => [text, at + 1]))), whole);
      expect(index.few).toBe(undefined);
      expect(ids.map((text) => findState(index, text))).toEqual(ids.map((_, at) => at + 1));
    }
  });

  test("finds few ids of a file by their texts once it has been asked often, and many by their records", () => {
    const turnOf = (count: number): number | undefined => {
      const listed = Array.from({ length: count }, (_, n) => `id-${n}`);
      const { buckets, ...index } = packIds(knownOf(new Map(listed.map((text) => [text, 1]))), {
        ignoreCase: false,
        hasRecords: true,
        prefixes: undefined,
      });
      const opened = { ...index, buckets, ...foundByRecords(buckets) };
      for (let asked = 1; asked <= 60_000; asked++) {
        expectSame(findState(opened, `id-${asked % (2 * count)}`), asked % (2 * count) < count ? 1 : 0);
        if (opened.few !== undefined) return asked;
      }
      return undefined;
    };
    expect([100, 16_385].map(turnOf)).toEqual([50_000, undefined]);
  });

  test("spreads ids that differ in only a few places", () => {
    const digits = Array.from({ length: 10 }, (_, digit) => digit);
    const ids = digits.flatMap((a) => digits.flatMap((b) => digits.map((c) => `id-${a}000${b}000${c}`)));
    expect(new Set(ids.map((each) => hashId(each) & 1023)).size).toBeGreaterThan(550);
  });
});

test("a digest is the same with and without the platform's own SHA-256", () => {
  const isSame = (text: string): void => {
    const digest = digestOf(text);
    vi.stubGlobal("process", undefined);
    const elsewhere = digestOf(text);
    vi.unstubAllGlobals();
    expect(elsewhere).toBe(digest);
  };
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), isSame), { numRuns: 10 });
  // Around the ends of blocks, whose last eight bytes may have to tell the length.
  for (const length of [0, 1, 55, 56, 63, 64, 119, 120]) isSame("x".repeat(length));
});

describe("a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-beside-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is read completely, even in a folder with an awkward name", () => {
    writeFileSync(join(folder, "a b#c.bin"), packed.file);
    expect(readFile(pathToFileURL(join(folder, "a b#c.bin")))).toEqual(Buffer.from(packed.file));
  });

  test("is reported if it is missing", () => {
    expect(() => readFile(pathToFileURL(join(folder, "flags.bin")))).toThrow(/ENOENT/);
  });
});
