import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import type { Caller } from "./caller.ts";

/** Writes files without being stopped halfway by a signal, which is handled afterwards. */
export async function writeUndisturbed(
  { signals }: Caller,
  host: Host,
  root: string,
  writes: Outcome["writes"],
): Promise<{ readonly failure: string | undefined; readonly signal: NodeJS.Signals | undefined }> {
  let signal: NodeJS.Signals | undefined;
  const note = (sent: NodeJS.Signals): void => {
    signal = sent;
  };
  signals.on("SIGINT", note).on("SIGTERM", note);
  try {
    const failure = host.writeAll(root, writes);
    // A signal that arrived meanwhile is delivered between two turns of the event loop.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
    return { failure, signal };
  } finally {
    signals.off("SIGINT", note).off("SIGTERM", note);
  }
}
