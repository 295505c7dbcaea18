import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript-5.9";

/** A cache, since parsing all files takes more than a second and several tests need them. */
const read = new Map<string, ReadonlyMap<string, ts.SourceFile>>();

/** The syntax trees of all source files below `scripts/` or `test/`, by path in that folder, sorted. */
export function syntaxTrees(folder: "scripts/" | "test/"): ReadonlyMap<string, ts.SourceFile> {
  const trees = read.get(folder) ?? parseAll(new URL(`../../${folder}`, import.meta.url));
  read.set(folder, trees);
  return trees;
}

function parseAll(folder: URL): ReadonlyMap<string, ts.SourceFile> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && !/shapes\/|node_modules\/|^cases\//.test(path))
    .sort();
  return new Map(
    paths.map((path) => {
      const text = readFileSync(new URL(path, folder), "utf8");
      return [path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)];
    }),
  );
}
