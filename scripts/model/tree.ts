import type { Diagnostic } from "./diagnostic.ts";
import type { Source } from "./text/source.ts";

/**
 * An instance as it is on disk: its package.json, its documents in the order of their paths, and what could not be
 * read.
 */
export interface Tree {
  /** The absolute path of the folder that all other paths are relative to. */
  readonly root: string;
  readonly config: Source;
  readonly files: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The name that a file has, and that its document should have; for package.json, the file's name. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, "");
}

/** Whether a file is a document, which only the end of its name decides. */
export function isDocumentPath(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** The names of the documents of a tree, including those that could not be read. */
export function namesIn({ files, diagnostics }: Tree): readonly string[] {
  const paths = [...files.map(({ path }) => path), ...diagnostics.map(({ span }) => span.source.path)];
  return paths.filter((path) => path !== "package.json").map(nameOf);
}
