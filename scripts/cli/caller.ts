import { escapeControls } from "../model/text/escape-controls.ts";
import type { Instant } from "../model/time.ts";

/** The caller of the command: a process, or a test in its place. */
export interface Caller extends Pick<NodeJS.Process, "env" | "stdin" | "stdout" | "stderr"> {
  /** The absolute path of the folder of the call. */
  readonly directory: string;
  /** Where its signals arrive. */
  readonly signals: Pick<NodeJS.Process, "on" | "off">;
  /** The instant of the call, from which relative days are counted. */
  today(): Instant;
  /** Milliseconds since the process began. */
  now(): number;
}

/** Writes a text whose parts are made as fast as they are taken. */
export async function writeParts({ stdout }: Caller, parts: Iterable<string>): Promise<void> {
  for (const part of parts) if (!stdout.write(part)) await new Promise((resolve) => stdout.once("drain", resolve));
}

/** Writes lines for a person, who may be reading a report in the other stream. */
export function tell({ stderr }: Caller, note: string | undefined): void {
  for (const line of note?.split("\n") ?? []) stderr.write(`${escapeControls(line)}\n`);
}

/** Says why the command cannot do what was asked. */
export function complain({ stderr }: Pick<Caller, "stderr">, message: string, details: readonly string[] = []): void {
  stderr.write(`flagstone: ${escapeControls(message)}\n`);
  for (const detail of details) stderr.write(`  ${escapeControls(detail)}\n`);
}

/** Whether what is written to standard output may have colours. */
export function wantsColour({ env, stdout }: Caller): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return stdout.isTTY === true && (refused ?? "") === "" && terminal !== "dumb";
}
