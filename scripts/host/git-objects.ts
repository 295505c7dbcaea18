import { isAscii } from "node:buffer";
import type { Characters } from "../model/text/characters.ts";
import { asciiTexts } from "./ascii-text.ts";
import type { Git, GitOutput } from "./run-git.ts";

/** One object: the text of a file, a folder, or why it is neither. */
export type GitObject<Text = string> =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "folder"; readonly id: string }
  /** A link that leads nowhere, out of the repository or in a circle; or something that is not a file. */
  | { readonly kind: "not-utf8" | "nowhere" }
  /** Its content is not available here. */
  | Absent;

/** An object that git lacks, or one that only stands for a file whose content is not here. */
export interface Absent {
  readonly kind: "absent";
  readonly why: "missing" | "lfs-pointer" | "encrypted";
}

/** Texts of fewer bytes are made strings at once. */
const long = 1 << 16;

/** At most this often, git is called again for what follows an object that stops it. */
const mostStops = 16;

/**
 * The objects of some names, read with as few processes as possible, in order. Symbolic links are followed on the way
 * to a name of the form `commit:path`.
 */
export function readObjects(git: Git, names: readonly string[]): readonly GitObject[] {
  return readAll(git, ["--follow-symlinks"], names);
}

/**
 * The same objects as a checkout would write them at paths from the root of the repository: with filters and encodings.
 */
export function readFiltered(
  git: Git,
  items: readonly { readonly object: string; readonly path: string }[],
): readonly GitObject[] {
  return readAll(
    git,
    ["--filters"],
    items.map(({ object, path }) => `${object} ${path}`),
  );
}

/**
 * Git stops at an object that a partial clone lacks and cannot fetch; then it is called again for the remaining ones.
 */
function readAll(git: Git, options: readonly string[], names: readonly string[]): readonly GitObject[] {
  const found: GitObject[] = [];
  for (let stops = 0; found.length < names.length && stops < mostStops; stops++) {
    const input = names.slice(found.length).map((name) => `${name}\n`);
    const { output } = git(["cat-file", "--batch", ...options], input.join(""), { fetches: stops === 0 });
    for (const { object } of objectsIn(output, asString)) found.push(object);
    if (found.length < names.length) found.push(missing);
  }
  return [...found, ...names.slice(found.length).map(() => missing)];
}

const missing: Absent = { kind: "absent", why: "missing" };

/** The objects of some ids in order, one at a time while git runs, so that not all of them are in memory. */
export async function* readInTurn(
  output: GitOutput,
  ids: readonly string[],
): AsyncGenerator<GitObject<Characters>, undefined> {
  let count = 0;
  for (let stops = 0; count < ids.length && stops < mostStops; stops++) {
    const input = ids.slice(count).map((id) => `${id}\n`);
    for await (const object of objectsInParts(
      output(["cat-file", "--batch"], input.join(""), { fetches: stops === 0 }),
    )) {
      yield object;
      count++;
    }
    if (count < ids.length) {
      yield missing;
      count++;
    }
  }
  for (; count < ids.length; count++) yield missing;
}

/** The objects that git wrote completely, in parts of any length. */
async function* objectsInParts(parts: AsyncIterable<Buffer>): AsyncGenerator<GitObject<Characters>, undefined> {
  const longTextOf = asciiTexts();
  const textOf = (ascii: Buffer): Characters => (ascii.length < long ? asString(ascii) : longTextOf(ascii));
  // Each object is read in the same memory as the one before, since the system takes long to hand out new pages.
  let bytes = Buffer.alloc(0);
  let length = 0;
  for await (const part of parts) {
    if (length + part.length > bytes.length)
      bytes = Buffer.concat([bytes.subarray(0, length)], 2 * (length + part.length));
    length += part.copy(bytes, length);
    let end = 0;
    for (const found of objectsIn(bytes.subarray(0, length), textOf)) {
      yield found.object;
      end = found.end;
    }
    if (end > 0) bytes.copyWithin(0, end, length);
    length -= end;
  }
}

function asString(ascii: Buffer): string {
  return ascii.toString("latin1");
}

/**
 * The objects that git wrote completely, and where each ends, given what makes a text of ASCII bytes, which are
 * overwritten afterwards.
 */
function* objectsIn<Text>(
  bytes: Buffer,
  textOf: (ascii: Buffer) => Text,
): Generator<{ readonly object: GitObject<Text | string>; readonly end: number }> {
  for (let at = 0; ; ) {
    const newline = bytes.indexOf(10, at);
    if (newline < 0) return;
    const header = bytes.toString("utf8", at, newline);
    const start = newline + 1;
    if (header.endsWith(" missing") || header.endsWith(" ambiguous")) {
      at = start;
      yield { object: missing, end: at };
      continue;
    }
    // A link that leads nowhere is reported with the length of what follows.
    const [, word = "", type, size] = /^(\S+)(?: (blob|tree|commit|tag))? (\d+)$/.exec(header) ?? [];
    const after = start + Number(size);
    if (size === undefined || after >= bytes.length) return;
    at = after + 1;
    if (type === "blob") yield { object: fileOf(bytes.subarray(start, after), textOf), end: at };
    else yield { object: type === "tree" ? { kind: "folder", id: word } : { kind: "nowhere" }, end: at };
  }
}

function fileOf<Text>(content: Buffer, textOf: (ascii: Buffer) => Text): GitObject<Text | string> {
  if (content.subarray(0, 42).toString("latin1").startsWith("version https://git-lfs.github.com/spec/"))
    return { kind: "absent", why: "lfs-pointer" };
  if (content.subarray(0, 10).toString("latin1") === "\0GITCRYPT\0") return { kind: "absent", why: "encrypted" };
  if (isAscii(content)) return { kind: "text", text: textOf(content) };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { kind: "not-utf8" };
  }
}
