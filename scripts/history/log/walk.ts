import type { LineCommit, Repository } from "../../model/repository.ts";
import type { Characters } from "../../model/text/characters.ts";
import type { Source } from "../../model/text/source.ts";
import type { Tree } from "../../model/tree.ts";

/** A file as a commit has it. */
export interface FileVersion extends Source {
  /** The same text, for those who read only parts of it. */
  readonly characters?: Characters;
}

/** The files of an instance by path, including package.json; undefined for a file whose text is not available. */
export type Files = ReadonlyMap<string, FileVersion | undefined>;

/** One commit, with the files before and after it. */
interface Step {
  readonly commit: LineCommit;
  /** Its number in the line. */
  readonly index: number;
  readonly before: Files;
  readonly after: Files;
  /** The paths of what it changed. */
  readonly changed: readonly string[];
  /** The paths of files whose text before or after it git does not have here. */
  readonly missing: ReadonlySet<string>;
}

/**
 * Walks a line from its tip towards its beginning, undoing what each commit did: so only what changed is read from git,
 * and a file that stays is the same Source all the way. Commits that changed nothing relevant are skipped.
 */
export async function* walk(
  repository: Repository,
  line: readonly LineCommit[],
  tip: Tree,
  isWanted: (path: string) => boolean,
): AsyncGenerator<Step, undefined> {
  let after = filesOf(tip, isWanted);
  let missingAfter = missingIn(tip);
  const steps = line.flatMap((commit, index) => {
    const changes = commit.changes.filter(({ path, isPlain }) => !isPlain || isWanted(path));
    return changes.length === 0 ? [] : [{ commit, index, changes, isPlain: changes.every(({ isPlain }) => isPlain) }];
  });
  const objects = steps.flatMap(({ changes, isPlain }) =>
    isPlain ? changes.flatMap(({ before }) => before ?? []) : [],
  );
  const texts = repository.textsInTurn(objects);
  try {
    for (const { commit, index, changes, isPlain } of steps) {
      let before: Files;
      let missingBefore: ReadonlySet<string>;
      if (isPlain) {
        const files = new Map(after);
        const own = new Set(missingAfter);
        for (const { path, before: object } of changes) {
          own.delete(path);
          if (object === undefined) files.delete(path);
          else {
            const { text, isMissing = true } = (await texts.next()).value ?? {};
            files.set(path, text === undefined ? undefined : versionOf(path, text));
            if (isMissing) own.add(path);
          }
        }
        before = files;
        missingBefore = own;
      } else {
        // Git is asked what a symbolic link leads to.
        const [parent] = commit.parents;
        const tree = parent === undefined ? undefined : repository.readTree(parent);
        before = tree === undefined ? new Map() : filesOf(tree, isWanted);
        missingBefore = tree === undefined ? new Set() : missingIn(tree);
      }
      const missing = new Set([...missingBefore, ...missingAfter]);
      yield { commit, index, before, after, changed: changes.map(({ path }) => path), missing };
      for (const { path } of changes) after.get(path)?.characters?.release?.();
      after = before;
      missingAfter = missingBefore;
    }
  } finally {
    await texts.return(undefined);
  }
}

/** A file whose text becomes a string when that is first needed. */
function versionOf(path: string, characters: Characters): FileVersion {
  let text: string | undefined;
  return {
    path,
    characters,
    get text() {
      text ??= characters.slice(0);
      return text;
    },
  };
}

function missingIn({ diagnostics }: Tree): ReadonlySet<string> {
  return new Set(diagnostics.filter(({ code }) => code === "gate/no-history").map(({ span }) => span.source.path));
}

function filesOf({ config, files, diagnostics }: Tree, isWanted: (path: string) => boolean): Files {
  const found: readonly Source[] = config.text === "" ? files : [config, ...files];
  const lost = diagnostics.map(({ span }): [string, undefined] => [span.source.path, undefined]);
  return new Map<string, Source | undefined>(
    [...lost, ...found.map((source): [string, Source] => [source.path, source])].filter(([path]) => isWanted(path)),
  );
}
