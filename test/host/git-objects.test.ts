import { describe, expect, it } from "vitest";
import { type GitObject, readInTurn } from "../../scripts/host/git-objects.ts";
import type { GitOutput } from "../../scripts/host/run-git.ts";
import type { Characters } from "../../scripts/model/text/characters.ts";

const id = "0123456789abcdef0123456789abcdef01234567";

/** What `git cat-file --batch` writes for an object. */
function written(content: string | Buffer, type = "blob"): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from(`${id} ${type} ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

const text = (content: string): GitObject => ({ kind: "text", text: content });
const missing: GitObject = { kind: "absent", why: "missing" };

const texts = [
  "flag: one\n",
  "",
  "flag: one\r\nowner: growth\r\n",
  "\ufeffdescription: Größe ß → 🚀\n",
  `a text that looks like an answer:\n${id} blob 3\nabc\n${id} missing\n`,
  "no line end",
];

const answers: readonly (readonly [Buffer, GitObject])[] = [
  ...texts.map((each) => [written(each), text(each)] as const),
  [written(Buffer.from([0x66, 0xc3, 0x0a])), { kind: "not-utf8" }],
  [Buffer.from(`${id} missing\n`), missing],
  [written("anything", "tree"), { kind: "folder", id }],
  [written("anything", "commit"), { kind: "nowhere" }],
  [written("version https://git-lfs.github.com/spec/v1\n"), { kind: "absent", why: "lfs-pointer" }],
  [written("\0GITCRYPT\0\u0001"), { kind: "absent", why: "encrypted" }],
  [Buffer.from("dangling 4\nnone\n"), { kind: "nowhere" }],
  [written("é".repeat(50)), text("é".repeat(50))],
];
const output = Buffer.concat(answers.map(([bytes]) => bytes));
const objects = answers.map(([, object]) => object);

/** The objects, with their texts as strings. */
async function collect(items: AsyncIterable<GitObject<Characters>>): Promise<readonly GitObject[]> {
  const found: GitObject[] = [];
  for await (const item of items) {
    found.push(item.kind === "text" ? text(item.text.slice(0)) : item);
    if (item.kind === "text") item.text.release?.();
  }
  return found;
}

/** The objects that are read of an output that is divided at some offsets. */
function objectsIn(bytes: Buffer, ...ends: readonly number[]): Promise<readonly GitObject[]> {
  const names = answers.map((_, index) => `${index}`);
  const git: GitOutput = async function* (_, input) {
    // Whatever is asked for again is not there.
    if (input !== names.map((name) => `${name}\n`).join("")) return;
    let start = 0;
    for (const end of [...ends, bytes.length]) {
      yield bytes.subarray(start, end);
      start = end;
    }
  };
  return collect(readInTurn(git, names));
}

describe("the output of git in parts", () => {
  it("has the same objects wherever it is divided", async () => {
    for (let at = 0; at <= output.length; at++) expect([at, await objectsIn(output, at)]).toEqual([at, objects]);
    for (const length of [1, 2, 3, 7, 64]) {
      const ends = Array.from({ length: Math.floor(output.length / length) }, (_, index) => index * length);
      expect([length, await objectsIn(output, ...ends)]).toEqual([length, objects]);
    }
  });

  it("has long texts that are read in place, in parts of a pipe's length", async () => {
    const contents = [70_000, 200_000, 65_536, 10, 131_072].map((length, index) => `${index}`.repeat(length));
    const bytes = Buffer.concat(contents.map((each) => written(each)));
    const git: GitOutput = async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    };
    const names = contents.map((_, index) => `${index}`);
    expect(await collect(readInTurn(git, names))).toEqual(contents.map(text));
    const kept: GitObject<Characters>[] = [];
    for await (const object of readInTurn(git, names)) kept.push(object);
    const found = kept.map((each) => (each.kind === "text" ? each.text.slice(0) : each.kind));
    expect(found).toEqual(contents);
    expect(kept.map((each) => each.kind === "text" && each.text.bytes !== undefined)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it("has no object that it does not end", async () => {
    const [first, ...others] = objects;
    const whole = answers[0]?.[0].length ?? 0;
    for (let end = 0; end < whole; end++)
      expect([end, await objectsIn(output.subarray(0, end))]).toEqual([end, objects.map(() => missing)]);
    expect(await objectsIn(output.subarray(0, whole))).toEqual([first, ...others.map(() => missing)]);
  });
});

describe("objects in turn", () => {
  /** A git that has some texts, and ends at any other object. */
  function gitWith(contents: Readonly<Record<string, string>>) {
    const calls: { readonly input: string; readonly fetches: boolean | undefined }[] = [];
    let ended = 0;
    const git: GitOutput = async function* (_, input = "", { fetches } = {}) {
      calls.push({ input, fetches });
      try {
        for (const name of input.split("\n")) {
          const content = contents[name];
          if (content === undefined) break;
          yield written(content);
        }
      } finally {
        ended++;
      }
    };
    return { git, calls, ended: () => ended };
  }

  it("are all there if git ends at one that it lacks, and fetching is tried once", async () => {
    const { git, calls } = gitWith({ a: "1", b: "2", c: "3" });
    expect(await collect(readInTurn(git, ["a", "x", "b", "c", "y"]))).toEqual([
      text("1"),
      missing,
      text("2"),
      text("3"),
      missing,
    ]);
    expect(calls).toEqual([
      { input: "a\nx\nb\nc\ny\n", fetches: true },
      { input: "b\nc\ny\n", fetches: false },
    ]);
  });

  it("are missing after too many that git ends at", async () => {
    const { git, calls } = gitWith({ a: "1" });
    const names = [...Array.from({ length: 20 }, () => "x"), "a"];
    expect(await collect(readInTurn(git, names))).toEqual(names.map(() => missing));
    expect(calls).toHaveLength(16);
  });

  it("do not start git for nothing, and end it when no more are wanted", async () => {
    const { git, calls, ended } = gitWith({ a: "1", b: "2" });
    expect(await collect(readInTurn(git, []))).toEqual([]);
    expect(calls).toEqual([]);
    const inTurn = readInTurn(git, ["a", "b", "a"]);
    expect((await inTurn.next()).value).toEqual(text("1"));
    expect(ended()).toBe(0);
    await inTurn.return(undefined);
    expect(ended()).toBe(1);
  });
});
