import { createHash } from "node:crypto";
import { compareDiagnostics, diagnostic } from "../model/diagnostic.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";
import { type GitObject, readObjects } from "./git-objects.ts";
import type { Git } from "./run-git.ts";

/** What git has at a path: a file by its object, a symbolic link, or another repository. */
interface Item {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

const linkMode = "120000";
const submoduleMode = "160000";

/** Folders behind links are looked into so deep; deeper ones lead in a circle. */
const deepest = 8;

/**
 * The instance at a folder of a commit: package.json and every document, also behind symbolic links. A text that `known`
 * has at the same path is not asked for.
 */
export function readTreeAt(git: Git, root: string, commit: string, prefix: string, known?: Tree): Tree {
  const items = list(git, [commit, "--", "package.json", "flags", "groups"]);
  const texts = new Map(known && [known.config, ...known.files].map(({ path, text }) => [path, text]));
  const found: Found[] = [];
  const others = items.filter(({ path, mode, object }) => {
    const text = mode.startsWith("100") ? texts.get(path) : undefined;
    if (text === undefined || nameOfText(text, object.length) !== object) return true;
    found.push({ path, object: { kind: "text", text } });
    return false;
  });
  found.push(...collect(git, `${commit}:${prefix}`, others, 0));
  const files = found.flatMap(({ path, object }): Source[] =>
    object.kind === "text" ? [{ path, text: object.text }] : [],
  );
  const problems = found.flatMap(({ path, object }) => {
    const span = { source: { path, text: "" }, start: 0, end: 0 };
    if (object.kind === "text") return [];
    if (object.kind === "not-utf8") return [diagnostic("file/not-utf8", span, "these bytes are not UTF-8")];
    if (object.kind === "submodule") return [diagnostic("file/not-a-file", span, `\`${path}\` is a submodule`)];
    return [diagnostic("file/unreadable", span, `\`${path}\` cannot be read: git does not have its content`)];
  });
  return {
    root,
    config: files.find(({ path }) => path === "package.json") ?? { path: "package.json", text: "" },
    files: files.filter(({ path }) => path !== "package.json").sort((a, b) => compareText(a.path, b.path)),
    diagnostics: problems.sort(compareDiagnostics),
  };
}

/** The name that git gives an object with this text, in as many digits. */
function nameOfText(text: string, digits: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(digits === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

interface Found {
  readonly path: string;
  readonly object: GitObject | { readonly kind: "submodule" };
}

/** The documents among some items, and those in the folders that links among them lead to. */
function collect(git: Git, start: string, items: readonly Item[], depth: number): readonly Found[] {
  const wanted = items.filter(
    ({ path, mode }) => mode === linkMode || (mode.startsWith("100") && isDocumentPath(path)),
  );
  const objects = readObjects(
    git,
    wanted.map(({ path, mode, object }) => (mode === linkMode ? `${start}${path}` : object)),
  );
  const found = wanted.flatMap(({ path }, index): readonly Found[] => {
    const object = objects[index] ?? { kind: "missing" };
    if (object.kind !== "folder") return isDocumentPath(path) ? [{ path, object }] : [];
    const inner = list(git, ["--full-tree", object.id]).map((item) => ({ ...item, path: `${path}/${item.path}` }));
    return depth === deepest ? [] : collect(git, start, inner, depth + 1);
  });
  const submodules = items.filter(({ mode }) => mode === submoduleMode);
  return [...found, ...submodules.map(({ path }): Found => ({ path, object: { kind: "submodule" } }))];
}

function list(git: Git, words: readonly string[]): readonly Item[] {
  const listed = git(["ls-tree", "-r", "-z", ...words])?.toString("utf8") ?? "";
  return listed.split("\0").flatMap((line) => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
    return mode === undefined || object === undefined || path === undefined ? [] : [{ path, mode, object }];
  });
}

/** Whether a file is one that an instance is made of. */
export function isDocumentPath(path: string): boolean {
  return path === "package.json" || /\.ya?ml$/i.test(path);
}
