import { hostname } from "node:os";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { pid } from "node:process";
import { type Disk, type FileSwap, fileSwapOf, type State } from "./file-swap.ts";

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
  readonly writer: { readonly pid: number; readonly host: string };
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
    writer: { pid, host: hostname() },
    files: steps.map(({ file, before, after }) => ({ path: pathOf(file), before, after })),
    folders: folders.map(pathOf),
  };
  return `${JSON.stringify(journal)}\n`;
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
  const { pid, host } = fieldsOf(writer);
  // A digest or a link; a folder is not a file, whatever a journal says.
  const isState = (state: unknown): boolean =>
    state === null || (typeof state === "string" && /^(?:[0-9a-f]{64}$|link to )/.test(state));
  return (
    journal === 1 &&
    /^[0-9a-f]{12}$/.test(String(token)) &&
    typeof pid === "number" &&
    typeof host === "string" &&
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
