import { type ChildProcess, spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import type { AskFlagd } from "./flagd-file.ts";

/** A running flagd with a source. */
export interface Daemon {
  /** The port for questions over gRPC, and the one for its sync service. */
  readonly port: number;
  readonly syncPort: number;
  readonly ofrep: string;
  /** What a flag answers over OFREP. */
  readonly ask: (name: string, context: object) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Starts flagd with a source such as `file:/flags.json`, and waits until it answers. Throws if flagd exits. */
export async function startDaemon(program: string, uri: string, environment: object = {}): Promise<Daemon> {
  const [port, management, syncPort, ofrepPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const ports = ["--port", port, "--management-port", management, "--sync-port", syncPort, "--ofrep-port", ofrepPort];
  const child = spawn(program, ["start", ...sourceOf(uri), ...ports.map(String)], {
    stdio: "ignore",
    env: { ...process.env, ...environment },
  });
  const stop = (): Promise<void> => end(child);
  const isReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${management}/readyz`)).ok;
  try {
    await eventually(async () => child.exitCode !== null || (await isReady()));
    if (child.exitCode !== null) throw new Error(`flagd ended with ${child.exitCode}`);
  } catch (error) {
    await stop();
    throw error;
  }
  const ofrep = `http://127.0.0.1:${ofrepPort}/ofrep/v1/evaluate/flags`;
  const ask = async (name: string, context: object): Promise<unknown> => {
    const body = JSON.stringify({ context });
    const response = await fetch(`${ofrep}/${encodeURIComponent(name)}`, { method: "POST", body });
    const answer = (await response.json()) as { value?: unknown; errorDetails?: string };
    return response.ok ? answer.value : { error: answer.errorDetails };
  };
  return { port, syncPort, ofrep, ask, stop };
}

/** Sources that are polled are polled every second. */
function sourceOf(uri: string): readonly string[] {
  const provider = /^(?:http|s3)(?=:)/.exec(uri)?.[0];
  return provider === undefined ? ["--uri", uri] : ["--sources", JSON.stringify([{ uri, provider, interval: 1 }])];
}

/** Asks through a program that reads one question per line and answers each with a line. */
export function startAsking([program = "", ...words]: readonly string[]): {
  readonly ask: AskFlagd;
  readonly stop: () => Promise<void>;
} {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
  // if the program exits, pending and later questions fail
  let ended: string | undefined;
  child.stdin.on("error", () => undefined);
  child.once("exit", (code) => {
    ended = JSON.stringify({ error: `${program} ended with ${code}` });
    for (const answer of waiting.splice(0)) answer(ended);
  });
  const ask: AskFlagd = async (name, context, type) => {
    const answered = new Promise<string>((resolve) => waiting.push(resolve));
    child.stdin.write(`${JSON.stringify({ name, type, context })}\n`);
    const line = ended ?? (await answered);
    const answer = JSON.parse(line) as { value?: unknown; error?: string };
    return answer.error === undefined ? answer.value : { error: answer.error };
  };
  return { ask, stop: () => end(child) };
}

/** Replaces a file by renaming another onto it, as deployments do. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Waits until a condition holds; one that throws does not hold yet. */
export async function eventually(holds: () => Promise<boolean>, seconds = 30): Promise<void> {
  for (const limit = Date.now() + seconds * 1000; Date.now() < limit; await wait(50))
    if (await holds().catch(() => false)) return;
  throw new Error(`gave up after ${seconds} seconds`);
}

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Ends a program that a test started, and waits for it to exit. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}
