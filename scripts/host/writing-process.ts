import * as fs from "node:fs";
import { hostname } from "node:os";
import { kill, pid } from "node:process";
import { isOneOf } from "./file-swap.ts";

/** A process as another one can look for it. */
export interface WritingProcess {
  readonly pid: number;
  readonly host: string;
  /** Within which numbers of processes mean the same: the start of the machine, and the container; where that can be known. */
  readonly space?: string;
  /** When it began, in ticks since the machine did; tells it from a later process of its number. */
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
 * Whether a process is running: "maybe" where only its number is known to be in use; undefined where it cannot be looked for
 * from here, because it is on another machine or in another container.
 */
export function isRunning({ pid: id, host, space, born }: WritingProcess): boolean | "maybe" | undefined {
  if (host !== hostname() || (space !== undefined && space !== ownSpace())) return undefined;
  // What this process left behind, or an earlier one of its number.
  if (id === pid) return false;
  try {
    kill(id, 0);
  } catch (error) {
    if (!isOneOf(error, ["EPERM"])) return false;
  }
  const found = born === undefined ? undefined : bornOf(id);
  return found === undefined ? "maybe" : found === born;
}

/** Linux says so under `/proc`; elsewhere there are no containers that share a folder and a host name. */
function ownSpace(): string | undefined {
  const boot = read(() => fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const namespace = read(() => fs.readlinkSync("/proc/self/ns/pid"));
  return boot === undefined || namespace === undefined ? undefined : `${boot} ${namespace}`;
}

/** When a process that runs here began; undefined where that cannot be known, or `/proc` is that of another container. */
function bornOf(id: number): string | undefined {
  if (read(() => fs.readlinkSync("/proc/self")) !== `${pid}`) return undefined;
  // The name of the command, in brackets, may have spaces.
  const [state, ...fields] =
    read(() => fs.readFileSync(`/proc/${id}/stat`, "utf8").replace(/^.*\) /s, ""))?.split(" ") ?? [];
  return state === "Z" ? "dead" : fields[18];
}

function read(look: () => string): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
