import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { beginsAsDocument } from "../model/document.ts";
import { isDocumentPath } from "../model/tree.ts";

/** Files of a folder of documents that begin as documents, and are not read because of how their names end. */
export function findIgnored(root: string, folder: string, entries: readonly Dirent[]): readonly Diagnostic[] {
  const documents = entries.flatMap(({ name }) => (isDocumentPath(name) ? [name] : []));
  return entries
    .filter((entry) => entry.isFile() && !isDocumentPath(entry.name) && !/^[.#]|[~#]$|\.md$/i.test(entry.name))
    .filter(({ name }) => !documents.some((document) => name.startsWith(document)) && begins(root, folder, name))
    .map(({ name }) => {
      const hint = `rename it to \`${name.replace(/\..*$/, "")}.yaml\``;
      return ignored(`${folder}/${name}`, "this file is not read, since its name does not end in `.yaml`", hint);
    });
}

/** Documents in folders whose names are nearly `flags` or `groups`, and next to package.json. */
export function findMisplaced(root: string): readonly Diagnostic[] {
  const documentsIn = (folder: string, entries: readonly Dirent[], hint: string): readonly Diagnostic[] =>
    entries
      .filter((entry) => entry.isFile() && isDocumentPath(entry.name) && !entry.name.startsWith("."))
      .filter(({ name }) => begins(root, folder, name))
      .map(({ name }) => ignored(folder === "" ? name : `${folder}/${name}`, `this file is not read: ${where}`, hint));
  const entries = readdirSync(root, { withFileTypes: true });
  const near = entries.flatMap((entry) => {
    const [, meant] = /^(flag|group)s?$/.exec(entry.name.toLowerCase()) ?? [];
    if (meant === undefined || !entry.isDirectory() || entry.name === `${meant}s`) return [];
    const inside = readdirSync(join(root, entry.name), { withFileTypes: true });
    return documentsIn(entry.name, inside, `move it to \`${meant}s/\``);
  });
  return [...documentsIn("", entries, "move it into one of them"), ...near];
}

const where = "documents are in `flags/` and `groups/`";

function ignored(path: string, message: string, hint: string): Diagnostic {
  return diagnostic("file/ignored", { source: { path, text: "" }, start: 0, end: 0 }, message, { hint });
}

function begins(root: string, folder: string, name: string): boolean {
  try {
    return beginsAsDocument(readFileSync(join(root, folder, name), "utf8"));
  } catch {
    return false;
  }
}
