import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiTexts } from "../../scripts/host/ascii-text.ts";
import { type Characters, commonEnd, commonStart } from "../../scripts/model/text/characters.ts";

const bytesOf = (text: string): Characters => asciiTexts()(Buffer.from(text));

describe("a text of bytes", () => {
  it("answers as the string does", () => {
    const text = fc.stringMatching(/^[ab\r\n]{0,12}$/);
    const place = fc.nat(14);
    fc.assert(
      fc.property(text, place, place, (string, from, to) => {
        const answers = (each: Characters): readonly unknown[] => [
          each.length,
          each.slice(0),
          each.slice(from),
          each.slice(from, to),
          each.indexOf("\n", from),
          each.lastIndexOf("\n", from),
        ];
        expect(answers(bytesOf(string))).toEqual(answers(string));
      }),
    );
  });

  it("is not changed by others, until it gives its memory to another after its release", () => {
    const textOf = asciiTexts();
    const [source, one, other] = [Buffer.from("one"), textOf(Buffer.from("abc")), textOf(Buffer.from("defg"))];
    const copied = textOf(source);
    source.fill("x");
    expect([one, other, copied].map((text) => text.slice(0))).toEqual(["abc", "defg", "one"]);
    const memory = other.bytes?.buffer;
    other.release?.();
    for (const read of [() => other.slice(0), () => other.bytes, () => other.indexOf("d", 0), () => other.release?.()])
      expect(read).toThrow("a text is read after its release");
    const next = textOf(Buffer.from("hi"));
    expect(next.bytes?.buffer).toBe(memory);
    expect([one, next, copied].map((text) => text.slice(0))).toEqual(["abc", "hi", "one"]);
    next.release?.();
    const longer = textOf(Buffer.from("longer than that"));
    expect(longer.bytes?.buffer).not.toBe(memory);
    expect(longer.slice(0)).toBe("longer than that");
  });
});

describe("what two texts have in common", () => {
  it("is as long as it can be, whether they are strings or bytes", () => {
    const text = fc.stringMatching(/^a{0,3}b{0,3}a{0,3}$/);
    fc.assert(
      fc.property(text, text, (one, other) => {
        let start = 0;
        while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
        let end = 0;
        while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
        for (const [first, second] of [
          [one, other],
          [bytesOf(one), bytesOf(other)],
          [one, bytesOf(other)],
          [bytesOf(one), other],
        ] as const)
          expect([commonStart(first, second), commonEnd(first, second, start)]).toEqual([start, end]);
      }),
    );
  });

  it("may be longer than what is compared at once", () => {
    const [head, tail] = ["h".repeat(200_001), "t".repeat(150_007)];
    const [one, other] = [`${head}1${tail}`, `${head}22${tail}`];
    for (const [first, second] of [
      [one, other],
      [bytesOf(one), bytesOf(other)],
    ] as const) {
      expect(commonStart(first, second)).toBe(head.length);
      expect(commonEnd(first, second, head.length)).toBe(tail.length);
    }
  });

  it("counts units of strings, and may end in the middle of a character", () => {
    expect(commonStart("ü🚀", "ü🚁")).toBe(2);
    expect(commonEnd("1🚀ü", "2🚀ü", 0)).toBe(3);
    expect(commonStart("abü", bytesOf("abc"))).toBe(2);
  });
});
