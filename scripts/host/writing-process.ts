import * as fs from "node:fs";
import { hostname } from "node:os";
import { kill, pid } from "node:process";
import { attempt } from "./attempt.ts";
import { isOneOf } from "./file-swap.ts";

/** A process in the form in which another one can look it up. */
export interface WritingProcess {
  readonly pid: number;
  readonly host: string;
  /** Where process ids have the same meaning: the boot of the machine, and the container, if they can be known. */
  readonly space?: string;
  /** When it started, in ticks since the machine did; distinguishes it from a later process with the same id. */
  readonly born?: string;
}

/** This process. */
export function ownProcess(): WritingProcess {
  const [space, born] = [ownSpace(), bornOf(pid)];
  return {
    pid,
    host: hostname(),
    ...(space === undefined ? {} : { space }),
    ...(born === undefined ? {} : { born }),
  };
}

/**
 * Whether a process is running: "maybe" if it is only known that its id is in use; undefined if it cannot be looked up
 * from here, because it is on another machine or in another container.
 */
export function isRunning({ pid: id, host, space, born }: WritingProcess): boolean | "maybe" | undefined {
  if (host !== hostname() || (space !== undefined && space !== ownSpace())) return undefined;
  // Left behind by this process, or an earlier one with the same id.
  if (id === pid) return false;
  try {
    kill(id, 0);
  } catch (error) {
    if (!isOneOf(error, ["EPERM"])) return false;
  }
  const found = born === undefined ? undefined : bornOf(id);
  return found === undefined ? "maybe" : found === born;
}

/** Linux shows it in `/proc`; elsewhere no containers share a folder and a host name. */
function ownSpace(): string | undefined {
  const boot = attempt(() => fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const namespace = attempt(() => fs.readlinkSync("/proc/self/ns/pid"));
  return boot === undefined || namespace === undefined ? undefined : `${boot} ${namespace}`;
}

/** When a local process started; undefined if that cannot be known, or if `/proc` is that of another container. */
function bornOf(id: number): string | undefined {
  if (attempt(() => fs.readlinkSync("/proc/self")) !== `${pid}`) return undefined;
  // The name of the command, in brackets, may have spaces.
  const [state, ...fields] =
    attempt(() => fs.readFileSync(`/proc/${id}/stat`, "utf8").replace(/^.*\) /s, ""))?.split(" ") ?? [];
  return state === "Z" ? "dead" : fields[18];
}
