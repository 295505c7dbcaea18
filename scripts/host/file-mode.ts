import type { Stats } from "node:fs";
import { dirname, extname, join, sep } from "node:path";
import { attempt } from "./attempt.ts";
import type { Disk } from "./file-swap.ts";

/** The owner and the permissions of a file. */
export type Rights = { readonly [Key in "mode" | "uid" | "gid"]?: Stats[Key] | undefined };

/** At most this many neighbours are looked at. */
const most = 100;

/**
 * The permissions that most files next to a new one have, preferring files of its kind, in the nearest folder with
 * files up to `root`; undefined if there is none. Executables do not count.
 */
export function modeOfNeighbours(disk: Disk, root: string, file: string): number | undefined {
  for (let folder = dirname(file); isWithin(root, folder); folder = dirname(folder)) {
    const names = disk.existsSync(folder) ? disk.readdirSync(folder, { withFileTypes: true }) : [];
    const files = names.filter((each) => each.isFile() && !each.name.endsWith(".tmp")).map(({ name }) => name);
    const alike = files.filter((name) => extname(name) === extname(file));
    const found = commonest(disk, folder, (alike.length > 0 ? alike : files).sort().slice(0, most));
    if (found !== undefined) return found;
  }
  return undefined;
}

function commonest(disk: Disk, folder: string, names: readonly string[]): number | undefined {
  const counts = new Map<number, number>();
  for (const name of names) {
    const mode = (disk.statSync(join(folder, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o666;
    if (mode !== 0) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  }
  // Of two that are equally common, the more restrictive one.
  return [...counts].sort(([a, one], [b, other]) => other - one || a - b)[0]?.[0];
}

/** Sets the owner and permissions of an open file, regardless of the umask, as far as the disk and the user allow. */
export function giveRights(disk: Disk, handle: number, { mode, uid, gid }: Rights): void {
  const own = disk.fstatSync(handle);
  if (uid !== undefined && gid !== undefined && (own.uid !== uid || own.gid !== gid))
    attempt(() => disk.fchownSync(handle, uid, gid));
  if (mode !== undefined) attempt(() => disk.fchmodSync(handle, mode & 0o7777));
}

/** Makes a folder; one within `root` has the permissions of its parent, regardless of the umask. */
export function makeFolder(disk: Disk, root: string, folder: string): void {
  disk.mkdirSync(folder);
  const around = dirname(folder);
  if (isWithin(root, around)) attempt(() => disk.chmodSync(folder, disk.statSync(around).mode & 0o2777));
}

function isWithin(root: string, folder: string): boolean {
  return folder === root || folder.startsWith(join(root, sep));
}
