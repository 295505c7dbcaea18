import { createHash } from "node:crypto";
import { compareDiagnostics, type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { withLineFeeds } from "../model/text/line-ends.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { isDocumentPath, type Tree } from "../model/tree.ts";
import { type Absent, type GitObject, readFiltered, readObjects } from "./git-objects.ts";
import { type Git, textOf } from "./run-git.ts";

/** What git has at a path: a file by its object, a symbolic link, or another repository. */
export interface Item {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

const linkMode = "120000";
const submoduleMode = "160000";

/** The maximum depth of links in folders behind links; deeper ones lead in a circle. */
const deepest = 8;

/** Where a tree is read. */
interface TreePlace {
  /** The folder of the instance on disk. */
  readonly root: string;
  readonly commit: string;
  /** The path to the instance in the commit, with `/` at its end. */
  readonly prefix: string;
  /** The same on disk: the attributes there decide how a file is checked out. */
  readonly checkout: string;
  /** The command that gets what git lacks. */
  readonly remedy: () => string;
}

/**
 * The instance at a folder of a commit: package.json and every document, following symbolic links. A text that `known`
 * has at the same path is not read.
 */
export function readTreeAt(git: Git, { root, commit, prefix, checkout, remedy }: TreePlace, known?: Tree): Tree {
  const items = list(git, [commit, "--", ...["package.json", "flags", "groups"].map((name) => prefix + name)])?.map(
    (item) => ({ ...item, path: item.path.slice(prefix.length) }),
  );
  const empty = { root, config: { path: "package.json", text: "" }, files: [] };
  if (items === undefined) {
    const message = `git does not have the folders of commit ${commit.slice(0, 9)} here`;
    return { ...empty, diagnostics: [noHistory("package.json", message, remedy())] };
  }
  const texts = new Map(known && [known.config, ...known.files].map(({ path, text }) => [path, text]));
  const found: Found[] = [];
  const others = items.filter(({ path, mode, object }) => {
    const text = mode.startsWith("100") ? texts.get(path) : undefined;
    if (text === undefined || !isNameOf(text, object)) return true;
    found.push({ path, object: { kind: "text", text } });
    return false;
  });
  found.push(...collect(git, { start: `${commit}:${prefix}`, checkout }, others, 0));
  const files = found.flatMap(({ path, object }): Source[] =>
    object.kind === "text" ? [{ path, text: object.text }] : [],
  );
  return {
    ...empty,
    config: files.find(({ path }) => path === "package.json") ?? empty.config,
    files: files.filter(({ path }) => path !== "package.json").sort((a, b) => compareText(a.path, b.path)),
    diagnostics: found.flatMap((each) => problemOf(each, remedy)).sort(compareDiagnostics),
  };
}

function problemOf({ path, object }: Found, remedy: () => string): readonly Diagnostic[] {
  const span = { source: { path, text: "" }, start: 0, end: 0 };
  switch (object.kind) {
    case "text":
    case "folder":
      return [];
    case "not-utf8":
      return [diagnostic("file/not-utf8", span, "these bytes are not UTF-8")];
    case "submodule":
      return [diagnostic("file/not-a-file", span, `\`${path}\` is a submodule`)];
    case "nowhere":
      return [diagnostic("file/unreadable", span, `\`${path}\` is a symbolic link that leads to no file`)];
    case "absent": {
      const [state, command] = statesOf(object, remedy);
      return [noHistory(path, `\`${path}\` cannot be compared: git ${state}`, command)];
    }
  }
}

/** What git has in place of a text, and the command that helps. */
function statesOf({ why }: Absent, remedy: () => string): readonly [string, string] {
  switch (why) {
    case "missing":
      return ["does not have its text here", remedy()];
    case "lfs-pointer":
      return ["has a pointer of Git LFS, not its text", "git lfs pull"];
    case "encrypted":
      return ["has it encrypted", "git-crypt unlock"];
  }
}

function noHistory(path: string, message: string, command: string): Diagnostic {
  const span = { source: { path, text: "" }, start: 0, end: 0 };
  return diagnostic("gate/no-history", span, message, { hint: `run \`${command}\`` });
}

/** Whether an object with this text has that name in git, whatever line endings the disk uses. */
function isNameOf(text: string, object: string): boolean {
  return nameOfText(text, object.length) === object || nameOfText(withLineFeeds(text), object.length) === object;
}

/** The name that git gives an object with this text, with the given number of digits. */
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
function collect(
  git: Git,
  place: { readonly start: string; readonly checkout: string },
  items: readonly Item[],
  depth: number,
): readonly Found[] {
  const wanted = items.filter(
    ({ path, mode }) => mode === linkMode || (mode.startsWith("100") && isInstancePath(path)),
  );
  // What is behind a link has another path. Git takes a path from a line.
  const isPlain = ({ path, mode }: Item): boolean => depth > 0 || mode === linkMode || path.includes("\n");
  const [plain, checkedOut] = [wanted.filter(isPlain), wanted.filter((item) => !isPlain(item))];
  const names = plain.map(({ path, mode, object }) => (mode === linkMode ? `${place.start}${path}` : object));
  const files = checkedOut.map(({ path, object }) => ({ object, path: place.checkout + path }));
  const objects = [...readObjects(git, names), ...readFiltered(git, files)];
  const found = [...plain, ...checkedOut].flatMap(({ path }, index): readonly Found[] => {
    const object = objects[index] ?? { kind: "absent", why: "missing" };
    if (object.kind !== "folder") return isInstancePath(path) ? [{ path, object }] : [];
    if (depth === deepest) return [];
    const inner = list(git, [object.id]);
    // The content of a folder that git lacks is not known; if it is a link, its path stands for it.
    if (inner === undefined) return [{ path, object: { kind: "absent", why: "missing" } }];
    const inside = inner.map((item) => ({ ...item, path: `${path}/${item.path}` }));
    return collect(git, place, inside, depth + 1);
  });
  const submodules = items.filter(({ mode }) => mode === submoduleMode);
  return [...found, ...submodules.map(({ path }): Found => ({ path, object: { kind: "submodule" } }))];
}

/** All files of a commit or tree, by their paths in it; undefined if git lacks one of its folders. */
export function list(git: Git, words: readonly string[]): readonly Item[] | undefined {
  const listed = textOf(git(["ls-tree", "-r", "-z", "--full-tree", ...words]));
  return listed?.split("\0").flatMap((line) => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
    return mode === undefined || object === undefined || path === undefined ? [] : [{ path, mode, object }];
  });
}

/** The objects of the files that a commit has at some paths below a folder, given with `/` at its end. */
export function objectsAt(
  git: Git,
  commit: string,
  folder: string,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const items = list(git, [commit, "--", ...paths.map((path) => folder + path)]) ?? [];
  const found = items.map(({ path, object }) => [path.slice(folder.length), object] as const);
  return new Map(found.filter(([path]) => paths.includes(path)));
}

/** Whether a path is that of a file of an instance. */
export function isInstancePath(path: string): boolean {
  return path === "package.json" || isDocumentPath(path);
}
