import type { Read } from "../compile/compile.ts";
import type { Document } from "../model/document.ts";
import { addTo } from "../model/group-by.ts";
import type { FileChange, Line, LineCommit, Repository } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import { nameOf } from "../model/tree.ts";

/** What one commit made of the document of a name. */
export interface NameChange {
  readonly commit: LineCommit;
  /** When it was merged. */
  readonly at: Instant;
  readonly isAdded: boolean;
  readonly isRemoved: boolean;
  /** What was there before and after; undefined if it was not read, or cannot be read. */
  readonly before: Document | undefined;
  readonly after: Document | undefined;
}

interface ChangesOptions {
  /** When each commit was merged, by its id. */
  readonly times: ReadonlyMap<string, Instant>;
  /** The names whose documents are read to tell what was changed. */
  readonly isRead: (name: string) => boolean;
  readonly read: Read;
}

/** Of each name, the documents of this many of the latest changes are read. */
const mostRead = 12;

/** For each name that files of a line ever had, what each commit changed in it, newest first. */
export function changesByName(
  repository: Repository,
  { commits }: Line,
  { times, isRead, read }: ChangesOptions,
): ReadonlyMap<string, readonly NameChange[]> {
  const steps = new Map<string, { readonly commit: LineCommit; readonly change: FileChange }[]>();
  for (const commit of commits)
    for (const change of ofEachName(commit.changes)) addTo(steps, nameOf(change.path), { commit, change });
  const recent = [...steps].flatMap(([name, own]) => (isRead(name) ? own.slice(0, mostRead) : []));
  const objects = new Set(recent.flatMap(({ change: { before, after } }) => [before ?? [], after ?? []].flat()));
  const texts = repository.texts([...objects]);
  const wanted = new Set(recent);
  const documentOf = (path: string, object: string | undefined): Document | undefined => {
    const text = object === undefined ? undefined : texts.get(object);
    return text === undefined ? undefined : read({ path, text }).document;
  };
  return new Map(
    [...steps].map(([name, own]) => [
      name,
      own.map((step): NameChange => {
        const { commit, change } = step;
        const { path, before, after } = change;
        const isWanted = wanted.has(step);
        return {
          commit,
          at: times.get(commit.id) ?? commit.at,
          isAdded: before === undefined,
          isRemoved: after === undefined,
          before: isWanted ? documentOf(path, before) : undefined,
          after: isWanted ? documentOf(path, after) : undefined,
        };
      }),
    ]),
  );
}

/** One change for each name: a file that moved is the same as before. */
function ofEachName(changes: readonly FileChange[]): readonly FileChange[] {
  const found = new Map<string, FileChange>();
  for (const change of changes) {
    const name = nameOf(change.path);
    const other = found.get(name);
    found.set(
      name,
      other === undefined
        ? change
        : {
            ...(change.after === undefined ? other : change),
            before: other.before ?? change.before,
            after: other.after ?? change.after,
          },
    );
  }
  return [...found.values()].filter(({ path }) => path !== "package.json");
}
