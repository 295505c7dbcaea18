import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { type Disk, type FileSwap, fileSwapOf, isOneOf, type State } from "./file-swap.ts";
import { ownProcess, type WritingProcess } from "./writing-process.ts";

/**
 * The file at the root of an instance that exists only while a command writes; git ignores it, and all temporary files,
 * as `*.tmp`.
 */
export const journalName = ".flagstone-journal.tmp";

/**
 * What a command is about to write, so that another one can finish it. Paths are relative to the journal's folder, with
 * `/`.
 */
export interface Journal {
  readonly journal: 1;
  readonly token: string;
  readonly writer: WritingProcess;
  readonly files: readonly { readonly path: string; readonly before: State; readonly after: State }[];
  /** Folders that are made for the files, outer ones first. */
  readonly folders: readonly string[];
}

/**
 * The text of the journal that this process keeps in a folder. An incomplete one is harmless: nothing else is written
 * before all of it.
 */
export function journalText(
  root: string,
  token: string,
  steps: readonly FileSwap[],
  folders: readonly string[],
): string {
  const pathOf = (file: string): string => relative(root, file).split(sep).join("/");
  const journal: Journal = {
    journal: 1,
    token,
    writer: ownProcess(),
    files: steps.map(({ file, before, after }) => ({ path: pathOf(file), before, after })),
    folders: folders.map(pathOf),
  };
  return `${JSON.stringify(journal)}\n`;
}

/** Whether a journal's file still has a token. Only its beginning is read, since this is checked before each step. */
export function isJournalOf(disk: Disk, file: string, token: string): boolean {
  const head = `{"journal":1,"token":"${token}"`;
  try {
    const handle = disk.openSync(file, "r");
    try {
      const found = Buffer.alloc(head.length);
      disk.readSync(handle, found);
      return found.toString() === head;
    } finally {
      disk.closeSync(handle);
    }
  } catch (error) {
    return !isOneOf(error, ["ENOENT", "ENOTDIR"]);
  }
}

/** The content of a journal's file: undefined for an incomplete text, and "foreign" for one that no command wrote. */
export function parseJournal(text: string): Journal | "foreign" | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJournal(parsed) ? parsed : "foreign";
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  const { journal, token, writer, files, folders } = fieldsOf(value);
  const { pid, host, space, born } = fieldsOf(writer);
  // A digest or a link; a folder is not a file, whatever a journal says.
  const isState = (state: unknown): boolean =>
    state === null || (typeof state === "string" && /^(?:[0-9a-f]{64}$|link to )/.test(state));
  return (
    journal === 1 &&
    /^[0-9a-f]{12}$/.test(String(token)) &&
    typeof pid === "number" &&
    typeof host === "string" &&
    [space, born].every((each) => each === undefined || typeof each === "string") &&
    isListOf(files, (file) => {
      const { path, before, after } = fieldsOf(file);
      return typeof path === "string" && isState(before) && isState(after);
    }) &&
    isListOf(folders, (folder) => typeof folder === "string")
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isListOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}

/** The swaps that the journal of a folder, whose path has no link, describes. */
export function stepsOf({ token, files }: Journal, folder: string): readonly FileSwap[] {
  return files.map(({ path, before, after }) => fileSwapOf(join(folder, path), token, before, after));
}

/**
 * Whether the journal of a folder may move a file: only where a commit could have put one, since the journal itself may
 * have come with a commit.
 */
export function mayMove(disk: Disk, folder: string, file: string): boolean {
  const path = relative(folder, file);
  if (path === "" || isAbsolute(path) || path.split(sep).some((part) => part === ".." || part.toLowerCase() === ".git"))
    return false;
  const around = dirname(file);
  return !disk.existsSync(around) || disk.realpathSync(around) === around;
}
