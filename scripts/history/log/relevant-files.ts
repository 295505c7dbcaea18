import { kindAt } from "../../compile/1-parse/index.ts";
import type { Read } from "../../compile/compile.ts";
import type { Kind } from "../../model/document.ts";
import type { LineCommit, Repository } from "../../model/repository.ts";
import type { Source } from "../../model/text/source.ts";
import { nameOf, type Tree } from "../../model/tree.ts";
import { referencesOf } from "./related-names.ts";
import type { Subject } from "./subject.ts";

/** Kinds whose documents may say something about any name. */
const general: ReadonlySet<Kind> = new Set(["identities", "retired", "waiver"]);

/** Kinds whose answers depend on other documents. */
const dependent: ReadonlySet<Kind> = new Set(["flag", "release"]);

/**
 * The files that concern a subject, now or ever: those of its name, of what they refer to or once did, and those that
 * concern every name. Of all other files only one version is read, to see its kind.
 */
export async function namesBehind(
  repository: Repository,
  line: readonly LineCommit[],
  tip: Tree,
  subject: Subject | undefined,
  read: Read,
): Promise<(path: string) => boolean> {
  if (subject === undefined || subject.kind === "customer") return () => true;
  const objects = objectsByPath(line);
  const kinds = kindsOf(repository, objects, tip);
  const names = new Set([subject.kind === "group" ? subject.set : subject.name]);
  const addReferences = (source: Source): void => {
    const { document } = read(source);
    for (const each of document === undefined ? [] : referencesOf(document)) names.add(each);
  };
  for (const name of names) {
    const isOwn = (path: string): boolean => nameOf(path) === name && dependent.has(kinds.get(path) ?? "waiver");
    for (const source of tip.files) if (isOwn(source.path)) addReferences(source);
    for (const [path, ids] of objects) {
      if (!isOwn(path)) continue;
      for await (const { text } of repository.textsInTurn([...ids])) {
        if (text === undefined) continue;
        addReferences({ path, text: text.slice(0) });
        text.release?.();
      }
    }
  }
  return (path) => path === "package.json" || names.has(nameOf(path)) || general.has(kinds.get(path) ?? "flag");
}

/** All versions of files, by path, newest first. */
function objectsByPath(line: readonly LineCommit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const objects = new Map<string, Set<string>>();
  for (const { changes } of line)
    for (const { path, before, after, isPlain } of changes) {
      if (!isPlain) continue;
      const own = objects.get(path) ?? new Set();
      objects.set(path, own);
      for (const object of [after, before]) if (object !== undefined) own.add(object);
    }
  return objects;
}

/** The kind of each file, by the beginning of its newest text. */
function kindsOf(
  repository: Repository,
  objects: ReadonlyMap<string, ReadonlySet<string>>,
  tip: Tree,
): ReadonlyMap<string, Kind | undefined> {
  const here = new Map(tip.files.map(({ path, text }) => [path, kindAt(text)] as const));
  const gone = [...objects].flatMap(([path, [newest]]) =>
    here.has(path) || newest === undefined ? [] : [{ path, newest }],
  );
  const texts = repository.texts(gone.map(({ newest }) => newest));
  return new Map([...here, ...gone.map(({ path, newest }) => [path, kindAt(texts.get(newest) ?? "")] as const)]);
}
