import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Code } from "../model/codes.ts";
import { compareDiagnostics, type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { isDocumentPath, type Tree } from "../model/tree.ts";
import { reasonOf } from "./error-reason.ts";
import { findIgnored, findMisplaced } from "./find-ignored.ts";

type Nature = Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "isFIFO" | "isSocket">;

/**
 * Reads package.json and every document of an instance. The order of the disk has no influence, and only files are
 * opened.
 */
export function readTree(root: string): Tree {
  const files: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  const realRoot = realpathSync(root);

  const report = (code: Code, path: string, message: string, hint?: string): void => {
    diagnostics.push(diagnostic(code, { source: { path, text: "" }, start: 0, end: 0 }, message, { hint }));
  };

  /** What cannot be read is reported if it is a document or could be a folder of documents. */
  const visit = (path: string, entry: Nature | undefined, above: readonly string[]): void => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const isDocument = isDocumentPath(name);
    try {
      const found = entry ?? lstatSync(join(root, path));
      const linked = found.isSymbolicLink();
      const real = linked ? realpathSync(join(root, path)) : join(above.at(-1) ?? realRoot, name);
      const nature = linked ? statSync(real) : found;
      if (!isDocument && !nature.isDirectory()) {
        if (above.length === 0) report("file/unreadable", path, `\`${path}\` is ${describe(nature)}, not a folder`);
      } else if (linked && !isInside(real, realRoot)) {
        report("file/outside", path, "the symbolic link points outside the instance", "put the file itself here");
      } else if (isDocument) {
        if (nature.isFile()) files.push(...readDocument(path));
        else
          report("file/not-a-file", path, `\`${path}\` is ${describe(nature)}, not a file`, "rename it, or remove it");
      } else if (above.some((folder) => isInside(folder, real))) {
        report("file/unreadable", path, "the symbolic link points to a parent folder", "remove the link");
      } else {
        const children = readdirSync(join(root, path), { withFileTypes: true });
        diagnostics.push(...findIgnored(root, path, children));
        for (const child of children) if (!isLock(child)) visit(`${path}/${child.name}`, child, [...above, real]);
      }
    } catch (error) {
      const isMissing = entry === undefined && !existsAtAll(join(root, path));
      if (!isMissing && (isDocument || !name.includes(".")))
        report("file/unreadable", path, `\`${path}\` cannot be read: ${reasonOf(error)}`);
    }
  };

  const read = (path: string): Source => {
    const file = join(root, path);
    const source = { path, text: readFileSync(file, "utf8") };
    // Reading text is twice as fast as reading bytes, and only this character may stand for other bytes.
    const bad = source.text.includes("\uFFFD") ? findBadByte(readFileSync(file), source.text) : undefined;
    if (bad !== undefined) {
      const span = { source, start: bad, end: bad + 1 };
      diagnostics.push(
        diagnostic("file/not-utf8", span, "these bytes are not UTF-8", { hint: "save the file as UTF-8" }),
      );
    }
    return source;
  };

  /** A text that is not UTF-8 is not read further: its other errors would only follow from that one. */
  const readDocument = (path: string): Source[] => {
    const before = diagnostics.length;
    const source = read(path);
    return diagnostics.length === before ? [source] : [];
  };

  const config = read("package.json");
  visit("flags", undefined, []);
  visit("groups", undefined, []);
  diagnostics.push(...findMisplaced(root));
  files.sort((a, b) => compareText(a.path, b.path));
  diagnostics.sort(compareDiagnostics);
  return { root, config, files, diagnostics };
}

/** Whether an entry is what an editor puts next to an open file: a link that leads nowhere. */
function isLock({ name }: Dirent): boolean {
  return name.startsWith(".#");
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function existsAtAll(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function describe(nature: Nature): string {
  if (nature.isFile()) return "a file";
  if (nature.isDirectory()) return "a folder";
  if (nature.isFIFO()) return "a pipe";
  return nature.isSocket() ? "a socket" : "a device";
}

/** The offset in the loosely decoded text at which the bytes stop being UTF-8; a genuine U+FFFD does not count. */
function findBadByte(bytes: Buffer, text: string): number | undefined {
  let byte = 0;
  let from = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return at;
    byte += 3;
    from = at + 1;
  }
  return undefined;
}
