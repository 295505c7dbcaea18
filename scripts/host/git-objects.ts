import type { Git } from "./run-git.ts";

/** What one object is: a file's text, a folder, or why it is neither. */
export type GitObject =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "folder"; readonly id: string }
  | { readonly kind: "not-utf8" | "missing" };

/**
 * The objects of some names, all asked of one process, in order. Symbolic links on the way to a name of the form
 * `commit:path` are followed.
 */
export function readObjects(git: Git, names: readonly string[]): readonly GitObject[] {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join("");
  const bytes = git(["cat-file", "--batch", "--follow-symlinks"], input) ?? Buffer.alloc(0);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let at = 0;

  function next(): GitObject {
    const end = bytes.indexOf(10, at);
    if (end < 0) return { kind: "missing" };
    const header = bytes.toString("utf8", at, end);
    // A link that leads nowhere, out of the repository or in a circle is told with the length of what follows.
    const [, word = "", type = "", size] = /^(\S+)(?: (blob|tree|commit|tag))? (\d+)$/.exec(header) ?? [];
    if (size === undefined) {
      at = end + 1;
      return { kind: "missing" };
    }
    const content = bytes.subarray(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    if (type === "tree") return { kind: "folder", id: word };
    if (type !== "blob") return { kind: "missing" };
    try {
      return { kind: "text", text: decoder.decode(content) };
    } catch {
      return { kind: "not-utf8" };
    }
  }
  return names.map(next);
}
