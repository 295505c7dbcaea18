import type { Service } from "../report/outcome.ts";
import { type Caller, tell } from "./caller.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a service until a signal. SIGTERM, which machines send, exits with 0; Ctrl-C exits with 130. A second signal ends it
 * at once. Throws UsageError if it cannot start.
 */
export async function runService(service: Service, caller: Caller): Promise<number> {
  const running = await service.start((line) => tell(caller, line));
  if (typeof running === "string") throw new UsageError(running);
  const signal = await nextSignal(caller.signals);
  tell(caller, "ending: finishing open requests");
  const isEnded = await Promise.race([
    running.end().then(() => true),
    nextSignal(caller.signals).then(() => {
      running.abort();
      return false;
    }),
  ]);
  tell(caller, isEnded ? "ended" : "ended at once");
  if (signal === "SIGINT") return 130;
  return isEnded ? 0 : 143;
}

function nextSignal(signals: Caller["signals"]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const take = (signal: NodeJS.Signals): void => {
      signals.off("SIGINT", take).off("SIGTERM", take);
      resolve(signal);
    };
    signals.on("SIGINT", take).on("SIGTERM", take);
  });
}
