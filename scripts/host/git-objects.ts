import type { Git } from "./run-git.ts";

/** One object: the text of a file, a folder, or why it is neither. */
export type GitObject =
  | { readonly kind: "text"; readonly text: string }
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
    found.push(...objectsIn(output));
    if (found.length < names.length) found.push(missing);
  }
  return [...found, ...names.slice(found.length).map(() => missing)];
}

const missing: Absent = { kind: "absent", why: "missing" };

/** The objects that git wrote completely. */
function* objectsIn(bytes: Buffer): Generator<GitObject> {
  for (let at = 0; ; ) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return;
    const header = bytes.toString("utf8", at, end);
    if (header.endsWith(" missing") || header.endsWith(" ambiguous")) {
      yield missing;
      at = end + 1;
      continue;
    }
    // A link that leads nowhere is reported with the length of what follows.
    const [, word = "", type, size] = /^(\S+)(?: (blob|tree|commit|tag))? (\d+)$/.exec(header) ?? [];
    const after = end + 1 + Number(size);
    if (size === undefined || after >= bytes.length) return;
    at = after + 1;
    if (type === "blob") yield fileOf(bytes.subarray(end + 1, after));
    else yield type === "tree" ? { kind: "folder", id: word } : { kind: "nowhere" };
  }
}

function fileOf(content: Buffer): GitObject {
  if (content.subarray(0, 42).toString("latin1").startsWith("version https://git-lfs.github.com/spec/"))
    return { kind: "absent", why: "lfs-pointer" };
  if (content.subarray(0, 10).toString("latin1") === "\0GITCRYPT\0") return { kind: "absent", why: "encrypted" };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { kind: "not-utf8" };
  }
}
