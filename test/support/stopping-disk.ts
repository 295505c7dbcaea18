import * as fs from "node:fs";
import type { Disk } from "../../scripts/host/file-swap.ts";

/** Thrown when the process would have been killed. */
export class Killed extends Error {}

const changing = new Set<string | symbol>([
  "writeFileSync",
  "renameSync",
  "linkSync",
  "symlinkSync",
  "copyFileSync",
  "unlinkSync",
  "mkdirSync",
  "rmdirSync",
]);

/** A disk that counts the changes made to it. */
export interface CountingDisk {
  readonly disk: Disk;
  changes(): number;
}

/** A disk that calls `before` with the number of each change, from 0; an error thrown there is the error of the change. */
function countingDisk(
  before: (number: number, name: string, words: readonly unknown[]) => void,
  below: Disk = fs,
): CountingDisk {
  let changes = 0;
  const next = (): number => changes++;
  const disk = new Proxy(
    { ...below },
    {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        // Nothing here outlives the machine, so there is no need to sync.
        if (name === "fsyncSync") return () => {};
        if (typeof own !== "function") return own;
        return (...words: unknown[]): unknown => {
          const isChange = changing.has(name) || (name === "openSync" && words[1] !== "r");
          before(isChange ? next() : -1, String(name), words);
          return own(...words);
        };
      },
    },
  );
  return { disk, changes: () => changes };
}

/** The disk of a process that is killed at change number `last`; half of that write arrives. */
export function killingDisk(last: number, below: Disk = fs): CountingDisk {
  let isDead = false;
  return countingDisk((number, name, words) => {
    if (number === last) {
      const [handle, content] = words;
      if (name === "writeFileSync" && content instanceof Uint8Array)
        fs.writeFileSync(Number(handle), content.subarray(0, content.length / 2));
      isDead = true;
    }
    if (!isDead) return;
    if (name === "closeSync") fs.closeSync(Number(words[0]));
    throw new Killed();
  }, below);
}

/** A disk on which changes fail with this code if `isRefused` is true for their number. */
export function refusingDisk(code: string, isRefused: (number: number) => boolean): CountingDisk {
  return countingDisk((number) => {
    if (number >= 0 && isRefused(number)) throw Object.assign(new Error(code), { code });
  });
}
