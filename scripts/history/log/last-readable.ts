import { isSurelyBroken } from "../../compile/1-parse/index.ts";
import type { LineCommit, Repository } from "../../model/repository.ts";
import type { Source } from "../../model/text/source.ts";
import { nameOf } from "../../model/tree.ts";
import type { Files } from "./walk.ts";

/**
 * Takes each file that cannot be read as it could last be read on the line; one that never could is left as it is.
 * `from` is the number of the newest commit that may have brought the state.
 */
type Mend = (files: Files, from: number) => Files;

/** A function that does so, and asks git for older texts only if something is broken. */
export function lastReadable(
  repository: Repository,
  line: readonly LineCommit[],
  isReadable: (source: Source) => boolean,
): Mend {
  const known = new Map<string, Source | undefined>();

  function older(path: string, from: number): Source | undefined {
    const name = nameOf(path);
    for (const { changes } of line.slice(from))
      for (const { path: own, before, isPlain } of changes) {
        if (before === undefined || !isPlain || nameOf(own) !== name) continue;
        const source = sourceOf(path, before);
        if (source !== undefined) return source;
      }
    return undefined;
  }

  /** A text as a file at a path, if it can be read. */
  function sourceOf(path: string, object: string): Source | undefined {
    const key = `${object} ${path}`;
    if (!known.has(key)) {
      const text = repository.texts([object]).get(object);
      const source = text === undefined ? undefined : { path, text };
      // There may be hundreds of broken versions, and all of a long one would be read to say what is wrong with it.
      const isSound = source !== undefined && !isSurelyBroken(source) && isReadable(source);
      known.set(key, isSound ? source : undefined);
    }
    return known.get(key);
  }

  return (files, from) => {
    const broken = [...files].filter(([, source]) => source === undefined || !isReadable(source));
    if (broken.length === 0) return files;
    const mended = new Map(files);
    for (const [path] of broken) {
      const source = older(path, from);
      if (source !== undefined) mended.set(path, source);
    }
    return mended;
  };
}
